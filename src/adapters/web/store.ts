import { and, desc, eq, lt, sql } from 'drizzle-orm';
import type { DateTime } from 'luxon';
import { z } from 'zod';
import type { Card } from '../../chat/card.ts';
import type { Tx } from '../../db/db.ts';
import { webMessages } from './tables.ts';

/** Messages a page shows at once; older ones are a click away. */
export const PAGE_SIZE = 50;

/** The PostgreSQL channel on which every process hears that a message was posted or changed. */
export const CHANGES_CHANNEL = 'depsync_web';

/** A message was posted or changed. */
export const Change = z.object({ workspace: z.string(), conversation: z.string(), id: z.string() });
export type Change = z.infer<typeof Change>;

export type StoredMessage = Pick<typeof webMessages.$inferSelect, 'id' | 'seq' | 'card' | 'postedAt'>;

export interface MessagePage {
  /** Oldest first. */
  messages: StoredMessage[];
  /** True when there are older ones. */
  older: boolean;
}

const columns = {
  id: webMessages.id,
  seq: webMessages.seq,
  card: webMessages.card,
  postedAt: webMessages.postedAt,
};

/** Posts a message; the same outbox id a second time changes nothing. Returns the message's id. */
export async function postMessage(
  tx: Tx,
  message: { conversation: string; outboxId: string; card: Card },
  now: DateTime,
): Promise<string> {
  const [posted] = await tx
    .insert(webMessages)
    .values({ ...message, postedAt: now, updatedAt: now })
    .onConflictDoNothing({ target: [webMessages.workspaceId, webMessages.outboxId] })
    .returning({ id: webMessages.id });
  if (posted !== undefined) {
    await announce(tx, message.conversation, posted.id);
    return posted.id;
  }
  const [before] = await tx
    .select({ id: webMessages.id })
    .from(webMessages)
    .where(eq(webMessages.outboxId, message.outboxId));
  if (before === undefined) throw new Error(`The message ${message.outboxId} was neither posted nor found.`);
  return before.id;
}

/** Gives a message another card; undefined when there is no such message in the conversation. */
export async function changeMessage(
  tx: Tx,
  conversation: string,
  id: string,
  card: Card,
  now: DateTime,
): Promise<StoredMessage | undefined> {
  const [changed] = await tx
    .update(webMessages)
    .set({ card, updatedAt: now })
    .where(and(eq(webMessages.conversation, conversation), eq(webMessages.id, id)))
    .returning(columns);
  if (changed !== undefined) await announce(tx, conversation, id);
  return changed;
}

export async function findMessage(tx: Tx, conversation: string, id: string): Promise<StoredMessage | undefined> {
  const [found] = await tx
    .select(columns)
    .from(webMessages)
    .where(and(eq(webMessages.conversation, conversation), eq(webMessages.id, id)));
  return found;
}

/** The newest messages of a conversation, or the newest before the one numbered `before`. */
export async function listMessages(tx: Tx, conversation: string, before?: number): Promise<MessagePage> {
  const found = await tx
    .select(columns)
    .from(webMessages)
    .where(
      and(eq(webMessages.conversation, conversation), before === undefined ? undefined : lt(webMessages.seq, before)),
    )
    .orderBy(desc(webMessages.seq))
    .limit(PAGE_SIZE + 1);
  return { messages: found.slice(0, PAGE_SIZE).reverse(), older: found.length > PAGE_SIZE };
}

/** PostgreSQL passes it on when the transaction commits. */
async function announce(tx: Tx, conversation: string, id: string): Promise<void> {
  await tx.execute(sql`
    select pg_notify(${CHANGES_CHANNEL}, json_build_object(
      'workspace', current_setting('depsync.workspace'), 'conversation', ${conversation}::text, 'id', ${id}::text)::text)`);
}
