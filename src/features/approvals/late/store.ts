import { and, asc, desc, eq, isNull } from 'drizzle-orm';
import type { DateTime } from 'luxon';
import { anyOf } from '../../../db/any-of.ts';
import type { Tx } from '../../../db/db.ts';
import { escalationsOf } from '../../escalations/index.ts';
import { lateGates } from '../tables.ts';
import type { LateGate } from './model.ts';

/** Writes down that a gate is late; undefined when that is known. */
export async function beginLate(
  tx: Tx,
  row: Pick<LateGate, 'gateId' | 'dependencyId' | 'since' | 'tiers'>,
): Promise<LateGate | undefined> {
  const [added] = await tx.insert(lateGates).values(row).onConflictDoNothing().returning({ id: lateGates.id });
  return added && findLate(tx, added.id);
}

/** Ends the time that a gate is late; the id of what ended, undefined when it was not. */
export async function endLate(tx: Tx, gateId: string, endedAt: DateTime): Promise<string | undefined> {
  const [ended] = await tx
    .update(lateGates)
    .set({ endedAt })
    .where(and(eq(lateGates.gateId, gateId), isNull(lateGates.endedAt)))
    .returning({ id: lateGates.id });
  return ended?.id;
}

export async function findLate(tx: Tx, id: string): Promise<LateGate | undefined> {
  const [row] = await tx.select().from(lateGates).where(eq(lateGates.id, id));
  return row && withEscalations(tx, row);
}

/** The last time that a gate was late, also when that is over. */
export async function lastLate(tx: Tx, gateId: string): Promise<LateGate | undefined> {
  const [row] = await tx
    .select()
    .from(lateGates)
    .where(eq(lateGates.gateId, gateId))
    .orderBy(desc(lateGates.since), asc(lateGates.id))
    .limit(1);
  return row && withEscalations(tx, row);
}

/** Times that gates of these dependencies are late and that are not over, the longest first. */
export async function openLates(
  tx: Tx,
  dependencyIds: readonly string[],
): Promise<{ dependencyId: string; late: LateGate }[]> {
  const rows = await tx
    .select()
    .from(lateGates)
    .where(and(anyOf(lateGates.dependencyId, dependencyIds), isNull(lateGates.endedAt)))
    .orderBy(asc(lateGates.since), asc(lateGates.id));
  const heard = await escalationsOf(
    tx,
    rows.map(({ id }) => id),
  );
  return rows.map(({ workspaceId, ...late }) => ({
    dependencyId: late.dependencyId,
    late: { ...late, escalations: heard.get(late.id) ?? [] },
  }));
}

async function withEscalations(tx: Tx, { workspaceId, ...late }: typeof lateGates.$inferSelect): Promise<LateGate> {
  return { ...late, escalations: (await escalationsOf(tx, [late.id])).get(late.id) ?? [] };
}
