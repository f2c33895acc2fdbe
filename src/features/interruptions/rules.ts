import type { DateTime } from 'luxon';
import { type Calendar, NoWorkingTime, nextSlot, nextWorkingMoment } from '../../core/calendar.ts';
import { addDays, weekdayOf } from '../../core/calendar-date.ts';
import { instantOf, localDate, parseWallTime } from '../../core/local-time.ts';

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];
const MIDNIGHT = { hour: 0, minute: 0 };
const LATEST = { hour: 23, minute: 59 };

/** What decides when somebody may be asked something. */
export interface Budget {
  calendar: Calendar;
  /** When their morning is, on their clock. */
  time: string;
  /** Messages in a week. */
  weekly: number;
  /** When they were interrupted since their week began, in any order. */
  interruptions: readonly DateTime[];
}

/**
 * When a person may be asked something that comes up at `now` and should be answered by `by`: in their morning, with all else of that
 * day; at once in their working hours when their morning is over and nothing was asked, or when it cannot wait for the next one;
 * and not before the week after when the week's budget is spent. In UTC.
 */
export function momentFor(budget: Budget, by: DateTime | null, now: DateTime): DateTime {
  try {
    return isSpent(budget, now) ? nextWeek(budget, now) : thisWeek(budget, by, now);
  } catch (error) {
    // Somebody without a working day is told at once: they have no morning to wait for.
    if (error instanceof NoWorkingTime) return now;
    throw error;
  }
}

/** True when no further message may ask something of them in the week that `now` is in for them. */
export function isSpent({ calendar, weekly, interruptions }: Budget, now: DateTime): boolean {
  const week = weekStart(calendar, now);
  return interruptions.filter((at) => at >= week && at <= now).length >= weekly;
}

/** How many of these moments are in each of somebody's last weeks, the present one first. */
export function weekByWeek(
  { zone }: Pick<Calendar, 'zone'>,
  moments: readonly DateTime[],
  now: DateTime,
  weeks: number,
): number[] {
  const monday = localDate(weekStart({ zone }, now), zone);
  const startOf = (back: number) => instantOf(addDays(monday, -7 * back), MIDNIGHT, zone);
  return Array.from({ length: weeks }, (_, back) => {
    const [start, end] = [startOf(back), startOf(back - 1)];
    return moments.filter((at) => at >= start && at < end).length;
  });
}

/** The first moment of somebody's week: Monday, midnight on their clock. */
export function weekStart({ zone }: Pick<Calendar, 'zone'>, now: DateTime): DateTime {
  const today = localDate(now, zone);
  return instantOf(addDays(today, 1 - weekdayOf(today)), MIDNIGHT, zone);
}

function thisWeek({ calendar, time, interruptions }: Budget, by: DateTime | null, now: DateTime): DateTime {
  const today = localDate(now, calendar.zone);
  const next = nextSlot(morning(time), calendar, now);
  if (by !== null && by < next.at) return now;
  if (next.date === today) return next.at;
  const wasAsked = interruptions.some((at) => localDate(at, calendar.zone) === today);
  // A morning may be before work begins; what comes after work is for the next.
  const worksYet = localDate(nextWorkingMoment(calendar, now), calendar.zone) === today;
  return !wasAsked && worksYet ? now : next.at;
}

function nextWeek({ calendar, time }: Budget, now: DateTime): DateTime {
  const sunday = addDays(localDate(weekStart(calendar, now), calendar.zone), 6);
  return nextSlot(morning(time), calendar, instantOf(sunday, LATEST, calendar.zone)).at;
}

function morning(time: string) {
  return { weekdays: EVERY_DAY, time: parseWallTime(time) };
}
