import { and, count, desc, eq, gte, inArray, lte, type SQL, sql } from 'drizzle-orm';
import type { DateTime } from 'luxon';
import type { Tx } from '../../db/db.ts';
import type { Decision } from './model.ts';
import { decisions } from './tables.ts';

export interface DecisionFilter {
  programmeId?: string;
  dependencyId?: string;
  blockerId?: string;
  ids?: readonly string[];
  /** Taken at or after this instant, and at or before the other. */
  from?: DateTime;
  until?: DateTime;
}

/** Decisions, the newest first. */
export async function listDecisions(tx: Tx, filter: DecisionFilter, limit: number): Promise<Decision[]> {
  if (filter.ids?.length === 0) return [];
  const rows = await tx
    .select()
    .from(decisions)
    .where(matching(filter))
    .orderBy(desc(decisions.at), desc(decisions.number))
    .limit(limit);
  return rows.map(({ workspaceId, ...decision }) => decision);
}

export async function countDecisions(tx: Tx, filter: DecisionFilter): Promise<number> {
  const [row] = await tx.select({ many: count() }).from(decisions).where(matching(filter));
  return row?.many ?? 0;
}

/** The next free number of a programme; call it with the programme locked. */
export async function nextDecisionNumber(tx: Tx, programmeId: string): Promise<number> {
  const [row] = await tx
    .select({ last: sql<number>`coalesce(max(${decisions.number}), 0)::int` })
    .from(decisions)
    .where(eq(decisions.programmeId, programmeId));
  return (row?.last ?? 0) + 1;
}

export async function insertDecision(tx: Tx, decision: Omit<Decision, 'id'>): Promise<Decision> {
  const [saved] = await tx.insert(decisions).values(decision).returning({ id: decisions.id });
  if (saved === undefined) throw new Error('A decision was saved without an id.');
  return { ...decision, id: saved.id };
}

function matching({ programmeId, dependencyId, blockerId, ids, from, until }: DecisionFilter): SQL | undefined {
  return and(
    programmeId === undefined ? undefined : eq(decisions.programmeId, programmeId),
    dependencyId === undefined ? undefined : eq(decisions.dependencyId, dependencyId),
    blockerId === undefined ? undefined : eq(decisions.blockerId, blockerId),
    ids === undefined ? undefined : inArray(decisions.id, [...ids]),
    from === undefined ? undefined : gte(decisions.at, from),
    until === undefined ? undefined : lte(decisions.at, until),
  );
}
