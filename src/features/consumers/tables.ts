import { pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { instant, workspaceId } from '../../db/columns.ts';

/** What consumer teams say that they use of a contract; without a row, everything. */
export const contractUses = pgTable(
  'contract_uses',
  {
    workspaceId: workspaceId(),
    dependencyId: uuid().notNull(),
    teamId: uuid().notNull(),
    uses: text().array().notNull(),
    byId: uuid().notNull(),
    at: instant().notNull(),
  },
  (table) => [primaryKey({ columns: [table.dependencyId, table.teamId] })],
);
