import { index, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { z } from 'zod';
import { id, instant, json, workspaceId } from '../../db/columns.ts';

/** Who changed what, why and when. Append-only: a trigger refuses any change. */
export const audit = pgTable(
  'audit',
  {
    id: id(),
    workspaceId: workspaceId(),
    programmeId: uuid(),
    at: instant().notNull(),
    /** Null: Depsync itself. */
    byId: uuid(),
    /** Such as `register.edited`. */
    action: text().notNull(),
    /** The key or id of what it is about. */
    subject: text().notNull(),
    before: json(z.unknown()),
    after: json(z.unknown()),
    reason: text(),
  },
  (table) => [index().on(table.workspaceId, table.subject), index().on(table.workspaceId, table.at)],
);
