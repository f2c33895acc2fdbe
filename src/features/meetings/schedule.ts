import { DateTime } from 'luxon';
import { addDays } from '../../core/calendar-date.ts';
import { InvalidInput } from '../../core/errors.ts';
import { formatDay } from '../../core/format-time.ts';
import { clearTimers, setTimer, setTimers } from '../../timers/timers.ts';
import { record } from '../audit/index.ts';
import type { Scope } from '../feature.ts';
import { getPeople, type Person } from '../people/index.ts';
import { getProgramme, lockProgramme, type Programme } from '../programme/index.ts';
import { findPoints } from './facts.ts';
import { attendeesOf, participantsOf, plannerOf, zonelessOf } from './load.ts';
import { endOf, type Meeting, type Seat, UNWEIGHED } from './model.ts';
import { agendaOf } from './rules/agenda.ts';
import { fairestSlot, shareAt, slotsOf } from './rules/slots.ts';
import { seatStandIns, seatWhoIsNeeded, standInsThroughout } from './seats.ts';
import * as store from './store.ts';
import { askInWriting, invite, showAgenda, showInvitations } from './tell.ts';

export const AGENDA = 'meetings.agenda';
export const END = 'meetings.end';
export const CLOSE = 'meetings.close';

/** Hours that people have at least to answer in writing when a meeting is cancelled. Ours: a working day. */
const IN_WRITING_HOURS = 24;
/** The first agenda of a programme looks back so far. */
const FIRST_LOOK_DAYS = 7;

/**
 * Plans the sync of the week of this Monday, at the fairest slot that leaves time for its agenda, and invites everybody. `byId`
 * null: Depsync itself. Throws InvalidInput where nobody can attend any slot.
 */
export async function planMeeting(
  scope: Scope,
  programmeId: string,
  { week, byId }: { week: string; byId: string | null },
): Promise<Meeting> {
  const { tx, now } = scope;
  const programme = await lockProgramme(tx, programmeId);
  const { weekdays, minutes, agendaHours, minutesHours } = programme.policy.sync;
  const { people, left: uninvited } = await participantsOf(tx, programme);
  const ids = people.map(({ id }) => id);
  const zone = (await plannerOf(tx, programme))?.calendar.zone ?? 'UTC';
  const slots = slotsOf(week, weekdays, zone, now.plus({ hours: agendaHours }));
  const around = DateTime.fromISO(addDays(week, 7), { zone: 'utc' });
  const everybody = [...people, ...(await standInsFor(scope, programmeId, people, slots))];
  const zoneless = await zonelessOf(
    tx,
    everybody.map(({ id }) => id),
  );
  const weighed = everybody.filter(({ id }) => !zoneless.includes(id));
  const choice = fairestSlot(await attendeesOf(scope, programmeId, weighed, around), slots, minutes);
  if (choice === undefined) throw noSlot(week, people.length, await handlesOf(scope, zoneless), slots.length);
  const { startsAt, shares } = choice;
  const seats = ids.map(
    (personId): Seat => ({ personId, ...(shares.get(personId) ?? UNWEIGHED), answer: 'none', standsInFor: [] }),
  );
  const number = await store.nextMeetingNumber(tx, programmeId);
  const meeting = await store.insertMeeting(tx, {
    programmeId,
    key: `SYNC-${number}`,
    number,
    startsAt,
    minutes,
    seats: await seatStandIns(scope, { programmeId, startsAt, minutes }, seats),
    uninvited,
    closesAt: startsAt.plus({ minutes, hours: minutesHours }),
    changedAt: now,
  });
  await log(scope, meeting, byId, 'planned', null);
  await setMeetingTimers(scope, meeting, programme);
  await invite(scope, meeting);
  return meeting;
}

async function standInsFor(
  scope: Scope,
  programmeId: string,
  people: readonly Person[],
  slots: readonly number[],
): Promise<Person[]> {
  const [first, last] = [slots[0], slots.at(-1)];
  if (first === undefined || last === undefined) return [];
  const span = [DateTime.fromMillis(first, { zone: 'utc' }), DateTime.fromMillis(last, { zone: 'utc' })] as const;
  return standInsThroughout(scope, people, await attendeesOf(scope, programmeId, people, span[0]), span);
}

function noSlot(week: string, invited: number, zoneless: readonly string[], slots: number): InvalidInput {
  const about = `the week of ${formatDay(week)}`;
  if (invited === 0) {
    return new InvalidInput(
      'nobody-invited',
      'Nobody is to be invited: no lead is named and no open dependency has an owner.',
    );
  }
  if (slots === 0) {
    return new InvalidInput(
      'no-slot',
      `No hour is left in ${about}. Send \`/deps sync plan\` for the week after, or \`/deps sync on mon,tue,wed,thu,fri\` to allow more days.`,
    );
  }
  if (zoneless.length === invited) {
    return new InvalidInput(
      'no-zone',
      `Nobody has said the zone of ${zoneless.join(', ')}, so no hour can be weighed. Their chat profile tells it, or a register file: \`zone: Europe/Berlin\`.`,
    );
  }
  return new InvalidInput(
    'no-slot',
    `Nobody can attend any hour of ${about}: it is night, a day off, or they are away. Allow other days with \`/deps sync on mon,fri\`, or leave the week out.`,
  );
}

async function handlesOf({ tx }: Scope, ids: readonly string[]): Promise<string[]> {
  return [...(await getPeople(tx, ids)).values()].map(({ handle }) => `@${handle}`);
}

/** Moves a planned meeting that is locked, and invites anew. Throws InvalidInput where nobody can attend. */
export async function moveMeeting(
  scope: Scope,
  meeting: Meeting,
  { startsAt, reason, byId }: { startsAt: DateTime; reason: string | null; byId: string },
): Promise<Meeting> {
  const { tx, now } = scope;
  const programme = await getProgramme(tx, meeting.programmeId);
  const seats = await reseat(scope, meeting, startsAt);
  const moved = await store.updateMeeting(tx, meeting, {
    startsAt,
    seats,
    reason,
    sequence: meeting.sequence + 1,
    changedAt: now,
    closesAt: startsAt.plus({ minutes: meeting.minutes, hours: programme.policy.sync.minutesHours }),
  });
  await log(scope, moved, byId, 'moved', reason);
  await clearTimers(tx, meeting.id, [AGENDA, END, CLOSE]);
  await setMeetingTimers(scope, moved, programme);
  await invite(scope, moved);
  await showAgenda(scope, moved, 'copies');
  return moved;
}

/** Everybody's seat at another hour; what they answered to the hour before counts no more. Throws InvalidInput where nobody can attend. */
async function reseat(
  scope: Scope,
  { programmeId, seats: before, minutes }: Meeting,
  startsAt: DateTime,
): Promise<Seat[]> {
  const ids = before.map(({ personId }) => personId);
  const people = [...(await getPeople(scope.tx, ids)).values()];
  const zoneless = await zonelessOf(scope.tx, ids);
  const attendees = new Map((await attendeesOf(scope, programmeId, people, startsAt)).map((one) => [one.id, one]));
  const seats = ids.map((personId): Seat => {
    const attendee = attendees.get(personId);
    const unweighed = attendee === undefined || zoneless.includes(personId);
    const share = unweighed ? UNWEIGHED : shareAt(attendee, startsAt, minutes);
    return { personId, answer: 'none', ...share, standsInFor: [] };
  });
  const weighed = seats.filter(({ personId }) => !zoneless.includes(personId));
  const all = await seatStandIns(scope, { programmeId, startsAt, minutes }, seats);
  const standIns = all.slice(seats.length);
  if (weighed.length === 0 || [...weighed, ...standIns].some(({ can }) => can)) return all;
  throw new InvalidInput(
    'nobody-can',
    'Nobody can attend then: it is night, a day off, or they are away. `/deps sync` shows the present hour by each clock.',
  );
}

/** Cancels a planned meeting that is locked: it runs in writing until its time is over, a day at least. */
export async function cancelMeeting(
  scope: Scope,
  meeting: Meeting,
  { reason, byId }: { reason: string; byId: string },
): Promise<Meeting> {
  const { tx, now } = scope;
  const withAgenda = await addAgenda(scope, meeting);
  const cancelled = await store.updateMeeting(tx, withAgenda, {
    seats: await seatWhoIsNeeded(scope, withAgenda),
    state: 'cancelled',
    reason,
    sequence: meeting.sequence + 1,
    changedAt: now,
    closesAt: DateTime.max(endOf(meeting), now.plus({ hours: IN_WRITING_HOURS })),
  });
  await log(scope, cancelled, byId, 'cancelled', reason);
  await clearTimers(tx, meeting.id, [AGENDA, END, CLOSE]);
  await setTimer(tx, {
    kind: CLOSE,
    subject: meeting.id,
    occurrence: String(cancelled.sequence),
    dueAt: cancelled.closesAt,
  });
  await askInWriting(scope, cancelled);
  await showAgenda(scope, cancelled, 'channel');
  return cancelled;
}

/** Invites whom its agenda needs, and who stands in by now: people said since that they are away. Gives the meeting as it is then. */
export async function inviteWhoIsNeeded(scope: Scope, meeting: Meeting): Promise<Meeting> {
  const seats = await seatWhoIsNeeded(scope, meeting);
  const saved = await store.updateMeeting(scope.tx, meeting, { seats });
  const fresh = seats.slice(meeting.seats.length).map(({ personId }) => personId);
  if (fresh.length > 0) await showInvitations(scope, saved, fresh);
  return saved;
}

/** Gives a meeting its agenda from the facts of now, unless it has one: from then on notes belong to it. */
export async function addAgenda(scope: Scope, meeting: Meeting): Promise<Meeting> {
  if (meeting.agenda !== null) return meeting;
  const { tx, now } = scope;
  const programme = await getProgramme(tx, meeting.programmeId);
  const before = { programmeId: programme.id, before: meeting.startsAt, closed: true } as const;
  const [last] = await store.listMeetings(tx, before, 1);
  const since = last?.agendaAt ?? now.minus({ days: FIRST_LOOK_DAYS });
  const found = await findPoints(scope, programme, { startsAt: meeting.startsAt, since });
  return store.updateMeeting(tx, meeting, { agenda: agendaOf(found, meeting.minutes), agendaAt: now });
}

async function setMeetingTimers({ tx, now }: Scope, meeting: Meeting, { policy }: Programme): Promise<void> {
  const { id: subject, startsAt, sequence, closesAt } = meeting;
  const occurrence = String(sequence);
  const agendaAt = startsAt.minus({ hours: policy.sync.agendaHours });
  await setTimers(tx, [
    { kind: AGENDA, subject, occurrence, dueAt: DateTime.max(agendaAt, now) },
    { kind: END, subject, occurrence, dueAt: endOf(meeting) },
    { kind: CLOSE, subject, occurrence, dueAt: closesAt },
  ]);
}

async function log(scope: Scope, meeting: Meeting, byId: string | null, what: string, reason: string | null) {
  const { programmeId, key, startsAt } = meeting;
  const after = { startsAt: startsAt.toUTC().toISO() };
  await record(scope, { programmeId, byId, action: `meetings.${what}`, subject: key, after, reason });
}
