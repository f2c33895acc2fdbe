import { addDays, dateOfNumber, dayNumber, utcMidnight, weekdayOf } from '../../core/calendar-date.ts';
import type { GanttModel } from '../model.ts';

/** Days of air on both sides. */
const AIR = 2;
/** Ours: a date typed wrongly by a century must not make the rest invisible. */
const MOST_DAYS = 1_100;
/** Pixels between two names of the axis, at least. */
const NAME_ROOM = 52;
/** Days are told apart from so many pixels on. */
const VISIBLE_DAY = 5;

/** The days of a timeline as pixels. */
export interface Scale {
  first: number;
  days: number;
  perDay: number;
  /** Where a day begins. */
  x(day: string): number;
}

export function scaleOf(model: GanttModel, left: number, width: number): Scale {
  const ends = [
    model.today,
    ...(model.cutOff === null ? [] : [model.cutOff]),
    ...model.rows.flatMap(({ bars }) => bars.flatMap(({ start, end }) => [start, end])),
  ].map(dayNumber);
  const first = Math.max(Math.min(...ends), dayNumber(model.today) - MOST_DAYS / 2) - AIR;
  const last = Math.min(Math.max(...ends), first + MOST_DAYS) + AIR;
  const days = last - first + 1;
  const perDay = width / days;
  const x = (day: string) => left + Math.min(days, Math.max(0, dayNumber(day) - first)) * perDay;
  return { first, days, perDay, x };
}

/** Where the axis has a line, and its name: Mondays where they can be told apart, else first days of months. */
export function ticksOf({ first, days, perDay }: Scale): { day: string; name: string }[] {
  const all = Array.from({ length: days }, (_, index) => dateOfNumber(first + index));
  const weeks = perDay * 7 >= NAME_ROOM;
  const step = Math.max(1, Math.ceil(NAME_ROOM / (perDay * 30)));
  return all
    .filter((day) => {
      if (weeks) return weekdayOf(day) === 1;
      const { day: ofMonth, month } = utcMidnight(day);
      return ofMonth === 1 && (month - 1) % step === 0;
    })
    .map((day) => ({
      day,
      name: utcMidnight(day)
        .setLocale('en-US')
        .toFormat(weeks ? 'd LLL' : 'LLL yyyy'),
    }));
}

/** Days without work, where single days can be seen. */
export function weekendsOf({ first, days, perDay }: Scale, weekend: readonly number[]): string[] {
  if (perDay < VISIBLE_DAY) return [];
  return Array.from({ length: days }, (_, index) => dateOfNumber(first + index)).filter((day) =>
    weekend.includes(weekdayOf(day)),
  );
}

export function dayAfter(day: string): string {
  return addDays(day, 1);
}
