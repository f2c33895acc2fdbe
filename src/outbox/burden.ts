import { and, eq, isNull, sql } from 'drizzle-orm';
import type { DateTime } from 'luxon';
import { groupBy } from '../core/group.ts';
import { anyOf } from '../db/any-of.ts';
import type { Tx } from '../db/db.ts';
import { personIn, toPerson } from './held.ts';
import { PRIORITY } from './message.ts';
import { outbox } from './tables.ts';

/** What waits for somebody's message of the day. */
export interface HeldBack {
  count: number;
  /** When the oldest of it was written. */
  since: DateTime;
}

/** When people were sent escalations since a moment, which no budget counts, by person. What a living card says later is no message. */
export async function escalationsSince(
  tx: Tx,
  people: readonly string[],
  since: DateTime,
): Promise<Map<string, DateTime[]>> {
  const first = sql<DateTime>`min(${outbox.createdAt})`.mapWith(outbox.createdAt);
  const rows = await tx
    .select({ conversation: outbox.conversation, at: first })
    .from(outbox)
    .where(
      and(
        anyOf(outbox.conversation, people.map(toPerson)),
        eq(outbox.priority, PRIORITY.escalation),
        isNull(outbox.interruptedAt),
      ),
    )
    .groupBy(outbox.conversation, sql`coalesce(${outbox.subject}, ${outbox.key})`)
    .having(sql`min(${outbox.createdAt}) >= ${since.toUTC().toISO()}::timestamptz`);
  const groups = groupBy(rows, ({ conversation }) => personIn(conversation));
  return new Map([...groups].map(([person, ones]) => [person, ones.map(({ at }) => at)]));
}

/** What is held for these people, by person; nobody for whom nothing is. */
export async function waitingFor(tx: Tx, people: readonly string[]): Promise<Map<string, HeldBack>> {
  const rows = await tx
    .select({
      conversation: outbox.conversation,
      count: sql<number>`count(*)::int`,
      since: sql<DateTime>`min(${outbox.createdAt})`.mapWith(outbox.createdAt),
    })
    .from(outbox)
    .where(
      and(
        anyOf(outbox.conversation, people.map(toPerson)),
        // Said as the index of what is held says it.
        sql`${outbox.held} and ${isNull(outbox.supersededAt)}`,
      ),
    )
    .groupBy(outbox.conversation);
  return new Map(rows.map(({ conversation, ...waiting }) => [personIn(conversation), waiting]));
}
