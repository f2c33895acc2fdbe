import { and, asc, desc, eq, inArray, isNull, lt } from 'drizzle-orm';
import { DateTime } from 'luxon';
import type { Colour } from '../../chat/card.ts';
import { anyOf } from '../../db/any-of.ts';
import type { Tx } from '../../db/db.ts';
import { gates, lateGates } from '../approvals/tables.ts';
import { colourAt, standings } from '../register/tables.ts';
import { faulty } from '../reports/index.ts';
import { milestones } from '../timeline/tables.ts';
import type { SentBrief } from './model.ts';
import { briefs } from './tables.ts';

/** What PostgreSQL says of an open dependency. */
export interface Counted {
  colour: Colour;
  /** Something is missing on it. */
  faulty: boolean;
  /** The plan holds the day of its delivery for a commitment. */
  committed: boolean;
}

/** What PostgreSQL says of each open dependency, by id. */
export async function countedFacts(tx: Tx, programmeId: string, now: DateTime): Promise<Map<string, Counted>> {
  const rows = await tx
    .select({
      id: standings.dependencyId,
      colour: colourAt(now),
      faulty: faulty(now),
      committed: milestones.committed,
    })
    .from(standings)
    .leftJoin(
      milestones,
      and(eq(milestones.dependencyId, standings.dependencyId), eq(milestones.stage, 'release' as const)),
    )
    .where(and(eq(standings.programmeId, programmeId), eq(standings.open, true)));
  return new Map(rows.map(({ id, committed, ...counted }) => [id, { ...counted, committed: committed !== null }]));
}

/** What the rows of a contract's gates say. */
export interface GateRows {
  /** Numbers of those that passed. */
  passed: number[];
  /** One is late by the row that its escalation climbs on. */
  late: boolean;
  /** When the newest was opened or closed. */
  at: DateTime;
}

/** Open and passed gates, by contract. */
export async function gateRows(tx: Tx, contractIds: readonly string[]): Promise<Map<string, GateRows>> {
  const rows = await tx
    .select({
      contractId: gates.contractId,
      number: gates.number,
      state: gates.state,
      openedAt: gates.openedAt,
      closedAt: gates.closedAt,
      lateId: lateGates.id,
    })
    .from(gates)
    .leftJoin(lateGates, and(eq(lateGates.gateId, gates.id), isNull(lateGates.endedAt)))
    .where(and(anyOf(gates.contractId, contractIds), inArray(gates.state, ['open', 'passed', 'changes-requested'])));
  const found = new Map<string, GateRows>();
  for (const { contractId, number, state, openedAt, closedAt, lateId } of rows) {
    const at = closedAt ?? openedAt;
    const one = found.get(contractId) ?? { passed: [], late: false, at };
    found.set(contractId, {
      passed: state === 'passed' ? [...one.passed, number] : one.passed,
      late: one.late || lateId !== null,
      at: DateTime.max(one.at, at),
    });
  }
  return found;
}

/**
 * The first brief of the last week before the one that begins on this Monday: of what changed between it and those that followed in
 * other zones, some would never hear otherwise.
 */
export async function firstOfWeekBefore(tx: Tx, programmeId: string, week: string): Promise<SentBrief | undefined> {
  const [row] = await tx
    .select()
    .from(briefs)
    .where(and(eq(briefs.programmeId, programmeId), lt(briefs.week, week)))
    .orderBy(desc(briefs.week), asc(briefs.at), asc(briefs.id))
    .limit(1);
  return row && sent(row);
}

export async function getBrief(tx: Tx, id: string): Promise<SentBrief | undefined> {
  const [row] = await tx.select().from(briefs).where(eq(briefs.id, id));
  return row && sent(row);
}

/** Briefs that were sent, the newest first. */
export async function listBriefs(tx: Tx, programmeId: string, limit: number): Promise<SentBrief[]> {
  const rows = await tx
    .select()
    .from(briefs)
    .where(eq(briefs.programmeId, programmeId))
    .orderBy(desc(briefs.at), desc(briefs.id))
    .limit(limit);
  return rows.map(sent);
}

export async function addBrief(tx: Tx, row: Omit<typeof briefs.$inferInsert, 'id' | 'workspaceId'>): Promise<string> {
  const [added] = await tx.insert(briefs).values(row).returning({ id: briefs.id });
  if (added === undefined) throw new Error('A brief was stored without an id.');
  return added.id;
}

function sent({ id, week, at, brief, snapshot, sentTo }: typeof briefs.$inferSelect): SentBrief {
  return { id, week, at, brief, snapshot, sentTo };
}
