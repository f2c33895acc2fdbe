import type { DateTime } from 'luxon';
import { localDate } from '../../core/local-time.ts';
import type { Tx } from '../../db/db.ts';
import type { Feature } from '../feature.ts';
import { awayCommand } from './handlers.ts';
import type { Person } from './model.ts';
import * as store from './store.ts';

export { findPerson } from './find.ts';
export type { Absence, Person, Team } from './model.ts';
export { ALL_PROGRAMMES, createIdentify, createPersonOf, createRoutes, followZone } from './reach.ts';
export { readerOn } from './reader.ts';
export {
  absenceAt,
  absencesAfter,
  addIdentity,
  awayAt,
  firstWorkspace,
  getPeople,
  identitiesOf,
  linksOfWorkspace,
  linkWorkspace,
  listPeople,
  listPersonRows,
  listTeams,
  type PersonRow,
  personByHandle,
  personByIdentity,
  savePerson,
  saveTeam,
  setIdentity,
} from './store.ts';

export const people: Feature = { name: 'people', commands: [awayCommand] };

/** One person by id; the id comes from our own rows. */
export async function getPerson(tx: Tx, id: string): Promise<Person> {
  const found = (await store.getPeople(tx, [id])).get(id);
  if (found === undefined) throw new Error(`No person has the id ${id}.`);
  return found;
}

/**
 * Who acts for a person at that moment: themselves, or while away the stand-in they named, else their delegate.
 * Follows stand-ins who are away in turn; when everybody is away, the person themselves.
 */
export async function actingFor(tx: Tx, person: Person, at: DateTime): Promise<Person> {
  const seen = new Set<string>();
  let current = person;
  while (!seen.has(current.id)) {
    seen.add(current.id);
    const absence = await store.absenceAt(tx, current.id, at);
    if (absence === undefined) return current;
    const nextId = absence.standInId ?? current.delegateId;
    if (nextId === null) return person;
    current = await getPerson(tx, nextId);
  }
  return person;
}

/** Working today by their own calendar is the calendar's business; this names the day it is for them. */
export function today(person: Person, now: DateTime): string {
  return localDate(now, person.calendar.zone);
}
