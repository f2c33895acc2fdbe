import { sql } from 'drizzle-orm';
import { index, integer, pgTable, primaryKey, text, unique, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { z } from 'zod';
import { day, id, instant, json, oneOf, workspaceId } from '../../db/columns.ts';
import { StageName } from '../timeline/model.ts';
import { CommitmentState } from './model.ts';

/** Promises of stages of dependencies. */
export const commitments = pgTable(
  'commitments',
  {
    id: id(),
    workspaceId: workspaceId(),
    programmeId: uuid().notNull(),
    dependencyId: uuid().notNull(),
    /** COM-4 */
    key: text().notNull(),
    number: integer().notNull(),
    stage: oneOf(StageName).notNull(),
    obligations: json(z.array(z.string())).notNull(),
    state: oneOf(CommitmentState).notNull().default('open'),
    /** The number of the terms in force. */
    lockedTerms: integer(),
    /** The day that was promised first, and the day on which the stage was done: the history that forecasts read. */
    promisedFor: day(),
    keptOn: day(),
    version: integer().notNull().default(1),
  },
  (table) => [
    unique().on(table.programmeId, table.number),
    uniqueIndex('commitments_one_open').on(table.dependencyId, table.stage).where(sql`state = 'open'`),
    index().on(table.workspaceId, table.dependencyId),
  ],
);

/** What is promised, by number; only `withdrawn_at` is ever changed. */
export const commitmentTerms = pgTable(
  'commitment_terms',
  {
    workspaceId: workspaceId(),
    commitmentId: uuid().notNull(),
    number: integer().notNull(),
    ownerId: uuid().notNull(),
    what: text().notNull(),
    byDate: day().notNull(),
    trace: text().notNull(),
    reason: text(),
    proposedById: uuid().notNull(),
    proposedAt: instant().notNull(),
    withdrawnAt: instant(),
  },
  (table) => [primaryKey({ columns: [table.commitmentId, table.number] })],
);

/** One signature of each seat for each number of terms: the key refuses a second. */
export const commitmentSignatures = pgTable(
  'commitment_signatures',
  {
    workspaceId: workspaceId(),
    commitmentId: uuid().notNull(),
    terms: integer().notNull(),
    /** The id of a team, or `compliance`. */
    seat: text().notNull(),
    byId: uuid().notNull(),
    at: instant().notNull(),
  },
  (table) => [primaryKey({ columns: [table.commitmentId, table.terms, table.seat] })],
);

/** How much of its own history a team has looked at: others see the forecast of no more than that. */
export const forecastsSeen = pgTable(
  'forecasts_seen',
  {
    workspaceId: workspaceId(),
    programmeId: uuid().notNull(),
    teamId: uuid().notNull(),
    /** Kept promises in the figure that somebody of the team saw. */
    promises: integer().notNull(),
    byId: uuid().notNull(),
    at: instant().notNull(),
  },
  (table) => [primaryKey({ columns: [table.programmeId, table.teamId] })],
);
