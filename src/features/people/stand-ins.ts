import type { DateTime } from 'luxon';
import { enumerate } from '../../core/enumerate.ts';
import type { Tx } from '../../db/db.ts';
import type { Act, Scope } from '../feature.ts';
import { getPerson } from './find.ts';
import type { Person } from './model.ts';
import { absenceAt } from './store.ts';

/**
 * Who acts for a person at that moment: themselves, or while away the stand-in they named, else their delegate.
 * Follows stand-ins who are away in turn; when everybody is away, the person themselves.
 */
export async function actingFor(tx: Tx, person: Person, at: DateTime): Promise<Person> {
  const seen = new Set<string>();
  let current = person;
  while (!seen.has(current.id)) {
    seen.add(current.id);
    const absence = await absenceAt(tx, current.id, at);
    if (absence === undefined) return current;
    const nextId = absence.standInId ?? current.delegateId;
    if (nextId === null) return person;
    current = await getPerson(tx, nextId);
  }
  return person;
}

/** Whether somebody is one of these people, or stands in for one who is away. */
export async function isAmong({ tx, by, now }: Act, people: readonly Person[]): Promise<boolean> {
  if (people.some((person) => person.id === by.id)) return true;
  for (const person of people) {
    if ((await actingFor(tx, person, now)).id === by.id) return true;
  }
  return false;
}

/** Ids of these people, and of those who stand in for the ones who are away: whom `isAmong` takes. */
export async function withStandIns(
  { tx, now }: Pick<Scope, 'tx' | 'now'>,
  people: readonly Person[],
): Promise<string[]> {
  const ids = new Set<string>();
  for (const person of people) {
    ids.add(person.id);
    ids.add((await actingFor(tx, person, now)).id);
  }
  return [...ids];
}

/** People as refusals name them: `@ana, @ben and @chloe`. */
export function handles(people: readonly Person[]): string {
  return enumerate(people.map((person) => `@${person.handle}`));
}
