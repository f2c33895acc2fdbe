import type { Need, Plan, PlannedDependency, PlannedStage } from '../../src/features/timeline/model.ts';

/** A stage of one working day for somebody of no country, unless told otherwise. */
export function stage(facts: Partial<PlannedStage> = {}): PlannedStage {
  return { name: 'release', days: 1, sides: [{}], from: null, by: null, environmentId: null, ...facts };
}

/** A dependency with these stages; its key is its id. */
export function planned(
  id: string,
  stages: readonly PlannedStage[],
  facts: Partial<PlannedDependency> = {},
): PlannedDependency {
  return {
    id,
    key: id,
    title: `Interface ${id}`,
    ownerId: null,
    delegateId: null,
    producer: { team: `Team ${id}`, leadId: null, priority: null },
    consumers: [],
    stages,
    ...facts,
  };
}

/** `needs('B', 'A')`: B begins after A is delivered. */
export function needs(dependencyId: string, neededId: string, lag = 0): Need {
  return { dependencyId, neededId, lag };
}

export function plan(today: string, facts: Partial<Plan> = {}): Plan {
  return {
    today,
    cutOff: null,
    leadIds: [],
    dependencies: [],
    idle: [],
    needs: [],
    environments: [],
    freezes: [],
    ...facts,
  };
}
