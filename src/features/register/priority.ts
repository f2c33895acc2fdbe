import { InvalidInput, NotAllowed } from '../../core/errors.ts';
import type { Act } from '../feature.ts';
import { getPeople, listTeams, type Team } from '../people/index.ts';
import { isLead } from '../programme/index.ts';
import { findAndLock, type Held } from './access.ts';
import type { Changes } from './changes.ts';
import { isNone, oneOf } from './edit-words.ts';
import { requireTeam } from './find.ts';
import { type Dependency, Priority } from './model.ts';

/**
 * `high`, `part high` or `part none`: where a dependency stands in the backlog of a team, one's own where none is named. Locks
 * the dependency for somebody of that team or a lead; refuses others. Throws InvalidInput saying what to send.
 */
export async function readPriority(act: Act, key: string, words: string): Promise<{ held: Held; changes: Changes }> {
  const held = await findAndLock(act, key);
  const teams = await listTeams(act.tx);
  const [value = '', ...named] = words.trim().split(/\s+/).reverse();
  const parties = teams.filter(({ id }) => partyIds(held.dependency).includes(id));
  if (value === '') throw whose(held.dependency, parties);
  const team = named.length === 0 ? ownOf(act, parties) : requireTeam(teams, named.reverse().join(' '));
  if (team === undefined || !parties.includes(team)) throw whose(held.dependency, parties);
  await requireOf(act, team, held);
  return { held, changes: withPriority(held.dependency, team, isNone(value) ? null : oneOf(Priority, value)) };
}

function partyIds({ producerTeamId, consumers }: Dependency): string[] {
  return [producerTeamId, ...consumers.map(({ teamId }) => teamId)];
}

function ownOf({ by }: Act, parties: readonly Team[]): Team | undefined {
  return parties.find(({ id }) => id === by.teamId) ?? parties.find(({ leadId }) => leadId === by.id);
}

function whose({ key, producerTeamId }: Dependency, parties: readonly Team[]): InvalidInput {
  const [producer, ...others] = parties.toSorted((a) => (a.id === producerTeamId ? -1 : 1));
  const named = [`${producer?.key} (delivers)`, ...others.map((team) => `${team.key} (waits)`)].join(', ');
  return new InvalidInput(
    'no-party',
    `Say whose priority and which, low, medium or high: \`/deps edit ${key} priority ${producer?.key} high\`, or none. Teams of ${key}: ${named}.`,
  );
}

async function requireOf({ tx, by }: Act, team: Team, { dependency, programme }: Held): Promise<void> {
  if (by.teamId === team.id || team.leadId === by.id || isLead(programme, by)) return;
  const leads = [...(await getPeople(tx, programme.leadIds)).values()].map((lead) => `@${lead.handle}`);
  throw new NotAllowed(
    'not-your-team',
    `Only people of ${team.name} or a lead of ${programme.name} (${leads.join(', ')}) may say where ${dependency.key} stands in its backlog. Ask one of them.`,
  );
}

function withPriority({ producerTeamId, consumers }: Dependency, { id }: Team, priority: Priority | null): Changes {
  if (id === producerTeamId) return { priority };
  return { consumers: consumers.map((one) => (one.teamId === id ? { ...one, priority } : one)) };
}
