import { sql } from 'drizzle-orm';
import { bigserial, index, integer, pgTable, primaryKey, text, unique } from 'drizzle-orm/pg-core';
import { z } from 'zod';
import { Card } from '../chat/card.ts';
import { Platform } from '../chat/inbound.ts';
import { id, instant, json, oneOf, workspaceId } from '../db/columns.ts';
import { Address } from './message.ts';

/** All that leaves, once: written in the transaction of its cause, delivered after. */
export const outbox = pgTable(
  'outbox',
  {
    id: id(),
    seq: bigserial({ mode: 'number' }).notNull(),
    workspaceId: workspaceId(),
    /** The same thing is said once. */
    key: text().notNull(),
    /** Where it goes; messages of one conversation leave in order. */
    conversation: text().notNull(),
    address: json(Address).notNull(),
    /** Lower leaves first. */
    priority: integer().notNull(),
    /** For a living card: posted once, updated after. */
    subject: text(),
    card: json(Card).notNull(),
    /** Whom to turn to, in order, when the address cannot be reached. */
    fallback: json(z.array(Address)).notNull(),
    createdAt: instant().notNull(),
    /** Not before: a retry's or a limit's time. */
    dueAt: instant().notNull(),
    attempts: integer().notNull().default(0),
    /** Held by a worker until then; after it, its outcome is unknown. */
    leasedUntil: instant(),
    deliveredAt: instant(),
    /** Given up for good; shown by doctor and on the console. */
    parkedAt: instant(),
    /** A newer version of the same living card left instead. */
    supersededAt: instant(),
    platform: oneOf(Platform),
    message: text(),
    lastError: text(),
  },
  (table) => [
    unique().on(table.workspaceId, table.key),
    index('outbox_open')
      .on(table.dueAt, table.priority, table.seq)
      .where(sql`delivered_at is null and parked_at is null and superseded_at is null`),
    index('outbox_conversation')
      .on(table.workspaceId, table.conversation, table.seq)
      .where(sql`delivered_at is null and parked_at is null and superseded_at is null`),
  ],
);

/** Where a living card was posted, so that it can be updated. */
export const shown = pgTable(
  'shown',
  {
    workspaceId: workspaceId(),
    subject: text().notNull(),
    conversation: text().notNull(),
    platform: oneOf(Platform).notNull(),
    /** The platform's names. */
    place: text().notNull(),
    message: text().notNull(),
    updatedAt: instant().notNull(),
  },
  (table) => [primaryKey({ columns: [table.workspaceId, table.subject, table.conversation] })],
);
