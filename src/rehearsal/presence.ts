import type { DateTime } from 'luxon';
import type { Absence, Person } from '../features/people/model.ts';
import type { Programme } from '../features/programme/model.ts';
import type { Register } from './register.ts';

/** The absence that covers `at`, the one that ends last when several do. */
export function absenceAt(register: Register, personId: string, at: DateTime): Absence | undefined {
  return (register.absences.get(personId) ?? [])
    .filter((one) => one.startsAt <= at && one.endsAt > at)
    .reduce<Absence | undefined>(
      (last, one) => (last === undefined || one.endsAt > last.endsAt ? one : last),
      undefined,
    );
}

/** The person, while away whoever stands in for them in turn; undefined when nobody of them is there. */
export function presentFor(register: Register, person: Person, at: DateTime): Person | undefined {
  const seen = new Set<string>();
  for (let current: Person | undefined = person; current !== undefined && !seen.has(current.id); ) {
    seen.add(current.id);
    const absence = absenceAt(register, current.id, at);
    if (absence === undefined) return current;
    current = register.people.get(absence.standInId ?? current.delegateId ?? '');
  }
  return undefined;
}

/** Who answers for an owner: whoever is there for them, else for the first lead for whom somebody is; else nobody is there. */
export function answererOf(register: Register, programme: Programme, owner: Person, at: DateTime): Person | undefined {
  const present = presentFor(register, owner, at);
  if (present !== undefined) return present;
  for (const lead of leadsOf(register, programme)) {
    const there = presentFor(register, lead, at);
    if (there !== undefined) return there;
  }
  return undefined;
}

export function leadsOf(register: Register, programme: Programme): Person[] {
  return programme.leadIds.flatMap((id) => register.people.get(id) ?? []);
}
