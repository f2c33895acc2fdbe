import { circleOf, type Plans, showTiers } from '../../escalations/index.ts';
import type { Scope } from '../../feature.ts';
import type { Dependency } from '../../register/index.ts';
import type { GateView } from '../model.ts';
import { lateTierCard } from './cards.ts';
import { lateFacts } from './facts.ts';
import * as store from './store.ts';

/** Brings leadership's cards of a gate that is or was late up to date. */
export async function showLateTiers(
  scope: Pick<Scope, 'tx' | 'now'> & { plans?: Plans },
  view: GateView,
  dependency: Dependency,
): Promise<void> {
  const late = await store.lastLate(scope.tx, view.gate.id);
  if (late === undefined || late.escalations.length === 0) return;
  const circle = await circleOf(scope.tx, dependency);
  const facts = await lateFacts(scope, circle, view, late);
  const { escalations } = late;
  await showTiers(
    scope,
    circle.programme,
    { subject: `late-gate:${late.id}`, version: view.gate.version, escalations },
    (one) => lateTierCard(facts, one),
  );
}
