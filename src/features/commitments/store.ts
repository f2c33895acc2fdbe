import { and, asc, eq, inArray, isNotNull, sql } from 'drizzle-orm';
import { groupBy } from '../../core/group.ts';
import { newId } from '../../core/ids.ts';
import type { Tx } from '../../db/db.ts';
import { dependencies } from '../register/tables.ts';
import type { Commitment, CommitmentState, Negotiation, Signature, Terms } from './model.ts';
import { commitmentSignatures, commitments, commitmentTerms, forecastsSeen } from './tables.ts';

export interface CommitmentFilter {
  programmeId?: string;
  dependencyId?: string;
  ids?: readonly string[];
  key?: string;
  state?: CommitmentState;
}

/** Commitments with their terms and signatures, by number. */
export async function listCommitments(tx: Tx, filter: CommitmentFilter): Promise<Negotiation[]> {
  const { programmeId, dependencyId, ids, key, state } = filter;
  if (ids?.length === 0) return [];
  const found = await tx
    .select()
    .from(commitments)
    .where(
      and(
        programmeId === undefined ? undefined : eq(commitments.programmeId, programmeId),
        dependencyId === undefined ? undefined : eq(commitments.dependencyId, dependencyId),
        ids === undefined ? undefined : inArray(commitments.id, [...ids]),
        key === undefined ? undefined : eq(commitments.key, key),
        state === undefined ? undefined : eq(commitments.state, state),
      ),
    )
    .orderBy(asc(commitments.programmeId), asc(commitments.number));
  const all = found.map((row) => row.id);
  if (all.length === 0) return [];
  const terms = await tx
    .select()
    .from(commitmentTerms)
    .where(inArray(commitmentTerms.commitmentId, all))
    .orderBy(asc(commitmentTerms.number));
  const signatures = await tx
    .select()
    .from(commitmentSignatures)
    .where(inArray(commitmentSignatures.commitmentId, all))
    .orderBy(asc(commitmentSignatures.at), asc(commitmentSignatures.seat));
  const termsOf = groupBy(terms.map(own), (row) => row.commitmentId);
  const signaturesOf = groupBy(signatures.map(own), (row) => row.commitmentId);
  return found.map((row) => ({
    commitment: own(row),
    terms: termsOf.get(row.id) ?? [],
    signatures: signaturesOf.get(row.id) ?? [],
  }));
}

function own<Row extends { workspaceId: string }>({ workspaceId, ...row }: Row): Omit<Row, 'workspaceId'> {
  return row;
}

/** The next free number of a programme; call it with the programme locked. */
export async function nextNumber(tx: Tx, programmeId: string): Promise<number> {
  const [row] = await tx
    .select({ last: sql<number>`coalesce(max(${commitments.number}), 0)::int` })
    .from(commitments)
    .where(eq(commitments.programmeId, programmeId));
  return (row?.last ?? 0) + 1;
}

/** Adds a commitment; the keys refuse a second open one of the same stage. Returns its id. */
export async function insertCommitment(tx: Tx, row: Omit<Commitment, 'id' | 'version'>): Promise<string> {
  const id = newId();
  await tx.insert(commitments).values({ ...row, id });
  return id;
}

export async function insertTerms(tx: Tx, row: Terms): Promise<void> {
  await tx.insert(commitmentTerms).values(row);
}

export async function withdrawTerms(tx: Tx, { commitmentId, number }: Terms, at: Terms['proposedAt']): Promise<void> {
  await tx
    .update(commitmentTerms)
    .set({ withdrawnAt: at })
    .where(and(eq(commitmentTerms.commitmentId, commitmentId), eq(commitmentTerms.number, number)));
}

export async function insertSignature(tx: Tx, row: Signature): Promise<void> {
  await tx.insert(commitmentSignatures).values(row);
}

/** Writes a change down; every change counts the version up, which makes new keys for its cards. */
export async function updateCommitment(
  tx: Tx,
  id: string,
  changes: Partial<Pick<Commitment, 'state' | 'lockedTerms' | 'promisedFor' | 'keptOn'>>,
): Promise<void> {
  await tx
    .update(commitments)
    .set({ ...changes, version: sql`${commitments.version} + 1` })
    .where(eq(commitments.id, id));
}

/**
 * Adds a negotiation as it stands, or puts it in the place of the one with its key in the programme. Ids and versions are
 * ours to give; returns the id.
 */
export async function saveCommitment(tx: Tx, { commitment, terms, signatures }: SavedNegotiation): Promise<string> {
  const [saved] = await tx
    .insert(commitments)
    .values({ ...commitment, id: newId() })
    .onConflictDoUpdate({
      target: [commitments.programmeId, commitments.number],
      set: { ...commitment, version: sql`${commitments.version} + 1` },
    })
    .returning({ id: commitments.id });
  if (saved === undefined) throw new Error('A commitment was saved without an id.');
  const commitmentId = saved.id;
  await tx.delete(commitmentSignatures).where(eq(commitmentSignatures.commitmentId, commitmentId));
  await tx.delete(commitmentTerms).where(eq(commitmentTerms.commitmentId, commitmentId));
  if (terms.length > 0) await tx.insert(commitmentTerms).values(terms.map((row) => ({ ...row, commitmentId })));
  if (signatures.length > 0)
    await tx.insert(commitmentSignatures).values(signatures.map((row) => ({ ...row, commitmentId })));
  return commitmentId;
}

/** A negotiation before it has an id. */
export interface SavedNegotiation {
  commitment: Omit<Commitment, 'id' | 'version'>;
  terms: Omit<Terms, 'commitmentId'>[];
  signatures: Omit<Signature, 'commitmentId'>[];
}

/** A promise that was kept, early or late. */
export interface KeptPromise {
  teamId: string;
  ownerId: string;
  promisedFor: string;
  keptOn: string;
}

/** The kept promises of a programme, the newest first, of each producer team. */
export async function keptPromises(tx: Tx, programmeId: string): Promise<KeptPromise[]> {
  const rows = await tx
    .select({
      teamId: dependencies.producerTeamId,
      ownerId: commitmentTerms.ownerId,
      promisedFor: commitments.promisedFor,
      keptOn: commitments.keptOn,
    })
    .from(commitments)
    .innerJoin(dependencies, eq(dependencies.id, commitments.dependencyId))
    .innerJoin(
      commitmentTerms,
      and(eq(commitmentTerms.commitmentId, commitments.id), eq(commitmentTerms.number, commitments.lockedTerms)),
    )
    .where(
      and(
        eq(commitments.programmeId, programmeId),
        eq(commitments.state, 'kept'),
        isNotNull(commitments.promisedFor),
        isNotNull(commitments.keptOn),
      ),
    )
    .orderBy(asc(commitments.keptOn), asc(commitments.number));
  return rows.flatMap(({ promisedFor, keptOn, ...row }) =>
    promisedFor === null || keptOn === null ? [] : [{ ...row, promisedFor, keptOn }],
  );
}

/** How many promises of its own history each team has looked at, by team. */
export async function listForecastsSeen(tx: Tx, programmeId: string): Promise<Map<string, number>> {
  const rows = await tx
    .select({ teamId: forecastsSeen.teamId, promises: forecastsSeen.promises })
    .from(forecastsSeen)
    .where(eq(forecastsSeen.programmeId, programmeId));
  return new Map(rows.map((row) => [row.teamId, row.promises]));
}

export async function saveForecastSeen(
  tx: Tx,
  row: Omit<typeof forecastsSeen.$inferInsert, 'workspaceId'>,
): Promise<void> {
  await tx
    .insert(forecastsSeen)
    .values(row)
    .onConflictDoUpdate({ target: [forecastsSeen.programmeId, forecastsSeen.teamId], set: row });
}
