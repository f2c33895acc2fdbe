import { z } from 'zod';
import { choice, date, key, optional, rest } from '../../chat/commands.ts';
import type { Reply } from '../../chat/inbound.ts';
import { Conflict, InvalidInput, NotFound } from '../../core/errors.ts';
import { type Act, type Action, action, command } from '../feature.ts';
import { listTeams } from '../people/index.ts';
import { programmeFor } from '../programme/index.ts';
import { findDependency, listDependencies } from '../register/index.ts';
import { correctForm, endedCard, listCard, recordedCard } from './cards.ts';
import { ChoiceFields, ChoiceValue, decide, openChoice } from './decide.ts';
import { circleAround } from './escalate.ts';
import { escalationFacts } from './facts.ts';
import type { BlockerView } from './model.ts';
import { raiseBlocker, resolveOpenBlocker } from './raise.ts';
import * as store from './store.ts';

/** Blockers one card shows. */
const MOST_SHOWN = 20;

const block = command({
  name: 'block',
  summary: 'Say that something is in the way; it goes to leadership if it stays open',
  usage: 'block DEP-4 REASON [until DATE]',
  examples: ['block DEP-4 the vendor sandbox is down until Friday', 'block 7 no test environment'],
  who: 'everybody',
  arguments: { dependency: key(), reason: rest(), until: optional(date('until')) },
  async run(act, { dependency, reason, until }) {
    const found = await findDependency(act.tx, dependency);
    const blocker = await raiseBlocker(act, found, { reason, expectedUntil: until?.date ?? null });
    return { kind: 'card', card: recordedCard(blocker, act.now) };
  },
});

const unblock = command({
  name: 'unblock',
  summary: 'Say that nothing is in the way any more',
  usage: 'unblock DEP-4 [WHAT SOLVED IT]',
  examples: ['unblock DEP-4 the vendor restored the sandbox', 'unblock 7'],
  who: 'the owner, the delegate, who raised it, the leads, and who stands in for them',
  arguments: { dependency: key(), resolution: optional(rest()) },
  async run(act, { dependency, resolution }) {
    const found = await findDependency(act.tx, dependency);
    const ended = await resolveOpenBlocker(act, found, resolution ?? null);
    if (ended !== undefined) return { kind: 'card', card: await endedNow(act, ended) };
    throw new NotFound('not-blocked', `${found.key} is not blocked. \`/deps blockers\` shows what is open.`);
  },
});

const list = command({
  name: 'blockers',
  summary: 'Show what is blocked, who waits and when leadership hears of it',
  usage: 'blockers [all]',
  examples: ['blockers', 'blockers all'],
  who: 'everybody',
  arguments: { which: optional(choice(['all'])) },
  async run(act, { which }) {
    const programme = await programmeFor(act);
    const filter = { programmeId: programme.id, open: which === undefined };
    const found = await store.listBlockers(act.tx, filter, MOST_SHOWN);
    const all = await store.countBlockers(act.tx, filter);
    const open = await store.countBlockers(act.tx, { ...filter, open: true });
    return {
      kind: 'card',
      card: listCard(programme.name, open, await withWaiting(act, found), all - found.length),
    };
  },
});

async function withWaiting({ tx, now }: Act, found: readonly BlockerView[]) {
  const dependencies = await listDependencies(tx, { ids: found.map((blocker) => blocker.dependencyId) });
  const consumers = new Map(dependencies.map((one) => [one.id, one.consumers]));
  const names = new Map((await listTeams(tx)).map((team) => [team.id, team.name]));
  return found.map((blocker) => ({
    blocker,
    minutes: (blocker.resolvedAt ?? now).diff(blocker.raisedAt).as('minutes'),
    waiting: (consumers.get(blocker.dependencyId) ?? []).flatMap(({ teamId }) => names.get(teamId) ?? []),
  }));
}

const BlockerValue = z.object({ blocker: z.uuid() });
const Day = z.iso.date('Choose a day, or leave it out.');
const Correction = z.object({ reason: z.string(), until: z.union([z.literal(''), Day]).optional() });

const resolveAction = action({
  value: BlockerValue,
  async run(act, value): Promise<Reply> {
    const { blocker, dependency } = await blockerOf(act, value.blocker);
    if (blocker.resolvedAt === null) await resolveOpenBlocker(act, dependency, null);
    const present = (await store.getBlocker(act.tx, blocker.id)) ?? blocker;
    return { kind: 'replace', card: await endedNow(act, present) };
  },
});

const openCorrection = action({
  value: BlockerValue,
  async run(act, value): Promise<Reply> {
    const { blocker } = await blockerOf(act, value.blocker);
    if (blocker.resolvedAt !== null) return { kind: 'replace', card: await endedNow(act, blocker) };
    return { kind: 'form', form: correctForm(blocker) };
  },
});

const correct = action({
  value: BlockerValue,
  fields: Correction,
  async run(act, value, { reason, until }): Promise<Reply> {
    const { blocker, dependency } = await blockerOf(act, value.blocker);
    if (blocker.resolvedAt !== null) return { kind: 'replace', card: await endedNow(act, blocker) };
    try {
      const corrected = await raiseBlocker(act, dependency, { reason, expectedUntil: until || null });
      return { kind: 'replace', card: recordedCard(corrected, act.now) };
    } catch (error) {
      // It is thrown before anything is written; the form stays open and keeps what was typed.
      if (error instanceof InvalidInput) return { kind: 'errors', fields: error.fields };
      throw error;
    }
  },
});

async function blockerOf({ tx }: Act, id: string) {
  const blocker = await store.getBlocker(tx, id);
  const [dependency] = blocker === undefined ? [] : await listDependencies(tx, { ids: [blocker.dependencyId] });
  if (blocker !== undefined && dependency !== undefined) return { blocker, dependency };
  throw new Conflict(
    'no-such-blocker',
    'This card is out of date: its blocker is gone. `/deps blockers` shows what is open.',
  );
}

async function endedNow(act: Act, blocker: BlockerView) {
  return endedCard(await escalationFacts(act, await circleAround(act, blocker), blocker));
}

export const commands = [block, unblock, list];

export const actions: Readonly<Record<string, Action>> = {
  'blockers.resolve': resolveAction,
  'blockers.correct-form': openCorrection,
  'blockers.correct': correct,
  'blockers.decide-form': action({ value: ChoiceValue, run: openChoice }),
  'blockers.decide': action({ value: ChoiceValue, fields: ChoiceFields, run: decide }),
};
