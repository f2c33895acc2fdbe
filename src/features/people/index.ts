import type { DateTime } from 'luxon';
import { localDate } from '../../core/local-time.ts';
import type { Feature } from '../feature.ts';
import { awayCommand } from './handlers.ts';
import type { Person } from './model.ts';

export { findPerson, getPerson } from './find.ts';
export type { Absence, Person, Team } from './model.ts';
export { ALL_PROGRAMMES, createIdentify, createPersonOf, createRoutes, followZone } from './reach.ts';
export { readerOn } from './reader.ts';
export { actingFor, handles, isAmong, withStandIns } from './stand-ins.ts';
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

/** Working today by their own calendar is the calendar's business; this names the day it is for them. */
export function today(person: Person, now: DateTime): string {
  return localDate(now, person.calendar.zone);
}
