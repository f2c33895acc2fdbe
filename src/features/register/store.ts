import { and, asc, eq, getTableColumns, sql } from 'drizzle-orm';
import { DateTime } from 'luxon';
import { z } from 'zod';
import { newId } from '../../core/ids.ts';
import { anyOf } from '../../db/any-of.ts';
import type { Tx } from '../../db/db.ts';
import { setTimer } from '../../timers/timers.ts';
import { people } from '../people/tables.ts';
import { ContactRole } from '../programme/model.ts';
import { mitigatedByRisk } from '../risks/tables.ts';
import {
  type Consumer,
  type Contact,
  type Dependency,
  type Override,
  Priority,
  type Report,
  SignalKind,
} from './model.ts';
import { consumers, contacts, dependencies, signals } from './tables.ts';

export interface DependencyFilter {
  programmeId?: string;
  ids?: readonly string[];
  keys?: readonly string[];
  ownerIds?: readonly string[];
  /** Producer or consumer. */
  teamId?: string;
}

const Consumers = z.array(
  z.object({ teamId: z.string(), neededBy: z.string().nullable(), priority: Priority.nullable() }),
);
const Contacts = z.array(
  z.object({
    role: ContactRole,
    personId: z.string(),
    authority: z.string().nullable(),
    reviewCadence: z.string().nullable(),
    delegateId: z.string().nullable(),
  }),
);
const Signals = z.array(
  z.object({
    kind: SignalKind,
    subject: z.string(),
    text: z.string(),
    since: z.string().transform((since) => DateTime.fromISO(since, { zone: 'utc' }).toISO()),
    count: z.number(),
  }),
);

/** Dependencies with all that belongs to them, by number. One query, however many there are. */
export async function listDependencies(tx: Tx, filter: DependencyFilter): Promise<Dependency[]> {
  const { programmeId, ids, keys, ownerIds, teamId } = filter;
  if (ids?.length === 0 || keys?.length === 0 || ownerIds?.length === 0) return [];
  const { workspaceId, createdAt, updatedAt, ...facts } = getTableColumns(dependencies);
  return tx
    .select({
      ...facts,
      zone: sql<string>`coalesce(${people.zone}, 'UTC')`,
      consumers:
        sql`coalesce((select jsonb_agg(jsonb_build_object('teamId', ${consumers.teamId}, 'neededBy', ${consumers.neededBy}, 'priority', ${consumers.priority})) from ${consumers} where ${consumers.dependencyId} = ${dependencies.id}), '[]')`.mapWith(
          (value) => Consumers.parse(value),
        ),
      contacts:
        sql`coalesce((select jsonb_agg(jsonb_build_object('role', ${contacts.role}, 'personId', ${contacts.personId}, 'authority', ${contacts.authority}, 'reviewCadence', ${contacts.reviewCadence}, 'delegateId', ${contacts.delegateId})) from ${contacts} where ${contacts.dependencyId} = ${dependencies.id}), '[]')`.mapWith(
          (value) => Contacts.parse(value),
        ),
      signals:
        sql`coalesce((select jsonb_agg(jsonb_build_object('kind', ${signals.kind}, 'subject', ${signals.subject}, 'text', ${signals.text}, 'since', ${signals.since}, 'count', ${signals.count})) from ${signals} where ${signals.dependencyId} = ${dependencies.id}), '[]')`.mapWith(
          (value) => Signals.parse(value),
        ),
      mitigated: mitigatedByRisk(dependencies.id),
    })
    .from(dependencies)
    .leftJoin(people, eq(people.id, dependencies.ownerId))
    .where(
      and(
        programmeId === undefined ? undefined : eq(dependencies.programmeId, programmeId),
        ids === undefined ? undefined : anyOf(dependencies.id, ids),
        keys === undefined ? undefined : anyOf(dependencies.key, keys),
        ownerIds === undefined ? undefined : anyOf(dependencies.ownerId, ownerIds),
        teamId === undefined
          ? undefined
          : sql`(${dependencies.producerTeamId} = ${teamId} or exists (select 1 from ${consumers} where ${consumers.dependencyId} = ${dependencies.id} and ${consumers.teamId} = ${teamId}))`,
      ),
    )
    .orderBy(asc(dependencies.programmeId), asc(dependencies.number));
}

/** Locks a dependency until the transaction ends and reads it. */
export async function lockDependency(tx: Tx, id: string): Promise<Dependency> {
  await tx.select({ id: dependencies.id }).from(dependencies).where(eq(dependencies.id, id)).for('update');
  const [found] = await listDependencies(tx, { ids: [id] });
  if (found === undefined) throw new Error(`No dependency has the id ${id}.`);
  return found;
}

/** Keys and titles only: for suggestions. */
export async function listKeys(
  tx: Tx,
  programmeId?: string,
): Promise<{ key: string; title: string; programmeId: string }[]> {
  return tx
    .select({ key: dependencies.key, title: dependencies.title, programmeId: dependencies.programmeId })
    .from(dependencies)
    .where(programmeId === undefined ? undefined : eq(dependencies.programmeId, programmeId))
    .orderBy(asc(dependencies.number));
}

/** The next free number of a programme; call it with the programme locked. */
export async function nextNumber(tx: Tx, programmeId: string): Promise<number> {
  const [row] = await tx
    .select({ last: sql<number>`coalesce(max(${dependencies.number}), 0)::int` })
    .from(dependencies)
    .where(eq(dependencies.programmeId, programmeId));
  return (row?.last ?? 0) + 1;
}

export type DependencyRow = Omit<
  typeof dependencies.$inferInsert,
  'id' | 'workspaceId' | 'version' | 'createdAt' | 'updatedAt'
>;

/** Adds a dependency or brings the one with this key up to date. Returns the id. */
export async function saveDependency(tx: Tx, row: DependencyRow, now: DateTime): Promise<string> {
  const [saved] = await tx
    .insert(dependencies)
    .values({ ...row, createdAt: now, updatedAt: now })
    .onConflictDoUpdate({
      target: [dependencies.workspaceId, dependencies.key],
      set: { ...row, updatedAt: now, version: sql`${dependencies.version} + 1` },
    })
    .returning({ id: dependencies.id });
  if (saved === undefined) throw new Error('A dependency was saved without an id.');
  return saved.id;
}

/** Changes facts of a dependency; commitments on it follow its day and its state. */
export async function updateDependency(
  tx: Tx,
  id: string,
  changes: Partial<DependencyRow>,
  now: DateTime,
): Promise<void> {
  await tx
    .update(dependencies)
    .set({ ...changes, updatedAt: now, version: sql`${dependencies.version} + 1` })
    .where(eq(dependencies.id, id));
  if (changes.dueDate !== undefined || changes.state !== undefined) await settleCommitments({ tx, now }, id);
}

/**
 * Has the commitments on a dependency compared with its plan, at once but in a transaction of its own: call it when a stage
 * is done or its day was moved past them. It is a timer due now, so that commitments need not be known here.
 */
export async function settleCommitments({ tx, now }: { tx: Tx; now: DateTime }, dependencyId: string): Promise<void> {
  await setTimer(tx, { kind: 'commitments.settle', subject: dependencyId, occurrence: newId(), dueAt: now });
}

export async function setConsumers(tx: Tx, dependencyId: string, rows: readonly Consumer[]): Promise<void> {
  await tx.delete(consumers).where(eq(consumers.dependencyId, dependencyId));
  if (rows.length > 0) await tx.insert(consumers).values(rows.map((row) => ({ ...row, dependencyId })));
}

export async function setContacts(tx: Tx, dependencyId: string, rows: readonly Contact[]): Promise<void> {
  await tx.delete(contacts).where(eq(contacts.dependencyId, dependencyId));
  if (rows.length > 0) await tx.insert(contacts).values(rows.map((row) => ({ ...row, dependencyId })));
}

export async function setReport(tx: Tx, id: string, report: Report, now: DateTime): Promise<void> {
  await updateDependency(tx, id, { report }, now);
}

export async function setOverride(tx: Tx, id: string, override: Override | null, now: DateTime): Promise<void> {
  await updateDependency(tx, id, { override }, now);
}

/** Writes a fact down, in the transaction of its cause. */
export async function setSignal(
  tx: Tx,
  dependencyId: string,
  signal: { kind: SignalKind; subject: string; text: string; since: DateTime; count?: number },
): Promise<void> {
  const row = { ...signal, count: signal.count ?? 1 };
  await tx
    .insert(signals)
    .values({ ...row, dependencyId })
    .onConflictDoUpdate({ target: [signals.dependencyId, signals.kind, signals.subject], set: row });
}

/** Removes a fact, in the transaction of its end; without a subject, all of its kind. */
export async function clearSignal(tx: Tx, dependencyId: string, kind: SignalKind, subject?: string): Promise<void> {
  await tx
    .delete(signals)
    .where(
      and(
        eq(signals.dependencyId, dependencyId),
        eq(signals.kind, kind),
        subject === undefined ? undefined : eq(signals.subject, subject),
      ),
    );
}

/** Everybody who owns an open dependency of a programme. */
export async function ownersOf(tx: Tx, programmeId: string): Promise<string[]> {
  const rows = await tx
    .selectDistinct({ ownerId: dependencies.ownerId })
    .from(dependencies)
    .where(and(eq(dependencies.programmeId, programmeId), eq(dependencies.state, 'open')));
  return rows.flatMap((row) => (row.ownerId === null ? [] : [row.ownerId]));
}
