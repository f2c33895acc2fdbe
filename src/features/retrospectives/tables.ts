import { boolean, integer, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core';
import { day, id, instant, json, workspaceId } from '../../db/columns.ts';
import { Answers, Box, Results } from './model.ts';

/** One retrospective for each milestone that passed. */
export const retrospectives = pgTable(
  'retrospectives',
  {
    id: id(),
    workspaceId: workspaceId(),
    programmeId: uuid().notNull(),
    /** RETRO-2 */
    key: text().notNull(),
    number: integer().notNull(),
    milestone: text().notNull(),
    after: day(),
    until: day().notNull(),
    anonymous: boolean().notNull(),
    startedAt: instant().notNull(),
    closesAt: instant().notNull(),
    closedAt: instant(),
    /** Set when it closes. */
    results: json(Results.nullable()),
  },
  (table) => [
    unique().on(table.programmeId, table.number),
    unique().on(table.programmeId, table.milestone, table.until),
  ],
);

/** Who is asked. No instant: when somebody answered would tell what they answered. */
export const retroParticipants = pgTable(
  'retro_participants',
  {
    workspaceId: workspaceId(),
    retrospectiveId: uuid().notNull(),
    personId: uuid().notNull(),
    answered: boolean(),
    /** Null for ever where the survey is anonymous. */
    answers: json(Answers),
  },
  (table) => [primaryKey({ columns: [table.retrospectiveId, table.personId] })],
);

/**
 * The answers of anonymous surveys: one row for all of a survey, rewritten with each. So an answer has no id, no instant, no order and no
 * transaction of its own by which a row about a person could be joined to it.
 */
export const surveyBoxes = pgTable('survey_boxes', {
  retrospectiveId: uuid().primaryKey(),
  workspaceId: workspaceId(),
  box: json(Box).notNull(),
});

/** What is put to the vote. */
export const retroThemes = pgTable(
  'retro_themes',
  {
    id: id(),
    workspaceId: workspaceId(),
    retrospectiveId: uuid().notNull(),
    number: integer().notNull(),
    text: text().notNull(),
    byId: uuid().notNull(),
    at: instant().notNull(),
  },
  (table) => [unique().on(table.retrospectiveId, table.number)],
);

export const retroVotes = pgTable(
  'retro_votes',
  {
    workspaceId: workspaceId(),
    themeId: uuid().notNull(),
    personId: uuid().notNull(),
  },
  (table) => [primaryKey({ columns: [table.themeId, table.personId] })],
);
