import type { DateTime } from 'luxon';
import { utcMidnight } from './calendar-date.ts';

// Not en-GB, whose September is 'Sept' on some runtimes and 'Sep' on others.
const LOCALE = 'en-US';
const HOUR = 60;
const DAY = 24 * HOUR;

/** A calendar date (`YYYY-MM-DD`) as `Fri 11 Dec`; with the year when `now` is given and lies in another one. */
export function formatDay(date: string, now?: DateTime): string {
  const day = utcMidnight(date);
  const pattern = now && now.year !== day.year ? 'ccc d LLL yyyy' : 'ccc d LLL';
  return day.setLocale(LOCALE).toFormat(pattern);
}

/** An instant as clocks in `zone` show it: `Thu 3 Dec, 18:00`. */
export function formatMoment(at: DateTime, zone: string): string {
  return at.setZone(zone).setLocale(LOCALE).toFormat('ccc d LLL, HH:mm');
}

/** A length of time in minutes, never rounded up: `45 min`, `31 h`, and from 72 hours on `3 d`. */
export function formatSpan(minutes: number): string {
  if (minutes < HOUR) return `${Math.floor(minutes)} min`;
  if (minutes < 3 * DAY) return `${Math.floor(minutes / HOUR)} h`;
  return `${Math.floor(minutes / DAY)} d`;
}
