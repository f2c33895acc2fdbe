import './clock.ts';
import { DateTime } from 'luxon';

const DAY_MS = 86_400_000;
/** Dates that are remembered: some ten years. Reading a date takes longer than all that is done with it. */
const MOST_DATES = 4_000;
const midnights = new Map<string, DateTime>();
const numbers = new Map<string, number>();

/** Midnight UTC of a calendar date (`YYYY-MM-DD`), for arithmetic that no zone may touch. Throws on anything else. */
export function utcMidnight(date: string): DateTime {
  const known = midnights.get(date);
  if (known !== undefined) return known;
  const midnight = DateTime.fromISO(date, { zone: 'utc' });
  if (midnights.size >= MOST_DATES) midnights.clear();
  midnights.set(date, midnight);
  return midnight;
}

/** The calendar date `days` later, or earlier when negative. */
export function addDays(date: string, days: number): string {
  return new Date(utcMidnight(date).toMillis() + days * DAY_MS).toISOString().slice(0, 'YYYY-MM-DD'.length);
}

/** ISO weekday of a calendar date: 1 Monday to 7 Sunday. */
export function weekdayOf(date: string): number {
  return utcMidnight(date).weekday;
}

/** Whole days from one calendar date to another; negative when `to` is the earlier. */
export function daysBetween(from: string, to: string): number {
  return (utcMidnight(to).toMillis() - utcMidnight(from).toMillis()) / DAY_MS;
}

/** Days from 1970-01-01 to a calendar date: dates as numbers, for arithmetic on many. */
export function dayNumber(date: string): number {
  const known = numbers.get(date);
  if (known !== undefined) return known;
  const number = Date.parse(`${date}T00:00Z`) / DAY_MS;
  if (numbers.size >= MOST_DATES) numbers.clear();
  numbers.set(date, number);
  return number;
}

/** The calendar date with this number. */
export function dateOfNumber(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 'YYYY-MM-DD'.length);
}
