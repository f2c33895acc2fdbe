import { bigserial, index, pgTable, text, unique } from 'drizzle-orm/pg-core';
import { Card } from '../../chat/card.ts';
import { id, instant, json, workspaceId } from '../../db/columns.ts';

/** What the web console shows: messages in a person's inbox or a channel. */
export const webMessages = pgTable(
  'web_messages',
  {
    id: id(),
    seq: bigserial({ mode: 'number' }).notNull(),
    workspaceId: workspaceId(),
    /** `person:ID` or `channel:NAME` */
    conversation: text().notNull(),
    /** The outbox row it came from: posting it twice is posting it once. */
    outboxId: text(),
    card: json(Card).notNull(),
    postedAt: instant().notNull(),
    updatedAt: instant().notNull(),
  },
  (table) => [
    unique().on(table.workspaceId, table.outboxId),
    index().on(table.workspaceId, table.conversation, table.seq),
  ],
);
