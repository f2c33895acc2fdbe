import { DateTime } from 'luxon';

/** The simulated time of a run; every process is started at its present instant. */
export interface SimulatedTime {
  readonly start: DateTime;
  /** Simulated seconds per second. */
  readonly speed: number;
  now(): DateTime;
  /** The simulated instant of one of the machine's, in milliseconds. */
  of(machineMs: number): DateTime;
}

export function simulatedTime(start: DateTime, speed: number): SimulatedTime {
  const began = Date.now();
  const of = (machineMs: number) => start.plus((machineMs - began) * speed);
  return { start, speed, of, now: () => of(Date.now()) };
}

/** A day in a minute: a week takes seven. */
export const SPEED = 1_440;

/**
 * The eve of a Tuesday for a short run, so that owners are asked in it; of the Monday of a whole week for a long one. The
 * evening leaves the processes time to start before the first owner's morning.
 */
export function startOf(runMs: number): DateTime {
  const days = (runMs * SPEED) / 86_400_000;
  return DateTime.fromISO(days < 3 ? '2027-01-11T20:00:00Z' : '2027-01-10T20:00:00Z', { zone: 'utc' });
}
