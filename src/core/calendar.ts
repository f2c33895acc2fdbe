import { DateTime } from 'luxon';
import { addDays, daysBetween, weekdayOf } from './calendar-date.ts';
import { holidaysOf } from './holidays.ts';
import { instantOf, localDate, type WallTime } from './local-time.ts';
import { weekendOfCountry } from './weekend.ts';

/** When someone works: zone and working hours, and what decides their days off. Dates are theirs, `YYYY-MM-DD`. */
export interface Calendar {
  /** IANA name. */
  zone: string;
  /** ISO 3166-1, such as `DE`: holidays and weekend. None: no holidays, Saturday and Sunday. */
  country?: string | undefined;
  /** The part after the country in ISO 3166-2, such as `BY`. */
  region?: string | undefined;
  /** ISO weekdays 1..7, instead of the country's. */
  weekend?: readonly number[] | undefined;
  workStart: WallTime;
  /** At or before `workStart` it is on the next day. */
  workEnd: WallTime;
}

/** What of a calendar decides which days are worked. */
export type WorkingDays = Pick<Calendar, 'country' | 'region' | 'weekend'>;

/** How far a working day or a slot is looked for. */
const SEARCH_LIMIT_DAYS = 60;
/** How many working days can be counted off, about ten years. */
export const COUNT_LIMIT_WORKING_DAYS = 2_600;
/** How long a span can be measured in working time. */
export const SPAN_LIMIT_DAYS = 3_700;

/** A calendar in which the working day that was looked for does not come, such as a weekend of seven days. */
export class NoWorkingTime extends Error {}

/** ISO weekdays on which no work is done. */
export function weekendOf(calendar: WorkingDays): readonly number[] {
  return calendar.weekend ?? weekendOfCountry(calendar.country ?? '');
}

/** English name of the public holiday on `date`, if it is one in the calendar's country or region. */
export function holidayName(calendar: WorkingDays, date: string): string | undefined {
  if (!calendar.country) return undefined;
  return holidaysOf(calendar.country, calendar.region, Number(date.slice(0, 4))).get(date);
}

/** True when `date` is neither weekend nor public holiday. */
export function isWorkingDay(calendar: WorkingDays, date: string): boolean {
  return !weekendOf(calendar).includes(weekdayOf(date)) && holidayName(calendar, date) === undefined;
}

/** `date` itself or the next working day. Throws when there is none within SEARCH_LIMIT_DAYS. */
export function workingDayOnOrAfter(calendar: WorkingDays, date: string): string {
  return isWorkingDay(calendar, date) ? date : stepWorkingDay(calendar, date, 1);
}

/**
 * The `n`th working day after `date`, or before it when negative; 0 is workingDayOnOrAfter.
 * Throws RangeError beyond COUNT_LIMIT_WORKING_DAYS.
 */
export function addWorkingDays(calendar: WorkingDays, date: string, n: number): string {
  if (!Number.isInteger(n) || Math.abs(n) > COUNT_LIMIT_WORKING_DAYS) {
    throw new RangeError(`cannot count ${n} working days: whole numbers up to ${COUNT_LIMIT_WORKING_DAYS} only`);
  }
  if (n === 0) return workingDayOnOrAfter(calendar, date);
  let current = date;
  for (let left = Math.abs(n); left > 0; left--) current = stepWorkingDay(calendar, current, n > 0 ? 1 : -1);
  return current;
}

/**
 * The `n` by which addWorkingDays leads from a working day `from` to a working day `to`: the working days after `from` up to and
 * including `to`; negative when `to` is the earlier. Throws RangeError beyond SPAN_LIMIT_DAYS.
 */
export function workingDaysBetween(calendar: WorkingDays, from: string, to: string): number {
  const days = daysBetween(from, to);
  assertSpan(Math.abs(days));
  const direction = Math.sign(days);
  let count = 0;
  for (let passed = 1; passed <= Math.abs(days); passed++) {
    if (isWorkingDay(calendar, addDays(from, passed * direction))) count += direction;
  }
  return count;
}

/** Weekdays (ISO, the person's own) and wall time at which someone is asked. */
export interface Cadence {
  weekdays: readonly number[];
  time: WallTime;
}

/**
 * The first slot strictly after `after`. A weekday of the cadence that is a day off moves to the next working day; slots that
 * meet on one day are one. `date` is the person's date, `at` is in UTC. Throws when there is none within SEARCH_LIMIT_DAYS.
 */
export function nextSlot(cadence: Cadence, calendar: Calendar, after: DateTime): { date: string; at: DateTime } {
  const today = localDate(after, calendar.zone);
  let pending = false;
  for (let back = 1; back <= SEARCH_LIMIT_DAYS; back++) {
    const date = addDays(today, -back);
    if (isWorkingDay(calendar, date)) break;
    pending ||= cadence.weekdays.includes(weekdayOf(date));
  }
  for (let ahead = 0; ahead <= SEARCH_LIMIT_DAYS; ahead++) {
    const date = addDays(today, ahead);
    pending ||= cadence.weekdays.includes(weekdayOf(date));
    if (!pending || !isWorkingDay(calendar, date)) continue;
    const at = instantOf(date, cadence.time, calendar.zone);
    if (at > after) return { date, at };
    pending = false;
  }
  throw new NoWorkingTime(
    `no slot within ${SEARCH_LIMIT_DAYS} days of ${today} for weekdays [${cadence.weekdays.join(', ')}] ${describe(calendar)}`,
  );
}

/** `instant` (in UTC) when it is working time, else the next start of work. Throws when there is none within SEARCH_LIMIT_DAYS. */
export function nextWorkingMoment(calendar: Calendar, instant: DateTime): DateTime {
  const today = localDate(instant, calendar.zone);
  // From the day before, whose work may last past midnight.
  for (let ahead = -1; ahead <= SEARCH_LIMIT_DAYS; ahead++) {
    const work = workOn(calendar, addDays(today, ahead));
    if (work && instant.toMillis() < work.end) {
      return DateTime.fromMillis(Math.max(work.start, instant.toMillis()), { zone: 'utc' });
    }
  }
  throw new NoWorkingTime(`no working time within ${SEARCH_LIMIT_DAYS} days of ${today} ${describe(calendar)}`);
}

/**
 * Minutes between `from` and `to` in which both work, each by their own calendar; 0 when `to` is not after `from`.
 * Not rounded. Throws RangeError beyond SPAN_LIMIT_DAYS.
 */
export function sharedWorkingMinutes(a: Calendar, b: Calendar, from: DateTime, to: DateTime): number {
  if (to <= from) return 0;
  const ofA = workBetween(a, from, to);
  const ofB = workBetween(b, from, to);
  let shared = 0;
  let i = 0;
  let j = 0;
  for (let x = ofA[i], y = ofB[j]; x && y; x = ofA[i], y = ofB[j]) {
    shared += Math.max(0, Math.min(x.end, y.end) - Math.max(x.start, y.start));
    if (x.end <= y.end) i++;
    else j++;
  }
  return shared / 60_000;
}

/** Milliseconds since the epoch, `end` excluded. */
export interface Interval {
  start: number;
  end: number;
}

/** When someone works between two instants, in order. Throws RangeError beyond SPAN_LIMIT_DAYS. */
export function workBetween(calendar: Calendar, from: DateTime, to: DateTime): Interval[] {
  const first = addDays(localDate(from, calendar.zone), -1);
  const days = daysBetween(first, localDate(to, calendar.zone));
  assertSpan(days);
  const found: Interval[] = [];
  for (let passed = 0; passed <= days; passed++) {
    const work = workOn(calendar, addDays(first, passed));
    if (!work) continue;
    const start = Math.max(work.start, from.toMillis());
    const end = Math.min(work.end, to.toMillis());
    if (start < end) found.push({ start, end });
  }
  return found;
}

function workOn(calendar: Calendar, date: string): Interval | undefined {
  if (!isWorkingDay(calendar, date)) return undefined;
  const { workStart, workEnd, zone } = calendar;
  const overnight = workEnd.hour * 60 + workEnd.minute <= workStart.hour * 60 + workStart.minute;
  const start = instantOf(date, workStart, zone).toMillis();
  const end = instantOf(overnight ? addDays(date, 1) : date, workEnd, zone).toMillis();
  // Clocks going forward can swallow a short working day whole.
  return start < end ? { start, end } : undefined;
}

function stepWorkingDay(calendar: WorkingDays, date: string, direction: 1 | -1): string {
  for (let passed = 1; passed <= SEARCH_LIMIT_DAYS; passed++) {
    const candidate = addDays(date, passed * direction);
    if (isWorkingDay(calendar, candidate)) return candidate;
  }
  throw new NoWorkingTime(`no working day within ${SEARCH_LIMIT_DAYS} days of ${date} ${describe(calendar)}`);
}

function assertSpan(days: number): void {
  if (days > SPAN_LIMIT_DAYS) throw new RangeError(`cannot measure ${days} days: ${SPAN_LIMIT_DAYS} at most`);
}

function describe(calendar: WorkingDays): string {
  const place = [calendar.country, calendar.region].filter(Boolean).join('-') || 'no country';
  return `(${place}, weekend [${weekendOf(calendar).join(', ')}])`;
}
