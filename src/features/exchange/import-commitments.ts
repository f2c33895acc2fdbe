import { COMPLIANCE, importCommitment } from '../commitments/index.ts';
import type { CommitmentEntry } from './format/index.ts';
import { attempt, type Home, type Merged, numberIn, type Write } from './records.ts';
import { type Import, pastMoment, requiredId } from './tally.ts';

/** Writes commitments with their terms and signatures as they stand; closed ones first, so that one may follow another. */
export const importCommitments: Write<'commitments'> = async (job, home, merged, present) => {
  const broken = job.problems.length;
  refuseSecondOpen(job, merged, present);
  for (const one of merged) refuseLooseNumbers(job, one);
  if (job.problems.length > broken) return;
  const closedFirst = [...merged].sort((a, b) => Number(isOpen(a.entry)) - Number(isOpen(b.entry)));
  for (const one of closedFirst) {
    await attempt(job, ['commitments', one.index], () => save(job, home, one.entry));
  }
};

async function save(job: Import, { programme, dependencies, people, teams }: Home, entry: CommitmentEntry) {
  const { key, stage, state = 'open', obligations, inForce, promisedFor, keptOn, terms, signatures } = entry;
  const inForceTerms = terms.find(({ number }) => number === inForce);
  const dependency = dependencies.get(entry.dependency);
  if (dependency === undefined) throw new Error(`The reference of ${key} was not checked.`);
  await importCommitment(job, dependency, {
    commitment: {
      programmeId: programme.id,
      dependencyId: dependency.id,
      key,
      number: numberIn(key),
      stage,
      obligations: obligations ?? [],
      state,
      lockedTerms: inForce ?? null,
      promisedFor: promisedFor ?? inForceTerms?.by ?? null,
      keptOn: keptOn ?? null,
    },
    terms: terms.map((one) => ({
      number: one.number,
      ownerId: requiredId(people, one.owner),
      what: one.what,
      byDate: one.by,
      trace: one.trace,
      reason: one.reason ?? null,
      proposedById: requiredId(people, one.proposedBy),
      proposedAt: pastMoment(one.proposedAt, job.now),
      withdrawnAt: one.withdrawnAt ? pastMoment(one.withdrawnAt, job.now) : null,
    })),
    signatures: (signatures ?? []).map((one) => ({
      terms: one.terms,
      seat: one.seat === COMPLIANCE ? COMPLIANCE : requiredId(teams, one.seat),
      byId: requiredId(people, one.signedBy),
      at: pastMoment(one.at, job.now),
    })),
  });
}

function isOpen({ state }: CommitmentEntry): boolean {
  return (state ?? 'open') === 'open';
}

/** A stage has one open commitment. */
function refuseSecondOpen(
  { problems }: Import,
  merged: readonly Merged<CommitmentEntry>[],
  present: readonly CommitmentEntry[],
): void {
  const changed = new Set(merged.map(({ entry }) => entry.key));
  const holder = new Map<string, string>();
  for (const one of present) if (isOpen(one) && !changed.has(one.key)) holder.set(stageOf(one), one.key);
  for (const { index, entry } of merged) {
    if (!isOpen(entry)) continue;
    const other = holder.get(stageOf(entry));
    if (other !== undefined) {
      const message = `${other} holds the ${entry.stage} of ${entry.dependency}. Withdraw one of the two: \`state: withdrawn\`.`;
      problems.push({ path: ['commitments', index, 'stage'], message });
    }
    holder.set(stageOf(entry), entry.key);
  }
}

function stageOf({ dependency, stage }: CommitmentEntry): string {
  return `${dependency} ${stage}`;
}

/** Terms are told apart by number, and what refers to them names one that is there. */
function refuseLooseNumbers({ problems }: Import, { index, entry }: Merged<CommitmentEntry>): void {
  const { inForce, terms, signatures, state, keptOn } = entry;
  const numbers = terms.map(({ number }) => number);
  const known = `There is: ${numbers.join(', ')}.`;
  const tell = (path: readonly (string | number)[], message: string) =>
    problems.push({ path: ['commitments', index, ...path], message });
  numbers.forEach((number, at) => {
    if (numbers.indexOf(number) < at) tell(['terms', at, 'number'], `${number} stands here twice. Keep one.`);
  });
  if (inForce != null && !numbers.includes(inForce)) tell(['inForce'], `there are no terms ${inForce}. ${known}`);
  const seats = new Set<string>();
  signatures?.forEach((one, at) => {
    if (!numbers.includes(one.terms)) tell(['signatures', at, 'terms'], `there are no terms ${one.terms}. ${known}`);
    const seat = `${one.terms} ${one.seat}`;
    if (seats.has(seat)) tell(['signatures', at, 'seat'], `${one.seat} signed terms ${one.terms} twice. Keep one.`);
    seats.add(seat);
  });
  if (state === 'kept' && (keptOn == null || inForce == null))
    tell(['state'], 'what is kept has terms in force and a day. Add `inForce` and `keptOn`.');
}
