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

/** A day in three minutes: two hours, after which a prompt is too late, are fifteen seconds. */
export const SPEED = 480;

/** From the start to the first fault: three quarters of a minute here, in which the processes start and plan. */
const CALM_HOURS = 6;

/** Faults begin an hour before the first owner's Tuesday morning. A run of 700 ends on Thursday, when owners are asked again. */
const FAULTS_FROM = DateTime.fromISO('2027-01-11T23:30:00Z', { zone: 'utc' });

/** When time starts, and when faults do. */
export const SPAN = { start: FAULTS_FROM.minus({ hours: CALM_HOURS }), faultsFrom: FAULTS_FROM };
