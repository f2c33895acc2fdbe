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

/** From the start to the first fault: two thirds of a minute here, in which the processes start and plan. */
const CALM_HOURS = 16;

/**
 * When time starts and when faults do: an hour before the first owner's Tuesday morning for a short run, so that owners are
 * asked in it; on the Monday before for a long one.
 */
export function spanOf(runMs: number): { start: DateTime; faultsFrom: DateTime } {
  const days = (runMs * SPEED) / 86_400_000;
  const faultsFrom = DateTime.fromISO(days < 3 ? '2027-01-11T23:30:00Z' : '2027-01-10T23:30:00Z', { zone: 'utc' });
  return { start: faultsFrom.minus({ hours: CALM_HOURS }), faultsFrom };
}
