import { clearTimers } from '../../../timers/timers.ts';
import { circleOf, type Plans, plansOf, setTiers, takeTier, tierOf, tiersOf } from '../../escalations/index.ts';
import type { FiredTimer, Scope, TogetherHandler } from '../../feature.ts';
import type { Programme } from '../../programme/index.ts';
import type { Gate } from '../model.ts';
import { updateGate } from '../store.ts';
import { holdGate, viewOf } from '../views.ts';
import type { LateGate } from './model.ts';
import { showLateTiers } from './show.ts';
import * as store from './store.ts';

export const ESCALATE_LATE = 'approvals.escalate';

/** A gate is late from its due moment on: leadership hears of it tier by tier, as of blockers, until that ends. */
export async function beginLateness(scope: Scope, gate: Gate, { policy }: Programme): Promise<void> {
  const { id: gateId, dependencyId, dueAt: since } = gate;
  const late = await store.beginLate(scope.tx, { gateId, dependencyId, since, tiers: tiersOf(policy.tiers) });
  if (late !== undefined) await setTiers(scope, ESCALATE_LATE, late);
}

/** The gate closed, or was given more time. */
export async function endLateness({ tx, now }: Pick<Scope, 'tx' | 'now'>, gateId: string): Promise<void> {
  const ended = await store.endLate(tx, gateId, now);
  if (ended !== undefined) await clearTimers(tx, ended, [ESCALATE_LATE]);
}

/**
 * Takes tiers of late gates that fall due together to leadership: they share one reading of each programme's plan, into which a
 * tier writes nothing. Gates are held by dependency in one order, as reminders hold them.
 */
export const escalateTogether: TogetherHandler = async (scope, timers) => {
  const plans = plansOf(scope.tx);
  const due: { timer: FiredTimer; late: LateGate }[] = [];
  for (const timer of timers) {
    const late = await store.findLate(scope.tx, timer.subject);
    if (late !== undefined) due.push({ timer, late });
  }
  due.sort((a, b) => (a.late.dependencyId < b.late.dependencyId ? -1 : 1));
  for (const { timer, late } of due) await escalate({ ...scope, plans }, late, tierOf(timer.payload));
};

/** Takes a tier of a late gate to leadership, once. */
async function escalate(scope: Scope & { plans: Plans }, found: LateGate, tier: number): Promise<void> {
  const { view, dependency } = await holdGate(scope.tx, found.gateId);
  // Read again: it may have ended while we waited.
  const late = await store.findLate(scope.tx, found.id);
  if (late === undefined || late.endedAt !== null) return;
  const circle = await circleOf(scope.tx, dependency);
  if (!(await takeTier(scope, 'approvals', circle, late, tier))) return;
  await updateGate(scope.tx, view.gate.id, {});
  const gate = { ...view.gate, version: view.gate.version + 1 };
  await showLateTiers(scope, await viewOf(scope.tx, gate, dependency), dependency);
}
