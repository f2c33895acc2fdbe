import fc from 'fast-check';
import { DateTime } from 'luxon';
import { slowCost, slowFairest } from '../../../../test/support/slow-slots.ts';
import type { Calendar } from '../../../core/calendar.ts';
import { addDays } from '../../../core/calendar-date.ts';
import { type Attendee, fairestSlot, LEFT_OUT, shareAt, slotsOf } from './slots.ts';

const office = (zone: string, country?: string): Calendar => ({
  zone,
  country,
  workStart: { hour: 9, minute: 0 },
  workEnd: { hour: 18, minute: 0 },
});
const at = (iso: string) => DateTime.fromISO(iso, { zone: 'utc' });
const somebody = (id: string, zone: string, burden = 0): Attendee => ({ id, calendar: office(zone), away: [], burden });
const QUARTER_MS = 15 * 60_000;
const MIDNIGHT = at('1970-01-01T00:00:00Z');

describe('what an hour costs', () => {
  const berlin = somebody('ana', 'Europe/Berlin');
  it.each([
    ['at work', '2026-12-02T09:00:00Z', 0],
    ['over lunch', '2026-12-02T11:30:00Z', 1],
    ['half an hour after work', '2026-12-02T16:45:00Z', 2],
    ['two hours before work', '2026-12-02T06:00:00Z', 8],
    ['until ten in the evening', '2026-12-02T20:15:00Z', 16],
    ['over ten in the evening', '2026-12-02T20:30:00Z', null],
    ['at night', '2026-12-02T02:00:00Z', null],
    ['on Saturday', '2026-12-05T10:00:00Z', null],
  ])('%s', (_, start, points) => {
    const share = shareAt(berlin, at(start), 45);
    expect(share).toEqual(points === null ? { can: false, points: LEFT_OUT } : { can: true, points });
  });

  it('follows the clocks: the same hour of UTC is an hour of work later in winter', () => {
    expect(shareAt(berlin, at('2026-10-22T15:30:00Z'), 30)).toEqual({ can: true, points: 0 });
    expect(shareAt(berlin, at('2026-10-29T15:30:00Z'), 30)).toEqual({ can: true, points: 0 });
    expect(shareAt(berlin, at('2026-10-22T16:00:00Z'), 30)).toEqual({ can: true, points: 2 });
    expect(shareAt(berlin, at('2026-10-29T16:00:00Z'), 30)).toEqual({ can: true, points: 0 });
  });
});

it('rotates: over twelve weeks nobody is left out, or kept late, much more often than another', () => {
  const zones = ['Asia/Kolkata', 'Europe/Berlin', 'America/New_York', 'Pacific/Auckland'];
  const burdens = new Map(zones.map((zone) => [zone, 0]));
  const first = new Set<string>();
  for (let n = 0; n < 12; n += 1) {
    // From September on, so that all three changes of clocks lie within.
    const slots = slotsOf(addDays('2026-09-14', 7 * n), [2, 3, 4], 'Europe/Berlin', MIDNIGHT);
    const choice = fairestSlot(
      zones.map((zone) => somebody(zone, zone, burdens.get(zone))),
      slots,
      45,
    );
    for (const [zone, { points, can }] of choice?.shares ?? []) {
      burdens.set(zone, (burdens.get(zone) ?? 0) + points);
      if (!can) first.add(zone);
    }
  }
  const sums = [...burdens.values()];
  expect(Math.max(...sums) - Math.min(...sums)).toBeLessThanOrEqual(LEFT_OUT);
  expect(first.size).toBeGreaterThan(1);
});

it('finds no slot where nobody can attend, and none without slots', () => {
  const day = at('2026-12-02T00:00:00Z').toMillis();
  const away = {
    ...somebody('ana', 'Europe/Berlin'),
    away: [{ start: day - 7 * 86_400_000, end: day + 7 * 86_400_000 }],
  };
  const slots = slotsOf('2026-11-30', [1, 2, 3, 4, 5], 'Europe/Berlin', MIDNIGHT);
  expect(fairestSlot([away], slots, 45)).toBeUndefined();
  expect(fairestSlot([somebody('ben', 'Europe/Berlin')], [], 45)).toBeUndefined();
  const choice = fairestSlot([away, somebody('ben', 'Europe/Berlin')], slots, 45);
  expect(choice?.shares.get('ana')).toEqual({ can: false, points: 0 });
});

const Zone = fc.constantFrom(
  'Asia/Kolkata',
  'Europe/Berlin',
  'America/New_York',
  'Pacific/Auckland',
  'Australia/Lord_Howe',
  'America/Sao_Paulo',
  'Asia/Kathmandu',
  'Pacific/Kiritimati',
  'UTC',
);
/** Mondays of weeks in which clocks change somewhere, and of some in which they do not. */
const Week = fc.constantFrom(
  '2026-03-02',
  '2026-03-23',
  '2026-04-06',
  '2026-09-21',
  '2026-09-28',
  '2026-10-19',
  '2026-10-26',
  '2026-12-21',
);
const Someone = fc
  .record({
    zone: Zone,
    country: fc.option(fc.constantFrom('DE', 'US', 'NZ', 'IN'), { nil: undefined }),
    weekend: fc.option(fc.constantFrom([5, 6], [7], [6, 7]), { nil: undefined }),
    start: fc.integer({ min: 6, max: 23 }),
    hours: fc.integer({ min: 4, max: 9 }),
    burden: fc.integer({ min: 0, max: 30 }),
    away: fc.option(fc.tuple(fc.integer({ min: 0, max: 600 }), fc.integer({ min: 2, max: 270 })), {
      nil: undefined,
    }),
  })
  .map(({ zone, country, weekend, start, hours, burden, away }) => ({
    calendar: {
      zone,
      country,
      weekend: weekend ?? [6, 7],
      workStart: { hour: start, minute: 30 },
      workEnd: { hour: (start + hours) % 24, minute: 0 },
    },
    burden,
    away,
  }));

it('agrees with walking the clocks quarter by quarter, in weeks whose clocks change as well', () => {
  fc.assert(
    fc.property(
      Week,
      fc.array(Someone, { minLength: 1, maxLength: 4 }),
      fc.constantFrom(15, 45, 90),
      Zone,
      (week, people, minutes, zone) => {
        const monday = DateTime.fromISO(week, { zone: 'utc' }).toMillis();
        const attendees = people.map(({ calendar, burden, away }, index): Attendee => {
          const from = monday + (away?.[0] ?? 0) * QUARTER_MS;
          return {
            id: String(index),
            calendar,
            burden,
            away: away === undefined ? [] : [{ start: from, end: from + away[1] * QUARTER_MS }],
          };
        });
        // Every seventh is enough to meet all hours of the day, and keeps the slow one bearable.
        const slots = slotsOf(week, [1, 2, 3, 4, 5, 7], zone, MIDNIGHT).filter((_, index) => index % 7 === 0);
        const found = fairestSlot(attendees, slots, minutes);
        expect(found?.startsAt.toMillis()).toBe(slowFairest(attendees, slots, minutes));
        if (found === undefined) return;
        for (const one of attendees) {
          const cost = slowCost(one, found.startsAt.toMillis(), minutes);
          expect(found.shares.get(one.id)?.can).toBe(cost !== null);
          if (cost !== null) expect(found.shares.get(one.id)?.points).toBe(cost);
        }
      },
    ),
    { numRuns: 25 },
  );
});
