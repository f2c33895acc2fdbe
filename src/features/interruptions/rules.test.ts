import fc from 'fast-check';
import { DateTime } from 'luxon';
import { type Calendar, isWorkingDay } from '../../core/calendar.ts';
import { localDate } from '../../core/local-time.ts';
import { type Budget, momentFor, weekByWeek, weekStart } from './rules.ts';

const BERLIN: Calendar = {
  zone: 'Europe/Berlin',
  country: 'DE',
  workStart: { hour: 9, minute: 0 },
  workEnd: { hour: 17, minute: 0 },
};
const utc = (iso: string) => DateTime.fromISO(iso, { zone: 'utc' });
const budget = (changes: Partial<Budget> = {}): Budget => ({
  calendar: BERLIN,
  time: '09:30',
  weekly: 6,
  interruptions: [],
  ...changes,
});
const moment = (now: string, changes: Partial<Budget> = {}, by: string | null = null) =>
  momentFor(budget(changes), by === null ? null : utc(by), utc(now)).toISO();

/** Mon 30 Nov 2026, Berlin is UTC+1. */
it('waits for the morning of the day', () => {
  expect(moment('2026-11-30T05:00:00Z')).toBe('2026-11-30T08:30:00.000Z');
});

it('asks at once in working hours when the morning is over and nothing was asked that day', () => {
  expect(moment('2026-11-30T10:00:00Z')).toBe('2026-11-30T10:00:00.000Z');
});

it('keeps a second thing of a day for the next morning, over the weekend', () => {
  const asked = { interruptions: [utc('2026-12-04T08:30:30Z')] };
  expect(moment('2026-12-04T10:00:00Z', asked)).toBe('2026-12-07T08:30:00.000Z');
});

it('does not keep what is due before the next morning', () => {
  const asked = { interruptions: [utc('2026-11-30T08:30:30Z')] };
  expect(moment('2026-11-30T10:00:00Z', asked, '2026-11-30T16:00:00Z')).toBe('2026-11-30T10:00:00.000Z');
});

it('asks in a morning that is before work begins', () => {
  const late = { calendar: { ...BERLIN, workStart: { hour: 10, minute: 0 } } };
  expect(moment('2026-11-30T08:30:00Z', late)).toBe('2026-11-30T08:30:00.000Z');
});

it('waits for the next morning in the evening', () => {
  expect(moment('2026-11-30T19:00:00Z')).toBe('2026-12-01T08:30:00.000Z');
});

it('waits for the next week when the budget of this one is spent, whatever is due', () => {
  const spent = { weekly: 2, interruptions: [utc('2026-11-30T08:30:30Z'), utc('2026-12-01T08:30:30Z')] };
  expect(moment('2026-12-02T10:00:00Z', spent, '2026-12-02T16:00:00Z')).toBe('2026-12-07T08:30:00.000Z');
});

it('does not count what came in the week before', () => {
  const before = { weekly: 1, interruptions: [utc('2026-11-27T08:30:30Z')] };
  expect(moment('2026-11-30T10:00:00Z', before)).toBe('2026-11-30T10:00:00.000Z');
});

it('tells somebody without a working day at once', () => {
  const never = { calendar: { ...BERLIN, weekend: [1, 2, 3, 4, 5, 6, 7] } };
  expect(moment('2026-11-30T05:00:00Z', never)).toBe('2026-11-30T05:00:00.000Z');
});

it('counts by weeks that begin on Monday on their clock, over a change of clocks', () => {
  const auckland = { zone: 'Pacific/Auckland' };
  // Mon 5 Oct 2026, 00:00 in Auckland, where clocks went forward on Sun 27 Sep, is 11:00 UTC the day before.
  const moments = ['2026-10-04T11:00:00Z', '2026-10-04T10:59:59Z', '2026-09-27T11:00:00Z', '2026-09-27T10:59:59Z'];
  const now = utc('2026-10-06T00:00:00Z');
  expect(weekByWeek(auckland, moments.map(utc), now, 4)).toEqual([1, 2, 1, 0]);
  expect(weekByWeek({ zone: 'Europe/Berlin' }, moments.map(utc), now, 4)).toEqual([0, 2, 2, 0]);
});

it('never goes back, asks twice a day only where it cannot wait, and never exceeds the week', () => {
  const zones = ['Europe/Berlin', 'Asia/Kolkata', 'America/New_York', 'Pacific/Auckland', 'Africa/Cairo'];
  const minute = 60_000;
  const start = utc('2026-10-20T00:00:00Z').toMillis();
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      fc.integer({ min: 1, max: 6 }),
      fc.array(fc.tuple(fc.integer({ min: 0, max: 25 * 24 * 60 }), fc.option(fc.integer({ min: 1, max: 4_000 }))), {
        maxLength: 40,
      }),
      (zone, weekly, events) => {
        const calendar = { ...BERLIN, zone, country: undefined };
        const sent: DateTime[] = [];
        for (const [at, due] of [...events].sort(([a], [b]) => a - b)) {
          const now = DateTime.fromMillis(start + at * minute, { zone: 'utc' });
          const past = sent.filter((one) => one <= now && one >= weekStart(calendar, now));
          const by = due === null ? null : now.plus({ minutes: due });
          const moment = momentFor({ calendar, time: '09:30', weekly, interruptions: past }, by, now);
          expect(moment >= now).toBe(true);
          if (past.length >= weekly) expect(moment >= weekStart(calendar, now).plus({ days: 6, hours: 22 })).toBe(true);
          if (moment > now) expect(isWorkingDay(calendar, localDate(moment, zone))).toBe(true);
          const askedToday = past.some((one) => localDate(one, zone) === localDate(now, zone));
          // What could not wait may have come before the morning, which stands.
          const inMorning = moment.setZone(zone).toFormat('HH:mm') === '09:30';
          if (askedToday && by === null) expect(inMorning || localDate(moment, zone) > localDate(now, zone)).toBe(true);
          if (moment.equals(now)) sent.push(now);
        }
      },
    ),
  );
});
