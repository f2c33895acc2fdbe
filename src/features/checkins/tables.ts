import { index, integer, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import { z } from 'zod';
import { Colour } from '../../chat/card.ts';
import { day, id, instant, json, oneOf, workspaceId } from '../../db/columns.ts';

/** One asking of all owners of a programme; each is asked on the round's day by their own clock. */
export const rounds = pgTable(
  'rounds',
  {
    id: id(),
    workspaceId: workspaceId(),
    programmeId: uuid().notNull(),
    /** The cadence day it belongs to, YYYY-MM-DD; an owner on holiday is asked later, in the same round. */
    date: day().notNull(),
    openedAt: instant().notNull(),
    /** When the last prompt's time to answer ends. */
    closesAt: instant().notNull(),
    closedAt: instant(),
  },
  (table) => [unique().on(table.programmeId, table.date)],
);

export const PROMPT_STATES = ['open', 'answered', 'missed', 'dropped'] as const;

/** One message to one owner about all their dependencies. */
export const prompts = pgTable(
  'prompts',
  {
    id: id(),
    workspaceId: workspaceId(),
    /** Null for a question outside of the cadence. */
    roundId: uuid(),
    programmeId: uuid().notNull(),
    ownerId: uuid().notNull(),
    /** Who was asked: the owner, or the stand-in while the owner is away. */
    askedId: uuid().notNull(),
    askedAt: instant().notNull(),
    answerBy: instant().notNull(),
    /** The dependencies asked about. */
    dependencyIds: json(z.array(z.string())).notNull(),
    /** Those answered since, by dependency id: the colour and when. */
    answers: json(z.record(z.string(), z.object({ colour: Colour, byId: z.string(), at: z.string() }))).notNull(),
    state: oneOf(z.enum(PROMPT_STATES)).notNull(),
    version: integer().notNull().default(1),
  },
  (table) => [unique().on(table.roundId, table.ownerId), index().on(table.workspaceId, table.ownerId)],
);

/** Every status an owner gave, for ever: the history behind a dependency's present report. */
export const reports = pgTable(
  'reports',
  {
    id: id(),
    workspaceId: workspaceId(),
    dependencyId: uuid().notNull(),
    promptId: uuid(),
    colour: oneOf(Colour).notNull(),
    /** What the report before it said. */
    was: oneOf(Colour),
    reason: text(),
    via: oneOf(z.enum(['button', 'form', 'words', 'command'])).notNull(),
    byId: uuid().notNull(),
    at: instant().notNull(),
  },
  (table) => [index().on(table.workspaceId, table.dependencyId, table.at)],
);
