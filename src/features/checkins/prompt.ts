import { DateTime } from 'luxon';
import { nextWorkingMoment } from '../../core/calendar.ts';
import { groupBy } from '../../core/group.ts';
import { localDate } from '../../core/local-time.ts';
import type { TimerPayload } from '../../timers/tables.ts';
import { setTimer, setTimers, type Timer } from '../../timers/timers.ts';
import { recordAll } from '../audit/index.ts';
import type { FiredTimer, Scope, TogetherHandler } from '../feature.ts';
import { awayAt, getPeople, type Person } from '../people/index.ts';
import { getProgramme, type Programme } from '../programme/index.ts';
import { ask, ownedBy, type Question } from './ask.ts';
import { PROMPT, promptSubject } from './model.ts';
import { isSlot, planOwners } from './plan.ts';
import { presentFor } from './presence.ts';
import { setClose } from './rounds.ts';
import { isTooLate, roundDate, stepAt } from './rules.ts';
import { addPrompts, lastAsked, openRound } from './store.ts';

/** A question whose moment has come. */
interface Due extends Omit<Question, 'roundId'> {
  timer: FiredTimer;
}

/** In a timer's payload: a person asked for this prompt, so it belongs to no round. */
const OUT_OF_TURN: TimerPayload = { outOfTurn: 'yes' };

/** Asks owners, or whoever stands in; plans the next time; drops what is too late. */
export const promptTimers: TogetherHandler = async (scope, timers) => {
  const byProgramme = groupBy(timers, ({ payload }) => payload['programme'] ?? '');
  // In one order everywhere: each programme's round is locked on the way.
  for (const [id, mine] of [...byProgramme].sort(([a], [b]) => a.localeCompare(b))) {
    const programme = await getProgramme(scope.tx, id);
    for (const turn of inTurns(mine)) await promptOwners(scope, programme, turn);
  }
};

/** Timers so that each turn has every owner once: who has two of one moment is asked by the first, which the second finds. */
function inTurns(timers: readonly FiredTimer[]): FiredTimer[][] {
  const each = [...groupBy(timers, (one) => one.subject).values()];
  const most = Math.max(...each.map((mine) => mine.length));
  return Array.from({ length: most }, (_, turn) => each.flatMap((mine) => mine[turn] ?? []));
}

/** Timers of one programme and one due moment, of each owner one. */
async function promptOwners(scope: Scope, programme: Programme, timers: readonly FiredTimer[]): Promise<void> {
  const { tx, now } = scope;
  const owning = await whoOwns(scope, programme, timers);
  const [first] = owning;
  if (first === undefined) return;
  const { dueAt } = first.timer;
  // From when it was due, not from now: after a downtime every slot has its say, and is sent or recorded as dropped.
  const planned = owning.filter(({ timer }) => isSlot(timer.occurrence)).map(({ owner }) => owner);
  await planOwners(scope, programme, planned, dueAt);

  const late = isTooLate(dueAt, now);
  const ready: Due[] = [];
  const waiting: Timer[] = [];
  for (const one of await withAnswerers(scope, programme, owning)) {
    const at = late ? now : askableAt(one, now);
    if (at > now) waiting.push(waitFor(one.asked, { ...one.timer, dueAt: at }));
    else ready.push(one);
  }
  await setTimers(tx, waiting);
  const questions = await withRounds(scope, programme, ready, late ? dueAt : now);
  if (late) await drop(scope, programme, questions, dueAt);
  else await ask(scope, programme, questions);
}

/** Those of the timers' owners who have something to be asked about. */
async function whoOwns(
  scope: Scope,
  programme: Programme,
  timers: readonly FiredTimer[],
): Promise<Omit<Due, 'asked'>[]> {
  const ownerOf = ({ payload }: FiredTimer) => payload['owner'] ?? '';
  const ids = timers.map(ownerOf);
  const owned = await ownedBy(scope, programme, ids);
  const owners = await getPeople(scope.tx, ids);
  return timers.flatMap((timer) => {
    const [owner, dependencies] = [owners.get(ownerOf(timer)), owned.get(ownerOf(timer))];
    return owner === undefined || dependencies === undefined ? [] : [{ timer, owner, dependencies }];
  });
}

/** Who answers each; owners who were asked today are left out. */
async function withAnswerers(
  scope: Scope,
  programme: Programme,
  owning: readonly Omit<Due, 'asked'>[],
): Promise<Due[]> {
  const owners = owning.map(({ owner }) => owner);
  const done = await askedToday(scope, programme, owners);
  const left = owning.filter(({ owner }) => !done.has(owner.id));
  const away = await awayAt(
    scope.tx,
    left.map(({ owner }) => owner.id),
    scope.now,
  );
  const due: Due[] = [];
  for (const one of left) {
    const { owner } = one;
    due.push({ ...one, asked: away.has(owner.id) ? await answererOf(scope, programme, owner) : owner });
  }
  return due;
}

/** When it may be asked: owners at their slot, which they chose; all others within their working hours. */
function askableAt({ timer, owner, asked }: Due, now: DateTime): DateTime {
  return asked.id === owner.id && isSlot(timer.occurrence) ? now : nextWorkingMoment(asked.calendar, now);
}

/** Has an owner asked out of turn when the working day of whoever is asked begins. */
export async function askLater(
  { tx }: Scope,
  programme: Programme,
  { owner, asked }: Pick<Question, 'owner' | 'asked'>,
  dueAt: DateTime,
): Promise<void> {
  const payload = { programme: programme.id, owner: owner.id, ...OUT_OF_TURN };
  const occurrence = localDate(dueAt, owner.calendar.zone);
  await setTimer(tx, waitFor(asked, { subject: promptSubject(programme.id, owner.id), occurrence, payload, dueAt }));
}

/** The timer of a prompt that waits for somebody's working day. */
function waitFor(asked: Person, { subject, occurrence, payload, dueAt }: FiredTimer): Timer {
  const [date = ''] = occurrence.split('/');
  return { kind: PROMPT, subject, occurrence: `${date}/${asked.id}`, payload, dueAt };
}

/** Ids of those owners who were asked today, each on their own calendar: once a day is enough. */
export async function askedToday(
  { tx, now }: Scope,
  programme: Programme,
  owners: readonly Person[],
): Promise<Set<string>> {
  const last = await lastAsked(
    tx,
    programme.id,
    owners.map((owner) => owner.id),
  );
  const today = owners.filter(({ id, calendar: { zone } }) => {
    const at = last.get(id);
    return at !== undefined && localDate(at, zone) === localDate(now, zone);
  });
  return new Set(today.map((owner) => owner.id));
}

/** Who answers for an owner now: themselves, while away whoever stands in, and when nobody does the first lead who is there. */
export async function answererOf(scope: Scope, programme: Programme, owner: Person): Promise<Person> {
  const present = await presentFor(scope, owner);
  if (present !== undefined) return present;
  const leads = await getPeople(scope.tx, programme.leadIds);
  for (const id of programme.leadIds) {
    const lead = leads.get(id);
    const there = lead && (await presentFor(scope, lead));
    if (there !== undefined) return there;
  }
  return owner;
}

/**
 * Gives each question the round of its slot, which stays open until its last prompt's time to answer is over. Somebody
 * whose slot was moved so far that the round is over has one of their own day; a question out of turn has none.
 */
async function withRounds(
  scope: Scope,
  programme: Programme,
  due: readonly Due[],
  askedAt: DateTime,
): Promise<Question[]> {
  const rounds = new Map<string, string>();
  const inTurn = due.filter(({ timer }) => timer.payload['outOfTurn'] === undefined);
  const { weekdays } = programme.policy.cadence;
  const dayOfSlot = ({ timer }: Due) => roundDate(weekdays, timer.occurrence.split('/')[0] ?? '');
  const ownDay = ({ owner }: Due) => localDate(scope.now, owner.calendar.zone);
  const late = await joinRounds(dayOfSlot, inTurn);
  await joinRounds(ownDay, late);
  return due.map(({ owner, asked, dependencies }) => ({
    owner,
    asked,
    dependencies,
    roundId: rounds.get(owner.id) ?? null,
  }));

  /** Gives those whose round is over. */
  async function joinRounds(dateOf: (one: Due) => string, many: readonly Due[]): Promise<Due[]> {
    const { tx, now } = scope;
    const over: Due[] = [];
    for (const [date, mine] of [...groupBy(many, dateOf)].sort(([a], [b]) => a.localeCompare(b))) {
      const ends = mine.map(({ asked }) => stepAt(programme.policy.answerBy, asked.calendar, askedAt));
      const closesAt = DateTime.max(...ends) ?? now;
      const round = await openRound(tx, { programmeId: programme.id, date, openedAt: now, closesAt });
      if (round === undefined) over.push(...mine);
      else await setClose(tx, round.id, round.closesAt);
      for (const { owner } of mine) if (round !== undefined) rounds.set(owner.id, round.id);
    }
    return over;
  }
}

async function drop(
  scope: Scope,
  programme: Programme,
  questions: readonly Question[],
  dueAt: DateTime,
): Promise<void> {
  const { tx, now } = scope;
  await addPrompts(
    tx,
    questions.map(({ owner, asked, dependencies, roundId }) => ({
      roundId,
      programmeId: programme.id,
      ownerId: owner.id,
      askedId: asked.id,
      askedAt: dueAt,
      answerBy: dueAt,
      dependencyIds: dependencies.map((one) => one.id),
      state: 'dropped',
    })),
  );
  await recordAll(
    scope,
    questions.map(({ owner, dependencies }) => ({
      programmeId: programme.id,
      byId: null,
      action: 'checkins.dropped',
      subject: dependencies.map((one) => one.key).join(', '),
      after: { owner: owner.handle, dueAt: dueAt.toISO(), now: now.toISO() },
      reason: 'too late to ask',
    })),
  );
}
