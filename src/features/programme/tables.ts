import { integer, pgTable, text, unique } from 'drizzle-orm/pg-core';
import { z } from 'zod';
import { day, id, instant, json, workspaceId } from '../../db/columns.ts';
import { Policy } from './model.ts';

export const programmes = pgTable(
  'programmes',
  {
    id: id(),
    workspaceId: workspaceId(),
    key: text().notNull(),
    name: text().notNull(),
    /** Starts the keys of its dependencies: DEP in DEP-12. Unique in the workspace, so a key names one dependency. */
    prefix: text().notNull(),
    goal: text(),
    releaseDate: day(),
    leadIds: json(z.array(z.string())).notNull(),
    policy: json(Policy).notNull(),
    createdAt: instant().notNull(),
    version: integer().notNull().default(1),
  },
  (table) => [unique().on(table.workspaceId, table.key), unique().on(table.workspaceId, table.prefix)],
);
