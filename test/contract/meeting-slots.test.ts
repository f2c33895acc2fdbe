import fc from 'fast-check';
import { DateTime } from 'luxon';
import { type Attendee, fairestSlot, slotsOf } from '../../src/features/meetings/rules/slots.ts';
import { slowCost, slowFairest } from '../support/slow-slots.ts';

const QUARTER_MS = 15 * 60_000;
const LONG_AGO = DateTime.fromISO('1970-01-01T00:00:00Z', { zone: 'utc' });

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
        const slots = slotsOf(week, [1, 2, 3, 4, 5, 7], zone, LONG_AGO).filter((_, index) => index % 7 === 0);
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
