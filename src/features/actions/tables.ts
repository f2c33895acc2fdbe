import { sql } from 'drizzle-orm';
import { index, integer, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import { day, id, instant, json, oneOf, workspaceId } from '../../db/columns.ts';
import { ActionSource, ActionState } from './model.ts';

/** The action register: who does what by when. */
export const actions = pgTable(
  'actions',
  {
    id: id(),
    workspaceId: workspaceId(),
    programmeId: uuid().notNull(),
    /** ACT-9 */
    key: text().notNull(),
    number: integer().notNull(),
    what: text().notNull(),
    ownerId: uuid().notNull(),
    dueOn: day().notNull(),
    dependencyId: uuid(),
    /** What opened it. */
    source: json(ActionSource).notNull(),
    /** Null: Depsync itself. */
    openedById: uuid(),
    openedAt: instant().notNull(),
    state: oneOf(ActionState).notNull(),
    note: text(),
    closedById: uuid(),
    closedAt: instant(),
    version: integer().notNull().default(1),
  },
  (table) => [
    unique().on(table.programmeId, table.number),
    index('actions_open').on(table.workspaceId, table.ownerId).where(sql`state = 'open'`),
    index().on(table.workspaceId, table.dependencyId),
  ],
);
