import type { WorkingDays } from '../../../core/calendar.ts';
import type { Dependency } from '../../register/model.ts';
import {
  CUT_OFF,
  type Milestone,
  type PlannedDependency,
  type PlannedStage,
  type ProgrammeMilestone,
  StageName,
} from '../model.ts';

/** Whose days off count for a dependency: the owner's, and each consumer's beside it. */
export interface Sides {
  own: readonly WorkingDays[];
  both: readonly WorkingDays[];
}

/** The day after which no test window and no delivery ends. */
export function cutOffOf(milestones: readonly ProgrammeMilestone[], releaseDate: string | null): string | null {
  return milestones.find(({ name }) => name === CUT_OFF)?.date ?? releaseDate;
}

/** What is planned of each stage; the day of the release is the due date of the register. */
export function stagesOf(
  dependency: Pick<Dependency, 'id' | 'dueDate'>,
  milestones: readonly Milestone[],
): Milestone[] {
  const planned = StageName.options.flatMap((name) => milestones.find(({ stage }) => stage === name) ?? []);
  const release = planned.find(({ stage }) => stage === 'release') ?? unplanned(dependency.id, 'release');
  return [...planned.filter((one) => one !== release), { ...release, endDate: dependency.dueDate }];
}

/** A stage of which nothing is planned. */
export function unplanned(dependencyId: string, stage: StageName): Milestone {
  return {
    dependencyId,
    stage,
    startDate: null,
    endDate: null,
    workingDays: null,
    environmentId: null,
    doneOn: null,
    committed: null,
  };
}

/** The stages of an open dependency that are still to be done. */
export function openStages(milestones: readonly Milestone[], { own, both }: Sides): PlannedDependency['stages'] {
  return milestones
    .filter(({ doneOn }) => doneOn === null)
    .map(
      ({ stage, startDate, endDate, workingDays, environmentId }): PlannedStage => ({
        name: stage,
        days: workingDays,
        sides: stage === 'test' ? both : own,
        from: startDate,
        by: endDate,
        environmentId,
      }),
    );
}
