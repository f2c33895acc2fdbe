import type { DateTime } from 'luxon';
import { z } from 'zod';
import { Text } from '../../chat/text.ts';
import type { Person } from '../people/model.ts';

/** Characters of a note, and of the reason of a move or a cancellation. Ours: a paragraph. */
export const LONGEST = { note: 1_000, reason: 300 } as const;
/** People one sync is planned for. Ours: more do not talk in an hour. */
export const MOST_PARTICIPANTS = 50;
/** Notes of one meeting. Ours: what a page shows. */
export const MOST_NOTES = 200;
/** The weeks over which burdens are added up: a quarter. */
export const QUARTER_WEEKS = 13;

/** What somebody said to an invitation. */
export const Answer = z.enum(['none', 'attends', 'cannot']);
export type Answer = z.infer<typeof Answer>;

/** Somebody who is invited. */
export const Seat = z.object({
  personId: z.string(),
  /** What the hour costs them, in points (rules/slots.ts). */
  points: z.number().int(),
  /** False for whom the hour leaves out: it is night there, or they do not work that day. */
  can: z.boolean(),
  answer: Answer,
  /** Ids of those who are away at the hour and for whom they stand in. */
  standsInFor: z.array(z.string()).default([]),
});
export type Seat = z.infer<typeof Seat>;

/** What an hour is to somebody whose calendar nobody weighs. */
export const UNWEIGHED = { can: true, points: 0 } as const;

/** What is talked about, the most urgent kind first. */
export const PointKind = z.enum(['decision', 'red', 'overdue', 'shift', 'gate', 'action']);
export type PointKind = z.infer<typeof PointKind>;

export const Point = z.object({
  kind: PointKind,
  /** What it is about: DEP-4, ACT-9. */
  key: z.string(),
  text: Text,
  minutes: z.number().int(),
  /** Ids of the people without whom it cannot be settled. */
  needs: z.array(z.string()),
});
export type Point = z.infer<typeof Point>;

export const Agenda = z.object({
  points: z.array(Point),
  /** What the time does not reach for, to be read. */
  reading: z.array(Point),
  /** Further points that are counted only. */
  more: z.number().int(),
});
export type Agenda = z.infer<typeof Agenda>;

export const MeetingState = z.enum(['planned', 'cancelled']);
export type MeetingState = z.infer<typeof MeetingState>;

/** A meeting to be written down. */
export interface NewMeeting {
  programmeId: string;
  /** SYNC-3 */
  key: string;
  number: number;
  startsAt: DateTime;
  /** How long it is. */
  minutes: number;
  seats: Seat[];
  /** How many more the policy names than are invited (MOST_PARTICIPANTS). */
  uninvited: number;
  /** When the minutes are posted, finished or not. */
  closesAt: DateTime;
  changedAt: DateTime;
}

/** A weekly sync: invited to, with an agenda, and with minutes in the end; a cancelled one runs in writing. */
export interface Meeting extends NewMeeting {
  id: string;
  /** Random: whoever knows it may read the calendar file. */
  shareId: string;
  /** Counts moves and the cancellation: SEQUENCE of the calendar file. */
  sequence: number;
  state: MeetingState;
  /** Why it was moved last or cancelled. */
  reason: string | null;
  agenda: Agenda | null;
  /** From when on notes, decisions and actions belong to it; null before its agenda was posted. */
  agendaAt: DateTime | null;
  /** When its minutes were posted. */
  closedAt: DateTime | null;
  version: number;
}

/** Something said in a meeting, or in writing in its place. */
export interface Note {
  byId: string;
  at: DateTime;
  text: string;
  /** The point it is about; null: none. */
  about: string | null;
}

/** A meeting with all that cards show of it. */
export interface MeetingView {
  meeting: Meeting;
  programme: string;
  /** Everybody who is invited, and everybody its agenda needs. */
  people: ReadonlyMap<string, Person>;
  /** Ids of those whose zone nobody has said: times are shown to them in UTC. */
  zoneless: readonly string[];
  /** Points that each carried in the quarter up to this meeting, itself included. */
  burdens: ReadonlyMap<string, number>;
}

export const endOf = ({ startsAt, minutes }: Pick<Meeting, 'startsAt' | 'minutes'>) => startsAt.plus({ minutes });
