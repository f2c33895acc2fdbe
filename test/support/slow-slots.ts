import { DateTime } from 'luxon';
import { holidaysOf } from '../../src/core/holidays.ts';
import type { Attendee } from '../../src/features/meetings/rules/slots.ts';

/**
 * The same as rules/slots.ts, by walking clocks a quarter of an hour at a time; it shares nothing with it but the calendar of holidays. All that is
 * given to it begins and ends on quarters of an hour.
 */

const QUARTER_MS = 15 * 60_000;

/** Points of a slot, or null where somebody cannot attend. */
export function slowCost({ calendar, away }: Attendee, start: number, minutes: number): number | null {
  const end = start + minutes * 60_000;
  const slot = Array.from({ length: minutes / 15 }, (_, quarter) => start + quarter * QUARTER_MS);
  if (slot.some((at) => away.some((one) => one.start <= at && at < one.end))) return null;
  const local = (at: number) => DateTime.fromMillis(at, { zone: calendar.zone });
  const works = (at: number) => {
    const here = local(at);
    const wall = here.hour * 60 + here.minute;
    const from = calendar.workStart.hour * 60 + calendar.workStart.minute;
    const until = calendar.workEnd.hour * 60 + calendar.workEnd.minute;
    if (from < until) return isWorked(here) && from <= wall && wall < until;
    return (isWorked(here) && wall >= from) || (isWorked(here.minus({ days: 1 })) && wall < until);
  };
  const isWorked = (day: DateTime) =>
    !(calendar.weekend ?? [6, 7]).includes(day.weekday) &&
    !(calendar.country !== undefined && holidaysOf(calendar.country, calendar.region, day.year).has(day.toISODate()));

  if (slot.every(works)) return slot.some((at) => local(at).hour === 12) ? 1 : 0;
  const off = (at: number) => !isWorked(local(at)) || local(at).hour >= 22 || local(at).hour < 6;
  if (off(start) || off(end - 1)) return null;

  let least: number | undefined;
  for (const { from, until } of spansOfWork(works, start)) {
    const outside = Math.max(0, from - start) + Math.max(0, end - until);
    least = Math.min(least ?? outside, outside);
  }
  return least === undefined ? null : Math.ceil(least / (2 * QUARTER_MS)) * 2;
}

function spansOfWork(works: (at: number) => boolean, around: number): { from: number; until: number }[] {
  const spans: { from: number; until: number }[] = [];
  const REACH = 36 * 4;
  for (let quarter = -REACH; quarter <= REACH; quarter += 1) {
    const at = around + quarter * QUARTER_MS;
    if (!works(at)) continue;
    const last = spans.at(-1);
    if (last?.until === at) last.until += QUARTER_MS;
    else spans.push({ from: at, until: at + QUARTER_MS });
  }
  return spans;
}

/** The fairest slot by comparing every one with every other; undefined where nobody can attend any. */
export function slowFairest(attendees: readonly Attendee[], slots: readonly number[], minutes: number) {
  const costs = new Map(slots.map((start) => [start, attendees.map((one) => slowCost(one, start, minutes))]));
  const counted = attendees.map((_, index) => slots.some((start) => costs.get(start)?.[index] !== null));
  if (!counted.includes(true)) return undefined;
  const rank = (start: number) => {
    const each = (costs.get(start) ?? []).map((cost, index) => ({ cost, burden: attendees[index]?.burden ?? 0 }));
    const weighed = each.filter((_, index) => counted[index]);
    const points = weighed.map(({ cost, burden }) => ({ own: cost ?? 20, sum: burden + (cost ?? 20) }));
    return [
      weighed.filter(({ cost }) => cost === null).length,
      Math.max(...points.map(({ sum }) => sum)),
      points.reduce((sum, { own }) => sum + own, 0),
      start,
    ];
  };
  const ranked = slots
    .map((start) => rank(start))
    .filter(([out]) => out !== counted.filter(Boolean).length)
    .sort((a, b) => {
      const at = a.findIndex((value, index) => value !== b[index]);
      return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
    });
  return ranked[0]?.[3];
}
