import { index, integer, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core';
import { z } from 'zod';
import { day, id, instant, json, oneOf, workspaceId } from '../../db/columns.ts';
import { ContactRole } from '../programme/model.ts';
import { CriticalDate, DependencyState, Kind, Link, Override, Report, Risk, SignalKind } from './model.ts';

export const dependencies = pgTable(
  'dependencies',
  {
    id: id(),
    workspaceId: workspaceId(),
    programmeId: uuid().notNull(),
    /** DEP-12: the programme's prefix and a number. */
    key: text().notNull(),
    number: integer().notNull(),
    title: text().notNull(),
    kind: oneOf(Kind).notNull(),
    interface: text(),
    producerTeamId: uuid().notNull(),
    ownerId: uuid(),
    delegateId: uuid(),
    /** When the producer delivers. */
    dueDate: day(),
    risk: oneOf(Risk).notNull(),
    roadmapGoal: text(),
    sharedInfrastructure: text(),
    obligations: json(z.array(z.string())).notNull(),
    criticalDates: json(z.array(CriticalDate)).notNull(),
    links: json(z.array(Link)).notNull(),
    state: oneOf(DependencyState).notNull().default('open'),
    report: json(Report.nullable()),
    override: json(Override.nullable()),
    version: integer().notNull().default(1),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
  },
  (table) => [
    unique().on(table.workspaceId, table.key),
    unique().on(table.programmeId, table.number),
    index().on(table.workspaceId, table.ownerId),
  ],
);

export const consumers = pgTable(
  'consumers',
  {
    workspaceId: workspaceId(),
    dependencyId: uuid().notNull(),
    teamId: uuid().notNull(),
    /** When this team needs it. */
    neededBy: day(),
  },
  (table) => [primaryKey({ columns: [table.dependencyId, table.teamId] })],
);

export const contacts = pgTable(
  'contacts',
  {
    workspaceId: workspaceId(),
    dependencyId: uuid().notNull(),
    role: oneOf(ContactRole).notNull(),
    personId: uuid().notNull(),
    /** What this contact may decide. */
    authority: text(),
    /** How often this contact reviews, in words. */
    reviewCadence: text(),
    delegateId: uuid(),
  },
  (table) => [primaryKey({ columns: [table.dependencyId, table.role] }), index().on(table.workspaceId, table.personId)],
);

export const signals = pgTable(
  'signals',
  {
    workspaceId: workspaceId(),
    dependencyId: uuid().notNull(),
    kind: oneOf(SignalKind).notNull(),
    /** The blocker, gate or round it comes from. */
    subject: text().notNull(),
    text: text().notNull(),
    /** Since when the fact holds; its age decides between yellow and red. */
    since: instant().notNull(),
    /** For silence: rounds in a row without an answer. */
    count: integer().notNull().default(1),
  },
  (table) => [primaryKey({ columns: [table.dependencyId, table.kind, table.subject] })],
);
