import { localDate } from '../../core/local-time.ts';
import { record } from '../audit/index.ts';
import { listDecisions } from '../decisions/index.ts';
import type { Scope, TimerHandler } from '../feature.ts';
import { lockProgramme } from '../programme/index.ts';
import { type Dependency, listDependencies, lockDependency } from '../register/index.ts';
import { setCommitted } from '../timeline/index.ts';
import type { Negotiation, Terms } from './model.ts';
import { plannedStage } from './plan.ts';
import { latestTerms, termsInForce } from './rules/standing.ts';
import { showCommitment } from './show.ts';
import * as store from './store.ts';
import { clearAll, clearReminders, setDue } from './timers.ts';

/**
 * Compares the commitments on a dependency with its plan: a stage that is done keeps its promise, one that fell out of scope
 * ends it, and a day that leadership moved becomes its terms.
 */
export const settleTimer: TimerHandler = async (scope, { subject }) => {
  const { tx } = scope;
  const [found] = await listDependencies(tx, { ids: [subject] });
  if (found === undefined) return;
  await lockProgramme(tx, found.programmeId);
  const dependency = await lockDependency(tx, subject);
  for (const negotiation of await store.listCommitments(tx, { dependencyId: subject, state: 'open' })) {
    await settleOne(scope, negotiation, dependency);
  }
};

async function settleOne(scope: Scope, negotiation: Negotiation, dependency: Dependency): Promise<void> {
  const { commitment } = negotiation;
  const planned = await plannedStage(scope.tx, dependency, commitment.stage);
  const delivered = dependency.state === 'delivered' ? localDate(scope.now, dependency.zone) : null;
  const doneOn = planned.doneOn ?? delivered;
  const inForce = termsInForce(negotiation);
  if (dependency.state === 'dropped') return close(scope, negotiation, dependency, null);
  if (doneOn !== null) return close(scope, negotiation, dependency, inForce === undefined ? null : doneOn);
  if (inForce !== undefined && planned.endDate !== null && planned.endDate !== inForce.byDate) {
    await follow(scope, negotiation, dependency, { inForce, byDate: planned.endDate });
  }
}

/** Kept on a day, or ended without. */
async function close(
  scope: Scope,
  { commitment }: Negotiation,
  dependency: Dependency,
  keptOn: string | null,
): Promise<void> {
  await store.updateCommitment(scope.tx, commitment.id, { state: keptOn === null ? 'withdrawn' : 'kept', keptOn });
  await setCommitted(scope.tx, dependency.id, commitment.stage, null);
  await clearAll(scope, commitment.id);
  await record(scope, {
    programmeId: commitment.programmeId,
    byId: null,
    action: keptOn === null ? 'commitments.ended' : 'commitments.kept',
    subject: commitment.key,
    after: keptOn === null ? { state: dependency.state } : { on: keptOn, promisedFor: commitment.promisedFor },
  });
  await showCommitment(scope, commitment.id, dependency);
}

/** The day was moved past the parties, by leadership's decision: it becomes their terms, and they are told. */
async function follow(
  scope: Scope,
  negotiation: Negotiation,
  dependency: Dependency,
  { inForce, byDate }: { inForce: Terms; byDate: string },
): Promise<void> {
  const { tx, now } = scope;
  const { commitment } = negotiation;
  const latest = latestTerms(negotiation);
  const [decision] = await listDecisions(tx, { dependencyId: dependency.id }, 1);
  const isNewer = decision !== undefined && decision.at >= inForce.proposedAt;
  const reason = isNewer ? `${decision.key}: ${decision.choice}` : 'The register was given another day.';
  const terms: Terms = {
    ...inForce,
    number: Math.max(...negotiation.terms.map((one) => one.number)) + 1,
    byDate,
    reason,
    proposedById: isNewer ? decision.byId : inForce.proposedById,
    proposedAt: now,
    withdrawnAt: null,
  };
  await store.insertTerms(tx, terms);
  await store.updateCommitment(tx, commitment.id, { lockedTerms: terms.number });
  await clearReminders(scope, commitment.id);
  await record(scope, {
    programmeId: commitment.programmeId,
    byId: null,
    action: 'commitments.moved',
    subject: commitment.key,
    before: { by: inForce.byDate },
    after: { by: byDate },
    reason,
  });
  const view = await showCommitment(scope, commitment.id, dependency, latest);
  await setDue(scope, view);
}
