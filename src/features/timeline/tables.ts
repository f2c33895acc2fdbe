import { index, integer, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core';
import { day, id, oneOf, workspaceId } from '../../db/columns.ts';
import { Provisioning, StageName } from './model.ts';

/** What is planned of each stage of a dependency; the day of its release is the due date of the register. */
export const milestones = pgTable(
  'milestones',
  {
    workspaceId: workspaceId(),
    dependencyId: uuid().notNull(),
    stage: oneOf(StageName).notNull(),
    startDate: day(),
    endDate: day(),
    /** How long it takes, in working days of those who do it. */
    workingDays: integer(),
    /** Where a test window takes place. */
    environmentId: uuid(),
    doneOn: day(),
    /** COM-4: the commitment that holds its day. */
    committed: text(),
  },
  (table) => [primaryKey({ columns: [table.dependencyId, table.stage] })],
);

/** Which dependency begins its work after which other is delivered. */
export const needs = pgTable(
  'needs',
  {
    workspaceId: workspaceId(),
    dependencyId: uuid().notNull(),
    neededId: uuid().notNull(),
    /** Working days between the two, of the one that waits. */
    lag: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.dependencyId, table.neededId] }), index().on(table.neededId)],
);

/** Where test windows take place. */
export const environments = pgTable(
  'environments',
  {
    id: id(),
    workspaceId: workspaceId(),
    programmeId: uuid().notNull(),
    name: text().notNull(),
    state: oneOf(Provisioning).notNull(),
    ownerId: uuid(),
    fromDate: day(),
    untilDate: day(),
    /** Test windows it takes at once. */
    capacity: integer().notNull(),
  },
  (table) => [unique().on(table.programmeId, table.name)],
);

/** Days of the whole programme. */
export const programmeMilestones = pgTable(
  'programme_milestones',
  {
    workspaceId: workspaceId(),
    programmeId: uuid().notNull(),
    name: text().notNull(),
    date: day().notNull(),
  },
  (table) => [primaryKey({ columns: [table.programmeId, table.name] })],
);

/** Days, both included, on which nothing is changed. */
export const freezes = pgTable(
  'freezes',
  {
    workspaceId: workspaceId(),
    programmeId: uuid().notNull(),
    name: text().notNull(),
    startDate: day().notNull(),
    endDate: day().notNull(),
  },
  (table) => [primaryKey({ columns: [table.programmeId, table.name] })],
);
