import type { DateTime } from 'luxon';
import { addWorkingDays, type Calendar, NoWorkingTime } from '../../../core/calendar.ts';
import { addDays, weekdayOf } from '../../../core/calendar-date.ts';
import { instantOf, localDate } from '../../../core/local-time.ts';

/** Working days before the Monday of a week at which its sync is planned: those invited can still move what collides. Ours. */
const AHEAD_DAYS = 3;
const PLAN_TIME = { hour: 10, minute: 0 };

/** The Monday of the week of an instant in `zone`, YYYY-MM-DD. */
export function weekOf(instant: DateTime, zone: string): string {
  const date = localDate(instant, zone);
  return addDays(date, 1 - weekdayOf(date));
}

/** When the sync of the week of this Monday is planned, by the calendar of the programme's first lead. */
export function planningOf(week: string, calendar: Calendar): DateTime {
  return instantOf(daysBefore(week, calendar), PLAN_TIME, calendar.zone);
}

function daysBefore(week: string, calendar: Calendar): string {
  try {
    return addWorkingDays(calendar, week, -AHEAD_DAYS);
  } catch (error) {
    // Who never works by their calendar plans all the same.
    if (error instanceof NoWorkingTime) return addDays(week, -AHEAD_DAYS);
    throw error;
  }
}
