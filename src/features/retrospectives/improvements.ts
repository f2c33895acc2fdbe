import type { Tx } from '../../db/db.ts';
import { listActions } from '../actions/index.ts';
import { getPeople } from '../people/index.ts';
import type { Improvement } from './model.ts';

/** What retrospectives of a programme agreed and nobody has closed yet, by due day: for the next increment's kickoff as well. */
export async function openImprovements(tx: Tx, programmeId: string): Promise<Improvement[]> {
  const open = await listActions(tx, { programmeId, source: 'retro', states: ['open'] });
  const owners = await getPeople(
    tx,
    open.map(({ ownerId }) => ownerId),
  );
  return open.map(({ key, what, ownerId, dueOn, source }) => ({
    key,
    what,
    owner: owners.get(ownerId)?.name ?? 'somebody',
    dueOn,
    from: source.key ?? '',
  }));
}
