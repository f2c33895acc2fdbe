import { DateTime, Settings } from 'luxon';

Settings.throwOnInvalid = true;
declare module 'luxon' {
  interface TSSettings {
    throwOnInvalid: true;
  }
}

/** Where the time comes from. Read once per use case; rules take `now` and never see a Clock. */
export interface Clock {
  /** The present instant, in UTC. */
  now(): DateTime;
  /**
   * The moment at which something due at `due` is handled. A real clock answers the present, however late it is;
   * a simulated one answers `due` itself, so that a fast clock makes nothing late.
   */
  at(due: DateTime): DateTime;
  /** Simulated seconds per real second; 1 for real time. */
  readonly speed: number;
}

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => DateTime.utc(),
  at: () => DateTime.utc(),
  speed: 1,
};

/** A clock that starts at `start` and runs `speed` times as fast as the machine's. */
export function scaledClock(start: DateTime, speed: number): Clock {
  const began = Date.now();
  const now = () => start.toUTC().plus((Date.now() - began) * speed);
  return { now, at: (due) => DateTime.max(due, start).toUTC(), speed };
}

/** A clock that stands still until it is set: for tests and for playing a programme in memory. */
export interface SteppedClock extends Clock {
  /** Moves to `instant`; never backwards. */
  set(instant: DateTime): void;
}

export function steppedClock(start: DateTime): SteppedClock {
  let current = start.toUTC();
  return {
    now: () => current,
    at: () => current,
    speed: 1,
    set(instant) {
      current = DateTime.max(current, instant).toUTC();
    },
  };
}

/** Measures how long something takes: gives the seconds since it was started, on the machine's steady clock. */
export function stopwatch(): () => number {
  const began = performance.now();
  return () => (performance.now() - began) / 1000;
}
