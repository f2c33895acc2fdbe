import { type Asked, circleOf, undecided } from '../../escalations/index.ts';
import type { Scope } from '../../feature.ts';
import type { Dependency } from '../../register/index.ts';
import type { Gate } from '../model.ts';
import { findGate } from '../store.ts';
import { viewOf } from '../views.ts';
import { lateFacts } from './facts.ts';
import type { LateGate } from './model.ts';
import { openLates } from './store.ts';

/** Gates of these dependencies that are late, with what leadership was asked to decide on them. */
export async function askedOnGates(
  scope: Pick<Scope, 'tx' | 'now'>,
  dependencies: readonly Dependency[],
): Promise<Asked[]> {
  const byId = new Map(dependencies.map((one) => [one.id, one]));
  const asked: Asked[] = [];
  for (const { dependencyId, late } of await openLates(scope.tx, [...byId.keys()])) {
    const tier = undecided(late.escalations);
    const dependency = byId.get(dependencyId);
    const gate = tier && (await findGate(scope.tx, late.gateId));
    if (tier === undefined || dependency === undefined || gate === undefined) continue;
    asked.push({
      key: dependency.key,
      what: `gate ${gate.number} (${gate.name}) is late`,
      since: late.since,
      askedAt: tier.at,
      decideBy: tier.decideBy,
      options: () => optionsFor(scope, dependency, gate, late),
    });
  }
  return asked;
}

async function optionsFor(
  scope: Pick<Scope, 'tx' | 'now'>,
  dependency: Dependency,
  gate: Gate,
  late: LateGate,
): Promise<string[]> {
  const circle = await circleOf(scope.tx, dependency);
  const { offered } = await lateFacts(scope, circle, await viewOf(scope.tx, gate, dependency), late);
  return offered.map(({ label }) => label);
}
