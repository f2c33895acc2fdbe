import { integer, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { id, instant, workspaceId } from '../../db/columns.ts';

/** The start of each programme, and its kickoff summary; a programme starts once. */
export const kickoffs = pgTable('kickoffs', {
  id: id(),
  workspaceId: workspaceId(),
  programmeId: uuid().notNull().unique(),
  startedAt: instant().notNull(),
  startedById: uuid().notNull(),
  scope: text(),
  postedAt: instant(),
  postedById: uuid(),
  version: integer().notNull().default(1),
});
