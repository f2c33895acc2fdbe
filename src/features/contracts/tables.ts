import { index, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import { id, instant, workspaceId } from '../../db/columns.ts';

/** Versions of a dependency's contract; the newest is the present one. */
export const contracts = pgTable(
  'contracts',
  {
    id: id(),
    workspaceId: workspaceId(),
    dependencyId: uuid().notNull(),
    /** Semver without a leading v. */
    version: text().notNull(),
    url: text().notNull(),
    /** SHA-256 of what was submitted; votes belong to it. */
    hash: text().notNull(),
    note: text(),
    submittedById: uuid().notNull(),
    submittedAt: instant().notNull(),
    supersededAt: instant(),
  },
  (table) => [unique().on(table.dependencyId, table.version), index().on(table.workspaceId, table.dependencyId)],
);
