import type { Tx } from '../../db/db.ts';
import { listTeams } from '../people/index.ts';
import type { Dependency } from '../register/index.ts';
import type { Consumer } from './model.ts';
import { declarationsOf } from './store.ts';

/** The consumers of a dependency, in its order, and what each uses of its contract. */
export async function consumersOf(
  tx: Tx,
  { id, consumers }: Pick<Dependency, 'id' | 'consumers'>,
): Promise<Consumer[]> {
  const names = new Map((await listTeams(tx)).map((team) => [team.id, team.name]));
  const declared = new Map((await declarationsOf(tx, id)).map((one) => [one.teamId, one.uses]));
  return consumers.map(({ teamId }) => ({
    teamId,
    team: names.get(teamId) ?? 'an unknown team',
    uses: declared.get(teamId),
  }));
}
