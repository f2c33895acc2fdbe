import { and, asc, count, eq, inArray, type SQL, sql } from 'drizzle-orm';
import type { Tx } from '../../db/db.ts';
import type { Risk, RiskChanges, RiskState } from './model.ts';
import { risks } from './tables.ts';

export interface RiskFilter {
  ids?: readonly string[];
  keys?: readonly string[];
  programmeId?: string;
  dependencyId?: string;
  ownerId?: string;
  states?: readonly RiskState[];
}

/** Risks: those that came true first, then those that are watched, then the closed ones; each by number. */
export async function listRisks(tx: Tx, filter: RiskFilter, limit?: number): Promise<Risk[]> {
  if (filter.ids?.length === 0 || filter.keys?.length === 0) return [];
  const query = tx
    .select()
    .from(risks)
    .where(matching(filter))
    .orderBy(
      sql`case ${risks.state} when 'triggered' then 0 when 'watching' then 1 else 2 end`,
      asc(risks.number),
      asc(risks.id),
    );
  const rows = await (limit === undefined ? query : query.limit(limit));
  return rows.map(({ workspaceId, ...risk }) => risk);
}

export async function countRisks(tx: Tx, filter: RiskFilter): Promise<number> {
  const [row] = await tx.select({ many: count() }).from(risks).where(matching(filter));
  return row?.many ?? 0;
}

function matching({ ids, keys, programmeId, dependencyId, ownerId, states }: RiskFilter): SQL | undefined {
  return and(
    ids === undefined ? undefined : inArray(risks.id, [...ids]),
    keys === undefined ? undefined : inArray(risks.key, [...keys]),
    programmeId === undefined ? undefined : eq(risks.programmeId, programmeId),
    dependencyId === undefined ? undefined : eq(risks.dependencyId, dependencyId),
    ownerId === undefined ? undefined : eq(risks.ownerId, ownerId),
    states === undefined ? undefined : inArray(risks.state, [...states]),
  );
}

/** Locks a risk until the transaction ends and reads it. Whoever opens its action locks the programme before. */
export async function lockRisk(tx: Tx, id: string): Promise<Risk | undefined> {
  const [row] = await tx.select().from(risks).where(eq(risks.id, id)).for('update');
  if (row === undefined) return undefined;
  const { workspaceId, ...risk } = row;
  return risk;
}

/** The next free number of a programme; call it with the programme locked. */
export async function nextRiskNumber(tx: Tx, programmeId: string): Promise<number> {
  const [row] = await tx
    .select({ last: sql<number>`coalesce(max(${risks.number}), 0)::int` })
    .from(risks)
    .where(eq(risks.programmeId, programmeId));
  return (row?.last ?? 0) + 1;
}

export async function insertRisk(tx: Tx, risk: Omit<Risk, 'id' | 'version'>): Promise<Risk> {
  const [saved] = await tx.insert(risks).values(risk).returning({ id: risks.id, version: risks.version });
  if (saved === undefined) throw new Error('A risk was saved without an id.');
  return { ...risk, ...saved };
}

export async function updateRisk(tx: Tx, id: string, changes: RiskChanges): Promise<void> {
  await tx
    .update(risks)
    .set({ ...changes, version: sql`${risks.version} + 1` })
    .where(eq(risks.id, id));
}
