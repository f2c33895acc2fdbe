import { nearest } from '../../chat/commands.ts';
import { NotFound } from '../../core/errors.ts';
import type { Tx } from '../../db/db.ts';
import type { Person } from './model.ts';
import { listPeople, personByHandle } from './store.ts';

/** The person with this handle; NotFound offers the nearest. */
export async function findPerson(tx: Tx, handle: string): Promise<Person> {
  const found = await personByHandle(tx, handle);
  if (found !== undefined) return found;
  const handles = (await listPeople(tx)).map((person) => person.handle);
  const near = nearest(handle, handles).map((name) => `@${name}`);
  throw new NotFound(
    'no-such-person',
    `Nobody in the register is called @${handle}. ${near.length > 0 ? `Did you mean ${near.join(' or ')}?` : 'Name a person by handle, such as @ana; an import adds people.'}`,
  );
}
