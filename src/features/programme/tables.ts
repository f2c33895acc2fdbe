import { integer, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
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

/** Every version of a programme's policy, from its first on. Rows are never changed. */
export const policyVersions = pgTable(
  'policy_versions',
  {
    id: id(),
    workspaceId: workspaceId(),
    programmeId: uuid().notNull(),
    number: integer().notNull(),
    policy: json(Policy).notNull(),
    at: instant().notNull(),
    /** Null: who is not known, as of an import. */
    byId: uuid(),
    /** The file it came from; null: it was changed in chat. */
    file: text(),
  },
  (table) => [unique().on(table.programmeId, table.number)],
);
