import { and, eq, gte, isNotNull, lte, or, sql } from 'drizzle-orm';
import type { DateTime } from 'luxon';
import type { Tx } from '../../db/db.ts';
import { outbox } from '../../outbox/tables.ts';
import { timers } from '../../timers/tables.ts';
import { meetings } from '../meetings/tables.ts';
import { type Item, type Span, UNANSWERED } from './model.ts';

/** Agendas: due when the timer of their meeting was, and of one that was cancelled before it, with the cancellation. */
export async function readAgendas(tx: Tx, { programmeId, from, now }: Span): Promise<Item[]> {
  // A meeting that is moved has a timer for each of its hours; what was posted for the first one stays posted.
  const due = sql<DateTime>`coalesce(min(${timers.dueAt}), ${meetings.agendaAt})`.mapWith(timers.dueAt);
  const rows = await tx
    .select({ due, sentAt: firstSent })
    .from(meetings)
    .leftJoin(timers, and(eq(timers.kind, 'meetings.agenda'), sql`${timers.subject} = ${meetings.id}::text`))
    .leftJoin(outbox, sql`${outbox.subject} = 'meeting:' || ${meetings.id}::text`)
    .where(and(eq(meetings.programmeId, programmeId), or(isNotNull(timers.id), isNotNull(meetings.agendaAt))))
    .groupBy(meetings.id);
  return rows
    .filter((row) => row.due >= from && row.due <= now)
    .map((row) => ({ kind: 'agenda', ...row, ...UNANSWERED }));
}

/** Minutes, finished or not; those of a meeting that is cancelled are of what was said in writing. */
export async function readMinutes(tx: Tx, { programmeId, from, now }: Span): Promise<Item[]> {
  const rows = await tx
    .select({ due: meetings.closesAt, sentAt: firstSent })
    .from(meetings)
    .leftJoin(
      outbox,
      and(
        // Written in one transaction, at one moment: its index finds the few rows of which one is looked for.
        eq(outbox.createdAt, meetings.closedAt),
        sql`starts_with(${outbox.key}, 'meeting:' || ${meetings.id}::text || ':minutes:')`,
      ),
    )
    .where(and(eq(meetings.programmeId, programmeId), gte(meetings.closesAt, from), lte(meetings.closesAt, now)))
    .groupBy(meetings.id);
  return rows.map((row) => ({ kind: 'minutes', ...row, ...UNANSWERED }));
}

/** When the first message of a group was written; null without any. */
const firstSent = sql<DateTime | null>`min(${outbox.createdAt})`.mapWith(outbox.createdAt);
