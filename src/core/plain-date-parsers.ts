import type { Parser } from 'chrono-node';
import { addWorkingDays, COUNT_LIMIT_WORKING_DAYS, type WorkingDays, weekendOf } from './calendar.ts';
import { addDays, utcMidnight, weekdayOf } from './calendar-date.ts';
import type { WallTime } from './local-time.ts';

/** The time meant by a date without one, on the speaker's clock. */
export const END_OF_WORK: WallTime = { hour: 18, minute: 0 };

const PM = 1;
const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** The next `weekday` (ISO) after `today`, never `today` itself. */
export function nextWeekday(today: string, weekday: number): string {
  return addDays(today, ((weekday - weekdayOf(today) + 6) % 7) + 1);
}

/** What people in projects say and chrono does not know, or gets wrong. `today` is the speaker's date. */
export function officeParsers(today: string, days: WorkingDays): Parser[] {
  return [
    phrase(/\b(?:by )?(?:EOD|COB|end of (?:the )?day|close of business)\b/i, () => ({ ...END_OF_WORK, meridiem: PM })),
    phrase(/\b(?:EOW|end of (?:the |this )?week)\b/i, () => dayOf(endOfWeek(today, days))),
    phrase(/\bend of next week\b/i, () => dayOf(addDays(endOfWeek(today, days), 7))),
    phrase(/\b(?:EOM|end of (?:the |this )?month)\b/i, () => dayOf(endOfMonth(today, 0))),
    phrase(/\bend of next month\b/i, () => dayOf(endOfMonth(today, 1))),
    phrase(/\b(?:in|within) (\d{1,4}|a|one) (?:business|working) days?\b/i, ([, count = '']) => {
      const n = /\d/.test(count) ? Number(count) : 1;
      return n >= 1 && n <= COUNT_LIMIT_WORKING_DAYS ? dayOf(addWorkingDays(days, today, n)) : null;
    }),
    phrase(/\bin a fortnight\b/i, () => dayOf(addDays(today, 14))),
    phrase(/\b(?:the )?day after tomorrow\b/i, () => dayOf(addDays(today, 2))),
    phrase(/\b(mon|tue|wed|thu|fri|sat|sun)[a-z]* week\b/i, ([, name = '']) =>
      dayOf(addDays(nextWeekday(today, WEEKDAYS.indexOf(name.toLowerCase()) + 1), 7)),
    ),
    // British chrono reads "Dec 11" as December 2011.
    phrase(
      /\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? (\d{1,2})(?:st|nd|rd|th)?(?:,? (\d{4}))?\b(?![:/]| ?[ap]m)/i,
      ([, name = '', day, year]) => ({
        month: MONTHS.indexOf(name.toLowerCase()) + 1,
        day: Number(day),
        ...(year && { year: Number(year) }),
      }),
    ),
  ];
}

function phrase(pattern: RegExp, read: (match: RegExpMatchArray) => ReturnType<Parser['extract']>): Parser {
  return { pattern: () => pattern, extract: (_, match) => read(match) };
}

function dayOf(date: string): { year: number; month: number; day: number } {
  const { year, month, day } = utcMidnight(date);
  return { year, month, day };
}

/** The last day before the weekend, today at the earliest; Sunday where nobody rests. */
function endOfWeek(today: string, days: WorkingDays): string {
  const weekend = weekendOf(days);
  const week = [0, 1, 2, 3, 4, 5, 6].map((ahead) => addDays(today, ahead));
  const rests = (date: string) => weekend.includes(weekdayOf(date));
  return week.find((date) => !rests(date) && rests(addDays(date, 1))) ?? addDays(today, 7 - weekdayOf(today));
}

function endOfMonth(today: string, monthsAhead: number): string {
  return utcMidnight(today).plus({ months: monthsAhead }).endOf('month').toISODate();
}
