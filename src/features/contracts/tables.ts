import { sql } from 'drizzle-orm';
import { index, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { z } from 'zod';
import { id, instant, json, workspaceId } from '../../db/columns.ts';
import { Change, DocumentSummary, Finding, Hits, Withdrawal } from './model.ts';

/** Versions of a dependency's contract; the newest that was not withdrawn is the present one. */
export const contracts = pgTable(
  'contracts',
  {
    id: id(),
    workspaceId: workspaceId(),
    dependencyId: uuid().notNull(),
    /** Semver without a leading v. */
    version: text().notNull(),
    /** Null where a document was submitted without one. */
    url: text(),
    /** SHA-256 of what was submitted; votes belong to it. */
    hash: text().notNull(),
    note: text(),
    submittedById: uuid().notNull(),
    submittedAt: instant().notNull(),
    supersededAt: instant(),
    /** Null for an address alone. */
    document: json(DocumentSummary),
    withdrawn: json(Withdrawal),
  },
  (table) => [
    // The number of a version that was withdrawn may be used again.
    uniqueIndex().on(table.dependencyId, table.version).where(sql`withdrawn is null`),
    index().on(table.workspaceId, table.dependencyId),
  ],
);

/** The documents themselves, apart so that lists of contracts stay small. */
export const contractDocuments = pgTable('contract_documents', {
  contractId: uuid().primaryKey(),
  workspaceId: workspaceId(),
  text: text().notNull(),
  findings: json(z.array(Finding)).notNull(),
  changes: json(z.array(Change)).notNull(),
  hits: json(z.array(Hits)).notNull().default([]),
  changeLog: text().notNull().default(''),
});
