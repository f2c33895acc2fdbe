import type { DateTime } from 'luxon';
import type { Depsync } from '../compose.ts';
import type { SteppedClock } from '../core/clock.ts';
import type { Database } from '../db/db.ts';
import { nextDelivery } from '../outbox/claim.ts';
import { earliestDue } from '../timers/timers.ts';

/** Moments one call may play; a programme that wants more is ringing without end. */
const MOST_MOMENTS = 100_000;

export interface Stage {
  depsync: Depsync;
  db: Database;
  clock: SteppedClock;
  /** What else happens by itself: people who act. */
  cast?: { next(): DateTime | undefined; act(): Promise<void> };
  /** Told each moment that was played. */
  onMoment?: (now: DateTime) => void;
}

/**
 * Plays everything that falls due up to `until`, each thing at its own moment, and leaves the clock there.
 * Needs no queue: what may leave is delivered at once.
 */
export async function playUntil(stage: Stage, until: DateTime): Promise<void> {
  const { depsync, db, clock, cast } = stage;
  for (let moments = 0; moments < MOST_MOMENTS; moments += 1) {
    await depsync.sweep();
    await deliverAll(depsync);
    await cast?.act();
    await deliverAll(depsync);
    stage.onMoment?.(clock.now());
    const next = earliest(await earliestDue(db), await nextDelivery(db, clock.now()), cast?.next());
    if (next === undefined || next > until) {
      clock.set(until);
      return;
    }
    if (next > clock.now()) clock.set(next);
  }
  throw new Error(
    `More than ${MOST_MOMENTS} moments before ${until.toISO()}: something is set again for the moment it fires.`,
  );
}

async function deliverAll({ courier }: Depsync): Promise<void> {
  await courier.round();
  await courier.idle();
}

function earliest(...moments: (DateTime | undefined)[]): DateTime | undefined {
  return moments.filter((moment) => moment !== undefined).sort((a, b) => a.toMillis() - b.toMillis())[0];
}
