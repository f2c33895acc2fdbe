import { and, count, desc, eq, gte, ilike, inArray, isNull, lte, notInArray, or, type SQL, sql } from 'drizzle-orm';
import type { DateTime } from 'luxon';
import type { Tx } from '../../db/db.ts';
import type { Decision } from './model.ts';
import { decisions } from './tables.ts';

export interface DecisionFilter {
  programmeId?: string;
  dependencyId?: string;
  blockerId?: string;
  byId?: string;
  ids?: readonly string[];
  /** Taken at or after this instant, and at or before the other. */
  from?: DateTime;
  until?: DateTime;
  keys?: readonly string[];
  /** In the question, the options, the choice, the reason or the key; any case. */
  words?: string;
}

/** Decisions, the newest first. */
export async function listDecisions(tx: Tx, filter: DecisionFilter, limit: number): Promise<Decision[]> {
  if (filter.ids?.length === 0 || filter.keys?.length === 0) return [];
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

/** Decisions of a programme about a dependency, or about none, whose place no other took. */
export async function decisionsInForce(
  tx: Tx,
  programmeId: string,
  dependencyId: string | null,
): Promise<{ id: string; key: string; question: string }[]> {
  const superseded = tx
    .select({ id: sql<string>`${decisions.supersedesId}` })
    .from(decisions)
    .where(and(eq(decisions.programmeId, programmeId), sql`${decisions.supersedesId} is not null`));
  return tx
    .select({ id: decisions.id, key: decisions.key, question: decisions.question })
    .from(decisions)
    .where(
      and(
        eq(decisions.programmeId, programmeId),
        dependencyId === null ? isNull(decisions.dependencyId) : eq(decisions.dependencyId, dependencyId),
        notInArray(decisions.id, superseded),
      ),
    );
}

/** The keys of the decisions that took the place of these, by the id of the one superseded. */
export async function supersedersOf(tx: Tx, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await tx
    .select({ key: decisions.key, supersedesId: decisions.supersedesId })
    .from(decisions)
    .where(inArray(decisions.supersedesId, [...ids]));
  return new Map(rows.map(({ key, supersedesId }) => [supersedesId ?? '', key]));
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

function matching(filter: DecisionFilter): SQL | undefined {
  const { programmeId, dependencyId, blockerId, byId, ids, keys, from, until, words } = filter;
  const like = words === undefined ? '' : `%${words.replace(/[\\%_]/g, '\\$&')}%`;
  const { question, choice, reason, key } = decisions;
  return and(
    programmeId === undefined ? undefined : eq(decisions.programmeId, programmeId),
    dependencyId === undefined ? undefined : eq(decisions.dependencyId, dependencyId),
    blockerId === undefined ? undefined : eq(decisions.blockerId, blockerId),
    byId === undefined ? undefined : eq(decisions.byId, byId),
    ids === undefined ? undefined : inArray(decisions.id, [...ids]),
    keys === undefined ? undefined : inArray(decisions.key, [...keys]),
    from === undefined ? undefined : gte(decisions.at, from),
    until === undefined ? undefined : lte(decisions.at, until),
    words === undefined
      ? undefined
      : or(
          ...[question, choice, reason, key].map((column) => ilike(column, like)),
          sql`exists (select 1 from jsonb_array_elements(${decisions.options}) as option where option ->> 'label' ilike ${like})`,
        ),
  );
}
