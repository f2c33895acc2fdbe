import type { WorkingDays } from '../../core/calendar.ts';
import { groupBy } from '../../core/group.ts';
import { localDate } from '../../core/local-time.ts';
import type { Act } from '../feature.ts';
import { getPeople, listTeams } from '../people/index.ts';
import type { Programme } from '../programme/index.ts';
import { listDependencies } from '../register/index.ts';
import type { Plan, PlanConflict, Schedule } from './model.ts';
import { type Calendars, calendarsOf } from './rules/calendars.ts';
import { conflictsIn } from './rules/conflicts/find.ts';
import { cutOffOf, openStages, stagesOf } from './rules/plan.ts';
import { schedule } from './rules/schedule.ts';
import * as store from './store.ts';

/** A plan with all that is computed from it. */
export interface Timeline {
  plan: Plan;
  calendars: Calendars;
  schedule: Schedule;
  conflicts: readonly PlanConflict[];
}

/** Reads the plan of a programme and computes it. */
export async function loadTimeline(act: Pick<Act, 'tx' | 'now' | 'by'>, programme: Programme): Promise<Timeline> {
  const plan = await loadPlan(act, programme);
  const calendars = calendarsOf(plan);
  const computed = schedule(plan, calendars);
  return { plan, calendars, schedule: computed, conflicts: conflictsIn(plan, computed, calendars) };
}

async function loadPlan({ tx, now, by }: Pick<Act, 'tx' | 'now' | 'by'>, programme: Programme): Promise<Plan> {
  const open = (await listDependencies(tx, { programmeId: programme.id })).filter(({ state }) => state === 'open');
  const teams = new Map((await listTeams(tx)).map((team) => [team.id, team]));
  const leadOf = (teamId: string) => teams.get(teamId)?.leadId ?? null;
  const ids = open.flatMap(({ ownerId, producerTeamId, consumers }) => [
    ownerId ?? leadOf(producerTeamId),
    ...consumers.map(({ teamId }) => leadOf(teamId)),
  ]);
  const people = await getPeople(
    tx,
    ids.filter((id) => id !== null),
  );
  const daysOf = (id: string | null): WorkingDays => people.get(id ?? '')?.calendar ?? {};
  const milestones = groupBy(await store.listMilestones(tx, programme.id), ({ dependencyId }) => dependencyId);
  const dependencies = open.map((dependency) => {
    const own = [daysOf(dependency.ownerId ?? leadOf(dependency.producerTeamId))];
    const both = [...own, ...dependency.consumers.map(({ teamId }) => daysOf(leadOf(teamId)))];
    const planned = stagesOf(dependency, milestones.get(dependency.id) ?? []);
    return {
      id: dependency.id,
      key: dependency.key,
      title: dependency.title,
      ownerId: dependency.ownerId,
      delegateId: dependency.delegateId,
      stages: openStages(planned, { own, both }),
      consumers: dependency.consumers.map(({ teamId, neededBy }) => ({
        team: teams.get(teamId)?.name ?? 'A team',
        leadId: leadOf(teamId),
        neededBy,
      })),
    };
  });
  return {
    today: localDate(now, by.calendar.zone),
    cutOff: cutOffOf(await store.listProgrammeMilestones(tx, programme.id), programme.releaseDate),
    leadIds: programme.leadIds,
    dependencies,
    needs: await store.listNeeds(tx, programme.id),
    environments: await store.listEnvironments(tx, programme.id),
    freezes: await store.listFreezes(tx, programme.id),
  };
}
