import { and, asc, desc, eq, gte, isNull } from 'drizzle-orm';
import type { DateTime } from 'luxon';
import type { Card } from '../chat/card.ts';
import { groupBy } from '../core/group.ts';
import { anyOf } from '../db/any-of.ts';
import type { Tx } from '../db/db.ts';
import { conversationOf } from './outbox.ts';
import { outbox } from './tables.ts';

/** A message that waits for its reader's message of the day. */
export interface Held {
  id: string;
  person: string;
  card: Card;
  /** Ids of the dependencies that it is about. */
  wants: readonly string[];
  /** It changes with what it is about, and goes when it asks nothing any more. */
  living: boolean;
  /** The last message of the day that listed it. */
  listedAt: DateTime | null;
}

const isHeld = and(eq(outbox.held, true), isNull(outbox.supersededAt));

/** What is held for these people, the oldest first. */
export async function heldFor(tx: Tx, people: readonly string[]): Promise<Held[]> {
  if (people.length === 0) return [];
  const rows = await tx
    .select()
    .from(outbox)
    .where(and(isHeld, anyOf(outbox.conversation, people.map(toPerson))))
    .orderBy(asc(outbox.seq));
  return rows.map(({ id, conversation, card, wants, subject, listedAt }) => ({
    id,
    person: personIn(conversation),
    card,
    wants: wants ?? [],
    living: subject !== null,
    listedAt,
  }));
}

/** Which of these living cards are held for a person: the message of the day names them each morning, so that nobody reminds of them. */
export async function heldAmong(tx: Tx, person: string, subjects: readonly string[]): Promise<Set<string>> {
  const rows = await tx
    .select({ subject: outbox.subject })
    .from(outbox)
    .where(and(isHeld, eq(outbox.conversation, toPerson(person)), anyOf(outbox.subject, subjects)));
  return new Set(rows.flatMap(({ subject }) => subject ?? []));
}

/** Lets messages go: unasked for, which counts as an interruption, or to somebody who asked for them. Gives how many were held. */
export async function release(
  tx: Tx,
  ids: readonly string[],
  now: DateTime,
  why: 'unasked' | 'asked',
): Promise<number> {
  const gone = await tx
    .update(outbox)
    .set({ held: false, dueAt: now, ...(why === 'unasked' && { interruptedAt: now }) })
    .where(and(anyOf(outbox.id, ids), isHeld))
    .returning({ id: outbox.id });
  return gone.length;
}

/** Notes that a message of the day listed them. */
export async function markListed(tx: Tx, ids: readonly string[], now: DateTime): Promise<void> {
  await tx
    .update(outbox)
    .set({ listedAt: now })
    .where(and(anyOf(outbox.id, ids), isHeld));
}

/** When people were interrupted since a moment, by person, the newest first. */
export async function interruptionsSince(
  tx: Tx,
  people: readonly string[],
  since: DateTime,
): Promise<Map<string, DateTime[]>> {
  if (people.length === 0) return new Map();
  const rows = await tx
    .select({ conversation: outbox.conversation, at: outbox.interruptedAt })
    .from(outbox)
    .where(and(anyOf(outbox.conversation, people.map(toPerson)), gte(outbox.interruptedAt, since)))
    .orderBy(desc(outbox.interruptedAt));
  const groups = groupBy(rows, ({ conversation }) => personIn(conversation));
  return new Map([...groups].map(([person, ones]) => [person, ones.flatMap(({ at }) => at ?? [])]));
}

/** Which of these living cards (`subject`, `person`) their reader was sent, or is being sent. */
export async function alreadySent(
  tx: Tx,
  cards: readonly { subject: string; person: string }[],
): Promise<(card: { subject: string; person: string }) => boolean> {
  if (cards.length === 0) return () => false;
  const rows = await tx
    .selectDistinct({ subject: outbox.subject, conversation: outbox.conversation })
    .from(outbox)
    .where(
      and(
        anyOf(
          outbox.subject,
          cards.map(({ subject }) => subject),
        ),
        eq(outbox.held, false),
        isNull(outbox.supersededAt),
      ),
    );
  const sent = new Set(rows.map(({ subject, conversation }) => `${conversation} ${subject}`));
  return ({ subject, person }) => sent.has(`${toPerson(person)} ${subject}`);
}

/** The conversation with a person, and whose it is. */
export function toPerson(person: string): string {
  return conversationOf({ person });
}

export function personIn(conversation: string): string {
  return conversation.slice(toPerson('').length);
}
