import { and, eq, gte, like, lte, or, sql } from 'drizzle-orm';
import type { DateTime } from 'luxon';
import { z } from 'zod';
import type { Tx } from '../../db/db.ts';
import { conversationOf } from '../../outbox/outbox.ts';
import { outbox } from '../../outbox/tables.ts';
import { timers } from '../../timers/tables.ts';
import { workspaces } from '../people/tables.ts';
import type { LedgerRow } from './model.ts';

/** A ledger row is written at most so long before its message is due: clocks of processes apart. */
const EARLY_MINUTES = 60;
const CARDS = ['gate:', 'prompt:', 'nudge:', 'delegate:', 'silent:', 'blocker:', 'late-gate:', 'signatures:'];

/** What was written to be sent since a moment. */
export async function readLedger(tx: Tx, from: DateTime): Promise<LedgerRow[]> {
  const rows = await tx
    .select({
      key: outbox.key,
      subject: outbox.subject,
      address: outbox.address,
      deliveredAt: outbox.deliveredAt,
      parkedAt: outbox.parkedAt,
      message: outbox.message,
      createdAt: outbox.createdAt,
      wants: outbox.wants,
      held: outbox.held,
      listedAt: outbox.listedAt,
      interruptedAt: outbox.interruptedAt,
      supersededAt: outbox.supersededAt,
    })
    .from(outbox)
    .where(
      and(
        gte(outbox.createdAt, from.minus({ minutes: EARLY_MINUTES })),
        or(like(outbox.key, '%/fallback-%'), ...CARDS.map((prefix) => sql`starts_with(${outbox.subject}, ${prefix})`)),
      ),
    );
  return rows.map(({ address, key, subject, deliveredAt, parkedAt, message, ...row }) => ({
    key,
    subject,
    deliveredAt,
    parkedAt,
    message,
    to: conversationOf(address),
    held: heldOf(deliveredAt, row),
  }));
}

function heldOf(
  deliveredAt: DateTime | null,
  row: Pick<typeof outbox.$inferSelect, 'createdAt' | 'held' | 'listedAt' | 'interruptedAt' | 'supersededAt' | 'wants'>,
): LedgerRow['held'] {
  const { createdAt: from, held, listedAt, interruptedAt, supersededAt, wants } = row;
  const waited = held || listedAt !== null || (interruptedAt !== null && interruptedAt > from);
  const takenBack = deliveredAt === null && supersededAt !== null && interruptedAt === null && wants === null;
  if (!waited && !takenBack) return null;
  return { from, until: interruptedAt ?? listedAt ?? supersededAt };
}

/** The row that holds the newest check of a workspace: a timer that has fired, so that nothing else takes it up. */
const NEWEST = { kind: 'selfaudit.check', subject: 'schedule', occurrence: 'newest' };
const Counts = z.record(z.string(), z.coerce.number());

/** Takes the next check of the workspace on, when none began since `before`; in one process of all. */
export async function claimCheck(tx: Tx, now: DateTime, before: DateTime): Promise<boolean> {
  const claimed = await tx
    .insert(timers)
    .values({ ...NEWEST, dueAt: now, doneAt: now, payload: {} })
    .onConflictDoUpdate({
      target: [timers.workspaceId, timers.kind, timers.subject, timers.occurrence],
      set: { dueAt: now },
      setWhere: lte(timers.dueAt, before),
    })
    .returning({ id: timers.id });
  return claimed.length > 0;
}

/** Writes the result of a check down, for all processes. */
export async function saveCheck(tx: Tx, now: DateTime, counts: Readonly<Record<string, number>>): Promise<void> {
  const payload = Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, String(count)]));
  await tx.update(timers).set({ doneAt: now, payload }).where(eq(timers.kind, NEWEST.kind));
}

/** The newest finished check of every workspace. */
export async function newestChecks(tx: Tx): Promise<{ at: DateTime; counts: Record<string, number> }[]> {
  const rows = await tx
    .select({ doneAt: timers.doneAt, payload: timers.payload })
    .from(workspaces)
    .innerJoin(
      timers,
      and(
        eq(timers.workspaceId, workspaces.id),
        eq(timers.kind, NEWEST.kind),
        eq(timers.subject, NEWEST.subject),
        eq(timers.occurrence, NEWEST.occurrence),
      ),
    );
  return rows.flatMap(({ doneAt, payload }) =>
    doneAt === null || Object.keys(payload).length === 0 ? [] : [{ at: doneAt, counts: Counts.parse(payload) }],
  );
}

export async function workspaceIds(tx: Tx): Promise<string[]> {
  return (await tx.select({ id: workspaces.id }).from(workspaces)).map((row) => row.id);
}
