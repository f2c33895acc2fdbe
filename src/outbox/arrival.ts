import { and, desc, eq, isNull } from 'drizzle-orm';
import { z } from 'zod';
import type { Card } from '../chat/card.ts';
import type { MessageRef } from '../chat/port.ts';
import type { Clock } from '../core/clock.ts';
import type { Database, Tx } from '../db/db.ts';
import type { OutboxRow } from './claim.ts';
import type { Address } from './message.ts';
import { conversationOf } from './outbox.ts';
import { readShown, writeDelivered } from './outcome.ts';
import { outbox } from './tables.ts';

/** A message that somebody sees, and where. */
export interface Arrival {
  /** Our id of it, as the message carries it. Nothing in it is trusted. */
  message: string;
  /** Which message of the platform it is. */
  ref: MessageRef;
  /** The conversation it is seen in, by every address that leads there: a person's, or a channel's and its thread's. */
  seenIn: readonly Address[];
}

/** What is to be shown instead: the newest version of the card, and for whom it is. */
export interface Present {
  card: Card;
  address: Address;
}

/**
 * Somebody sees a message of the workspace. One whose outcome is unknown has arrived therefore, and is not sent again. Gives
 * its newest version; `double` for a second one of a message that arrived as another; undefined for one that never went there.
 * It asks by the primary key of `outbox`, for a living card also by that of `shown` and by `outbox_sent`.
 */
export async function arrived(
  db: Database,
  clock: Clock,
  workspace: string,
  { message, ref, seenIn }: Arrival,
): Promise<Present | 'double' | undefined> {
  if (!z.uuid().safeParse(message).success) return undefined;
  return db.tx(workspace, async (tx) => {
    // Locked, so that a courier that is just sending it writes its outcome before or after, never meanwhile.
    const [row] = await tx.select().from(outbox).where(eq(outbox.id, message)).for('update');
    if (row === undefined || row.attempts === 0) return undefined;
    if (!seenIn.some((address) => conversationOf(address) === row.conversation)) return undefined;
    if (await isDouble(tx, row, ref)) return 'double';
    if (row.deliveredAt === null) await writeDelivered(tx, [{ row, ref, at: clock.now() }]);
    return { card: await newestCard(tx, row), address: row.address };
  });
}

/** True when it arrived as another message; a living card also when a version of it did. */
async function isDouble(tx: Tx, row: OutboxRow, { platform, message }: MessageRef): Promise<boolean> {
  const first = row.deliveredAt !== null ? row : row.subject === null ? undefined : (await readShown(tx, [row]))[0];
  return first !== undefined && (first.platform !== platform || first.message !== message);
}

/** What was superseded left its card to the version that it gave way to. */
async function newestCard(tx: Tx, { conversation, subject, card }: OutboxRow): Promise<Card> {
  if (subject === null) return card;
  const [newest] = await tx
    .select({ card: outbox.card })
    .from(outbox)
    .where(and(eq(outbox.conversation, conversation), eq(outbox.subject, subject), isNull(outbox.supersededAt)))
    .orderBy(desc(outbox.seq))
    .limit(1);
  return newest?.card ?? card;
}
