import { DateTime } from 'luxon';
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
