import { and, asc, desc, eq, gt, inArray, lte, sql } from 'drizzle-orm';
import type { DateTime } from 'luxon';
import type { Platform } from '../../chat/inbound.ts';
import { parseWallTime } from '../../core/local-time.ts';
import { anyOf } from '../../db/any-of.ts';
import { advisoryLock, type Tx } from '../../db/db.ts';
import type { Absence, Person, Team } from './model.ts';
import { absences, identities, people, teams, workspaceLinks, workspaces } from './tables.ts';

function toPerson(row: typeof people.$inferSelect): Person {
  return {
    id: row.id,
    handle: row.handle,
    name: row.name,
    email: row.email,
    title: row.title,
    teamId: row.teamId,
    delegateId: row.delegateId,
    preferred: row.preferred,
    calendar: {
      zone: row.zone,
      country: row.country ?? undefined,
      region: row.region ?? undefined,
      weekend: row.weekend ?? undefined,
      workStart: parseWallTime(row.workStart),
      workEnd: parseWallTime(row.workEnd),
    },
  };
}

export async function getPeople(tx: Tx, ids: readonly string[]): Promise<Map<string, Person>> {
  if (ids.length === 0) return new Map();
  const rows = await tx
    .select()
    .from(people)
    .where(anyOf(people.id, [...new Set(ids)]));
  return new Map(rows.map((row) => [row.id, toPerson(row)]));
}

/** Everybody of the workspace, by handle. */
export async function listPeople(tx: Tx): Promise<Person[]> {
  return (await tx.select().from(people).orderBy(asc(people.handle))).map(toPerson);
}

/** Everybody as stored, with who set the zone; by handle. */
export async function listPersonRows(tx: Tx): Promise<(typeof people.$inferSelect)[]> {
  return tx.select().from(people).orderBy(asc(people.handle));
}

export async function personByHandle(tx: Tx, handle: string): Promise<Person | undefined> {
  const [row] = await tx.select().from(people).where(eq(people.handle, handle.toLowerCase()));
  return row && toPerson(row);
}

export async function personByEmail(tx: Tx, email: string): Promise<Person | undefined> {
  const [row] = await tx.select().from(people).where(sql`lower(${people.email}) = ${email.toLowerCase()}`).limit(1);
  return row && toPerson(row);
}

export async function personByIdentity(tx: Tx, platform: Platform, externalId: string): Promise<Person | undefined> {
  const [row] = await tx
    .select({ person: people })
    .from(identities)
    .innerJoin(people, eq(people.id, identities.personId))
    .where(and(eq(identities.platform, platform), eq(identities.externalId, externalId)));
  return row && toPerson(row.person);
}

export async function addIdentity(tx: Tx, personId: string, platform: Platform, externalId: string): Promise<void> {
  await tx.insert(identities).values({ personId, platform, externalId }).onConflictDoNothing();
}

/** Makes this the person's one id on a platform; null takes it away. The id must be nobody else's. */
export async function setIdentity(
  tx: Tx,
  personId: string,
  platform: Platform,
  externalId: string | null,
): Promise<void> {
  await tx.delete(identities).where(and(eq(identities.personId, personId), eq(identities.platform, platform)));
  if (externalId !== null) await tx.insert(identities).values({ personId, platform, externalId });
}

export async function identitiesOf(
  tx: Tx,
  personIds: readonly string[],
): Promise<{ personId: string; platform: Platform; externalId: string }[]> {
  if (personIds.length === 0) return [];
  return tx
    .select({ personId: identities.personId, platform: identities.platform, externalId: identities.externalId })
    .from(identities)
    .where(inArray(identities.personId, [...personIds]));
}

/** Takes over the zone a platform reports, unless the register names one. Returns true when it changed. */
export async function setPlatformZone(tx: Tx, personId: string, zone: string): Promise<boolean> {
  const rows = await tx
    .update(people)
    .set({ zone, version: sql`${people.version} + 1` })
    .where(and(eq(people.id, personId), eq(people.zoneFrom, 'platform'), sql`${people.zone} <> ${zone}`))
    .returning({ id: people.id });
  return rows.length > 0;
}

export type PersonRow = Omit<typeof people.$inferInsert, 'id' | 'workspaceId' | 'version'>;

/** Adds a person or brings the one with this handle up to date. Returns the id. */
export async function savePerson(tx: Tx, row: PersonRow): Promise<string> {
  const [saved] = await tx
    .insert(people)
    .values(row)
    .onConflictDoUpdate({
      target: [people.workspaceId, people.handle],
      set: { ...row, version: sql`${people.version} + 1` },
    })
    .returning({ id: people.id });
  if (saved === undefined) throw new Error('A person was saved without an id.');
  return saved.id;
}

export async function saveTeam(tx: Tx, row: Pick<Team, 'key' | 'name' | 'leadId'>): Promise<string> {
  const [saved] = await tx
    .insert(teams)
    .values(row)
    .onConflictDoUpdate({ target: [teams.workspaceId, teams.key], set: row })
    .returning({ id: teams.id });
  if (saved === undefined) throw new Error('A team was saved without an id.');
  return saved.id;
}

export async function listTeams(tx: Tx): Promise<Team[]> {
  return tx
    .select({ id: teams.id, key: teams.key, name: teams.name, leadId: teams.leadId })
    .from(teams)
    .orderBy(asc(teams.key));
}

/** The absence that covers `at`, the one that ends last when several do. */
export async function absenceAt(tx: Tx, personId: string, at: DateTime) {
  const [row] = await tx
    .select()
    .from(absences)
    .where(and(eq(absences.personId, personId), lte(absences.startsAt, at), gt(absences.endsAt, at)))
    .orderBy(desc(absences.endsAt))
    .limit(1);
  return row;
}

/** Which of these people are away at a moment. */
export async function awayAt(tx: Tx, personIds: readonly string[], at: DateTime): Promise<Set<string>> {
  if (personIds.length === 0) return new Set();
  const rows = await tx
    .select({ personId: absences.personId })
    .from(absences)
    .where(and(anyOf(absences.personId, personIds), lte(absences.startsAt, at), gt(absences.endsAt, at)));
  return new Set(rows.map((row) => row.personId));
}

/** Everybody's absences that are not over at `at`. */
export async function absencesAfter(tx: Tx, at: DateTime): Promise<Absence[]> {
  const { personId, startsAt, endsAt, standInId } = absences;
  return tx
    .select({ personId, startsAt, endsAt, standInId })
    .from(absences)
    .where(gt(endsAt, at))
    .orderBy(asc(startsAt));
}

export async function addAbsence(
  tx: Tx,
  row: { personId: string; startsAt: DateTime; endsAt: DateTime; standInId: string | null },
): Promise<void> {
  await tx.insert(absences).values(row);
}

/** Ends absences that are running or planned. Returns how many. */
export async function endAbsences(tx: Tx, personId: string, at: DateTime): Promise<number> {
  const rows = await tx
    .update(absences)
    .set({ endsAt: at })
    .where(and(eq(absences.personId, personId), gt(absences.endsAt, at)))
    .returning({ id: absences.id });
  return rows.length;
}

export async function workspaceByLink(tx: Tx, platform: Platform, externalId: string): Promise<string | undefined> {
  const [row] = await tx
    .select({ id: workspaceLinks.workspaceId })
    .from(workspaceLinks)
    .where(and(eq(workspaceLinks.platform, platform), eq(workspaceLinks.externalId, externalId)));
  return row?.id;
}

export async function linksOfWorkspace(
  tx: Tx,
  workspace: string,
): Promise<{ platform: Platform; externalId: string }[]> {
  return tx
    .select({ platform: workspaceLinks.platform, externalId: workspaceLinks.externalId })
    .from(workspaceLinks)
    .where(eq(workspaceLinks.workspaceId, workspace));
}

export async function linkWorkspace(tx: Tx, workspace: string, platform: Platform, externalId: string): Promise<void> {
  await tx.insert(workspaceLinks).values({ workspaceId: workspace, platform, externalId }).onConflictDoNothing();
}

/** The oldest workspace, made when there is none: where an installation for one workspace lives. */
export async function firstWorkspace(tx: Tx, now: DateTime): Promise<string> {
  // Processes that start together must not make one each.
  await advisoryLock(tx, 'first workspace');
  const [row] = await tx.select({ id: workspaces.id }).from(workspaces).orderBy(asc(workspaces.createdAt)).limit(1);
  if (row !== undefined) return row.id;
  const [made] = await tx
    .insert(workspaces)
    .values({ name: 'Depsync', createdAt: now })
    .returning({ id: workspaces.id });
  if (made === undefined) throw new Error('The workspace was not made.');
  return made.id;
}
