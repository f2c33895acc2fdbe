import { index, integer, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import { z } from 'zod';
import { id, instant, json, workspaceId } from '../../db/columns.ts';

/** The decision log: question, options, choice, reason, who, when. Rows are never changed. */
export const decisions = pgTable(
  'decisions',
  {
    id: id(),
    workspaceId: workspaceId(),
    programmeId: uuid().notNull(),
    /** DEC-9 */
    key: text().notNull(),
    number: integer().notNull(),
    question: text().notNull(),
    options: json(z.array(z.object({ label: z.string(), consequence: z.string() }))).notNull(),
    choice: text().notNull(),
    reason: text(),
    dependencyId: uuid(),
    blockerId: uuid(),
    byId: uuid().notNull(),
    at: instant().notNull(),
  },
  (table) => [unique().on(table.programmeId, table.number), index().on(table.workspaceId, table.dependencyId)],
);
