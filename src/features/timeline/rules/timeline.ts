import type { Plan, PlanConflict, Records, Schedule } from '../model.ts';
import { type Calendars, calendarsOf } from './calendars.ts';
import { conflictsIn } from './conflicts/find.ts';
import { type Consequence, consequenceOf } from './consequence.ts';
import { planOf } from './plan.ts';
import { schedule } from './schedule.ts';
import { slipped } from './what-if.ts';

/** A plan with all that is computed from it. */
export interface Timeline {
  records: Records;
  plan: Plan;
  calendars: Calendars;
  schedule: Schedule;
  conflicts: readonly PlanConflict[];
}

/** Computes the plan that is made of these records. */
export function computed(records: Records): Timeline {
  const plan = planOf(records);
  const calendars = calendarsOf(plan);
  const result = schedule(plan, calendars);
  return { records, plan, calendars, schedule: result, conflicts: conflictsIn(plan, result, calendars) };
}

/** What follows when every open stage of a dependency begins so many working days later. */
export function wouldSlip(
  present: Timeline,
  slip: { dependencyId: string; days: number },
): { after: Timeline; consequence: Consequence } {
  const result = slipped(present.schedule, slip);
  const conflicts = conflictsIn(present.plan, result, present.calendars);
  const after = { ...present, schedule: result, conflicts };
  return { after, consequence: consequenceOf(present, after) };
}

/** What follows from a change of the records, which is not made. */
export function wouldFollow(
  present: Timeline,
  change: (records: Records) => Records,
): { after: Timeline; consequence: Consequence } {
  const after = computed(change(present.records));
  return { after, consequence: consequenceOf(present, after) };
}
