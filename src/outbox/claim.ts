import { eq, type SQL, sql } from 'drizzle-orm';
import { DateTime } from 'luxon';
import type { Clock } from '../core/clock.ts';
import type { Database } from '../db/db.ts';
import { outbox, paces } from './tables.ts';

/** A worker that holds a message longer is taken for dead: a sender gives up a call after 10 s and makes at most four. */
const LEASE_SECONDS = 60;

export type OutboxRow = typeof outbox.$inferSelect;

/**
 * Takes up to `most` messages that may leave now, the most urgent first, and holds them by a lease. A message may leave
 * when it is due, nobody holds it, its conversation and its limit are free, and it is the first of its conversation.
 */
export async function claim(db: Database, clock: Clock, most: number): Promise<OutboxRow[]> {
  const now = clock.now();
  const chosen = sql`
    select one.id from ${outbox} one
    where ${mayLeave(now)}
    order by one.priority, one.seq
    limit ${most}
    for update of one skip locked`;
  const rows = await db.system((tx) =>
    tx
      .update(outbox)
      .set({
        leasedUntil: now.plus({ seconds: LEASE_SECONDS * clock.speed }),
        attempts: sql`${outbox.attempts} + 1`,
        waitsFor: null,
      })
      .where(eq(outbox.id, sql`any(array(${chosen}))`))
      .returning(),
  );
  return rows.sort((a, b) => a.priority - b.priority || a.seq - b.seq);
}

/** True when a message may leave now, or is on its way. */
export async function isDelivering(db: Database, now: DateTime): Promise<boolean> {
  const found = await db.system((tx) =>
    tx.execute(sql`
      select 1 from ${outbox} one where ${mayLeave(now)} or (${isOpenOne} and one.leased_until > ${at(now)}) limit 1`),
  );
  return found.rows.length > 0;
}

/** When the next message may leave, leases and limits included; undefined when none is open. */
export async function nextDelivery(db: Database, now: DateTime): Promise<DateTime | undefined> {
  const { rows } = await db.system((tx) =>
    tx.execute<{ at: string | null }>(sql`
      select min(greatest(one.due_at, one.leased_until, (
        select max(paces.free_at) from ${paces}
        where paces.workspace_id = one.workspace_id and paces.scope in (one.conversation, one.waits_for)))) as at
      from ${outbox} one where ${isOpenOne} and ${isFirst(now)}`),
  );
  const next = rows[0]?.at;
  return next == null ? undefined : DateTime.fromSQL(next, { zone: 'utc' });
}

const isOpenOne = sql`one.delivered_at is null and one.parked_at is null and one.superseded_at is null and not one.held`;

function mayLeave(now: DateTime): SQL {
  return sql`${isOpenOne}
    and one.due_at <= ${at(now)} and (one.leased_until is null or one.leased_until <= ${at(now)})
    and not exists (
      select 1 from ${paces}
      where paces.workspace_id = one.workspace_id and paces.scope in (one.conversation, one.waits_for)
        and paces.free_at > ${at(now)})
    and ${isFirst(now)}`;
}

/** The first of its conversation. One that was never tried and is not due keeps nobody waiting: it is a card that changed a moment ago. */
function isFirst(now: DateTime): SQL {
  return sql`not exists (
    select 1 from ${outbox} earlier
    where earlier.workspace_id = one.workspace_id and earlier.conversation = one.conversation
      and earlier.delivered_at is null and earlier.parked_at is null and earlier.superseded_at is null
      and not earlier.held and (earlier.due_at <= ${at(now)} or earlier.attempts > 0)
      and (earlier.priority, earlier.seq) < (one.priority, one.seq))`;
}

function at(now: DateTime): SQL {
  return sql`${now.toUTC().toISO()}::timestamptz`;
}
