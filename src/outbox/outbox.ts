import { and, eq, lt, sql } from 'drizzle-orm';
import { type AnyPgColumn, alias } from 'drizzle-orm/pg-core';
import type { DateTime } from 'luxon';
import { newId } from '../core/ids.ts';
import { anyOf } from '../db/any-of.ts';
import type { Tx } from '../db/db.ts';
import { type Address, type Message, PRIORITY } from './message.ts';
import { outbox } from './tables.ts';

/**
 * Writes messages down to be delivered after this transaction. A key that was used before is not said again. A new
 * version of a living card takes the place of one that nobody has tried to deliver yet.
 */
export async function enqueue(tx: Tx, now: DateTime, messages: readonly Message[]): Promise<void> {
  if (messages.length === 0) return;
  const rows = messages.map((message) => ({
    id: newId(),
    key: message.key,
    conversation: conversationOf(message.to),
    address: message.to,
    priority: PRIORITY[message.priority],
    subject: message.subject ?? null,
    card: message.card,
    fallback: message.fallback ?? [],
    wants: message.wants ?? null,
    held: message.held ?? false,
  }));
  const at = sql`${now.toUTC().toISO()}::timestamptz`;
  // One parameter however many there are: as a row of values each, hundreds of messages take longer to write than to send.
  const { rows: written } = await tx.execute<{ id: string; subject: string | null }>(sql`
    insert into ${outbox} (id, key, conversation, address, priority, subject, card, fallback, wants, held,
      interrupted_at, created_at, due_at)
    select id, key, conversation, address, priority, subject, card, fallback, wants, held,
      case when wants is not null and not held then ${at} end, ${at}, ${at}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as row (id uuid, key text, conversation text, address jsonb, priority int, subject text, card jsonb, fallback jsonb,
        wants jsonb, held boolean)
    on conflict do nothing
    returning id, subject`);
  const living = written.filter(({ subject }) => subject !== null).map(({ id }) => id);
  if (living.length > 0) await takePlaces(tx, now, living);
}

/**
 * Of the versions of a card that nobody has tried to deliver, the oldest keeps its place in the queue and says what the
 * newest says; the others are superseded. What was tried may have arrived: it is finished first, and then updated. What is held
 * and asks nothing any more is taken back.
 */
async function takePlaces(tx: Tx, now: DateTime, written: readonly string[]): Promise<void> {
  const newest = alias(outbox, 'newest');
  const kept = await tx
    .update(outbox)
    .set({
      card: sql`${newest.card}`,
      fallback: sql`${newest.fallback}`,
      wants: sql`${newest.wants}`,
      held: sql`${outbox.held} and (${newest.held} or ${newest.wants} is null)`,
      priority: sql`least(${outbox.priority}, ${newest.priority})`,
    })
    .from(newest)
    .where(
      and(
        anyOf(newest.id, written),
        sameCard(newest),
        lt(outbox.seq, newest.seq),
        isUntried('outbox'),
        sql`not exists (select 1 from ${outbox} other where ${isSameCard} and other.seq > ${newest.seq})`,
        sql`not ${hasOlder}`,
      ),
    )
    .returning({ id: outbox.id, held: outbox.held, wants: outbox.wants });
  await tx
    .update(outbox)
    .set({ supersededAt: now })
    .where(and(anyOf(outbox.id, written), isUntried('outbox'), hasOlder));
  const pointless = kept.filter(({ held, wants }) => held && wants === null).map(({ id }) => id);
  if (pointless.length > 0) await takeBack(tx, pointless, now);
}

const takenBack = (now: DateTime) => ({ held: false, supersededAt: now });

/** Takes back what is held: it will not be sent. */
export async function takeBack(tx: Tx, ids: readonly string[], now: DateTime): Promise<void> {
  await tx
    .update(outbox)
    .set(takenBack(now))
    .where(and(anyOf(outbox.id, ids), eq(outbox.held, true)));
}

/** Takes back a living card wherever it is held: what it asked for is over. */
export async function takeBackHeld(tx: Tx, subject: string, now: DateTime): Promise<void> {
  await tx
    .update(outbox)
    .set(takenBack(now))
    .where(and(eq(outbox.subject, subject), eq(outbox.held, true)));
}

/**
 * Nobody has tried to deliver it. Said so that no index of what waits can serve: where PostgreSQL expects few messages to wait, it
 * would look through all of them for each of the hundreds that are written together.
 */
const isUntried = (row: string) =>
  sql.raw(`num_nulls(${row}.delivered_at, ${row}.parked_at, ${row}.superseded_at) = 3 and ${row}.attempts = 0`);
const isSameCard = sql`other.workspace_id = ${outbox.workspaceId} and other.subject = ${outbox.subject}
  and other.conversation = ${outbox.conversation}`;
/** An older version that nobody has tried to deliver either. */
const hasOlder = sql`exists (
  select 1 from ${outbox} other
  where ${isSameCard} and other.seq < ${outbox.seq} and ${isUntried('other')})`;

function sameCard(other: { workspaceId: AnyPgColumn; subject: AnyPgColumn; conversation: AnyPgColumn }) {
  return and(
    eq(outbox.workspaceId, other.workspaceId),
    eq(outbox.subject, other.subject),
    eq(outbox.conversation, other.conversation),
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

/** The people among them, by id. */
export async function peopleSent(tx: Tx, subject: string): Promise<string[]> {
  return (await audienceOf(tx, subject)).flatMap((to) => ('person' in to ? [to.person] : []));
}

/** Everybody who was ever sent this living card, and those who are to have it as well; each once. */
export async function audienceWith(tx: Tx, subject: string, others: readonly Address[]): Promise<Address[]> {
  const all = [...(await audienceOf(tx, subject)), ...others];
  return [...new Map(all.map((address) => [conversationOf(address), address])).values()];
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
