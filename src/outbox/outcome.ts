import { and, eq, isNotNull, isNull, or, sql } from 'drizzle-orm';
import type { DateTime } from 'luxon';
import type { Card } from '../chat/card.ts';
import type { MessageRef } from '../chat/port.ts';
import { inBatches } from '../core/batches.ts';
import type { Database, Tx } from '../db/db.ts';
import type { OutboxRow } from './claim.ts';
import { type Address, priorityOf } from './message.ts';
import { enqueue } from './outbox.ts';
import { outbox, shown } from './tables.ts';

/** Outcomes written, and places read, by one statement. */
const MOST_AT_ONCE = 100;

/** Where a living card stands, and when it was last brought up to date. */
export interface Shown extends MessageRef {
  updatedAt: DateTime;
}

export interface Delivered {
  row: OutboxRow;
  ref: MessageRef;
  at: DateTime;
}

/**
 * What delivery writes down. Arrivals that come together are written together. What somebody told of an arrival meanwhile
 * stands: neither is a message that has arrived tried again, nor does a second one take its place.
 */
export interface Outcomes {
  shownAt(row: OutboxRow): Promise<Shown | undefined>;
  /** True when somebody told that the message has arrived, since it was taken to be delivered. */
  hasArrived(row: OutboxRow): Promise<boolean>;
  delivered(arrival: Delivered): Promise<void>;
  /** Tried in vain; again at `dueAt`. */
  postponed(row: OutboxRow, dueAt: DateTime, lastError: string): Promise<void>;
  /** Not tried, because of a limit. */
  putBack(row: OutboxRow, wait: { dueAt: DateTime } | { waitsFor: string }): Promise<void>;
  /** Given up here; the next address is turned to. */
  parked(row: OutboxRow, at: DateTime, lastError: string): Promise<void>;
}

export function createOutcomes(db: Database): Outcomes {
  const change = async (row: OutboxRow, changes: Partial<typeof outbox.$inferInsert>) => {
    await db.tx(row.workspaceId, (tx) => mark(tx, row, changes));
  };
  return {
    shownAt: inBatches((rows) => db.system((tx) => readShown(tx, rows)), MOST_AT_ONCE),
    delivered: inBatches(async (arrivals) => {
      await db.system((tx) => writeDelivered(tx, arrivals));
      return arrivals.map(() => undefined);
    }, MOST_AT_ONCE),
    postponed: (row, dueAt, lastError) => change(row, { dueAt, lastError, leasedUntil: null }),
    hasArrived: (row) => db.tx(row.workspaceId, (tx) => isDelivered(tx, row.id)),
    putBack: (row, wait) => change(row, { ...wait, leasedUntil: null, attempts: row.attempts - 1 }),
    parked: (row, at, lastError) =>
      db.tx(row.workspaceId, async (tx) => {
        if (await mark(tx, row, { parkedAt: at, lastError })) await turnToNext(tx, row, at);
      }),
  };
}

/** True when it was still to be delivered. */
async function mark(tx: Tx, row: OutboxRow, changes: Partial<typeof outbox.$inferInsert>): Promise<boolean> {
  const open = and(eq(outbox.id, row.id), isNull(outbox.deliveredAt));
  const marked = await tx
    .update(outbox)
    .set({ tried: row.tried, ...changes })
    .where(open)
    .returning({ id: outbox.id });
  return marked.length > 0;
}

async function isDelivered(tx: Tx, id: string): Promise<boolean> {
  const found = await tx
    .select({ id: outbox.id })
    .from(outbox)
    .where(and(eq(outbox.id, id), isNotNull(outbox.deliveredAt)));
  return found.length > 0;
}

async function turnToNext(tx: Tx, row: OutboxRow, now: DateTime): Promise<void> {
  const [next, ...others] = row.fallback;
  if (next === undefined) return;
  const key = `${row.key}/fallback-${others.length}`;
  const card = notReached(row.card, row.address);
  await enqueue(tx, now, [{ key, to: next, fallback: others, card, priority: priorityOf(row.priority) }]);
}

function notReached(card: Card, to: Address): Card {
  const whom = 'person' in to ? 'person' : 'channel';
  return {
    ...card,
    blocks: [{ kind: 'note', text: [`You get this because the ${whom} it is for cannot be reached.`] }, ...card.blocks],
  };
}

export async function readShown(tx: Tx, rows: readonly OutboxRow[]): Promise<(Shown | undefined)[]> {
  const found = await tx
    .select()
    .from(shown)
    .where(
      or(
        ...rows.map((row) =>
          and(
            eq(shown.workspaceId, row.workspaceId),
            eq(shown.subject, row.subject ?? ''),
            eq(shown.conversation, row.conversation),
          ),
        ),
      ),
    );
  const byCard = new Map(found.map((one) => [cardOf(one), one]));
  return rows.map((row) => {
    const one = byCard.get(cardOf(row));
    return one && { platform: one.platform, conversation: one.place, message: one.message, updatedAt: one.updatedAt };
  });
}

/** Writes arrivals down; of messages that are delivered by then nothing. Gives the ids of those that were not. */
export async function writeDelivered(tx: Tx, arrivals: readonly Delivered[]): Promise<Set<string>> {
  const values = sql.join(
    arrivals.map(
      ({ row, ref, at }) =>
        sql`(${row.id}::uuid, ${at.toUTC().toISO()}::timestamptz, ${ref.platform}::text, ${ref.message}::text, ${JSON.stringify(row.tried)}::jsonb)`,
    ),
    sql`, `,
  );
  const { rows } = await tx.execute<{ id: string }>(sql`
    update ${outbox} set delivered_at = arrived.at, platform = arrived.platform, message = arrived.message,
      tried = arrived.tried, parked_at = null, last_error = null
    from (values ${values}) as arrived (id, at, platform, message, tried)
    where ${outbox.id} = arrived.id and ${outbox.deliveredAt} is null
    returning ${outbox.id} as id`);
  const written = new Set(rows.map(({ id }) => id));
  const living = arrivals.filter(({ row }) => row.subject !== null && written.has(row.id));
  if (living.length > 0) await writeShown(tx, living);
  return written;
}

async function writeShown(tx: Tx, arrivals: readonly Delivered[]): Promise<void> {
  const cards = new Map(arrivals.map((one) => [cardOf(one.row), one]));
  await tx
    .insert(shown)
    .values(
      [...cards.values()].map(({ row, ref, at }) => ({
        workspaceId: row.workspaceId,
        subject: row.subject ?? '',
        conversation: row.conversation,
        platform: ref.platform,
        place: ref.conversation,
        message: ref.message,
        updatedAt: at,
      })),
    )
    .onConflictDoUpdate({
      target: [shown.workspaceId, shown.subject, shown.conversation],
      set: {
        platform: sql`excluded.platform`,
        place: sql`excluded.place`,
        message: sql`excluded.message`,
        updatedAt: sql`excluded.updated_at`,
      },
    });
}

function cardOf(card: { workspaceId: string; subject: string | null; conversation: string }): string {
  return `${card.workspaceId} ${card.conversation} ${card.subject}`;
}
