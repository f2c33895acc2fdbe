import type { Scope } from '../feature.ts';
import { absenceAt, actingFor, type Person } from '../people/index.ts';

/** The person, while away whoever stands in; undefined when nobody of them is there. */
export async function presentFor({ tx, now }: Scope, person: Person): Promise<Person | undefined> {
  const acting = await actingFor(tx, person, now);
  return (await absenceAt(tx, acting.id, now)) === undefined ? acting : undefined;
}
