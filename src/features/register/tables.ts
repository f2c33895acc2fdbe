import { type SQL, sql } from 'drizzle-orm';
import { boolean, index, integer, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core';
import type { DateTime } from 'luxon';
import { z } from 'zod';
import { Colour } from '../../chat/card.ts';
import { day, id, instant, json, oneOf, workspaceId } from '../../db/columns.ts';
import { ContactRole } from '../programme/model.ts';
import { CriticalDate, DependencyState, Kind, Link, Override, Priority, Report, Risk, SignalKind } from './model.ts';

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
    /** In the producer's backlog. */
    priority: oneOf(Priority),
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
    index().on(table.programmeId, table.dueDate),
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
    /** In its own backlog. */
    priority: oneOf(Priority),
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

/**
 * From when on each dependency is yellow and red, so that PostgreSQL can count and order by colour at any moment: left
 * alone, a colour only gets worse. The database keeps it by triggers, whatever writes a fact (migration 0002); `rules.ts`
 * says the same in TypeScript, and `test/integration/standings.test.ts` compares them.
 */
export const standings = pgTable(
  'standings',
  {
    dependencyId: uuid().primaryKey(),
    workspaceId: workspaceId(),
    programmeId: uuid().notNull(),
    number: integer().notNull(),
    open: boolean().notNull(),
    ownerId: uuid(),
    producerTeamId: uuid().notNull(),
    /** Null: not by the facts of today. */
    yellowFrom: instant(),
    redFrom: instant(),
    /** An override in force until then. */
    setColour: oneOf(Colour),
    setUntil: instant(),
    /** The report names no mitigation, or no trigger for it. */
    unplanned: boolean().notNull(),
  },
  (table) => [index().on(table.programmeId, table.open, table.number)],
);

/** The colour of an open dependency at that moment. */
export function colourAt(now: DateTime): SQL<Colour> {
  const at = sql.param(now, standings.redFrom);
  return sql<Colour>`case when ${standings.setUntil} > ${at} then ${standings.setColour} when ${standings.redFrom} <= ${at} then 'red' when ${standings.yellowFrom} <= ${at} then 'yellow' else 'green' end`;
}
