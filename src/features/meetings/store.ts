import { randomUUID } from 'node:crypto';
import { and, asc, count, desc, eq, gte, inArray, isNotNull, isNull, lt, type SQL, sql } from 'drizzle-orm';
import type { DateTime } from 'luxon';
import type { Tx } from '../../db/db.ts';
import type { Meeting, NewMeeting, Note } from './model.ts';
import { meetingNotes, meetings } from './tables.ts';

export interface MeetingFilter {
  ids?: readonly string[];
  programmeId?: string;
  shareId?: string;
  state?: Meeting['state'];
  /** Starting at or after this instant, and before the other. */
  from?: DateTime;
  before?: DateTime;
  /** Its agenda was posted, its minutes were not. */
  underWay?: true;
  /** Its minutes were posted. */
  closed?: true;
}

/** Meetings, the latest first. */
export async function listMeetings(tx: Tx, filter: MeetingFilter, limit: number): Promise<Meeting[]> {
  if (filter.ids?.length === 0) return [];
  const rows = await tx
    .select()
    .from(meetings)
    .where(matching(filter))
    .orderBy(desc(meetings.startsAt), desc(meetings.number))
    .limit(limit);
  return rows.map(toMeeting);
}

export async function countMeetings(tx: Tx, filter: MeetingFilter): Promise<number> {
  const [row] = await tx.select({ many: count() }).from(meetings).where(matching(filter));
  return row?.many ?? 0;
}

/** Locks a meeting until the transaction ends and reads it. */
export async function lockMeeting(tx: Tx, id: string): Promise<Meeting | undefined> {
  const [row] = await tx.select().from(meetings).where(eq(meetings.id, id)).for('update');
  return row && toMeeting(row);
}

function toMeeting({ workspaceId, ...row }: typeof meetings.$inferSelect): Meeting {
  return row;
}

function matching({
  ids,
  programmeId,
  shareId,
  state,
  from,
  before,
  underWay,
  closed,
}: MeetingFilter): SQL | undefined {
  return and(
    ids === undefined ? undefined : inArray(meetings.id, [...ids]),
    programmeId === undefined ? undefined : eq(meetings.programmeId, programmeId),
    shareId === undefined ? undefined : eq(meetings.shareId, shareId),
    state === undefined ? undefined : eq(meetings.state, state),
    from === undefined ? undefined : gte(meetings.startsAt, from),
    before === undefined ? undefined : lt(meetings.startsAt, before),
    underWay === undefined ? undefined : and(isNotNull(meetings.agendaAt), isNull(meetings.closedAt)),
    closed === undefined ? undefined : isNotNull(meetings.closedAt),
  );
}

/** The next free number of a programme; call it with the programme locked. */
export async function nextMeetingNumber(tx: Tx, programmeId: string): Promise<number> {
  const [row] = await tx
    .select({ last: sql<number>`coalesce(max(${meetings.number}), 0)::int` })
    .from(meetings)
    .where(eq(meetings.programmeId, programmeId));
  return (row?.last ?? 0) + 1;
}

export async function insertMeeting(tx: Tx, meeting: NewMeeting): Promise<Meeting> {
  const [row] = await tx
    .insert(meetings)
    .values({ ...meeting, shareId: randomUUID(), state: 'planned' })
    .returning();
  if (row === undefined) throw new Error('A meeting was saved without an id.');
  return toMeeting(row);
}

type MeetingChanges = Partial<Omit<Meeting, 'id' | 'programmeId' | 'key' | 'number' | 'shareId' | 'version'>>;

/** Changes a meeting that is locked; gives it as it is then. */
export async function updateMeeting(tx: Tx, meeting: Meeting, changes: MeetingChanges): Promise<Meeting> {
  await tx
    .update(meetings)
    .set({ ...changes, version: sql`${meetings.version} + 1` })
    .where(eq(meetings.id, meeting.id));
  return { ...meeting, ...changes, version: meeting.version + 1 };
}

export async function insertNotes(tx: Tx, meetingId: string, notes: readonly Note[]): Promise<void> {
  if (notes.length > 0) await tx.insert(meetingNotes).values(notes.map((note) => ({ ...note, meetingId })));
}

/** Notes of a meeting, the oldest first. */
export async function listNotes(tx: Tx, meetingId: string): Promise<Note[]> {
  const { byId, at, text, about } = meetingNotes;
  return tx
    .select({ byId, at, text, about })
    .from(meetingNotes)
    .where(eq(meetingNotes.meetingId, meetingId))
    .orderBy(asc(at), asc(meetingNotes.id));
}
