import './clock.ts';
import { DateTime, IANAZone } from 'luxon';

interface Canary {
  zone: string;
  /** Calendar date, read at noon UTC. */
  at: string;
  /** Minutes east of UTC. */
  offsetMinutes: number;
  /** First release of the IANA data that knows it. */
  since: string;
}

/** Recent changes of law by which old zone data betrays itself. */
export const canaries: readonly Canary[] = [
  { zone: 'America/Vancouver', at: '2027-01-15', offsetMinutes: -420, since: '2026b' },
  { zone: 'America/Edmonton', at: '2027-01-15', offsetMinutes: -360, since: '2026c' },
  { zone: 'Africa/Casablanca', at: '2026-12-01', offsetMinutes: 0, since: '2026c' },
];

/** Reads the offset of `zone`, in minutes east of UTC, at noon UTC of the calendar date `at`. */
export type OffsetReader = (zone: string, at: string) => number;

const runtimeOffset: OffsetReader = (zone, at) =>
  IANAZone.create(zone).offset(DateTime.fromISO(`${at}T12:00Z`).toMillis());

/**
 * A sentence with a remedy when the runtime's zone data is older than the changes we know of, otherwise undefined.
 * `version` is `process.versions.tz`, for the sentence only: what counts is what the data answers.
 */
export function staleZoneData(version: string | undefined, offsetAt: OffsetReader = runtimeOffset): string | undefined {
  const wrong = canaries.filter((canary) => offsetAt(canary.zone, canary.at) !== canary.offsetMinutes);
  if (wrong.length === 0) return undefined;
  const needed = wrong
    .map((canary) => canary.since)
    .sort()
    .at(-1);
  const zones = wrong.map((canary) => canary.zone).join(', ');
  return (
    `The time zone data of this Node (${version ?? 'version unknown'}) is older than ${needed} and wrong for ${zones}: ` +
    `messages there go out at the wrong hour. Run the current release of Node 22 or 24, ` +
    `or start with ICU_TIMEZONE_FILES_DIR pointing at the ICU files of ${needed} or later.`
  );
}
