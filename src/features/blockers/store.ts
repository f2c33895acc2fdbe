import { and, asc, count, eq, inArray, isNull, type SQL, sql } from 'drizzle-orm';
import type { DateTime } from 'luxon';
import { newId } from '../../core/ids.ts';
import type { Tx } from '../../db/db.ts';
import { gates } from '../approvals/tables.ts';
import { escalationsOf, nextTierAt } from '../escalations/index.ts';
import { dependencies } from '../register/tables.ts';
import type { BlockerView } from './model.ts';
import { blockers } from './tables.ts';

const raisedVersion = { version: sql`${blockers.version} + 1` };

export interface BlockerFilter {
  ids?: readonly string[];
  programmeId?: string;
  dependencyId?: string;
  /** Left out: open and resolved. */
  open?: boolean;
}

/** Blockers with their escalations: the open ones first, the longest open first, then the resolved, the latest first. */
export async function listBlockers(tx: Tx, filter: BlockerFilter, limit?: number): Promise<BlockerView[]> {
  if (filter.ids?.length === 0) return [];
  const query = tx
    .select({
      row: blockers,
      programmeId: dependencies.programmeId,
      key: dependencies.key,
      title: dependencies.title,
    })
    .from(blockers)
    .innerJoin(dependencies, eq(dependencies.id, blockers.dependencyId))
    .where(matching(filter))
    .orderBy(sql`${blockers.resolvedAt} desc nulls first`, asc(blockers.raisedAt), asc(dependencies.number));
  const rows = await (limit === undefined ? query : query.limit(limit));
  const heard = await escalationsOf(
    tx,
    rows.map(({ row }) => row.id),
  );
  return rows.map(({ row: { workspaceId, ...row }, ...of }) => {
    const escalated = heard.get(row.id) ?? [];
    const tiers = escalated.map((one) => one.tier);
    return {
      ...row,
      ...of,
      escalations: escalated,
      nextTierAt: row.resolvedAt === null ? nextTierAt(row.raisedAt, row.tiers, tiers) : null,
    };
  });
}

export async function countBlockers(tx: Tx, filter: BlockerFilter): Promise<number> {
  const [row] = await tx
    .select({ many: count() })
    .from(blockers)
    .innerJoin(dependencies, eq(dependencies.id, blockers.dependencyId))
    .where(matching(filter));
  return row?.many ?? 0;
}

function matching({ ids, programmeId, dependencyId, open }: BlockerFilter): SQL | undefined {
  return and(
    ids === undefined ? undefined : inArray(blockers.id, [...ids]),
    programmeId === undefined ? undefined : eq(dependencies.programmeId, programmeId),
    dependencyId === undefined ? undefined : eq(blockers.dependencyId, dependencyId),
    open === true ? isNull(blockers.resolvedAt) : undefined,
  );
}

export async function getBlocker(tx: Tx, id: string): Promise<BlockerView | undefined> {
  return (await listBlockers(tx, { ids: [id] }))[0];
}

export async function openBlockerOf(tx: Tx, dependencyId: string): Promise<BlockerView | undefined> {
  return (await listBlockers(tx, { dependencyId, open: true }))[0];
}

/** Locks a blocker until the transaction ends and reads it. */
export async function lockBlocker(tx: Tx, id: string): Promise<BlockerView | undefined> {
  await tx.select({ id: blockers.id }).from(blockers).where(eq(blockers.id, id)).for('update');
  return getBlocker(tx, id);
}

export type NewBlocker = Pick<
  typeof blockers.$inferInsert,
  'dependencyId' | 'reason' | 'raisedById' | 'raisedAt' | 'expectedUntil' | 'tiers'
>;

/** Adds a blocker, or brings reason and expected end of the open one up to date. `fresh` tells which. */
export async function saveBlocker(tx: Tx, row: NewBlocker): Promise<{ blocker: BlockerView; fresh: boolean }> {
  const id = newId();
  const { reason, expectedUntil } = row;
  const [saved] = await tx
    .insert(blockers)
    .values({ ...row, id })
    .onConflictDoUpdate({
      target: blockers.dependencyId,
      targetWhere: isNull(blockers.resolvedAt),
      set: { reason, expectedUntil, ...raisedVersion },
    })
    .returning({ id: blockers.id });
  const blocker = saved && (await getBlocker(tx, saved.id));
  if (blocker === undefined) throw new Error('A blocker was saved without an id.');
  return { blocker, fresh: blocker.id === id };
}

export async function resolve(
  tx: Tx,
  id: string,
  end: { resolvedAt: DateTime; resolvedById: string; resolution: string | null },
): Promise<void> {
  await tx
    .update(blockers)
    .set({ ...end, ...raisedVersion })
    .where(eq(blockers.id, id));
}

/** Cards that show the blocker as it was are out of date from here on. */
export async function bumpVersion(tx: Tx, id: string): Promise<void> {
  await tx.update(blockers).set(raisedVersion).where(eq(blockers.id, id));
}

/** Gates that a version of a contract passed. */
export async function gatesPassed(tx: Tx, contractId: string): Promise<number> {
  const [row] = await tx
    .select({ many: count() })
    .from(gates)
    .where(and(eq(gates.contractId, contractId), eq(gates.state, 'passed')));
  return row?.many ?? 0;
}
