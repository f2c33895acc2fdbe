import { choice, date, optional, person, rest, word } from '../../../chat/commands.ts';
import { text } from '../../../chat/text.ts';
import { InvalidInput } from '../../../core/errors.ts';
import { formatDay } from '../../../core/format-time.ts';
import { findPerson, getPeople } from '../../people/index.ts';
import { programmeFor, requireLead } from '../../programme/index.ts';
import { environmentsCard, programmeDaysCard } from '../cards.ts';
import { type Environment, LONGEST_NAME, MOST, MOST_CAPACITY, Provisioning } from '../model.ts';
import { readSpan, refuseWrongOrder } from '../read.ts';
import * as store from '../store.ts';
import { askOrMake, planning } from './ask.ts';
import { environmentNamed, NONE, named } from './milestones.ts';

const NAME = /^[a-z0-9][a-z0-9._-]*$/i;

export const environmentCommand = planning('timeline', {
  name: 'environment',
  summary: 'Show or change where test windows take place: state, owner, life and capacity',
  usage: 'environment [NAME [STATE] [owner PERSON] [from DATE] [until DATE] [capacity N] | NAME none]',
  examples: ['environment', 'environment qa-1 ready owner @kenji until 26 Feb capacity 2', 'environment qa-1 none'],
  who: 'leads of the programme, and the owner of the environment; everybody may look',
  arguments: {
    name: optional(word()),
    state: optional(choice([...Provisioning.options, 'none'])),
    owner: optional(person('owner')),
    from: optional(date('from')),
    until: optional(date('until')),
    capacity: optional(word('capacity')),
  },
  async run(act, { name, state, owner, from, until, capacity }) {
    const programme = await programmeFor(act);
    const all = await store.listEnvironments(act.tx, programme.id);
    const isSaid = [state, owner, from, until, capacity].some((one) => one !== undefined);
    if (name === undefined || !isSaid) {
      const shown = name === undefined ? all : [await environmentNamed(act, programme.id, name)];
      const owners = await getPeople(
        act.tx,
        shown.flatMap(({ ownerId }) => ownerId ?? []),
      );
      const names = new Map([...owners].map(([id, one]) => [id, one.name]));
      return { kind: 'card', card: environmentsCard(programme.name, shown, names) };
    }
    const before = all.find((one) => one.name.toLowerCase() === name.toLowerCase());
    if (before?.ownerId !== act.by.id) await requireLead(act, programme, 'change environments');
    if (state === 'none') {
      const gone = await environmentNamed(act, programme.id, name);
      return askOrMake(act, programme, {
        title: text`${gone.name} is removed`,
        said: [],
        button: `Remove ${gone.name}`,
        subject: gone.name,
        decides: { question: `What is planned of the environment ${gone.name}?`, dependencyId: null },
        before: gone,
        after: { environment: null },
        to: (records) => ({
          ...records,
          environments: records.environments.filter(({ id }) => id !== gone.id),
          milestones: records.milestones.map((one) =>
            one.environmentId === gone.id ? { ...one, environmentId: null } : one,
          ),
        }),
        save: () => store.removeEnvironment(act.tx, gone.id),
      });
    }
    refuseName(name, before, all.length);
    const after: Omit<Environment, 'id'> = {
      programmeId: programme.id,
      name: before?.name ?? name,
      state: state ?? before?.state ?? 'planned',
      ownerId: owner === undefined ? (before?.ownerId ?? null) : (await findPerson(act.tx, owner)).id,
      fromDate: from?.date ?? before?.fromDate ?? null,
      untilDate: until?.date ?? before?.untilDate ?? null,
      capacity: capacity === undefined ? (before?.capacity ?? 1) : readCapacity(capacity),
    };
    refuseWrongOrder(after.fromDate, after.untilDate);
    return askOrMake(act, programme, {
      title: text`${after.name} is ${after.state}`,
      said: [],
      button: `Save ${after.name} as ${after.state}`,
      subject: after.name,
      ...(before !== undefined &&
        isMoved(before, after) && {
          decides: { question: `What is planned of the environment ${after.name}?`, dependencyId: null },
        }),
      before: before ?? {},
      after,
      to: (records) => ({
        ...records,
        // Nothing is planned in one that is new, so nothing names it yet.
        environments: [
          ...records.environments.filter(({ name: one }) => one !== after.name),
          { ...after, id: before?.id ?? '' },
        ],
      }),
      save: () => store.saveEnvironment(act.tx, after),
    });
  },
});

/** True when it is there at other times, or for fewer or more; that it is ready now is no decision. */
function isMoved(before: Environment, after: Omit<Environment, 'id'>): boolean {
  const { fromDate, untilDate, capacity } = before;
  return fromDate !== after.fromDate || untilDate !== after.untilDate || capacity !== after.capacity;
}

function refuseName(name: string, before: Environment | undefined, many: number): void {
  if (before !== undefined) return;
  if (!NAME.test(name) || name.length > LONGEST_NAME.environment) {
    throw new InvalidInput(
      'bad-name',
      `Name an environment in one word of letters, digits, dots and hyphens, at most ${LONGEST_NAME.environment} characters: \`/deps environment qa-1 ready\`.`,
    );
  }
  if (many >= MOST.environments) {
    throw new InvalidInput(
      'too-many',
      `There are ${many} environments, the most there may be. Remove one: \`/deps environment NAME none\`.`,
    );
  }
}

function readCapacity(words: string): number {
  const capacity = /^\d{1,6}$/.test(words) ? Number(words) : 0;
  if (capacity >= 1 && capacity <= MOST_CAPACITY) return capacity;
  throw new InvalidInput(
    'bad-capacity',
    `An environment takes 1 to ${MOST_CAPACITY} test windows at once: send \`capacity 2\`.`,
  );
}

export const freezeCommand = planning('timeline', {
  name: 'freeze',
  summary: 'Show, set or lift days on which nothing is changed',
  usage: 'freeze [NAME: DATE to DATE | NAME: none]',
  examples: ['freeze', 'freeze Year end: 21 Dec to 1 Jan', 'freeze Year end: none'],
  who: 'leads of the programme; everybody may look',
  arguments: { words: optional(rest()) },
  async run(act, { words }) {
    const programme = await programmeFor(act);
    const all = await store.listFreezes(act.tx, programme.id);
    if (words === undefined) {
      const days = await store.listProgrammeMilestones(act.tx, programme.id);
      return { kind: 'card', card: programmeDaysCard(programme.name, days, all, programme.releaseDate) };
    }
    await requireLead(act, programme, 'freeze changes');
    const { name, when } = named(words, 'freeze Year end: 21 Dec to 1 Jan');
    const before = all.find((one) => one.name.toLowerCase() === name.toLowerCase());
    const removed = NONE.test(when);
    const span = removed ? before : readSpan(when, act, null);
    if (span === undefined) {
      throw new InvalidInput(
        'no-span',
        removed
          ? `No freeze is called “${name.slice(0, 40)}”. \`/deps freeze\` shows all ${all.length}.`
          : 'Send the first and the last day: `/deps freeze Year end: 21 Dec to 1 Jan`.',
      );
    }
    if (before === undefined && all.length >= MOST.freezes) {
      throw new InvalidInput(
        'too-many',
        `There are ${all.length} freezes, the most there may be. Lift one with “: none”.`,
      );
    }
    const freeze = {
      programmeId: programme.id,
      name: before?.name ?? name,
      startDate: span.startDate,
      endDate: span.endDate,
    };
    return askOrMake(act, programme, {
      title: removed
        ? text`${freeze.name} is lifted`
        : text`${freeze.name}: ${formatDay(freeze.startDate)} – ${formatDay(freeze.endDate)}`,
      said: [],
      button: removed ? `Lift ${freeze.name}` : `Freeze ${formatDay(freeze.startDate)} – ${formatDay(freeze.endDate)}`,
      subject: programme.key,
      ...(before !== undefined && { decides: { question: `When is ${freeze.name}?`, dependencyId: null } }),
      before: { freeze: before ?? null },
      after: { freeze: removed ? null : freeze },
      to: (records) => ({
        ...records,
        freezes: [...records.freezes.filter(({ name: one }) => one !== freeze.name), ...(removed ? [] : [freeze])],
      }),
      save: () => (removed ? store.removeFreeze(act.tx, freeze) : store.saveFreeze(act.tx, freeze)),
    });
  },
});
