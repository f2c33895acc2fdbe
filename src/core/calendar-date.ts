import './clock.ts';
import { DateTime } from 'luxon';

/** Midnight UTC of a calendar date (`YYYY-MM-DD`), for arithmetic that no zone may touch. Throws on anything else. */
export function utcMidnight(date: string): DateTime {
  return DateTime.fromISO(date, { zone: 'utc' });
}

/** The calendar date `days` later, or earlier when negative. */
export function addDays(date: string, days: number): string {
  return utcMidnight(date).plus({ days }).toISODate();
}

/** ISO weekday of a calendar date: 1 Monday to 7 Sunday. */
export function weekdayOf(date: string): number {
  return utcMidnight(date).weekday;
}

/** Whole days from one calendar date to another; negative when `to` is the earlier. */
export function daysBetween(from: string, to: string): number {
  return utcMidnight(to).diff(utcMidnight(from), 'days').days;
}
