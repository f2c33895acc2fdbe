import { createHash } from 'node:crypto';
import { and, desc, eq, inArray, isNull } from 'drizzle-orm';
import type { DateTime } from 'luxon';
import type { Tx } from '../../db/db.ts';
import type { Contract, ContractDocument, Examined, Submission, Withdrawal } from './model.ts';
import { contractDocuments, contracts } from './tables.ts';

const columns = {
  id: contracts.id,
  dependencyId: contracts.dependencyId,
  version: contracts.version,
  url: contracts.url,
  hash: contracts.hash,
  note: contracts.note,
  submittedById: contracts.submittedById,
  submittedAt: contracts.submittedAt,
  document: contracts.document,
  withdrawn: contracts.withdrawn,
};

const documentColumns = {
  text: contractDocuments.text,
  findings: contractDocuments.findings,
  changes: contractDocuments.changes,
  hits: contractDocuments.hits,
  changeLog: contractDocuments.changeLog,
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

/** All versions of a dependency's contract, the newest first. */
export async function contractsOf(tx: Tx, dependencyId: string): Promise<Contract[]> {
  return tx
    .select(columns)
    .from(contracts)
    .where(eq(contracts.dependencyId, dependencyId))
    .orderBy(desc(contracts.submittedAt), desc(contracts.id));
}

/** Ids of the dependencies that have a contract. */
export async function contractedDependencies(tx: Tx): Promise<Set<string>> {
  const rows = await tx.selectDistinct({ id: contracts.dependencyId }).from(contracts);
  return new Set(rows.map((row) => row.id));
}

/** A contract by id, present or replaced. */
export async function findContract(tx: Tx, id: string): Promise<Contract | undefined> {
  const [row] = await tx.select(columns).from(contracts).where(eq(contracts.id, id));
  return row;
}

/** The same where the id comes from our own rows. */
export async function getContract(tx: Tx, id: string): Promise<Contract> {
  const row = await findContract(tx, id);
  if (row === undefined) throw new Error(`No contract has the id ${id}.`);
  return row;
}

/** The version with this number; where one was withdrawn and submitted anew, the newest. */
export async function contractOfVersion(tx: Tx, dependencyId: string, version: string): Promise<Contract | undefined> {
  const [row] = await tx
    .select(columns)
    .from(contracts)
    .where(and(eq(contracts.dependencyId, dependencyId), eq(contracts.version, version)))
    .orderBy(desc(contracts.submittedAt))
    .limit(1);
  return row;
}

/** The document of a contract; undefined for an address alone. */
export async function findDocument(tx: Tx, contractId: string): Promise<ContractDocument | undefined> {
  const [row] = await tx
    .select(documentColumns)
    .from(contractDocuments)
    .where(eq(contractDocuments.contractId, contractId));
  return row;
}

/** What changed since the version before, without the document itself; undefined for an address alone. */
export async function findChanges(
  tx: Tx,
  contractId: string,
): Promise<Pick<ContractDocument, 'changes' | 'hits'> | undefined> {
  const { changes, hits } = documentColumns;
  const [row] = await tx
    .select({ changes, hits })
    .from(contractDocuments)
    .where(eq(contractDocuments.contractId, contractId));
  return row;
}

/** What is submitted, by whom. */
type By<Sent> = Sent & { note: string | null; submittedById: string };

/** Adds a version by its address and makes it the present one. Call it with the dependency locked. */
export function replaceByAddress(
  tx: Tx,
  dependencyId: string,
  { version, url, note, submittedById }: By<Submission>,
  now: DateTime,
): Promise<Contract> {
  const hash = createHash('sha256').update(`${version}\n${url}`).digest('hex');
  return replace(tx, { dependencyId, version, url, hash, note, submittedById, document: null, submittedAt: now });
}

/** Adds a version with its document and makes it the present one. Call it with the dependency locked. */
export async function replaceByDocument(
  tx: Tx,
  dependencyId: string,
  sent: By<Examined & { url: string | null }>,
  now: DateTime,
): Promise<Contract> {
  const { version, url, hash, note, submittedById, summary, text, findings, changes, hits, changeLog } = sent;
  const row = { dependencyId, version, url, hash, note, submittedById, document: summary, submittedAt: now };
  const contract = await replace(tx, row);
  await tx.insert(contractDocuments).values({ contractId: contract.id, text, findings, changes, hits, changeLog });
  return contract;
}

/**
 * Takes the present version back; the newest before it that stands is the present one again, and is returned. Call it with
 * the dependency locked.
 */
export async function withdraw(
  tx: Tx,
  { id, dependencyId }: Contract,
  withdrawn: Withdrawal,
  now: DateTime,
): Promise<Contract | undefined> {
  await tx.update(contracts).set({ withdrawn, supersededAt: now }).where(eq(contracts.id, id));
  const before = tx
    .select({ id: contracts.id })
    .from(contracts)
    .where(and(eq(contracts.dependencyId, dependencyId), isNull(contracts.withdrawn)))
    .orderBy(desc(contracts.submittedAt), desc(contracts.id))
    .limit(1);
  const [restored] = await tx
    .update(contracts)
    .set({ supersededAt: null })
    .where(inArray(contracts.id, before))
    .returning(columns);
  return restored;
}

async function replace(tx: Tx, row: Omit<Contract, 'id' | 'withdrawn'>): Promise<Contract> {
  await tx
    .update(contracts)
    .set({ supersededAt: row.submittedAt })
    .where(and(eq(contracts.dependencyId, row.dependencyId), isNull(contracts.supersededAt)));
  const [contract] = await tx.insert(contracts).values(row).returning(columns);
  if (contract === undefined) throw new Error('A contract was added without an id.');
  return contract;
}
