import { and, asc, desc, eq, sql } from 'drizzle-orm';
import type { DateTime } from 'luxon';
import type { Tx } from '../../db/db.ts';
import type { Programme } from './model.ts';
import { policyVersions, programmes } from './tables.ts';

const columns = {
  id: programmes.id,
  key: programmes.key,
  name: programmes.name,
  prefix: programmes.prefix,
  goal: programmes.goal,
  releaseDate: programmes.releaseDate,
  leadIds: programmes.leadIds,
  policy: programmes.policy,
  version: programmes.version,
};

export async function listProgrammes(tx: Tx): Promise<Programme[]> {
  return tx.select(columns).from(programmes).orderBy(asc(programmes.createdAt), asc(programmes.key));
}

export async function getProgramme(tx: Tx, id: string): Promise<Programme> {
  const [row] = await tx.select(columns).from(programmes).where(eq(programmes.id, id));
  if (row === undefined) throw new Error(`No programme has the id ${id}.`);
  return row;
}

/** Locks the programme's row until the transaction ends: numbers of its records are given out under it. */
export async function lockProgramme(tx: Tx, id: string): Promise<Programme> {
  const [row] = await tx.select(columns).from(programmes).where(eq(programmes.id, id)).for('update');
  if (row === undefined) throw new Error(`No programme has the id ${id}.`);
  return row;
}

export type ProgrammeRow = Omit<typeof programmes.$inferInsert, 'id' | 'workspaceId' | 'version'>;

/** Adds a programme or brings the one with this key up to date. */
export async function saveProgramme(tx: Tx, row: ProgrammeRow): Promise<string> {
  const { createdAt, ...changes } = row;
  const [saved] = await tx
    .insert(programmes)
    .values(row)
    .onConflictDoUpdate({
      target: [programmes.workspaceId, programmes.key],
      set: { ...changes, version: sql`${programmes.version} + 1` },
    })
    .returning({ id: programmes.id });
  if (saved === undefined) throw new Error('A programme was saved without an id.');
  return saved.id;
}

export async function savePolicy(tx: Tx, id: string, policy: Programme['policy']): Promise<void> {
  await tx
    .update(programmes)
    .set({ policy, version: sql`${programmes.version} + 1` })
    .where(eq(programmes.id, id));
}

/** A version of a programme's policy, as it was kept. */
export interface PolicyVersion {
  programmeId: string;
  number: number;
  policy: Programme['policy'];
  at: DateTime;
  /** Null: who is not known. */
  byId: string | null;
  /** The file it came from; null: it was changed in chat. */
  file: string | null;
}

/** Keeps a policy as the programme's next version; call it with the programme locked. */
export async function savePolicyVersion(tx: Tx, version: Omit<PolicyVersion, 'number'>): Promise<number> {
  const [row] = await tx
    .select({ last: sql<number>`coalesce(max(${policyVersions.number}), 0)::int` })
    .from(policyVersions)
    .where(eq(policyVersions.programmeId, version.programmeId));
  const number = (row?.last ?? 0) + 1;
  await tx.insert(policyVersions).values({ ...version, number });
  return number;
}

/** Versions of a programme's policy, the newest first; by default all. */
export async function listPolicyVersions(
  tx: Tx,
  programmeId: string,
  { number, limit }: { number?: number; limit?: number } = {},
): Promise<PolicyVersion[]> {
  const query = tx
    .select()
    .from(policyVersions)
    .where(
      and(
        eq(policyVersions.programmeId, programmeId),
        number === undefined ? undefined : eq(policyVersions.number, number),
      ),
    )
    .orderBy(desc(policyVersions.number));
  const rows = await (limit === undefined ? query : query.limit(limit));
  return rows.map(({ id, workspaceId, ...version }) => version);
}
