import type { WorkingDays } from '../../../core/calendar.ts';
import { groupBy } from '../../../core/group.ts';
import { shareWorkingDays } from '../../../core/working-days.ts';
import type { Dependency } from '../../register/model.ts';
import {
  CUT_OFF,
  type Milestone,
  type Plan,
  type PlannedDependency,
  type PlannedStage,
  type ProgrammeMilestone,
  type Records,
  StageName,
} from '../model.ts';

/** The plan that is made of these records: of what is open. */
export function planOf(records: Records): Plan {
  const { today, programme, teams, people, needs, environments, freezes } = records;
  const leadOf = (teamId: string) => teams.get(teamId)?.leadId ?? null;
  const nameOf = (teamId: string) => teams.get(teamId)?.name ?? 'A team';
  // One calendar in which nothing is ever done leaves the rest of the plan as it is: it is told of as a conflict.
  const idle = new Map<string, Set<string>>();
  for (const [id, { calendar }] of people) if (!shareWorkingDays([calendar])) idle.set(id, new Set());
  const daysOf = (id: string | null, key: string): WorkingDays => {
    const { weekend, ...calendar }: WorkingDays = people.get(id ?? '')?.calendar ?? {};
    const keys = idle.get(id ?? '');
    keys?.add(key);
    return keys === undefined && weekend !== undefined ? { ...calendar, weekend } : calendar;
  };
  const milestones = groupBy(records.milestones, ({ dependencyId }) => dependencyId);
  const dependencies = records.dependencies
    .filter(({ state }) => state === 'open')
    .map((dependency): PlannedDependency => {
      const own = [daysOf(dependency.ownerId ?? leadOf(dependency.producerTeamId), dependency.key)];
      const both = [...own, ...dependency.consumers.map(({ teamId }) => daysOf(leadOf(teamId), dependency.key))];
      const planned = stagesOf(dependency, milestones.get(dependency.id) ?? []);
      return {
        id: dependency.id,
        key: dependency.key,
        title: dependency.title,
        ownerId: dependency.ownerId,
        delegateId: dependency.delegateId,
        producer: {
          team: nameOf(dependency.producerTeamId),
          leadId: leadOf(dependency.producerTeamId),
          priority: dependency.priority,
        },
        stages: openStages(planned, { own, both }),
        consumers: dependency.consumers.map(({ teamId, neededBy, priority }) => ({
          team: nameOf(teamId),
          leadId: leadOf(teamId),
          neededBy,
          priority,
        })),
      };
    });
  return {
    today,
    cutOff: cutOffOf(records.programmeMilestones, programme.releaseDate),
    leadIds: programme.leadIds,
    dependencies,
    idle: [...idle].flatMap(([personId, keys]) => (keys.size === 0 ? [] : [{ personId, keys: [...keys] }])),
    needs,
    environments,
    freezes,
  };
}

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
function openStages(milestones: readonly Milestone[], { own, both }: Sides): PlannedDependency['stages'] {
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
