import { and, asc, eq, inArray, isNotNull, or } from 'drizzle-orm';
import { addDays, utcMidnight } from '../../core/calendar-date.ts';
import type { Tx } from '../../db/db.ts';
import { setTimer } from '../../timers/timers.ts';
import { consumers, dependencies } from '../register/tables.ts';
import type { Environment, Freeze, Milestone, Need, ProgrammeMilestone, StageName } from './model.ts';
import { environments, freezes, milestones, needs, programmeMilestones } from './tables.ts';

/** What is planned of the dependencies of a programme. */
export async function listMilestones(tx: Tx, programmeId: string): Promise<Milestone[]> {
  const rows = await tx
    .select()
    .from(milestones)
    .where(inArray(milestones.dependencyId, idsIn(tx, programmeId)))
    .orderBy(asc(milestones.dependencyId), asc(milestones.stage));
  return rows.map(({ workspaceId, ...row }) => row);
}

export async function saveMilestone(tx: Tx, row: Milestone): Promise<void> {
  await tx
    .insert(milestones)
    .values(row)
    .onConflictDoUpdate({ target: [milestones.dependencyId, milestones.stage], set: row });
}

export async function removeMilestone(tx: Tx, dependencyId: string, stage: StageName): Promise<void> {
  await tx.delete(milestones).where(and(eq(milestones.dependencyId, dependencyId), eq(milestones.stage, stage)));
}

/** Notes which commitment holds the day of a stage; null: none does any more. */
export async function setCommitted(
  tx: Tx,
  dependencyId: string,
  stage: StageName,
  committed: string | null,
): Promise<void> {
  await tx
    .insert(milestones)
    .values({ dependencyId, stage, committed })
    .onConflictDoUpdate({ target: [milestones.dependencyId, milestones.stage], set: { committed } });
}

/** The commitments that hold a day of a dependency, by stage. */
export async function committedOn(tx: Tx, dependencyId: string): Promise<{ key: string; stage: StageName }[]> {
  const rows = await tx
    .select({ key: milestones.committed, stage: milestones.stage })
    .from(milestones)
    .where(and(eq(milestones.dependencyId, dependencyId), isNotNull(milestones.committed)))
    .orderBy(asc(milestones.stage));
  return rows.flatMap(({ key, stage }) => (key === null ? [] : [{ key, stage }]));
}

/** Whether anything of a programme that is open has a day or a length: without one, there is no plan to compute. */
export async function hasDates(tx: Tx, programmeId: string): Promise<boolean> {
  const open = and(eq(dependencies.programmeId, programmeId), eq(dependencies.state, 'open'));
  const dated = or(
    isNotNull(dependencies.dueDate),
    inArray(dependencies.id, tx.select({ id: milestones.dependencyId }).from(milestones)),
    inArray(
      dependencies.id,
      tx.select({ id: consumers.dependencyId }).from(consumers).where(isNotNull(consumers.neededBy)),
    ),
  );
  const found = await tx.select({ id: dependencies.id }).from(dependencies).where(and(open, dated)).limit(1);
  return found.length > 0;
}

/** Who waits for whom in a programme. */
export async function listNeeds(tx: Tx, programmeId: string): Promise<Need[]> {
  const rows = await tx
    .select()
    .from(needs)
    .where(inArray(needs.dependencyId, idsIn(tx, programmeId)))
    .orderBy(asc(needs.dependencyId), asc(needs.neededId));
  return rows.map(({ workspaceId, ...row }) => row);
}

export async function saveNeed(tx: Tx, row: Need): Promise<void> {
  await tx
    .insert(needs)
    .values(row)
    .onConflictDoUpdate({ target: [needs.dependencyId, needs.neededId], set: row });
}

/** True when there was one. */
export async function removeNeed(tx: Tx, dependencyId: string, neededId: string): Promise<boolean> {
  const gone = await tx
    .delete(needs)
    .where(and(eq(needs.dependencyId, dependencyId), eq(needs.neededId, neededId)))
    .returning({ id: needs.neededId });
  return gone.length > 0;
}

/** The environments of a programme, by name. */
export async function listEnvironments(tx: Tx, programmeId: string): Promise<Environment[]> {
  const rows = await tx
    .select()
    .from(environments)
    .where(eq(environments.programmeId, programmeId))
    .orderBy(asc(environments.name));
  return rows.map(({ workspaceId, ...row }) => row);
}

/** Adds an environment or brings the one of this name up to date. */
export async function saveEnvironment(tx: Tx, row: Omit<Environment, 'id'>): Promise<void> {
  await tx
    .insert(environments)
    .values(row)
    .onConflictDoUpdate({ target: [environments.programmeId, environments.name], set: row });
}

/** Removes an environment; windows that were in it have none then. */
export async function removeEnvironment(tx: Tx, id: string): Promise<void> {
  await tx.update(milestones).set({ environmentId: null }).where(eq(milestones.environmentId, id));
  await tx.delete(environments).where(eq(environments.id, id));
}

/** The milestones of a programme, by day. */
export async function listProgrammeMilestones(tx: Tx, programmeId: string): Promise<ProgrammeMilestone[]> {
  const rows = await tx
    .select()
    .from(programmeMilestones)
    .where(eq(programmeMilestones.programmeId, programmeId))
    .orderBy(asc(programmeMilestones.date), asc(programmeMilestones.name));
  return rows.map(({ workspaceId, ...row }) => row);
}

/**
 * Adds a milestone or moves the one of this name. When its day is over a retrospective begins: by a timer of that moment, so that
 * retrospectives need not be known here.
 */
export async function saveProgrammeMilestone(tx: Tx, row: ProgrammeMilestone): Promise<void> {
  const { programmeId, name } = programmeMilestones;
  const over = utcMidnight(addDays(row.date, 1));
  const subject = `${row.programmeId}/${row.name}`;
  await setTimer(tx, { kind: 'retrospectives.milestone', subject, occurrence: row.date, dueAt: over });
  await tx
    .insert(programmeMilestones)
    .values(row)
    .onConflictDoUpdate({ target: [programmeId, name], set: row });
}

export async function removeProgrammeMilestone(tx: Tx, { programmeId, name }: ProgrammeMilestone): Promise<void> {
  await tx
    .delete(programmeMilestones)
    .where(and(eq(programmeMilestones.programmeId, programmeId), eq(programmeMilestones.name, name)));
}

/** The freezes of a programme, by day. */
export async function listFreezes(tx: Tx, programmeId: string): Promise<Freeze[]> {
  const rows = await tx
    .select()
    .from(freezes)
    .where(eq(freezes.programmeId, programmeId))
    .orderBy(asc(freezes.startDate), asc(freezes.name));
  return rows.map(({ workspaceId, ...row }) => row);
}

export async function saveFreeze(tx: Tx, row: Freeze): Promise<void> {
  const { programmeId, name } = freezes;
  await tx
    .insert(freezes)
    .values(row)
    .onConflictDoUpdate({ target: [programmeId, name], set: row });
}

export async function removeFreeze(tx: Tx, { programmeId, name }: Freeze): Promise<void> {
  await tx.delete(freezes).where(and(eq(freezes.programmeId, programmeId), eq(freezes.name, name)));
}

function idsIn(tx: Tx, programmeId: string) {
  return tx.select({ id: dependencies.id }).from(dependencies).where(eq(dependencies.programmeId, programmeId));
}
