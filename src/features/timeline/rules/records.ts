import type { Dependency } from '../../register/model.ts';
import type { Milestone, Records, StageName } from '../model.ts';

/** The records with some facts of one dependency otherwise. */
export function withDependency(records: Records, id: string, facts: Partial<Dependency>): Records {
  return {
    ...records,
    dependencies: records.dependencies.map((one) => (one.id === id ? { ...one, ...facts } : one)),
  };
}

/** The records with this milestone instead of what was planned of its stage. */
export function withMilestone(records: Records, milestone: Milestone): Records {
  const others = withoutMilestone(records, milestone.dependencyId, milestone.stage);
  return { ...others, milestones: [...others.milestones, milestone] };
}

/** The records with nothing planned of this stage. */
export function withoutMilestone(records: Records, dependencyId: string, stage: StageName): Records {
  return {
    ...records,
    milestones: records.milestones.filter((one) => one.dependencyId !== dependencyId || one.stage !== stage),
  };
}
