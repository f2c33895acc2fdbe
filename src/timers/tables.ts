import { sql } from 'drizzle-orm';
import { index, integer, pgTable, text, unique } from 'drizzle-orm/pg-core';
import { z } from 'zod';
import { id, instant, json, workspaceId } from '../db/columns.ts';

/** What a timer carries: ids and small words. */
export const TimerPayload = z.record(z.string(), z.string());
export type TimerPayload = z.infer<typeof TimerPayload>;

/** All that happens by itself. Set in the transaction of its cause, cleared in the transaction of its end. */
export const timers = pgTable(
  'timers',
  {
    id: id(),
    workspaceId: workspaceId(),
    /** Which handler: `checkins.prompt`. */
    kind: text().notNull(),
    subject: text().notNull(),
    /** Which of the subject's times: a date, a tier. */
    occurrence: text().notNull(),
    dueAt: instant().notNull(),
    payload: json(TimerPayload).notNull(),
    /** Fired; the row stays so that the same occurrence never fires again. */
    doneAt: instant(),
    attempts: integer().notNull().default(0),
    /** After a failed attempt: not before. */
    retryAt: instant(),
    lastError: text(),
  },
  (table) => [
    unique().on(table.workspaceId, table.kind, table.subject, table.occurrence),
    index('timers_due').on(table.dueAt).where(sql`done_at is null`),
  ],
);
