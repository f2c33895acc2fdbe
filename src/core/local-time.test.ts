import fc from 'fast-check';
import { DateTime, Settings } from 'luxon';
import { addDays } from './calendar-date.ts';
import { InvalidInput } from './errors.ts';
import { formatWallTime, instantOf, isZone, localDate, parseWallTime } from './local-time.ts';

const zones = Intl.supportedValuesOf('timeZone');
const anyZone = fc.constantFrom(...zones);
const anyDate = fc.integer({ min: 0, max: 3_650 }).map((days) => addDays('2022-01-01', days));
const anyTime = fc.record({ hour: fc.integer({ min: 0, max: 23 }), minute: fc.integer({ min: 0, max: 59 }) });

/** Local dates, by zone, on which the clocks change. */
const changes = zones.flatMap((zone) => {
  const found: { zone: string; date: string }[] = [];
  const midnight = DateTime.fromISO('2026-01-01', { zone });
  let before = midnight.offset;
  for (let day = 1; day <= 370; day += 1) {
    const offset = midnight.zone.offset(midnight.toMillis() + day * 86_400_000);
    if (offset !== before)
      found.push({ zone, date: addDays('2026-01-01', day - 1) }, { zone, date: addDays('2026-01-01', day) });
    before = offset;
  }
  return found;
});
const anyZoneDate = fc.oneof(fc.record({ zone: anyZone, date: anyDate }), fc.constantFrom(...changes));

afterEach(() => {
  Settings.now = () => Date.now();
});

describe('wall time', () => {
  test.each([
    ['09:30', 9, 30],
    ['9:30', 9, 30],
    [' 00:00 ', 0, 0],
    ['23:59', 23, 59],
  ])('%p is read', (text, hour, minute) => {
    expect(parseWallTime(text)).toEqual({ hour, minute });
  });

  test.each(['24:00', '9', '9.30', '12:60', '9:30pm', ''])('%p is refused with an example', (text) => {
    expect(() => parseWallTime(text)).toThrow(InvalidInput);
    expect(() => parseWallTime(text)).toThrow('such as 09:30');
  });

  test('what is written is read back', () => {
    fc.assert(fc.property(anyTime, (time) => expect(parseWallTime(formatWallTime(time))).toEqual(time)));
  });
});

describe('localDate', () => {
  test('is the date that clocks in the zone show, also about changes of the clocks', () => {
    const anyMinute = fc.integer({ min: -2 * 1_440, max: 2 * 1_440 });
    fc.assert(
      fc.property(anyZoneDate, anyMinute, ({ zone, date }, minutes) => {
        const instant = DateTime.fromISO(date, { zone: 'utc' }).plus({ minutes });
        expect(localDate(instant, zone)).toBe(instant.setZone(zone).toISODate());
      }),
      { numRuns: 2_000 },
    );
  });

  test('throws on a zone that nobody knows', () => {
    expect(() => localDate(DateTime.fromISO('2026-12-01T08:30Z'), 'Mars/Base')).toThrow('Mars/Base');
  });
});

describe('instantOf', () => {
  test.each([
    ['an ordinary day', 'Europe/Berlin', '2026-07-01', '09:30', '2026-07-01T07:30'],
    ['spring gap', 'Europe/Berlin', '2026-03-29', '02:30', '2026-03-29T01:00'],
    ['first minute of the gap', 'Europe/Berlin', '2026-03-29', '02:00', '2026-03-29T01:00'],
    ['last minute before the gap', 'Europe/Berlin', '2026-03-29', '01:59', '2026-03-29T00:59'],
    ['first minute after the gap', 'Europe/Berlin', '2026-03-29', '03:00', '2026-03-29T01:00'],
    ['autumn overlap', 'Europe/Berlin', '2027-10-31', '02:30', '2027-10-31T00:30'],
    ['half-hour gap', 'Australia/Lord_Howe', '2026-10-04', '02:15', '2026-10-03T15:30'],
    ['half-hour overlap', 'Australia/Lord_Howe', '2026-04-05', '01:45', '2026-04-04T14:45'],
    ['odd offset', 'Pacific/Chatham', '2026-09-27', '03:00', '2026-09-26T14:00'],
    ['midnight gap in Cairo', 'Africa/Cairo', '2026-04-24', '00:00', '2026-04-23T22:00'],
    ['midnight gap in Beirut', 'Asia/Beirut', '2026-03-29', '00:30', '2026-03-28T22:00'],
    ['midnight gap in Santiago', 'America/Santiago', '2026-09-06', '00:15', '2026-09-06T04:00'],
    ['a whole day skipped', 'Pacific/Apia', '2011-12-30', '12:00', '2011-12-30T10:00'],
  ])('%s', (_, zone, date, time, expected) => {
    expect(instantOf(date, parseWallTime(time), zone).toISO()).toBe(`${expected}:00.000Z`);
  });

  test('shows the wall time asked for, or the first minute after a gap', () => {
    fc.assert(
      fc.property(anyZoneDate, anyTime, ({ zone, date }, time) => {
        const at = instantOf(date, time, zone);
        const asked = `${date}T${formatWallTime(time)}`;
        const shows = (instant: DateTime) => instant.setZone(zone).toFormat("yyyy-MM-dd'T'HH:mm");
        expect(at.zoneName).toBe('UTC');
        if (shows(at) !== asked) {
          expect(shows(at) > asked).toBe(true);
          expect(shows(at.minus({ minutes: 1 })) < asked).toBe(true);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test('an ambiguous time is the first of what luxon holds possible', () => {
    fc.assert(
      fc.property(anyZoneDate, anyTime, ({ zone, date }, time) => {
        const at = instantOf(date, time, zone);
        const [first, second] = DateTime.fromISO(`${date}T${formatWallTime(time)}`, { zone }).getPossibleOffsets();
        if (second) expect(at.toMillis()).toBe(first?.toMillis());
      }),
      { numRuns: 1_000 },
    );
  });

  test('a later time of the same day is never an earlier instant', () => {
    fc.assert(
      fc.property(anyZoneDate, anyTime, anyTime, ({ zone, date }, one, other) => {
        const [early, late] = [one, other].sort((a, b) => a.hour - b.hour || a.minute - b.minute);
        if (!early || !late) return;
        expect(instantOf(date, late, zone) >= instantOf(date, early, zone)).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  test('does not depend on the day it is asked', () => {
    fc.assert(
      fc.property(anyZoneDate, anyTime, ({ zone, date }, time) => {
        const answers = ['2026-01-15', '2026-07-15', '2031-03-29T01:00'].map((today) => {
          const millis = DateTime.fromISO(today, { zone: 'utc' }).toMillis();
          Settings.now = () => millis;
          return instantOf(date, time, zone).toMillis();
        });
        expect(new Set(answers).size).toBe(1);
      }),
      { numRuns: 500 },
    );
  });

  test('refuses what is no date or zone', () => {
    expect(() => instantOf('2026-02-30', { hour: 9, minute: 0 }, 'UTC')).toThrow();
    expect(() => instantOf('2026-02-03', { hour: 9, minute: 0 }, 'Mars/Base')).toThrow();
  });
});

test.each([
  ['Pacific/Kiritimati', '2026-12-02'],
  ['America/Los_Angeles', '2026-11-30'],
  ['UTC', '2026-12-01'],
])('localDate in %s', (zone, expected) => {
  const instant = zone === 'America/Los_Angeles' ? '2026-12-01T07:59Z' : '2026-12-01T10:00Z';
  expect(localDate(DateTime.fromISO(instant), zone)).toBe(expected);
});

test.each([
  ['Europe/Kyiv', true],
  ['Asia/Kolkata', true],
  ['UTC', true],
  ['+03:00', false],
  ['UTC+3', false],
  ['W. Europe Standard Time', false],
  ['', false],
])('isZone(%p) is %p', (name, expected) => {
  expect(isZone(name)).toBe(expected);
});
