import { DateTime, IANAZone } from 'luxon';
import { nextSlot } from '../core/calendar.ts';
import { addDays } from '../core/calendar-date.ts';
import { formatDay, formatSpan } from '../core/format-time.ts';
import { groupBy } from '../core/group.ts';
import { instantOf, localDate, parseWallTime } from '../core/local-time.ts';
import type { Ownership } from './register.ts';
import type { Finding } from './report.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;

/** A moment at which a zone's clocks are set; offsets in minutes. */
export interface ClockChange {
  at: DateTime;
  before: number;
  after: number;
}

/** Every change of a zone's clocks after `from` and up to `until`, to the minute. Looks once a day: none lasts less. */
export function clockChanges(zone: string, from: DateTime, until: DateTime): ClockChange[] {
  const rules = IANAZone.create(zone);
  const changes: ClockChange[] = [];
  for (let start = from.toMillis(); start < until.toMillis(); start += DAY_MS) {
    const before = rules.offset(start);
    let low = start;
    let high = Math.min(start + DAY_MS, until.toMillis());
    const after = rules.offset(high);
    if (before === after) continue;
    while (high - low > MINUTE_MS) {
      const middle = low + Math.floor((high - low) / (2 * MINUTE_MS)) * MINUTE_MS;
      if (rules.offset(middle) === before) low = middle;
      else high = middle;
    }
    changes.push({ at: DateTime.fromMillis(high, { zone: 'utc' }).startOf('minute'), before, after });
  }
  return changes;
}

/** Changes of clocks that move prompts in UTC, by zone; on the owners' own clocks nothing moves. */
export function movedClocks(ownerships: readonly Ownership[], from: DateTime, until: DateTime): Finding[] {
  const zones = groupBy(ownerships, ({ programme, owner }) => `${programme.id} ${owner.calendar.zone}`);
  return [...zones.values()].flatMap((own) => {
    const [first] = own;
    if (first === undefined) return [];
    return clockChanges(first.owner.calendar.zone, from, until).map((change) =>
      finding(first, own.length, change, from),
    );
  });
}

function finding(
  { programme, owner }: Ownership,
  owners: number,
  { at, before, after }: ClockChange,
  from: DateTime,
): Finding {
  const { zone } = owner.calendar;
  const { weekdays, time: wall } = programme.policy.cadence;
  const time = parseWallTime(wall);
  const day = localDate(at, zone);
  const utcOn = (date: string) => instantOf(date, time, zone).toFormat('HH:mm');
  const first = nextSlot({ weekdays, time }, owner.calendar, at);
  return {
    kind: 'clock-change',
    programme: programme.key,
    at: at.toISO(),
    until: null,
    subjects: [zone],
    text: `${formatDay(day, from)}: clocks in ${zone} go ${after > before ? 'forward' : 'back'} ${formatSpan(Math.abs(after - before))} (${owners} ${owners === 1 ? 'owner' : 'owners'}). Prompts at ${wall} come at ${utcOn(addDays(day, 1))} UTC instead of ${utcOn(addDays(day, -1))}, first on ${formatDay(first.date, from)}.`,
    remedy: 'Nothing to do; meetings fixed in UTC or in another zone move against the prompts.',
  };
}
