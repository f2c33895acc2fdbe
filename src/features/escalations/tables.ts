import { integer, pgTable, primaryKey, uuid } from 'drizzle-orm/pg-core';
import { instant, workspaceId } from '../../db/columns.ts';

/** One row a tier that was taken to leadership; the key keeps it to once. */
export const escalations = pgTable(
  'escalations',
  {
    workspaceId: workspaceId(),
    /** A blocker, a late gate. */
    matterId: uuid().notNull(),
    /** Hours: 24, 48, 72. */
    tier: integer().notNull(),
    at: instant().notNull(),
    /** By when leadership decides. */
    decideBy: instant().notNull(),
    decisionId: uuid(),
  },
  (table) => [primaryKey({ columns: [table.matterId, table.tier] })],
);
