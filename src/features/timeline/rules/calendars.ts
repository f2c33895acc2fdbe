import type { WorkingDays } from '../../../core/calendar.ts';
import { calendarKey, indexWorkingDays, shareWorkingDays, type WorkingDayIndex } from '../../../core/working-days.ts';
import { MOST_DAYS, type Plan } from '../model.ts';

/** Gives the working days of several sides together; of the first alone when they share none. */
export type Calendars = (sides: readonly WorkingDays[]) => WorkingDayIndex;

/** Working days of a year, at least; what began before the first day of a plan lies within so many years. */
const FEWEST_WORKING_DAYS = 125;
const YEARS_BEFORE = Math.ceil(MOST_DAYS.stage / FEWEST_WORKING_DAYS);

/** The calendars of a plan, each indexed once. */
export function calendarsOf(plan: Plan): Calendars {
  const days = plan.dependencies.flatMap(({ stages }) => stages.flatMap(({ from, by }) => [from, by]));
  const first = days.reduce<string>((early, day) => (day !== null && day < early ? day : early), plan.today);
  const firstYear = Number(first.slice(0, 4)) - YEARS_BEFORE;
  const byKey = new Map<string, WorkingDayIndex>();
  // Those who share sides share the list, mostly.
  const bySides = new Map<readonly WorkingDays[], WorkingDayIndex>();
  return (sides) => {
    const known = bySides.get(sides);
    if (known !== undefined) return known;
    const key = calendarKey(sides);
    const index = byKey.get(key) ?? indexWorkingDays(shareWorkingDays(sides) ? sides : sides.slice(0, 1), firstYear);
    byKey.set(key, index);
    bySides.set(sides, index);
    return index;
  };
}
