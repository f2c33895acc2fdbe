import fc from 'fast-check';
import { addWorkingDays, isWorkingDay, NoWorkingTime, type WorkingDays, workingDayOnOrAfter } from './calendar.ts';
import { addDays, dateOfNumber, dayNumber } from './calendar-date.ts';
import { calendarKey, indexWorkingDays, shareWorkingDays } from './working-days.ts';

const CALENDARS: readonly WorkingDays[] = [
  {},
  { country: 'DE', region: 'BE' },
  { country: 'US' },
  { country: 'EG' },
  { country: 'JP' },
  { country: 'AE', weekend: [5, 6] },
];
const calendar = fc.constantFrom(...CALENDARS);
const date = fc.integer({ min: 0, max: 1_500 }).map((days) => addDays('2026-01-01', days));

it('counts the working days of a calendar as they are counted one by one', () => {
  fc.assert(
    fc.property(calendar, date, fc.integer({ min: 0, max: 120 }), (days, from, count) => {
      const index = indexWorkingDays([days], 2026);
      const start = index.onOrAfter(dayNumber(from));
      expect(dateOfNumber(index.day(start))).toBe(workingDayOnOrAfter(days, from));
      expect(dateOfNumber(index.day(start + count))).toBe(addWorkingDays(days, workingDayOnOrAfter(days, from), count));
    }),
  );
});

it('counts days on which several work together', () => {
  fc.assert(
    fc.property(calendar, calendar, date, (a, b, from) => {
      const index = indexWorkingDays([a, b], 2026);
      const day = dayNumber(from);
      const works = isWorkingDay(a, from) && isWorkingDay(b, from);
      expect(index.onOrAfter(day) === index.onOrBefore(day)).toBe(works);
      expect(index.onOrBefore(day)).toBe(index.onOrAfter(day + 1) - 1);
    }),
  );
});

it('names holidays, and whose they are', () => {
  const index = indexWorkingDays([{ country: 'US' }, { country: 'DE', region: 'BE' }], 2026);
  expect(index.holiday(dayNumber('2026-11-26'))).toEqual({
    name: 'Thanksgiving Day',
    calendar: { country: 'US' },
  });
  expect(index.holiday(dayNumber('2026-10-05'))).toBeUndefined();
});

it('refuses calendars that share no weekday', () => {
  const weekends = [{ weekend: [1, 2, 3] }, { weekend: [4, 5, 6, 7] }];
  expect(shareWorkingDays(weekends)).toBe(false);
  expect(() => indexWorkingDays(weekends, 2026)).toThrow(NoWorkingTime);
});

it('has one key for calendars of the same days, in any order', () => {
  expect(calendarKey([{ country: 'US' }, { country: 'DE' }])).toBe(calendarKey([{ country: 'DE' }, { country: 'US' }]));
  expect(calendarKey([{ country: 'DE' }])).not.toBe(calendarKey([{ country: 'DE', region: 'BE' }]));
});
