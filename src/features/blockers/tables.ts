import { sql } from 'drizzle-orm';
import { index, integer, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { z } from 'zod';
import { day, id, instant, json, workspaceId } from '../../db/columns.ts';

export const blockers = pgTable(
  'blockers',
  {
    id: id(),
    workspaceId: workspaceId(),
    dependencyId: uuid().notNull(),
    reason: text().notNull(),
    raisedById: uuid().notNull(),
    raisedAt: instant().notNull(),
    /** When the raiser expects it to end. */
    expectedUntil: day(),
    /** Hours of each tier, as the policy stood when it was raised. */
    tiers: json(z.array(z.number())).notNull(),
    resolvedAt: instant(),
    resolvedById: uuid(),
    resolution: text(),
    version: integer().notNull().default(1),
  },
  (table) => [
    index().on(table.workspaceId, table.dependencyId),
    uniqueIndex('blockers_one_open').on(table.dependencyId).where(sql`resolved_at is null`),
  ],
);
