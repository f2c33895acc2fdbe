import { and, asc, count, desc, eq, sql } from 'drizzle-orm';
import type { DateTime } from 'luxon';
import { anyOf } from '../../db/any-of.ts';
import type { Tx } from '../../db/db.ts';
import type { Answers, Box, Participant, Results, Retrospective, Theme } from './model.ts';
import { retroParticipants, retrospectives, retroThemes, retroVotes, surveyBoxes } from './tables.ts';

export interface RetroFilter {
  programmeId?: string;
  ids?: readonly string[];
  key?: string;
  milestone?: { name: string; until: string };
}

/** Retrospectives, the latest first. */
export async function listRetrospectives(tx: Tx, filter: RetroFilter, limit?: number): Promise<Retrospective[]> {
  const { programmeId, ids, key, milestone } = filter;
  const query = tx
    .select()
    .from(retrospectives)
    .where(
      and(
        programmeId === undefined ? undefined : eq(retrospectives.programmeId, programmeId),
        ids === undefined ? undefined : anyOf(retrospectives.id, ids),
        key === undefined ? undefined : eq(retrospectives.key, key),
        milestone === undefined
          ? undefined
          : and(eq(retrospectives.milestone, milestone.name), eq(retrospectives.until, milestone.until)),
      ),
    )
    .orderBy(desc(retrospectives.number));
  const rows = await (limit === undefined ? query : query.limit(limit));
  return rows.map(({ workspaceId, ...row }) => row);
}

/** Locks a retrospective until the transaction ends and reads it. */
export async function lockRetrospective(tx: Tx, id: string): Promise<Retrospective | undefined> {
  const [row] = await tx.select().from(retrospectives).where(eq(retrospectives.id, id)).for('update');
  if (row === undefined) return undefined;
  const { workspaceId, ...found } = row;
  return found;
}

/** Writes one down under the programme's next number; call it with the programme locked. */
export async function insertRetrospective(
  tx: Tx,
  row: Omit<Retrospective, 'id' | 'key' | 'number'>,
): Promise<Retrospective> {
  const [last] = await tx
    .select({ number: sql<number>`coalesce(max(${retrospectives.number}), 0)::int` })
    .from(retrospectives)
    .where(eq(retrospectives.programmeId, row.programmeId));
  const number = (last?.number ?? 0) + 1;
  const named = { ...row, number, key: `RETRO-${number}` };
  const [saved] = await tx.insert(retrospectives).values(named).returning({ id: retrospectives.id });
  if (saved === undefined) throw new Error('A retrospective was saved without an id.');
  return { ...named, ...saved };
}

export async function closeRetrospective(
  tx: Tx,
  id: string,
  end: { closedAt: DateTime; results: Results },
): Promise<void> {
  await tx.update(retrospectives).set(end).where(eq(retrospectives.id, id));
}

export async function addParticipants(tx: Tx, retrospectiveId: string, personIds: readonly string[]): Promise<void> {
  if (personIds.length === 0) return;
  await tx
    .insert(retroParticipants)
    .values(personIds.map((personId) => ({ retrospectiveId, personId, answered: false, answers: null })));
}

/** Who is asked, by person. */
export async function participantsOf(tx: Tx, retrospectiveId: string): Promise<Participant[]> {
  const { personId, answered, answers } = retroParticipants;
  return tx
    .select({ personId, answered, answers })
    .from(retroParticipants)
    .where(eq(retroParticipants.retrospectiveId, retrospectiveId))
    .orderBy(asc(personId));
}

/** Notes that somebody answered, with the answers only where the survey is not anonymous. */
export async function setAnswered(
  tx: Tx,
  retrospectiveId: string,
  personId: string,
  answers: Answers | null,
): Promise<void> {
  await tx
    .update(retroParticipants)
    .set({ answered: true, answers })
    .where(and(eq(retroParticipants.retrospectiveId, retrospectiveId), eq(retroParticipants.personId, personId)));
}

/** Removes what an anonymous survey kept: the box, and who answered. */
export async function emptyTheBox(tx: Tx, retrospectiveId: string): Promise<void> {
  await tx.delete(surveyBoxes).where(eq(surveyBoxes.retrospectiveId, retrospectiveId));
  await tx
    .update(retroParticipants)
    .set({ answered: null })
    .where(eq(retroParticipants.retrospectiveId, retrospectiveId));
}

/** The box of an anonymous survey; undefined where there is none. */
export async function getBox(tx: Tx, retrospectiveId: string): Promise<Box | undefined> {
  const [row] = await tx
    .select({ box: surveyBoxes.box })
    .from(surveyBoxes)
    .where(eq(surveyBoxes.retrospectiveId, retrospectiveId));
  return row?.box;
}

export async function saveBox(tx: Tx, retrospectiveId: string, box: Box): Promise<void> {
  await tx
    .insert(surveyBoxes)
    .values({ retrospectiveId, box })
    .onConflictDoUpdate({ target: surveyBoxes.retrospectiveId, set: { box } });
}

/** Themes, those with the most votes first. */
export async function listThemes(tx: Tx, retrospectiveId: string): Promise<Theme[]> {
  const { id, number, text, byId } = retroThemes;
  const votes = count(retroVotes.personId);
  return tx
    .select({ id, number, text, byId, votes })
    .from(retroThemes)
    .leftJoin(retroVotes, eq(retroVotes.themeId, id))
    .where(eq(retroThemes.retrospectiveId, retrospectiveId))
    .groupBy(id)
    .orderBy(desc(votes), asc(number));
}

export async function insertTheme(
  tx: Tx,
  row: { retrospectiveId: string; number: number; text: string; byId: string; at: DateTime },
): Promise<void> {
  await tx.insert(retroThemes).values(row);
}

/** The themes of a retrospective that somebody voted for. */
export async function votesOf(tx: Tx, retrospectiveId: string, personId: string): Promise<string[]> {
  const rows = await tx
    .select({ themeId: retroVotes.themeId })
    .from(retroVotes)
    .innerJoin(retroThemes, eq(retroThemes.id, retroVotes.themeId))
    .where(and(eq(retroThemes.retrospectiveId, retrospectiveId), eq(retroVotes.personId, personId)));
  return rows.map(({ themeId }) => themeId);
}

export async function addVote(tx: Tx, themeId: string, personId: string): Promise<void> {
  await tx.insert(retroVotes).values({ themeId, personId });
}

export async function removeVote(tx: Tx, themeId: string, personId: string): Promise<void> {
  await tx.delete(retroVotes).where(and(eq(retroVotes.themeId, themeId), eq(retroVotes.personId, personId)));
}

/** The id of the retrospective that a theme belongs to. */
export async function retroOfTheme(tx: Tx, themeId: string): Promise<string | undefined> {
  const [row] = await tx
    .select({ id: retroThemes.retrospectiveId })
    .from(retroThemes)
    .where(eq(retroThemes.id, themeId));
  return row?.id;
}
