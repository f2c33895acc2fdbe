import fc from 'fast-check';
import { DateTime } from 'luxon';
import {
  addWorkingDays,
  type Calendar,
  COUNT_LIMIT_WORKING_DAYS,
  holidayName,
  isWorkingDay,
  nextSlot,
  nextWorkingMoment,
  SPAN_LIMIT_DAYS,
  sharedWorkingMinutes,
  weekendOf,
  workingDayOnOrAfter,
  workingDaysBetween,
} from './calendar.ts';
import { addDays, weekdayOf } from './calendar-date.ts';
import { instantOf, localDate, parseWallTime } from './local-time.ts';

const utc = (text: string) => DateTime.fromISO(text, { zone: 'utc' });
const calendar = (zone: string, rest: Partial<Calendar> = {}): Calendar => ({
  zone,
  workStart: { hour: 9, minute: 0 },
  workEnd: { hour: 17, minute: 0 },
  ...rest,
});
const berlin = calendar('Europe/Berlin', { country: 'DE', region: 'BY' });
const riyadh = calendar('Asia/Riyadh', { country: 'SA' });
const newYork = calendar('America/New_York', { country: 'US' });
const plain = calendar('UTC');

const anyCalendar = fc
  .record({
    place: fc.constantFrom(
      ['Europe/Berlin', 'DE', 'BY'],
      ['Asia/Riyadh', 'SA', undefined],
      ['America/New_York', 'US', 'LA-NO'],
      ['Asia/Tokyo', 'JP', undefined],
      ['Africa/Cairo', 'EG', undefined],
      ['Australia/Lord_Howe', 'AU', 'NSW'],
      ['Pacific/Chatham', undefined, undefined],
    ),
    weekend: fc.option(fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { maxLength: 3 }), { nil: undefined }),
    start: fc.integer({ min: 0, max: 23 }),
    end: fc.integer({ min: 0, max: 23 }),
  })
  .map(
    ({ place: [zone = 'UTC', country, region], weekend, start, end }): Calendar => ({
      zone,
      country,
      region,
      weekend,
      workStart: { hour: start, minute: 0 },
      workEnd: { hour: end, minute: 30 },
    }),
  );
const anyDate = fc.integer({ min: 0, max: 1_095 }).map((days) => addDays('2025-06-01', days));
const anyInstant = fc.integer({ min: 0, max: 3 * 365 * 1_440 }).map((minutes) => utc('2025-06-01').plus({ minutes }));

describe('days off', () => {
  test.each([
    ['SA', [5, 6]],
    ['DE', [6, 7]],
    ['IN', [7]],
    ['ZZ', [6, 7]],
    ['nonsense', [6, 7]],
    [undefined, [6, 7]],
  ])('weekend of %p', (country, expected) => {
    expect(weekendOf({ country })).toEqual(expected);
  });

  test('an own weekend comes before the country’s, even an empty one', () => {
    expect(weekendOf({ country: 'IN', weekend: [6, 7] })).toEqual([6, 7]);
    expect(weekendOf({ country: 'IN', weekend: [] })).toEqual([]);
  });

  test.each([
    ['DE', undefined, '2026-12-25', 'Christmas Day'],
    ['DE', undefined, '2026-01-06', undefined],
    ['DE', 'BY', '2026-01-06', 'Epiphany'],
    ['DE', 'nowhere', '2026-12-25', 'Christmas Day'],
    ['US', undefined, '2026-11-26', 'Thanksgiving Day'],
    ['US', undefined, '2026-02-14', undefined],
    ['JP', undefined, '2026-05-06', 'Constitution Day (substitute day)'],
    ['SA', undefined, '2026-03-18', undefined],
    ['SA', undefined, '2026-03-19', 'End of Ramadan (Eid al-Fitr)'],
    ['SA', undefined, '2026-03-22', 'End of Ramadan (Eid al-Fitr)'],
    ['SA', undefined, '2026-03-23', undefined],
    ['IS', undefined, '2026-12-24', undefined],
    ['CN', undefined, '2026-06-01', undefined],
    ['IN', undefined, '2026-08-15', 'Independence Day'],
    ['ZZ', undefined, '2026-12-25', undefined],
    [undefined, undefined, '2026-12-25', undefined],
  ])('%s %s on %s: %p', (country, region, date, expected) => {
    expect(holidayName({ country, region }, date)).toBe(expected);
  });
});

describe('working days', () => {
  test.each([
    ['2026-12-23', 1, '2026-12-24'],
    ['2026-12-24', 1, '2026-12-28'],
    ['2026-12-26', 1, '2026-12-28'],
    ['2026-12-26', 0, '2026-12-28'],
    ['2026-12-28', 0, '2026-12-28'],
    ['2026-12-28', -1, '2026-12-24'],
    ['2026-12-27', -1, '2026-12-24'],
    ['2026-12-31', 3, '2027-01-07'],
  ])('in Munich %s %p is %s', (date, n, expected) => {
    expect(addWorkingDays(berlin, date, n)).toBe(expected);
  });

  test('counting forth and back leads home', () => {
    fc.assert(
      fc.property(anyCalendar, anyDate, fc.integer({ min: -15, max: 15 }), (who, date, n) => {
        const start = workingDayOnOrAfter(who, date);
        const end = addWorkingDays(who, start, n);
        expect(isWorkingDay(who, end)).toBe(true);
        expect(addWorkingDays(who, end, -n)).toBe(start);
        expect(workingDaysBetween(who, start, end)).toBe(n);
        expect(workingDaysBetween(who, end, start)).toBe(0 - n);
      }),
      { numRuns: 200 },
    );
  });

  test('what has no end is refused', () => {
    const never = { ...plain, weekend: [1, 2, 3, 4, 5, 6, 7] };
    expect(() => workingDayOnOrAfter(never, '2026-12-01')).toThrow('no working day within 60 days of 2026-12-01');
    expect(() => nextWorkingMoment(never, utc('2026-12-01'))).toThrow('no working time within 60 days');
    expect(() => addWorkingDays(plain, '2026-12-01', COUNT_LIMIT_WORKING_DAYS + 1)).toThrow(RangeError);
    expect(() => addWorkingDays(plain, '2026-12-01', 0.5)).toThrow(RangeError);
    expect(() => workingDaysBetween(plain, '2026-01-01', addDays('2026-01-01', SPAN_LIMIT_DAYS + 1))).toThrow(
      RangeError,
    );
    expect(() => sharedWorkingMinutes(plain, plain, utc('2000-01-01'), utc('2026-01-01'))).toThrow(RangeError);
  });
});

describe('nextSlot', () => {
  const at = parseWallTime('09:30');
  const thursdays = { weekdays: [4], time: at };

  test.each([
    ['the same day', thursdays, berlin, '2026-12-03T08:29Z', '2026-12-03', '2026-12-03T08:30'],
    ['strictly after', thursdays, berlin, '2026-12-03T08:30Z', '2026-12-10', '2026-12-10T08:30'],
    ['off a holiday', thursdays, newYork, '2026-11-26T00:00Z', '2026-11-27', '2026-11-27T14:30'],
    [
      'off a weekend',
      thursdays,
      calendar('Asia/Riyadh', { weekend: [4, 5] }),
      '2026-12-02T12:00Z',
      '2026-12-05',
      '2026-12-05T06:30',
    ],
    ['moved from before today', thursdays, newYork, '2026-11-27T06:00Z', '2026-11-27', '2026-11-27T14:30'],
    [
      'two on one day',
      { weekdays: [5, 6, 7, 1], time: at },
      berlin,
      '2026-12-04T12:00Z',
      '2026-12-07',
      '2026-12-07T08:30',
    ],
    [
      'after two on one day',
      { weekdays: [6, 7, 1], time: at },
      berlin,
      '2026-12-07T09:00Z',
      '2026-12-14',
      '2026-12-14T08:30',
    ],
    [
      'the person’s own Monday',
      { weekdays: [1], time: at },
      calendar('Pacific/Auckland'),
      '2026-12-06T12:00Z',
      '2026-12-07',
      '2026-12-06T20:30',
    ],
  ])('%s', (_, cadence, who, after, date, expected) => {
    const slot = nextSlot(cadence, who, utc(after));
    expect(slot.date).toBe(date);
    expect(slot.at.toISO()).toBe(`${expected}:00.000Z`);
  });

  test('keeps the wall time when the clocks change', () => {
    const first = nextSlot(thursdays, berlin, utc('2026-10-20T00:00Z'));
    const second = nextSlot(thursdays, berlin, first.at);
    expect([first.at.toISO(), second.at.toISO()]).toEqual(['2026-10-22T07:30:00.000Z', '2026-10-29T08:30:00.000Z']);
  });

  test('no weekday at all is an error that says so', () => {
    expect(() => nextSlot({ weekdays: [], time: at }, berlin, utc('2026-12-01'))).toThrow('for weekdays [] (DE-BY');
  });

  test('slots come on working days, at the wall time, in order, one a day, and none is left out', () => {
    const cadences = fc.record({
      weekdays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
      time: fc.record({ hour: fc.integer({ min: 0, max: 22 }), minute: fc.integer({ min: 0, max: 59 }) }),
    });
    fc.assert(
      fc.property(cadences, anyCalendar, anyInstant, (cadence, who, from) => {
        let after = from;
        const dates: string[] = [];
        for (let n = 0; n < 6; n++) {
          const slot = nextSlot(cadence, who, after);
          expect(slot.at > after).toBe(true);
          expect(isWorkingDay(who, slot.date)).toBe(true);
          expect(slot.at.toMillis()).toBe(instantOf(slot.date, cadence.time, who.zone).toMillis());
          expect(localDate(slot.at, who.zone)).toBe(slot.date);
          dates.push(slot.date);
          after = slot.at;
        }
        expect(new Set(dates).size).toBe(dates.length);
        const first = dates[0] ?? '';
        const last = dates.at(-1) ?? '';
        for (let date = first; date <= last; date = addDays(date, 1)) {
          if (!cadence.weekdays.includes(weekdayOf(date))) continue;
          const moved = workingDayOnOrAfter(who, date);
          if (moved <= last) expect(dates).toContain(moved);
        }
      }),
      { numRuns: 150 },
    );
  });
});

describe('nextWorkingMoment', () => {
  const nights = calendar('Europe/Berlin', { workStart: { hour: 22, minute: 0 }, workEnd: { hour: 6, minute: 0 } });

  test.each([
    ['inside', berlin, '2026-12-03T10:00Z', '2026-12-03T10:00'],
    ['before work', berlin, '2026-12-03T05:00Z', '2026-12-03T08:00'],
    ['at the end of work', berlin, '2026-12-03T16:00Z', '2026-12-04T08:00'],
    ['over a weekend', berlin, '2026-12-04T17:00Z', '2026-12-07T08:00'],
    ['over Christmas', berlin, '2026-12-24T17:00Z', '2026-12-28T08:00'],
    ['a Friday in Riyadh', riyadh, '2026-12-04T10:00Z', '2026-12-06T06:00'],
    ['in the small hours of a night shift', nights, '2026-12-05T02:00Z', '2026-12-05T02:00'],
    ['after a night shift', nights, '2026-12-05T05:00Z', '2026-12-07T21:00'],
  ])('%s', (_, who, instant, expected) => {
    expect(nextWorkingMoment(who, utc(instant)).toISO()).toBe(`${expected}:00.000Z`);
  });

  test('is never earlier and stays where it is', () => {
    fc.assert(
      fc.property(anyCalendar, anyInstant, (who, instant) => {
        const moment = nextWorkingMoment(who, instant);
        expect(moment >= instant).toBe(true);
        expect(nextWorkingMoment(who, moment).toMillis()).toBe(moment.toMillis());
        expect(sharedWorkingMinutes(who, who, instant, moment)).toBe(0);
        expect(sharedWorkingMinutes(who, who, moment, moment.plus({ minutes: 1 }))).toBe(1);
      }),
      { numRuns: 150 },
    );
  });
});

describe('sharedWorkingMinutes', () => {
  test.each([
    ['one day alike', plain, plain, '2026-12-03T00:00Z', '2026-12-04T00:00Z', 480],
    ['Berlin and New York', berlin, newYork, '2026-12-03T00:00Z', '2026-12-04T00:00Z', 120],
    ['Thanksgiving', berlin, newYork, '2026-11-26T00:00Z', '2026-11-27T00:00Z', 0],
    ['Berlin and Riyadh, Thursday to Sunday', berlin, riyadh, '2026-12-03T00:00Z', '2026-12-07T00:00Z', 360],
    ['clipped', plain, plain, '2026-12-03T10:15Z', '2026-12-03T11:00Z', 45],
    ['backwards', plain, plain, '2026-12-03T11:00Z', '2026-12-03T10:15Z', 0],
  ])('%s', (_, a, b, from, to, expected) => {
    expect(sharedWorkingMinutes(a, b, utc(from), utc(to))).toBe(expected);
  });

  test('is symmetric, additive, and no more than either works', () => {
    fc.assert(
      fc.property(anyCalendar, anyCalendar, anyInstant, fc.nat(12_000), fc.nat(12_000), (a, b, from, one, two) => {
        const middle = from.plus({ minutes: one });
        const to = middle.plus({ minutes: two });
        const shared = sharedWorkingMinutes(a, b, from, to);
        expect(sharedWorkingMinutes(b, a, from, to)).toBe(shared);
        expect(sharedWorkingMinutes(a, b, from, middle) + sharedWorkingMinutes(a, b, middle, to)).toBe(shared);
        expect(shared).toBeLessThanOrEqual(sharedWorkingMinutes(a, a, from, to));
        expect(shared).toBeLessThanOrEqual(sharedWorkingMinutes(b, b, from, to));
        expect(shared).toBeLessThanOrEqual(one + two);
      }),
      { numRuns: 60 },
    );
  });
});
