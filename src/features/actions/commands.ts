import { z } from 'zod';
import { normaliseKey, optional, rest, type Speaker } from '../../chat/commands.ts';
import type { Reply } from '../../chat/inbound.ts';
import { readSearch, type Search, searchText } from '../../chat/search.ts';
import { NotFound } from '../../core/errors.ts';
import { type Act, action, command } from '../feature.ts';
import { findPerson, today } from '../people/index.ts';
import { getProgramme, type Programme, programmeFor } from '../programme/index.ts';
import { findDependency } from '../register/index.ts';
import { listCard, openForm } from './cards.ts';
import { cardOf } from './change.ts';
import { openSaid, type SaidAction, What } from './say.ts';
import * as store from './store.ts';
import { viewsOf } from './view.ts';
import { readActionWords } from './words.ts';

/** Actions one card shows. */
const MOST_SHOWN = 20;

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
    const { what, dueOn, dependency } = said;
    return open(act, undefined, { what, ownerId: owner.id, dueOn, dependency });
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

async function open(act: Act, programme: Programme | undefined, said: SaidAction): Promise<Reply> {
  return { kind: 'card', card: await cardOf(act, await openSaid(act, programme, said)) };
}

const actionsCommand = command({
  name: 'actions',
  summary: 'Show the action register, or find in it',
  usage: 'actions [mine | overdue | done] [WORDS] [@OWNER] [since DAY] [DEP-4 | ACT-9]',
  examples: ['actions', 'actions mine', 'actions overdue @ana', 'actions done since Mon', 'actions test data DEP-4'],
  who: 'everybody',
  arguments: { words: optional(rest()) },
  run: async (act, { words = '' }) => ({ kind: 'card', card: await show(act, words.trim()) }),
});

const ACTION_KEY = /^ACT-\d+$/;
/** Which of them, where the first word says so. */
const STATE = /^(mine|overdue|done)\b\s*/i;

async function show(act: Act & { speaker: Speaker }, said: string) {
  const programme = await programmeFor(act);
  const state = STATE.exec(said);
  const search = readSearch(said.slice(state?.[0].length ?? 0), act.speaker);
  if (search.key !== undefined && ACTION_KEY.test(search.key)) return showOne(act, programme, search.key);
  const { about, ...filter } = await narrow(act, programme, state?.[1]?.toLowerCase(), search);
  const shown = await store.listActions(act.tx, filter, MOST_SHOWN);
  const all = await store.countActions(act.tx, filter);
  return listCard(about, await viewsOf(act, shown), all - shown.length);
}

/** The one of this programme, else the one of another. */
async function showOne(act: Act, programme: Programme, key: string) {
  const found = await store.listActions(act.tx, { keys: [key] });
  const one = found.find(({ programmeId }) => programmeId === programme.id) ?? found[0];
  if (one !== undefined) return cardOf(act, one);
  throw new NotFound('no-such-action', `${key} is not in the register. \`/deps actions\` shows what is open.`);
}

async function narrow(
  act: Act,
  programme: Programme,
  state: string | undefined,
  search: Search,
): Promise<store.ActionFilter & { about: string }> {
  const owner = search.by === undefined ? undefined : await findPerson(act.tx, search.by);
  const dependency = search.key === undefined ? undefined : await findDependency(act.tx, search.key);
  const narrowed = searchText(search, owner?.name);
  const { about, ...stated } = stateFilter(act, state, narrowed !== '' || dependency !== undefined);
  const place = state === 'mine' ? '' : dependency === undefined ? `in ${programme.name}` : `for ${dependency.key}`;
  return {
    ...(dependency !== undefined && { dependencyId: dependency.id }),
    ...(dependency === undefined && state !== 'mine' && { programmeId: programme.id }),
    ...(owner !== undefined && { ownerId: owner.id }),
    ...(search.since !== undefined && { from: search.since.at }),
    ...(search.words !== '' && { words: search.words }),
    ...stated,
    about: [about, narrowed, place].filter((part) => part !== '').join(' '),
  };
}

/** What the first word asks for; without one the open ones, or all where something else is looked for. */
function stateFilter(act: Act, state: string | undefined, searching: boolean): store.ActionFilter & { about: string } {
  switch (state ?? '') {
    case 'mine':
      return { ownerId: act.by.id, states: ['open'], about: 'open, yours' };
    case 'overdue':
      return { states: ['open'], dueBefore: today(act.by, act.now), about: 'overdue' };
    case 'done':
      return { states: ['done', 'dropped'], about: 'closed' };
    default:
      return searching ? { about: '' } : { states: ['open'], about: 'open' };
  }
}

export const commands = [actionCommand, actionsCommand];

export const openActions = { 'actions.open': openFromForm };
