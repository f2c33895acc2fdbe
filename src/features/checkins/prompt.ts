import type { DateTime } from 'luxon';
import { nextWorkingMoment } from '../../core/calendar.ts';
import { localDate } from '../../core/local-time.ts';
import type { TimerPayload } from '../../timers/tables.ts';
import { setTimer } from '../../timers/timers.ts';
import { record } from '../audit/index.ts';
import type { Scope, TimerHandler } from '../feature.ts';
import { getPeople, getPerson, type Person } from '../people/index.ts';
import { getProgramme, type Programme } from '../programme/index.ts';
import type { Dependency } from '../register/index.ts';
import { ask, ownedBy } from './ask.ts';
import { PROMPT, promptSubject } from './model.ts';
import { isSlot, planOwner } from './plan.ts';
import { presentFor } from './presence.ts';
import { setClose } from './rounds.ts';
import { isTooLate, roundDate, stepAt } from './rules.ts';
import { addPrompt, lastAsked, openRound } from './store.ts';

/** Somebody to be asked about what an owner has. */
interface Question {
  owner: Person;
  /** The owner, or who answers for them. */
  asked: Person;
  dependencies: readonly Dependency[];
}

/** In a timer's payload: a person asked for this prompt, so it belongs to no round. */
const OUT_OF_TURN: TimerPayload = { outOfTurn: 'yes' };

/** Asks an owner, or whoever stands in; plans the next time; drops what is too late. */
export const promptTimer: TimerHandler = async (scope, { payload, occurrence, dueAt }) => {
  const { now } = scope;
  const programme = await getProgramme(scope.tx, payload['programme'] ?? '');
  const owner = await getPerson(scope.tx, payload['owner'] ?? '');
  const dependencies = await ownedBy(scope, programme, owner.id);
  if (dependencies.length === 0) return;
  // From when it was due, not from now: after a downtime every slot has its say, and is sent or recorded as dropped.
  if (isSlot(occurrence)) await planOwner(scope, programme, owner, dueAt);
  if (await wasAskedToday(scope, programme, owner)) return;

  const question = { owner, asked: await answererOf(scope, programme, owner), dependencies };
  const late = isTooLate(dueAt, now);
  const mustWait = !late && (question.asked.id !== owner.id || !isSlot(occurrence));
  const working = mustWait ? nextWorkingMoment(question.asked.calendar, now) : now;
  if (working > now)
    return wait(scope, question.asked, {
      subject: promptSubject(programme.id, owner.id),
      occurrence,
      payload,
      dueAt: working,
    });

  const inTurn = payload['outOfTurn'] === undefined;
  const roundId = inTurn ? await roundOf(scope, programme, question, occurrence, late ? dueAt : now) : null;
  if (late) await drop(scope, programme, question, roundId, dueAt);
  else await ask(scope, programme, { ...question, roundId });
};

/** Has an owner asked out of turn when the working day of whoever is asked begins. */
export function askLater(
  scope: Scope,
  programme: Programme,
  { owner, asked }: Question,
  dueAt: DateTime,
): Promise<void> {
  const payload = { programme: programme.id, owner: owner.id, ...OUT_OF_TURN };
  const occurrence = localDate(dueAt, owner.calendar.zone);
  return wait(scope, asked, { subject: promptSubject(programme.id, owner.id), occurrence, payload, dueAt });
}

async function wait(
  { tx }: Scope,
  asked: Person,
  timer: { subject: string; occurrence: string; payload: TimerPayload; dueAt: DateTime },
): Promise<void> {
  const [date = ''] = timer.occurrence.split('/');
  await setTimer(tx, { ...timer, kind: PROMPT, occurrence: `${date}/${asked.id}` });
}

/** True when an owner was asked today, on their own calendar: once a day is enough. */
export async function wasAskedToday({ tx, now }: Scope, programme: Programme, owner: Person): Promise<boolean> {
  const last = await lastAsked(tx, programme.id, owner.id);
  const { zone } = owner.calendar;
  return last !== undefined && localDate(last, zone) === localDate(now, zone);
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
 * The round of a slot; it stays open until its last prompt's time to answer is over. Somebody whose slot was moved so far
 * that the round is over has one of their own day.
 */
async function roundOf(
  { tx, now }: Scope,
  programme: Programme,
  { owner, asked }: Question,
  occurrence: string,
  askedAt: DateTime,
): Promise<string | null> {
  const [slot = ''] = occurrence.split('/');
  const closesAt = stepAt(programme.policy.answerBy, asked.calendar, askedAt);
  const open = (date: string) => openRound(tx, { programmeId: programme.id, date, openedAt: now, closesAt });
  const round =
    (await open(roundDate(programme.policy.cadence.weekdays, slot))) ??
    (await open(localDate(now, owner.calendar.zone)));
  if (round === undefined) return null;
  await setClose(tx, round.id, round.closesAt);
  return round.id;
}

async function drop(
  scope: Scope,
  programme: Programme,
  { owner, asked, dependencies }: Question,
  roundId: string | null,
  dueAt: DateTime,
): Promise<void> {
  const { tx, now } = scope;
  await addPrompt(tx, {
    roundId,
    programmeId: programme.id,
    ownerId: owner.id,
    askedId: asked.id,
    askedAt: dueAt,
    answerBy: dueAt,
    dependencyIds: dependencies.map((one) => one.id),
    state: 'dropped',
  });
  await record(scope, {
    programmeId: programme.id,
    byId: null,
    action: 'checkins.dropped',
    subject: dependencies.map((one) => one.key).join(', '),
    after: { owner: owner.handle, dueAt: dueAt.toISO(), now: now.toISO() },
    reason: 'too late to ask',
  });
}
