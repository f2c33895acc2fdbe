import type { DateTime } from 'luxon';
import { claim, type OutboxRow } from './claim.ts';
import { type DeliveryDeps, deliver } from './delivery.ts';
import { createOutcomes } from './outcome.ts';
import { createTurns } from './pace.ts';
import { createSilences } from './tried.ts';

/** Messages under way at once in one process: mostly waiting for platforms, and each claim takes as many as are free. */
const UNDER_WAY = 24;
/** A limit frees one turn after the other; looking once a second takes several together. The finest limit is one second. */
const LOOK_AGAIN_MS = 1_000;
/** What may leave later than this is found by a sweep. */
const LEFT_TO_SWEEP_MS = 5_000;

export interface CourierOptions {
  /** Messages under way at once; 1 delivers strictly by priority and age. */
  underWay?: number;
  /** As many messages as were asked for could be taken: other processes may help. */
  onMore?: () => void;
}

/** Takes what may leave and delivers it, several at once; one for each process. */
export interface Courier {
  /** Takes all that may leave now; resolves when nothing more may, what is under way excepted. */
  round(): Promise<void>;
  /** Resolves when nothing is under way, and what may leave because of it has left too. */
  idle(): Promise<void>;
  /** Takes nothing more; resolves when nothing is under way. */
  stop(): Promise<void>;
}

export function createCourier(delivery: DeliveryDeps, options: CourierOptions = {}): Courier {
  const { underWay = UNDER_WAY, onMore = () => {} } = options;
  const { db, clock, onError } = delivery;
  const deps = { ...delivery, turns: createTurns(db, clock), outcomes: createOutcomes(db), silences: createSilences() };
  const going = new Set<Promise<void>>();
  let rounds: Promise<void> | undefined;
  let asked = false;
  let stopped = false;
  let look: { at: DateTime; timer: NodeJS.Timeout } | undefined;

  async function round(): Promise<void> {
    if (stopped) return;
    asked = true;
    rounds ??= takeAll();
    return rounds;
  }

  async function takeAll(): Promise<void> {
    try {
      while (asked && !stopped) {
        asked = false;
        await takeUntilNone();
      }
    } finally {
      rounds = undefined;
    }
  }

  async function takeUntilNone(): Promise<void> {
    let told = false;
    while (!stopped) {
      if (going.size >= underWay) await Promise.race(going);
      const free = underWay - going.size;
      const rows = await claim(db, clock, free);
      for (const row of rows) start(row);
      if (rows.length < free) return;
      if (!told) onMore();
      told = true;
    }
  }

  function start(row: OutboxRow): void {
    const task = deliver(deps, row)
      .then((again) => again && lookAgain(again))
      .catch(onError)
      .finally(() => {
        going.delete(task);
        // The next message of that conversation may leave now.
        if (!stopped) round().catch(onError);
      });
    going.add(task);
  }

  function lookAgain(at: DateTime): void {
    const inMs = at.diff(clock.now()).toMillis() / clock.speed;
    if (stopped || inMs > LEFT_TO_SWEEP_MS || (look !== undefined && look.at <= at)) return;
    clearTimeout(look?.timer);
    const timer = setTimeout(
      () => {
        look = undefined;
        round().catch(onError);
      },
      Math.max(inMs, LOOK_AGAIN_MS),
    );
    timer.unref();
    look = { at, timer };
  }

  async function idle(): Promise<void> {
    while (rounds !== undefined || going.size > 0) await Promise.allSettled([rounds, ...going]);
  }

  return {
    round,
    idle,
    stop() {
      stopped = true;
      clearTimeout(look?.timer);
      return idle();
    },
  };
}
