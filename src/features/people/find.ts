import { nearest } from '../../chat/commands.ts';
import { NotFound } from '../../core/errors.ts';
import type { Tx } from '../../db/db.ts';
import type { Person } from './model.ts';
import { getPeople, listPeople, personByHandle } from './store.ts';

/** Stands for the spaces in the name of somebody who is mentioned and not in the register; no handle holds it. */
const GAP = '·';

/** How somebody is written in words who is mentioned and not in the register: by name, as one word that is nobody's handle. */
export function handleOfStranger(name: string): string {
  const words = name.split(/[^\p{L}\p{N}.'’-]+/u).filter((word) => word !== '');
  return words.length > 1 ? words.join(GAP) : `${words[0] ?? ''}${GAP}`;
}

/** The person with this handle; NotFound offers the nearest. */
export async function findPerson(tx: Tx, handle: string): Promise<Person> {
  if (handle.includes(GAP)) {
    throw new NotFound(
      'not-in-register',
      `${handle.replaceAll(GAP, ' ').trim()} is not in the register. Name somebody who is, or ask a programme lead to import them.`,
    );
  }
  const found = await personByHandle(tx, handle);
  if (found !== undefined) return found;
  const handles = (await listPeople(tx)).map((person) => person.handle);
  const near = nearest(handle, handles).map((name) => `@${name}`);
  throw new NotFound(
    'no-such-person',
    `Nobody in the register is called @${handle}. ${near.length > 0 ? `Did you mean ${near.join(' or ')}?` : 'Name a person by handle, such as @ana; an import adds people.'}`,
  );
}

/** One person by id; the id comes from our own rows. */
export async function getPerson(tx: Tx, id: string): Promise<Person> {
  const found = (await getPeople(tx, [id])).get(id);
  if (found === undefined) throw new Error(`No person has the id ${id}.`);
  return found;
}
