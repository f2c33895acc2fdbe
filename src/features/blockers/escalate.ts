import type { Address } from '../../outbox/message.ts';
import { conversationOf, enqueue } from '../../outbox/outbox.ts';
import { setTimers } from '../../timers/timers.ts';
import { record } from '../audit/index.ts';
import type { Scope, TimerHandler } from '../feature.ts';
import { channelsOf, type Programme } from '../programme/index.ts';
import { listDependencies } from '../register/index.ts';
import { tierCard } from './cards.ts';
import { type Circle, circleOf } from './circle.ts';
import { escalationFacts } from './facts.ts';
import type { BlockerView } from './model.ts';
import { decideBy, highestDue, tierAt } from './rules.ts';
import * as store from './store.ts';

export const ESCALATE = 'blockers.escalate';

/** Sets the timers of these tiers of a blocker. */
export async function setTiers(
  { tx }: Pick<Scope, 'tx'>,
  blocker: BlockerView,
  tiers: readonly number[],
): Promise<void> {
  await setTimers(
    tx,
    tiers.map((tier) => ({
      kind: ESCALATE,
      subject: blocker.id,
      occurrence: `tier-${tier}`,
      dueAt: tierAt(blocker.raisedAt, tier),
      payload: { tier: String(tier) },
    })),
  );
}

/**
 * Takes a tier to leadership, once. A tier that is handled so late that a higher one is due as well is only noted:
 * the higher one, whose timer is due too, says it all. Locks the blocker after its timer, as those who end it do.
 */
export const escalate: TimerHandler = async (scope, timer) => {
  const { tx, now } = scope;
  const blocker = await store.lockBlocker(tx, timer.subject);
  if (blocker === undefined || blocker.resolvedAt !== null) return;
  const tier = tierOf(timer.payload);
  const circle = await circleAround(scope, blocker);
  const subject = blocker.key;
  const entry = { programmeId: circle.programme.id, byId: null, subject, after: { tier } };
  if (circle.dependency.state !== 'open') {
    const reason = `${subject} is ${circle.dependency.state}`;
    return record(scope, { ...entry, action: 'blockers.tier-skipped', reason });
  }
  const highest = highestDue(blocker.raisedAt, blocker.tiers, now);
  if (highest !== undefined && tier < highest) {
    return record(scope, { ...entry, action: 'blockers.tier-skipped', reason: `late: the ${highest} h tier is due` });
  }
  const decision = { at: now, decideBy: decideBy(blocker.raisedAt, blocker.tiers, tier, now) };
  if (!(await store.addEscalation(tx, { blockerId: blocker.id, tier, ...decision }))) return;
  await record(scope, { ...entry, action: 'blockers.escalated' });
  await showTiers(scope, circle, blocker.id);
};

function tierOf({ tier }: Record<string, string>): number {
  return Number(tier);
}

/** Reads a blocker's dependency and who is around it. */
export async function circleAround({ tx }: Pick<Scope, 'tx'>, blocker: BlockerView): Promise<Circle> {
  const [dependency] = await listDependencies(tx, { ids: [blocker.dependencyId] });
  if (dependency === undefined) throw new Error(`The blocker ${blocker.id} has no dependency.`);
  return circleOf(tx, dependency);
}

/**
 * Brings the cards of all tiers in leadership's channels up to date. Each tier is a message of its own, so that people
 * notice it; the cards of earlier tiers stay and say where the matter stands.
 */
export async function showTiers(scope: Pick<Scope, 'tx' | 'now'>, circle: Circle, blockerId: string): Promise<void> {
  const blocker = await store.getBlocker(scope.tx, blockerId);
  if (blocker === undefined || blocker.escalations.length === 0) return;
  const facts = await escalationFacts(scope, circle, blocker);
  const messages = blocker.escalations.flatMap((escalation) => {
    const subject = `blocker:${blocker.id}:${escalation.tier}`;
    const card = tierCard(facts, escalation);
    return channelsOf(circle.programme, 'leadership').map((to) => ({
      key: `${subject}:${blocker.version}:${conversationOf(to)}`,
      to,
      card,
      subject,
      priority: 'escalation' as const,
      fallback: leadsOf(circle.programme),
    }));
  });
  await enqueue(scope.tx, scope.now, messages);
}

function leadsOf(programme: Programme): Address[] {
  return programme.leadIds.map((person) => ({ person }));
}
