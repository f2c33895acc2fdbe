import { sql } from 'drizzle-orm';
import { index, integer, pgTable, text, unique } from 'drizzle-orm/pg-core';
import { Inbound } from '../chat/inbound.ts';
import { id, instant, json, workspaceId } from '../db/columns.ts';

/** Acts already taken: a receipt that comes again does nothing again. Messages are written down before they are acted on. */
export const receipts = pgTable(
  'receipts',
  {
    id: id(),
    workspaceId: workspaceId(),
    receipt: text().notNull(),
    at: instant().notNull(),
    /** Kept for messages until done: their platform was told that we have them. */
    inbound: json(Inbound.nullable()),
    doneAt: instant(),
    attempts: integer().notNull().default(0),
  },
  (table) => [
    unique().on(table.workspaceId, table.receipt),
    index('receipts_open').on(table.at).where(sql`done_at is null`),
  ],
);
