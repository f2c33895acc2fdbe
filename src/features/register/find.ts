import { nearest } from '../../chat/commands.ts';
import { NotFound } from '../../core/errors.ts';
import type { Tx } from '../../db/db.ts';
import { listTeams, type Team } from '../people/index.ts';
import type { Dependency } from './model.ts';
import { listDependencies, listKeys } from './store.ts';

/** The dependency with this key; NotFound offers the nearest keys. */
export async function findDependency(tx: Tx, key: string): Promise<Dependency> {
  const [found] = await listDependencies(tx, { keys: [key] });
  if (found !== undefined) return found;
  const known = await listKeys(tx);
  const near = nearest(
    key,
    known.map((one) => one.key),
    2,
  );
  const named = known.filter((one) => near.includes(one.key)).map((one) => `${one.key} (${one.title})`);
  throw new NotFound(
    'no-such-dependency',
    `${key.slice(0, 40)} is not in the register. ${named.length > 0 ? `Did you mean ${named.join(' or ')}? ` : ''}\`/deps list\` shows all ${known.length}.`,
  );
}

/** The team with this key or name, if there is one. */
export function teamNamed(teams: readonly Team[], words: string): Team | undefined {
  const wanted = words.trim().toLowerCase();
  return teams.find((team) => team.key.toLowerCase() === wanted || team.name.toLowerCase() === wanted);
}

/** The team with this key or name; NotFound offers the nearest. */
export function requireTeam(teams: readonly Team[], words: string): Team {
  const found = teamNamed(teams, words);
  if (found !== undefined) return found;
  const near = nearest(
    words,
    teams.flatMap((team) => [team.key, team.name]),
  );
  const all = teams.map((team) => `${team.key} (${team.name})`).join(', ');
  throw new NotFound(
    'no-such-team',
    `No team is called “${words.trim().slice(0, 40)}”. ${near.length > 0 ? `Did you mean ${near.join(' or ')}? ` : ''}There is: ${all}.`,
  );
}

export async function teamsById(tx: Tx): Promise<Map<string, Team>> {
  return new Map((await listTeams(tx)).map((team) => [team.id, team]));
}
