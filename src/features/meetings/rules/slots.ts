import { DateTime } from 'luxon';
import { type Calendar, type Interval, isWorkingDay, workBetween } from '../../../core/calendar.ts';
import { addDays, weekdayOf } from '../../../core/calendar-date.ts';
import { instantOf, localDate } from '../../../core/local-time.ts';

/** Meetings start on full and half hours of UTC. */
export const GRID_MINUTES = 30;
/** Nobody is asked to meet in these hours of their own clock, unless they work then. Ours. */
const NIGHT = { from: 22, until: 6 } as const;
/** Points: of each half hour outside working hours, begun or whole; of a slot that takes of the lunch hour. Ours. */
export const POINTS = { outside: 2, lunch: 1 } as const;
/** Points of whoever a slot leaves out: more than the latest evening costs, so that being left out goes round as well. Ours. */
export const LEFT_OUT = 20;

const MINUTE_MS = 60_000;
const HALF_HOUR_MS = GRID_MINUTES * MINUTE_MS;
const DAY_MS = 24 * 60 * MINUTE_MS;
const LUNCH = { from: { hour: 12, minute: 0 }, until: { hour: 13, minute: 0 } } as const;
/** A local day begins at most so long before or after UTC's. */
const WIDEST_OFFSET_MS = 16 * 60 * MINUTE_MS;

/** Somebody to plan for. */
export interface Attendee {
  id: string;
  calendar: Calendar;
  away: readonly Interval[];
  /** Points they carried in the quarter before. */
  burden: number;
}

/** What a slot is to somebody: whether they can attend it, and what they carry. */
interface Share {
  can: boolean;
  points: number;
}

/** A slot, and what it is to each. */
interface Choice {
  startsAt: DateTime;
  shares: ReadonlyMap<string, Share>;
}

/** Starts in the week of this Monday, on these weekdays of `zone`, that are not before `from`; milliseconds since the epoch. */
export function slotsOf(week: string, weekdays: readonly number[], zone: string, from: DateTime): number[] {
  const monday = instantOf(week, { hour: 0, minute: 0 }, 'UTC').toMillis();
  const last = addDays(week, 6);
  const slots: number[] = [];
  for (let start = monday - WIDEST_OFFSET_MS; start < monday + 7 * DAY_MS + WIDEST_OFFSET_MS; start += HALF_HOUR_MS) {
    if (start < from.toMillis()) continue;
    const date = localDate(DateTime.fromMillis(start, { zone: 'utc' }), zone);
    if (date >= week && date <= last && weekdays.includes(weekdayOf(date))) slots.push(start);
  }
  return slots;
}

/**
 * The fairest of these slots: first the fewest are left out, then the one who carried most by then carries least, then all together
 * carry least, then the earliest. Who can attend none of them, being away, carries nothing. Undefined where nobody can.
 */
export function fairestSlot(
  attendees: readonly Attendee[],
  slots: readonly number[],
  minutes: number,
): Choice | undefined {
  const [first, last] = [slots[0], slots.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const weighed = attendees
    .map((one) => ({ ...one, cost: costsOf(one, first, last, minutes) }))
    .filter(({ cost }) => slots.some((start) => cost(start) !== null));
  let best: { rank: Rank; start: number } | undefined;
  for (const start of slots) {
    const rank = rankOf(weighed.map(({ burden, cost }) => ({ burden, cost: cost(start) })));
    if (rank[0] < weighed.length && (best === undefined || isLess(rank, best.rank))) best = { rank, start };
  }
  if (best === undefined) return undefined;
  const { start } = best;
  const shares = new Map(weighed.map(({ id, cost }) => [id, shareOf(cost(start))]));
  const none = { can: false, points: 0 };
  return {
    startsAt: DateTime.fromMillis(start, { zone: 'utc' }),
    shares: new Map(attendees.map(({ id }) => [id, shares.get(id) ?? none])),
  };
}

/** What one slot is to somebody. */
export function shareAt(attendee: Omit<Attendee, 'burden'>, startsAt: DateTime, minutes: number): Share {
  const start = startsAt.toMillis();
  return shareOf(costsOf(attendee, start, start, minutes)(start));
}

function shareOf(cost: number | null): Share {
  return cost === null ? { can: false, points: LEFT_OUT } : { can: true, points: cost };
}

type Rank = readonly [leftOut: number, most: number, sum: number];

function rankOf(all: readonly { burden: number; cost: number | null }[]): Rank {
  const points = all.map(({ cost }) => cost ?? LEFT_OUT);
  return [
    all.filter(({ cost }) => cost === null).length,
    Math.max(...all.map(({ burden }, index) => burden + (points[index] ?? 0))),
    points.reduce((sum, one) => sum + one, 0),
  ];
}

function isLess(a: Rank, b: Rank): boolean {
  const index = a.findIndex((value, at) => value !== b[at]);
  return index >= 0 && (a[index] ?? 0) < (b[index] ?? 0);
}

/** What slots that start from `first` to `last` cost somebody, null where they cannot attend: days off are looked up once. */
function costsOf(
  { calendar, away }: Omit<Attendee, 'burden'>,
  first: number,
  last: number,
  minutes: number,
): (start: number) => number | null {
  const at = (millis: number) => DateTime.fromMillis(millis, { zone: 'utc' });
  const work = workBetween(calendar, at(first - DAY_MS), at(last + minutes * MINUTE_MS + DAY_MS));
  return (start) => {
    const end = start + minutes * MINUTE_MS;
    if (away.some((one) => one.start < end && start < one.end)) return null;
    if (work.some((one) => one.start <= start && end <= one.end)) {
      return takesLunch(calendar, start, end) ? POINTS.lunch : 0;
    }
    if (isOff(calendar, start) || isOff(calendar, end - 1)) return null;
    const outside = work.map((one) => Math.max(0, one.start - start) + Math.max(0, end - one.end));
    return outside.length === 0 ? null : Math.ceil(Math.min(...outside) / HALF_HOUR_MS) * POINTS.outside;
  };
}

/** It is night for them, or a day on which they do not work. */
function isOff(calendar: Calendar, millis: number): boolean {
  const instant = DateTime.fromMillis(millis, { zone: 'utc' });
  const { hour } = instant.setZone(calendar.zone);
  return hour >= NIGHT.from || hour < NIGHT.until || !isWorkingDay(calendar, localDate(instant, calendar.zone));
}

function takesLunch({ zone }: Calendar, start: number, end: number): boolean {
  const date = localDate(DateTime.fromMillis(start, { zone: 'utc' }), zone);
  const [from, until] = [instantOf(date, LUNCH.from, zone), instantOf(date, LUNCH.until, zone)];
  return from.toMillis() < end && start < until.toMillis();
}
