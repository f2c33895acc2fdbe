import { index, integer, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import { z } from 'zod';
import { id, instant, json, workspaceId } from '../../db/columns.ts';
import { DecisionLinks, DecisionOption } from './model.ts';

/** The decision log: question, options, choice, reason, who, when, links, what it superseded. Rows are never changed. */
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
    options: json(z.array(DecisionOption)).notNull(),
    choice: text().notNull(),
    reason: text(),
    dependencyId: uuid(),
    blockerId: uuid(),
    byId: uuid().notNull(),
    at: instant().notNull(),
    links: json(DecisionLinks).notNull().default([]),
    /** The decision whose place it takes; one place is taken once. */
    supersedesId: uuid().unique(),
  },
  (table) => [unique().on(table.programmeId, table.number), index().on(table.workspaceId, table.dependencyId)],
);
