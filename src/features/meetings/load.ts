import type { DateTime } from 'luxon';
import type { Tx } from '../../db/db.ts';
import type { Scope } from '../feature.ts';
import { absencesAfter, getPeople, getPerson, listPersonRows, listTeams, type Person } from '../people/index.ts';
import { getProgramme, type Programme } from '../programme/index.ts';
import { listDependencies } from '../register/index.ts';
import { endOf, type Meeting, type MeetingView, MOST_PARTICIPANTS, QUARTER_WEEKS } from './model.ts';
import type { Attendee } from './rules/slots.ts';
import * as store from './store.ts';

/** Meetings of a quarter that are added up: one a week, and what was planned anew. */
const MOST_IN_QUARTER = 4 * QUARTER_WEEKS;

/** The zone and the calendar by which a programme plans: its first lead's. Undefined when nobody leads it. */
export async function plannerOf(tx: Tx, programme: Programme): Promise<Person | undefined> {
  const [lead] = programme.leadIds;
  return lead === undefined ? undefined : getPerson(tx, lead);
}

/** Who is invited by the policy, leads first; `left` owners are too many to be. */
export async function participantsOf(tx: Tx, programme: Programme): Promise<{ people: Person[]; left: number }> {
  const open = (await listDependencies(tx, { programmeId: programme.id })).filter(({ state }) => state === 'open');
  const teams = new Map((await listTeams(tx)).map(({ id, leadId }) => [id, leadId]));
  const groups = {
    leads: programme.leadIds,
    owners: open.flatMap(({ ownerId }) => ownerId ?? []),
    'team-leads': open
      .flatMap(({ producerTeamId, consumers }) => [producerTeamId, ...consumers.map(({ teamId }) => teamId)])
      .flatMap((id) => teams.get(id) ?? []),
  };
  const ids = [...new Set(programme.policy.sync.participants.flatMap((group) => groups[group]))];
  const invited = ids.slice(0, MOST_PARTICIPANTS);
  const people = await getPeople(tx, invited);
  return { people: invited.flatMap((id) => people.get(id) ?? []), left: ids.length - invited.length };
}

/** Those of these people whose zone nobody has said: an import guesses UTC until a chat account tells it. */
export async function zonelessOf(tx: Tx, ids: readonly string[]): Promise<string[]> {
  const rows = await listPersonRows(tx);
  return rows
    .filter(({ id, zone, zoneFrom }) => ids.includes(id) && zoneFrom === 'platform' && zone === 'UTC')
    .map(({ id }) => id);
}

/** What is to be known of people to plan for them around a moment. */
export async function attendeesOf(
  { tx, now }: Pick<Scope, 'tx' | 'now'>,
  programmeId: string,
  people: readonly Person[],
  around: DateTime,
): Promise<Attendee[]> {
  const absences = await absencesAfter(tx, now);
  const burdens = await burdensBefore(tx, programmeId, around);
  return people.map(({ id, calendar }) => ({
    id,
    calendar,
    away: absences
      .filter(({ personId }) => personId === id)
      .map(({ startsAt, endsAt }) => ({ start: startsAt.toMillis(), end: endsAt.toMillis() })),
    burden: burdens.get(id) ?? 0,
  }));
}

/** Points that each carried in the quarter before a moment; of cancelled meetings none. */
async function burdensBefore(tx: Tx, programmeId: string, before: DateTime): Promise<Map<string, number>> {
  const from = before.minus({ weeks: QUARTER_WEEKS });
  const held = await store.listMeetings(tx, { programmeId, state: 'planned', from, before }, MOST_IN_QUARTER);
  const sums = new Map<string, number>();
  for (const { personId, points } of held.flatMap(({ seats }) => seats)) {
    sums.set(personId, (sums.get(personId) ?? 0) + points);
  }
  return sums;
}

/** All that cards show of a meeting. */
export async function viewOf({ tx }: Pick<Scope, 'tx'>, meeting: Meeting): Promise<MeetingView> {
  const { programmeId, seats, agenda, state } = meeting;
  const points = agenda === null ? [] : [...agenda.points, ...agenda.reading];
  const invited = seats.map(({ personId }) => personId);
  const carried = state === 'planned' ? endOf(meeting) : meeting.startsAt;
  return {
    meeting,
    programme: (await getProgramme(tx, programmeId)).name,
    people: await getPeople(tx, [...invited, ...points.flatMap(({ needs }) => needs)]),
    zoneless: await zonelessOf(tx, invited),
    burdens: await burdensBefore(tx, programmeId, carried),
  };
}
