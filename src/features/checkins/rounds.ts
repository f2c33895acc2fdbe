import { DateTime } from 'luxon';
import { type Colour, MARK } from '../../chat/card.ts';
import { text } from '../../chat/text.ts';
import { formatDay, formatSpan } from '../../core/format-time.ts';
import { localDate } from '../../core/local-time.ts';
import type { Tx } from '../../db/db.ts';
import { enqueue } from '../../outbox/outbox.ts';
import { pendingTimers, setTimer } from '../../timers/timers.ts';
import { gateProgress, waivedText } from '../approvals/index.ts';
import { openBlockers } from '../blockers/index.ts';
import type { Scope, TimerHandler } from '../feature.ts';
import { getPeople, getPerson, type Person } from '../people/index.ts';
import { channelsOf, getProgramme, type Programme } from '../programme/index.ts';
import {
  clearSignal,
  type Dependency,
  faultsOf,
  listDependencies,
  rollUp,
  setSignal,
  statusOf,
} from '../register/index.ts';
import { listRisks, riskLine, riskViews } from '../risks/index.ts';
import { shiftsSince } from '../timeline/index.ts';
import { stillUnanswered } from './ask.ts';
import { type RollUp, rollUpCard } from './cards.ts';
import { type Change, CLOSE, PROMPT, type Prompt, promptSubject, type Round } from './model.ts';
import { unanswered } from './rules.ts';
import { changesSince, closeRound, lastClose, lockPrompt, lockRound, promptsOfRound, savePrompt } from './store.ts';
import { learnedSince } from './turned.ts';

/** Has a round closed at a moment. Each moment is a timer of its own: one that was moved on meanwhile finds the round open. */
export async function setClose(tx: Tx, roundId: string, closesAt: DateTime): Promise<void> {
  await setTimer(tx, { kind: CLOSE, subject: roundId, occurrence: closesAt.toUTC().toISO(), dueAt: closesAt });
}

/** Ends a round: silence becomes a fact of the register, and the programme's channel gets the roll-up. */
export const closeTimer: TimerHandler = async (scope, { subject }) => {
  const { tx, now } = scope;
  const round = await lockRound(tx, subject);
  if (round === undefined || round.closedAt !== null || round.closesAt > now) return;
  const comingAt = await lastStillToCome(scope, round);
  if (comingAt !== undefined) return setClose(tx, round.id, comingAt);

  const programme = await getProgramme(tx, round.programmeId);
  const sent = (await promptsOfRound(tx, round.id)).filter((prompt) => prompt.state !== 'dropped');
  for (const prompt of sent) await miss(scope, prompt);
  const facts = sent.length > 0 ? await summary(scope, programme, round) : undefined;
  await closeRound(tx, round.id, now);
  if (facts === undefined) return;
  await enqueue(
    tx,
    now,
    channelsOf(programme, 'programme').map((to, index) => ({
      key: `checkins.roll-up:${round.id}:${index}`,
      to,
      card: rollUpCard(facts),
      priority: 'digest' as const,
    })),
  );
};

/** When the last owner of the same day, further west, is asked: a round is not over before. */
async function lastStillToCome({ tx, now }: Scope, round: Round): Promise<DateTime | undefined> {
  const pending = await pendingTimers(tx, PROMPT, promptSubject(round.programmeId, ''));
  const times = pending.filter((one) => one.occurrence === round.date && one.dueAt > now).map((one) => one.dueAt);
  return times.length === 0 ? undefined : DateTime.max(...times);
}

async function miss(scope: Scope, { id }: Prompt): Promise<void> {
  const { tx, now } = scope;
  const prompt = await lockPrompt(tx, id);
  if (prompt === undefined || prompt.state === 'answered') return;
  const left = await stillUnanswered(scope, prompt);
  await savePrompt(tx, { ...prompt, state: left.length === 0 ? 'answered' : 'missed' });
  const owner = await getPerson(tx, prompt.ownerId);
  for (const dependency of left) {
    const before = dependency.signals.find((signal) => signal.kind === 'silence');
    const since = before === undefined ? prompt.askedAt : DateTime.fromISO(before.since, { zone: 'utc' });
    await clearSignal(tx, dependency.id, 'silence');
    await setSignal(tx, dependency.id, {
      kind: 'silence',
      // Whose silence it is: somebody who owns it from tomorrow on has not been asked yet.
      subject: owner.id,
      text: before?.text ?? `no answer since ${formatDay(localDate(since, owner.calendar.zone), now)}`,
      since,
      count: (before?.count ?? 0) + 1,
    });
  }
}

async function summary(scope: Scope, programme: Programme, round: Round): Promise<RollUp> {
  const { tx, now } = scope;
  const prompts = (await promptsOfRound(tx, round.id)).filter((prompt) => prompt.state !== 'dropped');
  // What was said after the last roll-up and before this round belongs here as well; the first tells all there is.
  const since = (await lastClose(tx, programme.id)) ?? DateTime.fromMillis(0);
  const open = (await listDependencies(tx, { programmeId: programme.id })).filter((one) => one.state === 'open');
  const colours = open.map((one) => ({ risk: one.risk, colour: statusOf(one, programme.policy.criteria, now).colour }));
  const owners = await getPeople(
    tx,
    prompts.map((prompt) => prompt.ownerId),
  );
  const silent = prompts.filter((prompt) => prompt.state === 'missed');
  const changes = await changesSince(
    tx,
    open.map(({ id }) => id),
    since,
  );
  const missed = new Set(silent.flatMap((prompt) => unansweredOf(prompt, open).map(({ id }) => id)));
  return {
    programme: programme.name,
    date: round.date,
    colour: rollUp(colours),
    counts: {
      red: colours.filter((one) => one.colour === 'red').length,
      yellow: colours.filter((one) => one.colour === 'yellow').length,
      green: colours.filter((one) => one.colour === 'green').length,
    },
    asked: prompts.length,
    answered: prompts.length - silent.length,
    learned: await learnedSince(scope, programme, open, { at: since, changes, missed }),
    changed: changedLines(open, changes),
    contracts: (await gateProgress(tx, programme.id))
      .filter((gate) => gate.state !== 'complete' || gate.waived.length > 0)
      .map((gate) => {
        const where = gate.state === 'complete' ? 'signed off' : `at gate ${gate.gate} of 4`;
        return text`${gate.key} v${gate.version} ${where}${gate.late ? ', late' : ''}${waitsFor(gate.waitsFor)}${waivedText(gate)}`;
      }),
    blockers: (await openBlockers(tx, programme.id)).map(
      (blocker) => text`${blocker.key} ${blocker.reason} (${formatSpan(now.diff(blocker.raisedAt).as('minutes'))})`,
    ),
    risks: (await riskViews(tx, await listRisks(tx, { programmeId: programme.id, states: ['triggered'] }))).map(
      riskLine,
    ),
    faults: open.flatMap((one) => {
      const faults = faultsOf(one, statusOf(one, programme.policy.criteria, now));
      return faults.length === 0 ? [] : [text`${one.key} (${faults.join(', ')})`];
    }),
    shifts: (await shiftsSince(tx, programme.id, since)).map(({ words }) => words),
    silent: silent.map((prompt) => silentLine(prompt, owners, open)),
  };
}

function waitsFor(handles: readonly string[]): string {
  return handles.length === 0 ? '' : `, waits for ${handles.map((handle) => `@${handle}`).join(', ')}`;
}

/** What of it is open, still its owner's, and without an answer. */
function unansweredOf(prompt: Prompt, open: readonly Dependency[]): Dependency[] {
  const left = unanswered(prompt);
  return open.filter((one) => left.includes(one.id) && one.ownerId === prompt.ownerId);
}

function silentLine(prompt: Prompt, owners: ReadonlyMap<string, Person>, open: readonly Dependency[]) {
  const mine = unansweredOf(prompt, open);
  const times = mine.flatMap((one) => one.signals).filter((signal) => signal.kind === 'silence');
  const since = DateTime.min(prompt.askedAt, ...times.map((signal) => DateTime.fromISO(signal.since)));
  const owner = owners.get(prompt.ownerId);
  const day = formatDay(localDate(since, owner?.calendar.zone ?? 'UTC'));
  return text`${owner?.name ?? 'Somebody'} (${mine.map((one) => one.key).join(', ')}) since ${day}`;
}

function changedLines(open: readonly Dependency[], changes: readonly Change[]) {
  return open.flatMap((dependency) => {
    const mine = changes.filter((change) => change.dependencyId === dependency.id);
    const first = mine[0];
    const last = mine.at(-1);
    if (first === undefined || last === undefined || first.was === last.colour) return [];
    const was = first.was === null ? 'no status' : word(first.was);
    return [text`${dependency.key} ${was} → ${MARK[last.colour]}${last.reason === null ? '' : `: ${last.reason}`}`];
  });
}

function word(colour: Colour): string {
  return MARK[colour].slice(2);
}
