import { and, eq, inArray, lt, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { DateTime } from 'luxon';
import type { Tx } from '../db/db.ts';
import { type Address, type Message, PRIORITY } from './message.ts';
import { isOpen, outbox } from './tables.ts';

/**
 * Writes messages down to be delivered after this transaction. A key that was used before is not said again. A new
 * version of a living card takes the place of one that nobody has tried to deliver yet.
 */
export async function enqueue(tx: Tx, now: DateTime, messages: readonly Message[]): Promise<void> {
  if (messages.length === 0) return;
  const written = await tx
    .insert(outbox)
    .values(
      messages.map((message) => ({
        key: message.key,
        conversation: conversationOf(message.to),
        address: message.to,
        priority: PRIORITY[message.priority],
        subject: message.subject ?? null,
        card: message.card,
        fallback: [...(message.fallback ?? [])],
        createdAt: now,
        dueAt: now,
      })),
    )
    .onConflictDoNothing()
    .returning({ id: outbox.id, subject: outbox.subject });
  const living = written.filter(({ subject }) => subject !== null).map(({ id }) => id);
  if (living.length > 0) await supersede(tx, now, living);
}

/** What was tried already may have arrived: it is finished first, and updated by the newer version. */
async function supersede(tx: Tx, now: DateTime, by: readonly string[]): Promise<void> {
  const newer = alias(outbox, 'newer');
  await tx
    .update(outbox)
    .set({ supersededAt: now })
    .from(newer)
    .where(
      and(
        inArray(newer.id, [...by]),
        eq(outbox.workspaceId, newer.workspaceId),
        eq(outbox.subject, newer.subject),
        eq(outbox.conversation, newer.conversation),
        lt(outbox.seq, newer.seq),
        eq(outbox.attempts, 0),
        isOpen,
      ),
    );
}

/** Everybody who was ever sent this living card. */
export async function audienceOf(tx: Tx, subject: string): Promise<Address[]> {
  const rows = await tx
    .selectDistinctOn([outbox.conversation], { address: outbox.address })
    .from(outbox)
    .where(eq(outbox.subject, subject));
  return rows.map((row) => row.address);
}

/** The living cards whose subject begins with `prefix` that a person was sent. */
export async function subjectsSentTo(tx: Tx, person: string, prefix: string): Promise<string[]> {
  const rows = await tx
    .selectDistinct({ subject: outbox.subject })
    .from(outbox)
    .where(and(eq(outbox.conversation, conversationOf({ person })), sql`starts_with(${outbox.subject}, ${prefix})`));
  return rows.flatMap((row) => row.subject ?? []);
}

/** Messages of one conversation leave in order. */
export function conversationOf(to: Address): string {
  return 'person' in to ? `person:${to.person}` : `${to.channel.platform}:${to.channel.id}`;
}
