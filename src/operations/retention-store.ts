import { and, inArray, isNull, lt, or, type SQL, sql } from 'drizzle-orm';
import type { DateTime } from 'luxon';
import { webMessages } from '../adapters/web/tables.ts';
import type { Tx } from '../db/db.ts';
import { pictures } from '../features/outlook/tables.ts';
import { receipts } from '../inbox/tables.ts';
import { outbox, shown } from '../outbox/tables.ts';
import { timers } from '../timers/tables.ts';

/** Each removes at most `most` rows of the transaction's workspace and returns how many. What is undone stays. */

export async function pruneReceipts(tx: Tx, before: DateTime, most: number): Promise<number> {
  const old = tx.select({ id: receipts.id }).from(receipts).where(lt(receipts.doneAt, before)).limit(most);
  return (await tx.delete(receipts).where(inArray(receipts.id, old)).returning({ id: receipts.id })).length;
}

/** An occurrence that was moved into the future after an early firing is kept. */
export async function pruneTimers(tx: Tx, before: DateTime, most: number): Promise<number> {
  const past = and(lt(timers.doneAt, before), lt(timers.dueAt, before));
  const old = tx.select({ id: timers.id }).from(timers).where(past).limit(most);
  return (await tx.delete(timers).where(inArray(timers.id, old)).returning({ id: timers.id })).length;
}

/** Delivered and overtaken messages; of a living card that is still shown the newest stays: it says who was sent the card. */
export async function pruneMessages(tx: Tx, before: DateTime, most: number): Promise<number> {
  const over = and(
    or(lt(outbox.deliveredAt, before), lt(outbox.supersededAt, before)),
    isNull(outbox.parkedAt),
    or(isNull(outbox.subject), hasNewer(), sql`not ${isShown()}`),
  );
  const old = tx.select({ id: outbox.id }).from(outbox).where(over).limit(most);
  return (await tx.delete(outbox).where(inArray(outbox.id, old)).returning({ id: outbox.id })).length;
}

function hasNewer(): SQL {
  return sql`exists (
    select 1 from ${outbox} newer
    where newer.workspace_id = ${outbox.workspaceId} and newer.conversation = ${outbox.conversation}
      and newer.subject = ${outbox.subject} and newer.seq > ${outbox.seq})`;
}

function isShown(): SQL {
  return sql`exists (
    select 1 from ${shown} where ${shown.workspaceId} = ${outbox.workspaceId}
      and ${shown.subject} = ${outbox.subject} and ${shown.conversation} = ${outbox.conversation})`;
}

/** Cards that nothing has changed since, and nothing is about to change. */
export async function pruneShown(tx: Tx, before: DateTime, most: number): Promise<number> {
  const changing = sql`exists (
    select 1 from ${outbox} where ${outbox.workspaceId} = ${shown.workspaceId} and ${outbox.subject} = ${shown.subject}
      and ${outbox.conversation} = ${shown.conversation}
      and ${outbox.deliveredAt} is null and ${outbox.parkedAt} is null and ${outbox.supersededAt} is null)`;
  const rows = await tx
    .select({ subject: shown.subject, conversation: shown.conversation })
    .from(shown)
    .where(and(lt(shown.updatedAt, before), sql`not ${changing}`))
    .limit(most);
  if (rows.length === 0) return 0;
  const key = sql`(${shown.subject}, ${shown.conversation})`;
  const keys = sql.join(
    rows.map((row) => sql`(${row.subject}, ${row.conversation})`),
    sql`, `,
  );
  await tx.delete(shown).where(sql`${key} in (${keys})`);
  return rows.length;
}

export async function pruneWebMessages(tx: Tx, before: DateTime, most: number): Promise<number> {
  const old = tx.select({ id: webMessages.id }).from(webMessages).where(lt(webMessages.updatedAt, before)).limit(most);
  return (await tx.delete(webMessages).where(inArray(webMessages.id, old)).returning({ id: webMessages.id })).length;
}

export async function prunePictures(tx: Tx, before: DateTime, most: number): Promise<number> {
  const old = tx.select({ id: pictures.id }).from(pictures).where(lt(pictures.madeAt, before)).limit(most);
  return (await tx.delete(pictures).where(inArray(pictures.id, old)).returning({ id: pictures.id })).length;
}
