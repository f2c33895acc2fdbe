import { index, integer, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import { z } from 'zod';
import { id, instant, json, oneOf, workspaceId } from '../../db/columns.ts';
import { Agenda, MeetingState, Seat } from './model.ts';

/** Weekly syncs: planned, held, cancelled. */
export const meetings = pgTable(
  'meetings',
  {
    id: id(),
    workspaceId: workspaceId(),
    /** Random: whoever knows it may read the calendar file. */
    shareId: uuid().notNull().unique(),
    programmeId: uuid().notNull(),
    /** SYNC-3 */
    key: text().notNull(),
    number: integer().notNull(),
    startsAt: instant().notNull(),
    minutes: integer().notNull(),
    sequence: integer().notNull().default(0),
    changedAt: instant().notNull(),
    state: oneOf(MeetingState).notNull(),
    seats: json(z.array(Seat)).notNull(),
    uninvited: integer().notNull(),
    reason: text(),
    agenda: json(Agenda),
    agendaAt: instant(),
    closesAt: instant().notNull(),
    closedAt: instant(),
    version: integer().notNull().default(1),
  },
  (table) => [
    unique().on(table.programmeId, table.number),
    index().on(table.workspaceId, table.programmeId, table.startsAt),
  ],
);

/** What was said in a meeting, or in writing in its place. */
export const meetingNotes = pgTable(
  'meeting_notes',
  {
    id: id(),
    workspaceId: workspaceId(),
    meetingId: uuid().notNull(),
    byId: uuid().notNull(),
    at: instant().notNull(),
    text: text().notNull(),
    /** DEP-4; null where it is about no point. */
    about: text(),
  },
  (table) => [index().on(table.workspaceId, table.meetingId)],
);
