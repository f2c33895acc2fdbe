import { type SQL, sql } from 'drizzle-orm';
import { index, integer, type PgColumn, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import { id, instant, json, oneOf, workspaceId } from '../../db/columns.ts';
import { RiskKind, RiskState, Trigger } from './model.ts';

/** Constraints and risks, each with an owner, a mitigation and what makes that begin. */
export const risks = pgTable(
  'risks',
  {
    id: id(),
    workspaceId: workspaceId(),
    programmeId: uuid().notNull(),
    /** RISK-3 */
    key: text().notNull(),
    number: integer().notNull(),
    kind: oneOf(RiskKind).notNull(),
    text: text().notNull(),
    dependencyId: uuid(),
    ownerId: uuid().notNull(),
    mitigation: text().notNull(),
    trigger: json(Trigger).notNull(),
    /** Null: it came with a register file. */
    openedById: uuid(),
    openedAt: instant().notNull(),
    state: oneOf(RiskState).notNull(),
    triggeredAt: instant(),
    triggeredWhy: text(),
    actionId: uuid(),
    closedAt: instant(),
    closedById: uuid(),
    note: text(),
    version: integer().notNull().default(1),
  },
  (table) => [unique().on(table.programmeId, table.number), index().on(table.workspaceId, table.dependencyId)],
);

/** True where a risk that is not closed is about this dependency. */
export function mitigatedByRisk(dependencyId: PgColumn): SQL<boolean> {
  return sql<boolean>`exists (select 1 from ${risks} where ${risks.dependencyId} = ${dependencyId} and ${risks.state} <> 'closed')`;
}
