import { z } from 'zod';
import { normaliseKey, optional, rest } from '../../chat/commands.ts';
import type { Reply } from '../../chat/inbound.ts';
import { onField } from '../../core/errors.ts';
import { type Act, action, command } from '../feature.ts';
import { findPerson, getPeople, today } from '../people/index.ts';
import { getProgramme, type Programme, programmeFor } from '../programme/index.ts';
import { findDependency, line } from '../register/index.ts';
import { listCard, openForm } from './cards.ts';
import { cardOf } from './change.ts';
import { LONGEST } from './model.ts';
import { openAction, refuseDay } from './open.ts';
import * as store from './store.ts';
import { viewsOf } from './view.ts';
import { readActionWords } from './words.ts';

/** Actions one card shows. */
const MOST_SHOWN = 20;
const What = line(LONGEST.what, 'Say what is to be done.');

const actionCommand = command({
  name: 'action',
  summary: 'Give somebody something to do, by a day',
  usage: 'action @OWNER WHAT by DATE [on DEP-4]',
  examples: ['action @ana send the test data by Fri on DEP-4', 'action'],
  who: 'everybody',
  arguments: { words: optional(rest()) },
  async run(act, { words = '' }): Promise<Reply> {
    const said = readActionWords(words, act.speaker);
    const owner = said.owner === undefined ? undefined : await findPerson(act.tx, said.owner);
    if (owner === undefined || said.what === '' || said.dueOn === undefined) {
      const missing = [
        ...(said.what === '' ? ['what is to be done'] : []),
        ...(owner === undefined ? ['who does it'] : []),
        ...(said.dueOn === undefined ? ['by when'] : []),
      ];
      const programme = await programmeFor(act);
      const known = { ...said, owner: owner?.id };
      return { kind: 'form', form: openForm({ programme: programme.id }, known, words === '' ? [] : missing) };
    }
    return open(act, undefined, { what: said.what, ownerId: owner.id, dueOn: said.dueOn, dependency: said.dependency });
  },
});

const openFromForm = action({
  value: z.object({ programme: z.uuid() }),
  fields: z.object({
    what: What,
    owner: z.uuid('Choose a person.'),
    due: z.iso.date('Choose a day.'),
    dependency: z.string().optional(),
  }),
  async run(act, value, { what, owner, due, dependency }): Promise<Reply> {
    const programme = await getProgramme(act.tx, value.programme);
    const key = dependency?.trim() ? normaliseKey(dependency, programme.prefix) : undefined;
    return open(act, programme, { what, ownerId: owner, dueOn: due, dependency: key });
  },
});

/** Opens it in the programme of its dependency, else in the one given, else in the one that the act is about. */
async function open(
  act: Act,
  programme: Programme | undefined,
  said: { what: string; ownerId: string; dueOn: string; dependency: string | undefined },
): Promise<Reply> {
  const what = What.safeParse(said.what);
  if (!what.success) throw onField('bad-text', 'what', what.error.issues[0]?.message ?? 'Say what is to be done.');
  const owner = (await getPeople(act.tx, [said.ownerId])).get(said.ownerId);
  if (owner === undefined) {
    throw onField('no-such-person', 'owner', 'Nobody in the register is this person. Choose another.');
  }
  refuseDay(act, owner, said.dueOn);
  const dependency = said.dependency === undefined ? undefined : await findDependency(act.tx, said.dependency);
  const programmeId = dependency?.programmeId ?? programme?.id ?? (await programmeFor(act)).id;
  const opened = await openAction(act, {
    programmeId,
    what: what.data,
    ownerId: owner.id,
    dueOn: said.dueOn,
    dependencyId: dependency?.id ?? null,
    source: { kind: 'person', key: null, why: null },
    openedById: act.by.id,
  });
  return { kind: 'card', card: await cardOf(act, opened) };
}

const actionsCommand = command({
  name: 'actions',
  summary: 'Show the action register, or find in it',
  usage: 'actions [mine | overdue | done | DEP-4 | ACT-9 | WORDS]',
  examples: ['actions', 'actions mine', 'actions overdue', 'actions done', 'actions DEP-4', 'actions test data'],
  who: 'everybody',
  arguments: { words: optional(rest()) },
  run: async (act, { words = '' }) => ({ kind: 'card', card: await show(act, words.trim()) }),
});

const ACTION_KEY = /^ACT-\d+$/;
const DEPENDENCY_KEY = /^[A-Z][A-Z0-9]*-\d+$/;

async function show(act: Act, words: string) {
  const programme = await programmeFor(act);
  const key = normaliseKey(words);
  if (ACTION_KEY.test(key)) {
    const found = await store.listActions(act.tx, { keys: [key] });
    const one = found.find(({ programmeId }) => programmeId === programme.id) ?? found[0];
    if (one !== undefined) return cardOf(act, one);
  }
  const { about, ...filter } = await narrow(act, programme, words, key);
  const shown = await store.listActions(act.tx, filter, MOST_SHOWN);
  const all = await store.countActions(act.tx, filter);
  return listCard(about, await viewsOf(act, shown), all - shown.length);
}

async function narrow(
  act: Act,
  { id: programmeId, name }: Programme,
  words: string,
  key: string,
): Promise<store.ActionFilter & { about: string }> {
  const open = ['open'] as const;
  switch (words.toLowerCase()) {
    case '':
      return { programmeId, states: open, about: `open in ${name}` };
    case 'mine':
      return { ownerId: act.by.id, states: open, about: 'open, yours' };
    case 'overdue':
      return { programmeId, states: open, dueBefore: today(act.by, act.now), about: `overdue in ${name}` };
    case 'done':
      return { programmeId, states: ['done', 'dropped'], about: `closed in ${name}` };
  }
  if (DEPENDENCY_KEY.test(key) && !ACTION_KEY.test(key)) {
    const dependency = await findDependency(act.tx, key);
    return { dependencyId: dependency.id, about: `for ${dependency.key}` };
  }
  return { programmeId, words, about: `with “${words.slice(0, 40)}” in ${name}` };
}

export const commands = [actionCommand, actionsCommand];

export const openActions = { 'actions.open': openFromForm };
