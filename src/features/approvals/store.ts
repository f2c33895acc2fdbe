import { and, asc, desc, eq, inArray, isNotNull, sql } from 'drizzle-orm';
import type { DateTime } from 'luxon';
import type { Tx } from '../../db/db.ts';
import type { Gate, GateState, Seat, Tick, Vote, Waiver } from './model.ts';
import { gates, ticks, votes } from './tables.ts';

const columns = {
  id: gates.id,
  dependencyId: gates.dependencyId,
  contractId: gates.contractId,
  number: gates.number,
  name: gates.name,
  criteria: gates.criteria,
  approvers: gates.approvers,
  quorum: gates.quorum,
  state: gates.state,
  openedAt: gates.openedAt,
  dueAt: gates.dueAt,
  closedAt: gates.closedAt,
  waiver: gates.waiver,
  version: gates.version,
};

export type GateRow = Pick<
  Gate,
  'id' | 'dependencyId' | 'contractId' | 'number' | 'name' | 'criteria' | 'approvers' | 'quorum' | 'openedAt' | 'dueAt'
>;

export async function insertGate(tx: Tx, row: GateRow): Promise<Gate> {
  const [gate] = await tx
    .insert(gates)
    .values({ ...row, state: 'open' })
    .returning(columns);
  if (gate === undefined) throw new Error('A gate was opened without an id.');
  return gate;
}

export async function findGate(tx: Tx, id: string): Promise<Gate | undefined> {
  const [gate] = await tx.select(columns).from(gates).where(eq(gates.id, id));
  return gate;
}

/** Gates of one contract, first to last; one that was opened again as it was opened last. */
export async function gatesOf(tx: Tx, contractId: string): Promise<Gate[]> {
  return tx
    .selectDistinctOn([gates.number], columns)
    .from(gates)
    .where(eq(gates.contractId, contractId))
    .orderBy(asc(gates.number), desc(gates.openedAt), desc(gates.id));
}

/** In what order a contract's gates are looked at for the one it has come to. */
const PRESENT_FIRST = ['changes-requested', 'open', 'passed', 'withdrawn', 'lapsed'] satisfies GateState[];

/**
 * The gate each contract has come to, by contract id: one that waits for changes or is open, the first of several since a
 * waiver may have ended below a later gate; else the last.
 */
export async function presentGates(tx: Tx, contractIds: readonly string[]): Promise<Map<string, Gate>> {
  if (contractIds.length === 0) return new Map();
  const rows = await tx
    .selectDistinctOn([gates.contractId], columns)
    .from(gates)
    .where(inArray(gates.contractId, [...contractIds]))
    .orderBy(
      gates.contractId,
      sql`array_position(${sql.raw(`array['${PRESENT_FIRST.join("','")}']`)}, ${gates.state})`,
      sql`case when ${gates.state} = 'open' then ${gates.number} else -${gates.number} end`,
    );
  return new Map(rows.map((gate) => [gate.contractId, gate]));
}

/** Gates of these contracts that passed by a waiver, first to last. */
export async function waivedGates(tx: Tx, contractIds: readonly string[]): Promise<Gate[]> {
  if (contractIds.length === 0) return [];
  return tx
    .select(columns)
    .from(gates)
    .where(and(inArray(gates.contractId, [...contractIds]), eq(gates.state, 'passed'), isNotNull(gates.waiver)))
    .orderBy(asc(gates.number));
}

/** Every open gate of the workspace, the one due first first. */
export async function openGates(tx: Tx): Promise<Gate[]> {
  return tx.select(columns).from(gates).where(eq(gates.state, 'open')).orderBy(asc(gates.dueAt), asc(gates.id));
}

/** Writes a change down; every change counts the version up, which makes new keys for its cards. */
export async function updateGate(
  tx: Tx,
  id: string,
  changes: { approvers?: Seat[]; state?: GateState; closedAt?: DateTime; dueAt?: DateTime; waiver?: Waiver },
): Promise<void> {
  await tx
    .update(gates)
    .set({ ...changes, version: sql`${gates.version} + 1` })
    .where(eq(gates.id, id));
}

/** Votes at these gates, oldest first. */
export async function votesAt(tx: Tx, gateIds: readonly string[]): Promise<Vote[]> {
  if (gateIds.length === 0) return [];
  return tx
    .select({
      gateId: votes.gateId,
      approverId: votes.approverId,
      byId: votes.byId,
      vote: votes.vote,
      comment: votes.comment,
      at: votes.at,
      carriedFrom: votes.carriedFrom,
    })
    .from(votes)
    .where(inArray(votes.gateId, [...gateIds]))
    .orderBy(asc(votes.at), asc(votes.approverId));
}

/** Takes back somebody's vote at a gate. */
export async function deleteVote(tx: Tx, { gateId, byId }: Pick<Vote, 'gateId' | 'byId'>): Promise<void> {
  await tx.delete(votes).where(and(eq(votes.gateId, gateId), eq(votes.byId, byId)));
}

/** One vote for each seat and each voter: the keys refuse a second. */
export async function insertVote(tx: Tx, vote: Vote): Promise<void> {
  await tx.insert(votes).values(vote);
}

/** Puts a vote in the place of the signature that was carried over to its seat. */
export async function replaceCarried(tx: Tx, { gateId, approverId, ...vote }: Vote): Promise<void> {
  await tx
    .update(votes)
    .set(vote)
    .where(and(eq(votes.gateId, gateId), eq(votes.approverId, approverId)));
}

/** Ticks at these gates, by item. */
export async function ticksAt(tx: Tx, gateIds: readonly string[]): Promise<Tick[]> {
  if (gateIds.length === 0) return [];
  return tx
    .select({ gateId: ticks.gateId, item: ticks.item, byId: ticks.byId, at: ticks.at })
    .from(ticks)
    .where(inArray(ticks.gateId, [...gateIds]))
    .orderBy(asc(ticks.item));
}

export async function insertTicks(tx: Tx, rows: readonly Tick[]): Promise<void> {
  if (rows.length > 0) await tx.insert(ticks).values([...rows]);
}

/** Takes back what somebody ticked at a gate: these items. */
export async function deleteTicks(tx: Tx, gateId: string, byId: string, items: readonly number[]): Promise<void> {
  await tx.delete(ticks).where(and(eq(ticks.gateId, gateId), eq(ticks.byId, byId), inArray(ticks.item, [...items])));
}
