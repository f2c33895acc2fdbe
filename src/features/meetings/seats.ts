import type { DateTime } from 'luxon';
import type { Scope } from '../feature.ts';
import { actingFor, awayAt, getPeople, type Person } from '../people/index.ts';
import { attendeesOf, zonelessOf } from './load.ts';
import { type Meeting, MOST_PARTICIPANTS, type Seat, UNWEIGHED } from './model.ts';
import { type Attendee, shareAt } from './rules/slots.ts';

/** Somebody who is there for people who are away. */
interface StandIn {
  person: Person;
  /** Ids of whom they stand in for. */
  standsInFor: string[];
}

/** Who stands in for these people at a moment, by id; nobody for those who are there, or whose stand-ins are away as well. */
async function standInsAt(
  { tx }: Pick<Scope, 'tx'>,
  people: readonly Person[],
  at: DateTime,
): Promise<Map<string, StandIn>> {
  const away = await awayAt(
    tx,
    people.map(({ id }) => id),
    at,
  );
  const standIns = new Map<string, StandIn>();
  for (const absent of people.filter(({ id }) => away.has(id))) {
    const person = await actingFor(tx, absent, at);
    if (person.id === absent.id) continue;
    const { standsInFor } = standIns.get(person.id) ?? { standsInFor: [] };
    standIns.set(person.id, { person, standsInFor: [...standsInFor, absent.id] });
  }
  return standIns;
}

/** Who is to be weighed beside these people: the stand-ins of those who are away from the first slot to the last. */
export async function standInsThroughout(
  scope: Pick<Scope, 'tx'>,
  people: readonly Person[],
  attendees: readonly Attendee[],
  [first, last]: readonly [DateTime, DateTime],
): Promise<Person[]> {
  const gone = attendees
    .filter(({ away }) => away.some(({ start, end }) => start <= first.toMillis() && end > last.toMillis()))
    .map(({ id }) => id);
  const standIns = await standInsAt(
    scope,
    people.filter(({ id }) => gone.includes(id)),
    first,
  );
  const known = new Set(people.map(({ id }) => id));
  return [...standIns.values()].flatMap(({ person }) => (known.has(person.id) ? [] : [person]));
}

/** Its seats with those of whom its agenda needs, and of whoever stands in at its hour. Who has a seat keeps it. */
export async function seatWhoIsNeeded(scope: Pick<Scope, 'tx' | 'now'>, meeting: Meeting): Promise<Seat[]> {
  const { seats, agenda } = meeting;
  const seated = new Set(seats.map(({ personId }) => personId));
  const needed = [...new Set(agenda?.points.flatMap(({ needs }) => needs) ?? [])].filter((id) => !seated.has(id));
  const people = await getPeople(scope.tx, needed.slice(0, Math.max(0, MOST_PARTICIPANTS - seats.length)));
  return seatStandIns(scope, meeting, [...seats, ...(await seatsFor(scope, meeting, [...people.values()]))]);
}

/** These seats with those of whoever stands in at the hour of a meeting. Who has a seat keeps it. */
export async function seatStandIns(
  scope: Pick<Scope, 'tx' | 'now'>,
  at: Pick<Meeting, 'programmeId' | 'startsAt' | 'minutes'>,
  seats: readonly Seat[],
): Promise<Seat[]> {
  const ids = seats.map(({ personId }) => personId);
  const seated = await getPeople(scope.tx, ids);
  const standIns = await standInsAt(
    scope,
    ids.flatMap((id) => seated.get(id) ?? []),
    at.startsAt,
  );
  const people = [...standIns.values()].flatMap(({ person }) => (seated.has(person.id) ? [] : [person]));
  return [...seats, ...(await seatsFor(scope, at, people))].map((seat) => ({
    ...seat,
    standsInFor: standIns.get(seat.personId)?.standsInFor ?? [],
  }));
}

async function seatsFor(
  scope: Pick<Scope, 'tx' | 'now'>,
  { programmeId, startsAt, minutes }: Pick<Meeting, 'programmeId' | 'startsAt' | 'minutes'>,
  people: readonly Person[],
): Promise<Seat[]> {
  const zoneless = await zonelessOf(
    scope.tx,
    people.map(({ id }) => id),
  );
  return (await attendeesOf(scope, programmeId, people, startsAt)).map((one) => {
    const share = zoneless.includes(one.id) ? UNWEIGHED : shareAt(one, startsAt, minutes);
    return { personId: one.id, ...share, answer: 'none', standsInFor: [] };
  });
}
