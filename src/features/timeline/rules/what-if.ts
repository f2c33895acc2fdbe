import type { Plan, Schedule } from '../model.ts';
import type { Calendars } from './calendars.ts';
import { schedule } from './schedule.ts';

/** The schedule when every open stage of one dependency begins so many working days later than it does in `present`. */
export function slipped(
  plan: Plan,
  calendars: Calendars,
  present: Schedule,
  slip: { dependencyId: string; days: number },
): Schedule {
  const stages = present.dependencies.get(slip.dependencyId)?.stages ?? [];
  const starts = stages.map(({ planned, start }) => {
    const calendar = calendars(planned.sides);
    return calendar.day(calendar.onOrAfter(start) + slip.days);
  });
  return schedule(plan, calendars, new Map([[slip.dependencyId, starts]]));
}
