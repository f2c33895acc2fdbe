import { eq, sql } from 'drizzle-orm';
import type { Tx } from '../../db/db.ts';
import type { Kickoff } from './model.ts';
import { kickoffs } from './tables.ts';

/** The start of a programme, if it was started. */
export async function kickoffOf(tx: Tx, programmeId: string): Promise<Kickoff | undefined> {
  const [row] = await tx.select().from(kickoffs).where(eq(kickoffs.programmeId, programmeId));
  return row;
}

/** Locks a kickoff until the transaction ends and reads it. */
export async function lockKickoff(tx: Tx, id: string): Promise<Kickoff | undefined> {
  const [row] = await tx.select().from(kickoffs).where(eq(kickoffs.id, id)).for('update');
  return row;
}

export async function insertKickoff(
  tx: Tx,
  start: Pick<Kickoff, 'programmeId' | 'startedAt' | 'startedById'>,
): Promise<Kickoff> {
  const [saved] = await tx.insert(kickoffs).values(start).returning();
  if (saved === undefined) throw new Error('A kickoff was saved without a row.');
  return saved;
}

export async function updateKickoff(
  tx: Tx,
  id: string,
  changes: Partial<Pick<Kickoff, 'scope' | 'postedAt' | 'postedById'>>,
): Promise<Kickoff> {
  const [saved] = await tx
    .update(kickoffs)
    .set({ ...changes, version: sql`${kickoffs.version} + 1` })
    .where(eq(kickoffs.id, id))
    .returning();
  if (saved === undefined) throw new Error(`The kickoff ${id} is gone.`);
  return saved;
}
