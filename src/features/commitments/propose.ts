import { isDeepStrictEqual } from 'node:util';
import { Conflict, NotAllowed, onField } from '../../core/errors.ts';
import { record } from '../audit/index.ts';
import { circleOf } from '../escalations/index.ts';
import type { Act } from '../feature.ts';
import { findPerson, getPerson } from '../people/index.ts';
import { getProgramme, lockProgramme } from '../programme/index.ts';
import { type Dependency, lockDependency } from '../register/index.ts';
import { STAGE_LABEL, type StageName } from '../timeline/model.ts';
import { checkedDay, checkedReason, checkedTrace, checkedWhat, exampleFor, tracingOf } from './checks.ts';
import type { Negotiation, Terms } from './model.ts';
import { plannedStage } from './plan.ts';
import { latestTerms, type Seat, sidesOf } from './rules/standing.ts';
import { showCommitment } from './show.ts';
import { signOwn } from './sign.ts';
import * as store from './store.ts';
import { clearReminders } from './timers.ts';
import { type CommitmentView, hold, refuseClosed, refuseOutdated, seatsOf, signersOf } from './view.ts';

/** A proposal as it was said or filled in; what is missing is undefined. */
export interface Proposal {
  stage: StageName | undefined;
  /** A handle. */
  who: string | undefined;
  what: string;
  /** A day in words. */
  by: string | undefined;
  trace: string | undefined;
}

/**
 * Proposes a commitment for a stage of a dependency, and signs the seats of who proposes. Throws InvalidInput by field,
 * NotAllowed for who is of no side, Conflict where the stage is committed or done.
 */
export async function propose(act: Act, { id, programmeId }: Dependency, said: Proposal): Promise<CommitmentView> {
  const { tx, by } = act;
  // Before its dependency, as recordDecision wants it.
  const programme = await lockProgramme(tx, programmeId);
  const dependency = await lockDependency(tx, id);
  const { stage = 'release' } = said;
  const { obligations, key } = dependency;
  await requireSide(act, await seatsOf(act, await circleOf(tx, dependency), { obligations: [] }), key);
  await refuseTaken(act, dependency, stage);
  const tracing = tracingOf(programme);
  const example = (what = said.what) => exampleFor(key, tracing, { ...said, what });
  if (said.who === undefined) throw onField('no-who', 'who', `Say who delivers, with @ in front: ${example()}.`);
  const owner = await findPerson(tx, said.who);
  const what = checkedWhat(said.what, example);
  if (said.by === undefined) throw onField('no-day', 'by', `Say by when: ${example()}.`);
  const byDate = await checkedDay(act, programme, said.by);
  const trace = checkedTrace(said.trace ?? '', tracing, example());

  const number = await store.nextNumber(tx, programme.id);
  const commitment = {
    programmeId: programme.id,
    dependencyId: dependency.id,
    key: `COM-${number}`,
    number,
    stage,
    obligations,
    state: 'open' as const,
    lockedTerms: null,
    promisedFor: null,
    keptOn: null,
  };
  const commitmentId = await store.insertCommitment(tx, commitment);
  await insertTerms(act, { commitmentId, number: 1, ownerId: owner.id, what, byDate, trace, reason: null });
  await record(act, {
    programmeId: programme.id,
    byId: by.id,
    action: 'commitments.proposed',
    subject: commitment.key,
    after: { dependency: key, stage, who: owner.handle, what, by: byDate, trace, obligations },
  });
  return signOwn(act, await hold(tx, commitmentId));
}

async function refuseTaken(act: Act, dependency: Dependency, stage: StageName): Promise<void> {
  const { key, state, id } = dependency;
  if (state !== 'open') throw new Conflict('not-open', `${key} is ${state}: nothing of it is left to promise.`);
  const label = STAGE_LABEL[stage].toLowerCase();
  if ((await plannedStage(act.tx, dependency, stage)).doneOn !== null) {
    throw new Conflict('done', `The ${label} of ${key} is done: nothing of it is left to promise.`);
  }
  const open = await store.listCommitments(act.tx, { dependencyId: id, state: 'open' });
  const taken = open.find(({ commitment }) => commitment.stage === stage);
  if (taken === undefined) return;
  throw new Conflict(
    'committed-already',
    `${taken.commitment.key} holds the ${label} of ${key}. Send other terms for it: \`/deps counter ${taken.commitment.key} 11 Dec because …\`.`,
  );
}

/** Refuses who is of none of the teams, naming who signs for them. Returns the seats of their sides. */
export async function requireSide(act: Act, seats: readonly Seat[], key: string): Promise<Seat[]> {
  const sides = sidesOf(seats, act.by);
  if (sides.length > 0) return sides;
  const teams = seats.map(({ as }) => as).join(', ');
  throw new NotAllowed(
    'no-side',
    `You cannot negotiate for ${key}: you are of none of its teams (${teams}). ${signersOf(seats)} can.`,
  );
}

/** A counter as it was said or filled in; what is missing stays as it is. */
export interface Counter {
  /** A handle. */
  who?: string | undefined;
  what: string | undefined;
  /** A day in words. */
  by: string | undefined;
  trace?: string | undefined;
  reason: string | undefined;
}

/**
 * Puts other terms in the place of those that are negotiated, or proposes a change of those in force; earlier signatures
 * fall. Throws InvalidInput by field, NotAllowed for who is of no side, Conflict for a commitment that is closed.
 */
export async function counter(
  act: Act,
  id: string,
  said: Counter,
  /** The number of the terms that were looked at. */
  seen?: number,
): Promise<CommitmentView> {
  const { tx, by } = act;
  const held = await hold(tx, id);
  const { negotiation, dependency } = held;
  const { commitment } = negotiation;
  const before = latestTerms(negotiation);
  const programme = await getProgramme(tx, commitment.programmeId);
  const circle = await circleOf(tx, dependency);
  const seats = await seatsOf(act, circle, { obligations: [] });
  await requireSide(act, seats, commitment.key);
  refuseClosed(negotiation);
  await refuseOutdated(act, negotiation, seen);
  const example = `\`/deps counter ${commitment.key} 11 Dec because …\``;
  const isChange = commitment.lockedTerms !== null;
  const what =
    said.what === undefined
      ? before.what
      : checkedWhat(said.what, (firm) => `\`/deps counter ${commitment.key} ${firm || before.what}\``);
  const byDate =
    said.by === undefined || said.by === before.byDate ? before.byDate : await checkedDay(act, programme, said.by);
  const ownerId = said.who === undefined ? before.ownerId : (await findPerson(tx, said.who)).id;
  const trace = said.trace === undefined ? before.trace : checkedTrace(said.trace, tracingOf(programme), example);
  const [old, wanted] = [termsOf(before), { ownerId, what, by: byDate, trace }];
  if (isDeepStrictEqual(old, wanted)) {
    throw onField(
      'no-change',
      'by',
      `These are the terms as they stand. Send another day, scope, owner or trace: ${example}.`,
    );
  }
  const reason = checkedReason(
    said.reason,
    isChange ? `${commitment.key} is locked: say why it changes, such as ${example}.` : undefined,
  );
  const number = Math.max(...negotiation.terms.map((one) => one.number)) + 1;
  await insertTerms(act, { commitmentId: id, number, ownerId, what, byDate, trace, reason });
  await store.updateCommitment(tx, id, {});
  await clearReminders(act, id);
  await record(act, {
    programmeId: programme.id,
    byId: by.id,
    action: isChange ? 'commitments.change-proposed' : 'commitments.countered',
    subject: commitment.key,
    before: old,
    after: wanted,
    reason,
  });
  return signOwn(act, await hold(tx, id), before);
}

/** What of terms a counter can change. */
function termsOf({ ownerId, what, byDate, trace }: Terms) {
  return { ownerId, what, by: byDate, trace };
}

async function insertTerms(
  { tx, by, now }: Act,
  terms: Omit<Terms, 'proposedById' | 'proposedAt' | 'withdrawnAt'>,
): Promise<void> {
  await store.insertTerms(tx, { ...terms, proposedById: by.id, proposedAt: now, withdrawnAt: null });
}

/**
 * Takes back the terms that are negotiated: the commitment ends, or what is in force stays. For the side that proposed them.
 * Throws like counter.
 */
export async function withdraw(act: Act, id: string, seen: number): Promise<CommitmentView> {
  const { tx, by, now } = act;
  const { negotiation, dependency } = await hold(tx, id);
  const { commitment } = negotiation;
  refuseClosed(negotiation);
  await refuseOutdated(act, negotiation, seen);
  const latest = latestTerms(negotiation);
  if (latest.number === commitment.lockedTerms) {
    throw new Conflict(
      'locked',
      `${commitment.key} is locked: it changes by \`/deps counter ${commitment.key} 11 Dec because …\` alone.`,
    );
  }
  await requireProposer(act, negotiation, dependency);
  await store.withdrawTerms(tx, latest, now);
  await store.updateCommitment(tx, id, commitment.lockedTerms === null ? { state: 'withdrawn' } : {});
  await clearReminders(act, id);
  await record(act, {
    programmeId: commitment.programmeId,
    byId: by.id,
    action: 'commitments.withdrawn',
    subject: commitment.key,
    before: { what: latest.what, by: latest.byDate },
    after: null,
  });
  return showCommitment(act, id, dependency, commitment.lockedTerms === null ? undefined : latest);
}

async function requireProposer(act: Act, negotiation: Negotiation, dependency: Dependency): Promise<void> {
  const { proposedById } = latestTerms(negotiation);
  if (act.by.id === proposedById) return;
  const seats = await seatsOf(act, await circleOf(act.tx, dependency), { obligations: [] });
  const proposer = await getPerson(act.tx, proposedById);
  const theirs = sidesOf(seats, proposer);
  if (sidesOf(seats, act.by).some(({ id }) => theirs.some((side) => side.id === id))) return;
  throw new NotAllowed(
    'not-yours-to-withdraw',
    `Only the side of @${proposer.handle}, who proposed these terms, can withdraw them. Send others: \`/deps counter ${negotiation.commitment.key} 11 Dec because …\`.`,
  );
}
