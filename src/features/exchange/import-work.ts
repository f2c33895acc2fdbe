import { UserError } from '../../core/errors.ts';
import { groupBy } from '../../core/group.ts';
import { importContract } from '../approvals/index.ts';
import { type BlockerView, importBlocker, listBlockers } from '../blockers/index.ts';
import type { Programme } from '../programme/index.ts';
import { type Dependency, listDependencies } from '../register/index.ts';
import { type Ids, type Import, type Placed, pastMoment, requiredId } from './tally.ts';

/** Hands blockers and contracts to the features that own them; what they refuse is a problem of the file. */
export async function importWork(
  job: Import,
  programme: Programme,
  placed: readonly Placed[],
  ids: Ids,
): Promise<void> {
  const busy = placed.filter(({ entry }) => entry.blocker !== undefined || entry.contract !== undefined);
  if (busy.length === 0) return;
  const dependencies = new Map(
    (await listDependencies(job.tx, { ids: busy.map(({ id }) => id) })).map((one) => [one.id, one]),
  );
  const blockers = groupBy(await listBlockers(job.tx, { programmeId: programme.id }), (one) => one.dependencyId);
  for (const place of busy) {
    const dependency = dependencies.get(place.id);
    if (dependency === undefined) throw new Error(`${place.key} was saved and is not there.`);
    await attempt(job, place, 'blocker', () => blockerOf(job, place, dependency, blockers.get(place.id) ?? [], ids));
    await attempt(job, place, 'contract', () => contractOf(job, place, dependency, ids));
  }
}

async function attempt(
  job: Import,
  place: Placed,
  part: 'blocker' | 'contract',
  work: () => Promise<boolean>,
): Promise<void> {
  try {
    if (await work()) place.changed.push(part);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    job.problems.push({ path: ['dependencies', place.index, part], message: error.message });
  }
}

async function blockerOf(
  job: Import,
  { entry: { blocker } }: Placed,
  dependency: Dependency,
  known: readonly BlockerView[],
  ids: Ids,
): Promise<boolean> {
  if (blocker === undefined) return false;
  const { reason, until = null } = blocker;
  const raisedAt = pastMoment(blocker.raisedAt, job.now);
  const open = known.find((one) => one.resolvedAt === null);
  if (open?.reason === reason && open.expectedUntil === until) return false;
  // It was solved, or another came after it, since the file was written.
  const overtaken = known.some(
    (one) => one.raisedAt > raisedAt || (one.resolvedAt !== null && +one.raisedAt === +raisedAt),
  );
  const solved = open === undefined && known.some((one) => one.reason === reason);
  if (overtaken || solved) return false;
  const raisedById = requiredId(ids.people, blocker.raisedBy);
  await importBlocker(job, dependency, { reason, expectedUntil: until, raisedById, raisedAt });
  return true;
}

async function contractOf(
  job: Import,
  { entry: { contract } }: Placed,
  dependency: Dependency,
  ids: Ids,
): Promise<boolean> {
  if (contract === undefined) return false;
  const { version, url, submittedBy } = contract;
  const submission = { version, url, submittedById: requiredId(ids.people, submittedBy) };
  return (await importContract(job, dependency, submission)) !== undefined;
}
