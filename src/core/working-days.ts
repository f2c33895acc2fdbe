import { NoWorkingTime, type WorkingDays, weekendOf } from './calendar.ts';
import { dayNumber } from './calendar-date.ts';
import { holidaysOf } from './holidays.ts';

/**
 * The days on which all of one or several calendars work, counted from 0, so that any number of them is added or measured at
 * the cost of one look. Days are numbers (`dayNumber`).
 */
export interface WorkingDayIndex {
  /** The count of `day`, or of the first working day after it. */
  onOrAfter(day: number): number;
  /** The count of `day`, or of the last working day before it; -1 before the first. */
  onOrBefore(day: number): number;
  /** The working day with this count. */
  day(count: number): number;
  /** The public holiday on `day` in one of the calendars, and in which. */
  holiday(day: number): { name: string; calendar: WorkingDays } | undefined;
}

/** Years from the first for which holidays are looked up; those after have weekends alone. Ours: no plan reaches so far. */
const YEARS_WITH_HOLIDAYS = 20;
const WEEK = 7;
/** 1970-01-01 was a Thursday. */
const WEEKDAY_OF_DAY_0 = 4;

/** True when there is a weekday on which none of these calendars rests. */
export function shareWorkingDays(calendars: readonly WorkingDays[]): boolean {
  const rest = new Set<number>();
  for (const calendar of calendars) for (const day of weekendOf(calendar)) rest.add(day);
  return rest.size < WEEK;
}

/** One text for calendars that work on the same days together. */
export function calendarKey(calendars: readonly WorkingDays[]): string {
  const keys = calendars.map((one) => `${one.country ?? ''}-${one.region ?? ''}-${one.weekend?.join('') ?? ''}`);
  return [...new Set(keys)].sort().join(' ');
}

/**
 * Indexes working days from 1 January of `firstYear` on, a year at a time as they are asked for. Throws NoWorkingTime
 * when the calendars share no weekday.
 */
export function indexWorkingDays(calendars: readonly WorkingDays[], firstYear: number): WorkingDayIndex {
  if (!shareWorkingDays(calendars)) throw new NoWorkingTime('these calendars share no working day');
  const rest = new Set(calendars.flatMap(weekendOf));
  const origin = dayNumber(`${firstYear}-01-01`);
  /** Working days by their count. */
  const days: number[] = [];
  /** By days since the origin: working days before it. */
  const before: number[] = [];
  const holidays = new Map<number, { name: string; calendar: WorkingDays }>();
  let year = firstYear;

  function addYear(): void {
    if (year < firstYear + YEARS_WITH_HOLIDAYS) {
      for (const calendar of calendars) {
        if (!calendar.country) continue;
        for (const [date, name] of holidaysOf(calendar.country, calendar.region, year)) {
          holidays.set(dayNumber(date), { name, calendar });
        }
      }
    }
    year += 1;
    const end = dayNumber(`${year}-01-01`);
    for (let day = origin + before.length; day < end; day += 1) {
      before.push(days.length);
      if (!rest.has(weekday(day)) && !holidays.has(day)) days.push(day);
    }
  }

  function countBefore(day: number): number {
    if (day <= origin) return 0;
    while (before.length <= day - origin) addYear();
    return before[day - origin] ?? 0;
  }

  return {
    onOrAfter: countBefore,
    onOrBefore: (day) => countBefore(day + 1) - 1,
    day(count) {
      while (days.length <= count) addYear();
      const day = days[count];
      if (day === undefined) throw new RangeError(`there is no working day ${count}`);
      return day;
    },
    holiday(day) {
      countBefore(day + 1);
      return holidays.get(day);
    },
  };
}

function weekday(day: number): number {
  return ((((day + WEEKDAY_OF_DAY_0 - 1) % WEEK) + WEEK) % WEEK) + 1;
}
