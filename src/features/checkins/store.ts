import { and, asc, desc, eq, gte, inArray, isNotNull, isNull, ne, not, or, sql } from 'drizzle-orm';
import type { DateTime } from 'luxon';
import type { Colour } from '../../chat/card.ts';
import { anyOf } from '../../db/any-of.ts';
import type { Tx } from '../../db/db.ts';
import type { Change, Prompt, Round } from './model.ts';
import { prompts, reports, rounds } from './tables.ts';

function toPrompt({ workspaceId, version, ...prompt }: typeof prompts.$inferSelect): Prompt {
  return prompt;
}

/** The round of a day, made when it is missing; its end moves with its last prompt. Undefined when it is over. */
export async function openRound(tx: Tx, round: Omit<Round, 'id' | 'closedAt'>): Promise<Round | undefined> {
  const [row] = await tx
    .insert(rounds)
    .values(round)
    .onConflictDoUpdate({
      target: [rounds.programmeId, rounds.date],
      set: { closesAt: sql`greatest(${rounds.closesAt}, excluded.closes_at)` },
      setWhere: isNull(rounds.closedAt),
    })
    .returning();
  return row;
}

export async function lockRound(tx: Tx, id: string): Promise<Round | undefined> {
  const [row] = await tx.select().from(rounds).where(eq(rounds.id, id)).for('update');
  return row;
}

export async function closeRound(tx: Tx, id: string, now: DateTime): Promise<void> {
  await tx.update(rounds).set({ closedAt: now }).where(eq(rounds.id, id));
}

/** When the programme was last told of a round. */
export async function lastClose(tx: Tx, programmeId: string): Promise<DateTime | undefined> {
  const [row] = await tx
    .select({ closedAt: rounds.closedAt })
    .from(rounds)
    .where(and(eq(rounds.programmeId, programmeId), isNotNull(rounds.closedAt)))
    .orderBy(desc(rounds.closedAt))
    .limit(1);
  return row?.closedAt ?? undefined;
}

/** Writes prompts down; gives them without those whose owner was asked in the same round already. */
export async function addPrompts(tx: Tx, many: readonly Omit<Prompt, 'id' | 'answers'>[]): Promise<Prompt[]> {
  if (many.length === 0) return [];
  const rows = await tx
    .insert(prompts)
    .values(many.map((prompt) => ({ ...prompt, answers: {} })))
    .onConflictDoNothing()
    .returning();
  return rows.map(toPrompt);
}

/** Marks the open prompts of these prompts' owners as missed, themselves left out. */
export async function missEarlier(tx: Tx, programmeId: string, asked: readonly Prompt[]): Promise<void> {
  if (asked.length === 0) return;
  const [ids, ownerIds] = [asked.map((prompt) => prompt.id), asked.map((prompt) => prompt.ownerId)];
  await tx
    .update(prompts)
    .set({ state: 'missed', version: sql`${prompts.version} + 1` })
    .where(
      and(
        eq(prompts.programmeId, programmeId),
        anyOf(prompts.ownerId, ownerIds),
        eq(prompts.state, 'open'),
        not(anyOf(prompts.id, ids)),
      ),
    );
}

/** Locks a prompt until the transaction ends. */
export async function lockPrompt(tx: Tx, id: string): Promise<Prompt | undefined> {
  const [row] = await tx.select().from(prompts).where(eq(prompts.id, id)).for('update');
  return row && toPrompt(row);
}

/** Locks the prompts that an answer to a dependency answers, the newest first: those open, and the last one missed. */
export async function lockPromptsAbout(tx: Tx, dependencyId: string): Promise<Prompt[]> {
  const about = sql`${prompts.dependencyIds} ? ${dependencyId}`;
  const missed = tx
    .select({ id: prompts.id })
    .from(prompts)
    .where(and(eq(prompts.state, 'missed'), about))
    .orderBy(desc(prompts.askedAt))
    .limit(1);
  const rows = await tx
    .select()
    .from(prompts)
    .where(and(about, or(eq(prompts.state, 'open'), inArray(prompts.id, missed))))
    .orderBy(desc(prompts.askedAt))
    .for('update');
  return rows.map(toPrompt);
}

/** Those who were asked about a dependency, in its owner's place or as its owner, by a prompt that is open. */
export async function askedAbout(tx: Tx, dependencyId: string, ownerId: string | null): Promise<string[]> {
  if (ownerId === null) return [];
  const rows = await tx
    .select({ askedId: prompts.askedId })
    .from(prompts)
    .where(
      and(eq(prompts.state, 'open'), eq(prompts.ownerId, ownerId), sql`${prompts.dependencyIds} ? ${dependencyId}`),
    );
  return rows.map((row) => row.askedId);
}

/** When owners were last asked in a programme, by their ids. */
export async function lastAsked(
  tx: Tx,
  programmeId: string,
  ownerIds: readonly string[],
): Promise<Map<string, DateTime>> {
  if (ownerIds.length === 0) return new Map();
  const rows = await tx
    .select({ ownerId: prompts.ownerId, at: sql<DateTime>`max(${prompts.askedAt})`.mapWith(prompts.askedAt) })
    .from(prompts)
    .where(and(eq(prompts.programmeId, programmeId), anyOf(prompts.ownerId, ownerIds), ne(prompts.state, 'dropped')))
    .groupBy(prompts.ownerId);
  return new Map(rows.map(({ ownerId, at }) => [ownerId, at]));
}

export async function savePrompt(tx: Tx, prompt: Pick<Prompt, 'id' | 'state' | 'answers'>): Promise<void> {
  const { id, state, answers } = prompt;
  await tx
    .update(prompts)
    .set({ state, answers, version: sql`${prompts.version} + 1` })
    .where(eq(prompts.id, id));
}

export async function promptsOfRound(tx: Tx, roundId: string): Promise<Prompt[]> {
  return (await tx.select().from(prompts).where(eq(prompts.roundId, roundId)).orderBy(asc(prompts.askedAt))).map(
    toPrompt,
  );
}

export async function getPrompt(tx: Tx, id: string): Promise<Prompt | undefined> {
  const [row] = await tx.select().from(prompts).where(eq(prompts.id, id));
  return row && toPrompt(row);
}

/** Prompts that wait for a person's answer: their own, and those they stand in for. */
export async function openPromptsOf(tx: Tx, personId: string): Promise<Prompt[]> {
  const rows = await tx
    .select()
    .from(prompts)
    .where(and(eq(prompts.state, 'open'), or(eq(prompts.ownerId, personId), eq(prompts.askedId, personId))))
    .orderBy(asc(prompts.askedAt));
  return rows.map(toPrompt);
}

/** Prompts of an owner in a programme that are open or were missed, the newest first. */
export async function promptsOfOwner(tx: Tx, programmeId: string, ownerId: string): Promise<Prompt[]> {
  const rows = await tx
    .select()
    .from(prompts)
    .where(
      and(
        eq(prompts.programmeId, programmeId),
        eq(prompts.ownerId, ownerId),
        inArray(prompts.state, ['open', 'missed']),
      ),
    )
    .orderBy(desc(prompts.askedAt));
  return rows.map(toPrompt);
}

export async function addReport(
  tx: Tx,
  report: Omit<typeof reports.$inferInsert, 'id' | 'workspaceId'>,
): Promise<void> {
  await tx.insert(reports).values(report);
}

/** The newest answer about a dependency; undefined before the first. */
export async function lastReport(tx: Tx, dependencyId: string): Promise<{ colour: Colour; at: DateTime } | undefined> {
  const [row] = await tx
    .select({ colour: reports.colour, at: reports.at })
    .from(reports)
    .where(eq(reports.dependencyId, dependencyId))
    .orderBy(desc(reports.at), desc(reports.id))
    .limit(1);
  return row;
}

/** Statuses given since an instant on these dependencies, the oldest first. */
export async function changesSince(tx: Tx, dependencyIds: readonly string[], since: DateTime): Promise<Change[]> {
  if (dependencyIds.length === 0) return [];
  return tx
    .select({ dependencyId: reports.dependencyId, was: reports.was, colour: reports.colour, reason: reports.reason })
    .from(reports)
    .where(and(inArray(reports.dependencyId, [...dependencyIds]), gte(reports.at, since)))
    .orderBy(asc(reports.at));
}
