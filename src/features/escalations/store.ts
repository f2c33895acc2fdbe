import { and, asc, eq, inArray } from 'drizzle-orm';
import type { DateTime } from 'luxon';
import { groupBy } from '../../core/group.ts';
import type { Tx } from '../../db/db.ts';
import type { Escalation } from './model.ts';
import { escalations } from './tables.ts';

/** The tiers that leadership heard of, ascending, by matter. */
export async function escalationsOf(tx: Tx, matterIds: readonly string[]): Promise<Map<string, Escalation[]>> {
  if (matterIds.length === 0) return new Map();
  const rows = await tx
    .select()
    .from(escalations)
    .where(inArray(escalations.matterId, [...matterIds]))
    .orderBy(asc(escalations.tier));
  const byMatter = groupBy(rows, (row) => row.matterId);
  return new Map(
    [...byMatter].map(([id, of]) => [
      id,
      of.map(({ tier, at, decideBy, decisionId }) => ({ tier, at, decideBy, decisionId })),
    ]),
  );
}

/** Writes a tier down that goes to leadership; false when it was written before. */
export async function addEscalation(
  tx: Tx,
  row: { matterId: string; tier: number; at: DateTime; decideBy: DateTime },
): Promise<boolean> {
  const added = await tx.insert(escalations).values(row).onConflictDoNothing().returning({ tier: escalations.tier });
  return added.length > 0;
}

export async function setDecision(tx: Tx, matterId: string, tier: number, decisionId: string): Promise<void> {
  await tx
    .update(escalations)
    .set({ decisionId })
    .where(and(eq(escalations.matterId, matterId), eq(escalations.tier, tier)));
}
