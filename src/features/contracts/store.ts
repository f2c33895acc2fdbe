import { createHash } from 'node:crypto';
import { and, eq, inArray, isNull } from 'drizzle-orm';
import type { DateTime } from 'luxon';
import type { Tx } from '../../db/db.ts';
import type { Contract, Submission } from './model.ts';
import { contracts } from './tables.ts';

const columns = {
  id: contracts.id,
  dependencyId: contracts.dependencyId,
  version: contracts.version,
  url: contracts.url,
  hash: contracts.hash,
  note: contracts.note,
  submittedById: contracts.submittedById,
  submittedAt: contracts.submittedAt,
};

/** The present contract of each dependency that has one, by dependency id. */
export async function currentContracts(tx: Tx, dependencyIds: readonly string[]): Promise<Map<string, Contract>> {
  if (dependencyIds.length === 0) return new Map();
  const rows = await tx
    .select(columns)
    .from(contracts)
    .where(and(inArray(contracts.dependencyId, [...dependencyIds]), isNull(contracts.supersededAt)));
  return new Map(rows.map((row) => [row.dependencyId, row]));
}

export async function currentContract(tx: Tx, dependencyId: string): Promise<Contract | undefined> {
  return (await currentContracts(tx, [dependencyId])).get(dependencyId);
}

/** A contract by id, present or replaced; the id comes from our own rows. */
export async function getContract(tx: Tx, id: string): Promise<Contract> {
  const [row] = await tx.select(columns).from(contracts).where(eq(contracts.id, id));
  if (row === undefined) throw new Error(`No contract has the id ${id}.`);
  return row;
}

export async function contractOfVersion(tx: Tx, dependencyId: string, version: string): Promise<Contract | undefined> {
  const [row] = await tx
    .select(columns)
    .from(contracts)
    .where(and(eq(contracts.dependencyId, dependencyId), eq(contracts.version, version)));
  return row;
}

/** Adds a version and makes it the present one. Call it with the dependency locked. */
export async function replaceContract(
  tx: Tx,
  dependencyId: string,
  submission: Submission & { submittedById: string },
  now: DateTime,
): Promise<Contract> {
  await tx
    .update(contracts)
    .set({ supersededAt: now })
    .where(and(eq(contracts.dependencyId, dependencyId), isNull(contracts.supersededAt)));
  const hash = hashOf(submission);
  const [row] = await tx
    .insert(contracts)
    .values({ ...submission, dependencyId, hash, submittedAt: now })
    .returning(columns);
  if (row === undefined) throw new Error('A contract was added without an id.');
  return row;
}

function hashOf({ version, url }: Submission): string {
  return createHash('sha256').update(`${version}\n${url}`).digest('hex');
}
