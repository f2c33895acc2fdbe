import {
  type Circle,
  circleOf,
  plansOf,
  setTiers as setTimersOfTiers,
  showTiers as showCardsOfTiers,
  takeTier,
  tierOf,
} from '../escalations/index.ts';
import type { FiredTimer, Scope, TogetherHandler } from '../feature.ts';
import { listDependencies } from '../register/index.ts';
import { tierCard } from './cards.ts';
import { escalationFacts, type Look } from './facts.ts';
import type { BlockerView, EscalationFacts } from './model.ts';
import * as store from './store.ts';

export const ESCALATE = 'blockers.escalate';

/** Sets the timers of these tiers of a blocker. */
export function setTiers(scope: Pick<Scope, 'tx'>, blocker: BlockerView, tiers: readonly number[]): Promise<void> {
  return setTimersOfTiers(scope, ESCALATE, matterOf(blocker), tiers);
}

function matterOf({ id, raisedAt, tiers }: BlockerView) {
  return { id, since: raisedAt, tiers };
}

/**
 * Takes tiers that fall due together to leadership. They share one reading of each programme's plan, since a tier writes nothing
 * that a plan is made of. What somebody decides meanwhile is not in it: their decision shows the cards of its blocker anew, and
 * every choice is computed again when it is made. Blockers are held in one order everywhere.
 */
export const escalateTogether: TogetherHandler = async (scope, timers) => {
  const plans = plansOf(scope.tx);
  const inOrder = [...timers].sort(
    (a, b) => a.subject.localeCompare(b.subject) || a.dueAt.toMillis() - b.dueAt.toMillis(),
  );
  for (const timer of inOrder) await escalate({ ...scope, plans }, timer);
};

/** Takes a tier to leadership, once. Locks the blocker after its timer, as those who end it do. */
async function escalate(scope: Scope & Look, timer: FiredTimer): Promise<void> {
  const blocker = await store.lockBlocker(scope.tx, timer.subject);
  if (blocker === undefined || blocker.resolvedAt !== null) return;
  const circle = await circleAround(scope, blocker);
  if (!(await takeTier(scope, 'blockers', circle, matterOf(blocker), tierOf(timer.payload)))) return;
  await store.bumpVersion(scope.tx, blocker.id);
  await showTiers(scope, circle, blocker.id);
}

/** Reads a blocker's dependency and who is around it. */
export async function circleAround({ tx }: Pick<Scope, 'tx'>, blocker: BlockerView): Promise<Circle> {
  const [dependency] = await listDependencies(tx, { ids: [blocker.dependencyId] });
  if (dependency === undefined) throw new Error(`The blocker ${blocker.id} has no dependency.`);
  return circleOf(tx, dependency);
}

/** Brings the cards of all tiers in leadership's channels up to date. */
export async function showTiers(scope: Look, circle: Circle, blockerId: string): Promise<void> {
  const blocker = await store.getBlocker(scope.tx, blockerId);
  if (blocker === undefined || blocker.escalations.length === 0) return;
  await showTiersOf(scope, circle, await escalationFacts(scope, circle, blocker));
}

/** The same, by facts that were read already. */
export async function showTiersOf(
  scope: Pick<Scope, 'tx' | 'now'>,
  circle: Circle,
  facts: EscalationFacts,
): Promise<void> {
  const { id, version, escalations } = facts.blocker;
  const subject = `blocker:${id}`;
  await showCardsOfTiers(scope, circle.programme, { subject, version, escalations }, (one) => tierCard(facts, one));
}
