import { and, isNull, type SQL, sql } from 'drizzle-orm';
import { bigserial, boolean, index, integer, pgTable, primaryKey, text, unique } from 'drizzle-orm/pg-core';
import { z } from 'zod';
import { Card } from '../chat/card.ts';
import { Platform } from '../chat/inbound.ts';
import { id, instant, json, oneOf, workspaceId } from '../db/columns.ts';
import { Address } from './message.ts';
import { Tried } from './tried.ts';

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
    /** It asks something of a person: ids of the dependencies that it is about. Null when it asks nothing. */
    wants: json(z.array(z.string())),
    /** It does not leave before it is let go. */
    held: boolean().notNull().default(false),
    /** The last message of the day that listed it while it was held. */
    listedAt: instant(),
    /** When it was let go to somebody who had not asked for it; null for answers, updates and what is held. */
    interruptedAt: instant(),
    createdAt: instant().notNull(),
    /** Not before: a retry's or a limit's time. */
    dueAt: instant().notNull(),
    attempts: integer().notNull().default(0),
    /** Held by a worker until then; after it, its outcome is unknown. */
    leasedUntil: instant(),
    /** The limit it waits for, by the scope of its pace. */
    waitsFor: text(),
    deliveredAt: instant(),
    /** Given up for good; shown by doctor and on the console. */
    parkedAt: instant(),
    /** A newer version of the same living card left instead. */
    supersededAt: instant(),
    platform: oneOf(Platform),
    message: text(),
    lastError: text(),
    /** The platforms on which it was tried in vain. */
    tried: json(z.array(Tried)).notNull().default([]),
  },
  (table) => [
    unique().on(table.workspaceId, table.key),
    index('outbox_open')
      .on(table.priority, table.seq)
      .where(sql`delivered_at is null and parked_at is null and superseded_at is null`),
    index('outbox_conversation')
      .on(table.workspaceId, table.conversation, table.priority, table.seq)
      .where(sql`delivered_at is null and parked_at is null and superseded_at is null`),
    /** What was written in a span: the self-audit, every ten minutes. */
    index('outbox_written').on(table.workspaceId, table.createdAt),
    /** Who was sent a living card: whenever one changes. */
    index('outbox_subject').on(table.workspaceId, table.subject).where(sql`subject is not null`),
    /** What a conversation was sent, and the versions of one card there: with each change, answer and look of the doctor. */
    index('outbox_sent').on(table.workspaceId, table.conversation, table.subject),
    /** What waits for somebody's message of the day, and how often they were interrupted. */
    index('outbox_held').on(table.workspaceId, table.conversation).where(sql`held and superseded_at is null`),
    index('outbox_interrupted')
      .on(table.workspaceId, table.conversation, table.interruptedAt)
      .where(sql`interrupted_at is not null`),
    /** How many were given up: each time that somebody asks for the metrics. */
    index('outbox_parked').on(table.parkedAt).where(sql`parked_at is not null`),
  ],
);

/** Neither delivered nor given up. `and` of at least one condition is never undefined, which its type does not say. */
export const isOpen = and(isNull(outbox.deliveredAt), isNull(outbox.parkedAt), isNull(outbox.supersededAt)) as SQL;

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

/** When the next message may go where a platform limits how many do: a platform's posts, its updates, a conversation. */
export const paces = pgTable(
  'paces',
  {
    workspaceId: workspaceId(),
    /** `slack/post`, `slack/update`, or the conversation as the outbox names it. */
    scope: text().notNull(),
    /** Nothing goes before. */
    freeAt: instant().notNull(),
  },
  (table) => [primaryKey({ columns: [table.workspaceId, table.scope] })],
);
