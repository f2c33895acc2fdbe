import './clock.ts';
import { DateTime, IANAZone, type Zone } from 'luxon';
import { InvalidInput } from './errors.ts';

/** A time of day as a wall clock shows it, 00:00 to 23:59. */
export interface WallTime {
  hour: number;
  minute: number;
}

/** Reads `HH:MM`, 24-hour. Throws InvalidInput saying what to send. */
export function parseWallTime(text: string): WallTime {
  const match = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(text.trim());
  if (!match) {
    throw new InvalidInput(
      'no-time',
      `I cannot read “${text.trim()}” as a time. Send hours and minutes, such as 09:30.`,
    );
  }
  return { hour: Number(match[1]), minute: Number(match[2]) };
}

/** Writes `HH:MM`. */
export function formatWallTime(time: WallTime): string {
  return `${String(time.hour).padStart(2, '0')}:${String(time.minute).padStart(2, '0')}`;
}

/** True when `name` is a zone this runtime knows, such as `Europe/Berlin` or `UTC`; offsets such as `+03:00` are not. */
export function isZone(name: string): boolean {
  // Newer runtimes take '+03:00' for a zone, but an offset does not follow the clocks.
  return /^[A-Za-z]/.test(name) && IANAZone.isValidZone(name);
}

const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;
// No zone has ever been further from UTC, so every reading of a wall time lies within this of the same reading in UTC.
const WIDEST_OFFSET_MS = 16 * 60 * MINUTE_MS;
/** Days of zones that are remembered: a year of fifty zones. Asking the runtime for an offset is what takes the time. */
const MOST_DAYS = 20_000;

/** A calendar date in a zone. */
interface Day {
  /** Midnight as if the zone were UTC, in milliseconds. */
  midnight: number;
  /** Minutes ahead of UTC all through the day; undefined when clocks change about then. */
  offset: number | undefined;
}
const days = new Map<string, Day>();

function dayIn(date: string, zone: string): Day {
  const key = `${zone} ${date}`;
  const known = days.get(key);
  if (known !== undefined) return known;
  const midnight = DateTime.fromISO(`${date}T00:00`, { zone: 'utc' }).toMillis();
  const rules = rulesOf(zone);
  const before = rules.offset(midnight - WIDEST_OFFSET_MS);
  const after = rules.offset(midnight + DAY_MS + WIDEST_OFFSET_MS);
  const day = { midnight, offset: before === after ? before : undefined };
  if (days.size >= MOST_DAYS) days.clear();
  days.set(key, day);
  return day;
}

/** Throws on an unknown zone. */
function rulesOf(zone: string): Zone {
  return DateTime.fromISO('1970-01-01', { zone }).zone;
}

/** The calendar date (`YYYY-MM-DD`) on which `instant` falls in `zone`. Throws on an unknown zone. */
export function localDate(instant: DateTime, zone: string): string {
  const millis = instant.toMillis();
  const { offset } = dayIn(dateOf(millis), zone);
  return offset === undefined ? instant.setZone(zone).toISODate() : dateOf(millis + offset * MINUTE_MS);
}

function dateOf(millis: number): string {
  return new Date(millis).toISOString().slice(0, 'YYYY-MM-DD'.length);
}

/**
 * The instant (UTC) at which clocks in `zone` show `date` (`YYYY-MM-DD`) and `time`.
 * A time the clocks skip gives the first minute after the gap; one that comes twice gives the first.
 * Throws on a date that is not one and on an unknown zone.
 */
export function instantOf(date: string, time: WallTime, zone: string): DateTime {
  // luxon resolves both cases by the offset in force today, so the same date would mean two instants over the year.
  const { midnight, offset } = dayIn(date, zone);
  const wall = midnight + (time.hour * 60 + time.minute) * MINUTE_MS;
  if (offset !== undefined) return DateTime.fromMillis(wall - offset * MINUTE_MS, { zone: 'utc' });
  const rules = rulesOf(zone);
  const before = rules.offset(wall - WIDEST_OFFSET_MS);
  const after = rules.offset(wall + WIDEST_OFFSET_MS);
  const readings = [wall - before * MINUTE_MS, wall - after * MINUTE_MS];
  const shown = readings.filter((at) => at + rules.offset(at) * MINUTE_MS === wall);
  const at = shown.length > 0 ? Math.min(...shown) : endOfGap(wall - after * MINUTE_MS, wall - before * MINUTE_MS);
  return DateTime.fromMillis(at, { zone: 'utc' });

  function endOfGap(lastKnownBefore: number, knownAfter: number): number {
    let low = lastKnownBefore;
    let high = knownAfter;
    while (high - low > MINUTE_MS) {
      const middle = low + Math.floor((high - low) / (2 * MINUTE_MS)) * MINUTE_MS;
      if (rules.offset(middle) === before) low = middle;
      else high = middle;
    }
    return high;
  }
}
