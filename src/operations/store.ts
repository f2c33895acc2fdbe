import { and, count, isNull, lte, or, sql } from 'drizzle-orm';
import { DateTime } from 'luxon';
import type { Clock } from '../core/clock.ts';
import type { Database } from '../db/db.ts';
import { isOpen, outbox } from '../outbox/tables.ts';
import { timers } from '../timers/tables.ts';
import type { Levels } from './metrics.ts';

/** How much waits in the whole installation, and for how long; ages by the given clock, in real seconds. */
export async function readLevels(db: Database, clock: Clock): Promise<Levels> {
  return db.system(async (tx) => {
    const now = clock.now();
    const oldest = sql<string | null>`min(${outbox.createdAt})`;
    const [messages] = await tx.select({ open: count(), oldest }).from(outbox).where(isOpen);
    const [parked] = await tx.select({ count: count() }).from(outbox).where(sql`${outbox.parkedAt} is not null`);
    const since = sql<string | null>`min(greatest(${timers.dueAt}, ${timers.retryAt}))`;
    const [overdue] = await tx
      .select({ since })
      .from(timers)
      .where(and(isNull(timers.doneAt), lte(timers.dueAt, now), or(isNull(timers.retryAt), lte(timers.retryAt, now))));
    return {
      openMessages: messages?.open ?? 0,
      oldestOpenSeconds: secondsSince(messages?.oldest, now, clock.speed),
      parkedMessages: parked?.count ?? 0,
      overdueTimerSeconds: secondsSince(overdue?.since, now, clock.speed),
    };
  });
}

/** Real seconds: a fast clock makes nothing late. */
function secondsSince(at: string | null | undefined, now: DateTime, speed: number): number {
  if (at == null) return 0;
  return Math.max(0, now.diff(DateTime.fromSQL(at, { zone: 'utc' })).as('seconds') / speed);
}
