import { NotFound } from '../../core/errors.ts';
import type { Tx } from '../../db/db.ts';
import { type Decision, type DecisionFilter, listDecisions, supersedersOf } from '../decisions/index.ts';
import type { Act } from '../feature.ts';
import { getPeople } from '../people/index.ts';
import { listDependencies } from '../register/index.ts';
import type { LoggedDecision } from './cards.ts';

/** Decisions with all that cards show of them, in their order. */
export async function viewsOf(tx: Tx, found: readonly Decision[]): Promise<LoggedDecision[]> {
  const people = await getPeople(
    tx,
    found.map(({ byId }) => byId),
  );
  const dependencies = await listDependencies(tx, { ids: found.flatMap(({ dependencyId }) => dependencyId ?? []) });
  const about = new Map(dependencies.map(({ id, key, title }) => [id, { key, title }]));
  const before = found.flatMap(({ supersedesId }) => supersedesId ?? []);
  const keys = new Map((await listDecisions(tx, { ids: before }, before.length)).map(({ id, key }) => [id, key]));
  const later = await supersedersOf(
    tx,
    found.map(({ id }) => id),
  );
  return found.map((decision) => ({
    decision,
    by: people.get(decision.byId)?.name ?? 'somebody',
    dependency: about.get(decision.dependencyId ?? '') ?? null,
    supersedes: keys.get(decision.supersedesId ?? '') ?? null,
    supersededBy: later.get(decision.id) ?? null,
  }));
}

/** All that the card of one decision shows. */
export async function viewOf(tx: Tx, decision: Decision): Promise<LoggedDecision> {
  const [view] = await viewsOf(tx, [decision]);
  if (view === undefined) throw new Error(`The decision ${decision.id} has no view.`);
  return view;
}

/** The decision that is named. Throws NotFound. */
export async function findDecision({ tx }: Pick<Act, 'tx'>, named: DecisionFilter): Promise<Decision> {
  const [found] = await listDecisions(tx, named, 1);
  if (found !== undefined) return found;
  throw new NotFound(
    'no-such-decision',
    `${named.keys?.[0]?.slice(0, 40) ?? 'This decision'} is not in the log. \`/deps decisions\` shows what is.`,
  );
}
