import { boolean, index, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { z } from 'zod';
import { instant, oneOf, workspaceId } from '../../db/columns.ts';

/** What Depsync was installed for or spoken to in. */
export const ConversationKind = z.enum(['person', 'team', 'channel', 'group']);
export type ConversationKind = z.infer<typeof ConversationKind>;

/** Where Teams is to be called to reach somebody or somewhere: learned from what it sends us. */
export const teamsConversations = pgTable(
  'teams_conversations',
  {
    workspaceId: workspaceId(),
    kind: oneOf(ConversationKind).notNull(),
    /** A person's Entra object id; else the id of the team, the channel or the group chat. */
    externalId: text().notNull(),
    /** The conversation to post in; null for a person who was met elsewhere than in a personal chat. */
    conversation: text(),
    /** A conversation whose members Teams names: it knows a person by `member` there. */
    roster: text().notNull(),
    /** A person's id for this bot (29:…). */
    member: text(),
    /** The team of a channel. */
    team: text(),
    serviceUrl: text().notNull(),
    /** The client opens dialogs; the local Agents Playground does not. */
    dialogs: boolean().notNull(),
    seenAt: instant().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.kind, table.externalId] }),
    index().on(table.workspaceId, table.seenAt),
  ],
);
