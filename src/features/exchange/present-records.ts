import type { DateTime } from 'luxon';
import type { Tx } from '../../db/db.ts';
import { type ActionItem, listActions } from '../actions/index.ts';
import { COMPLIANCE, listCommitments, type Negotiation } from '../commitments/index.ts';
import { type Decision, listDecisions } from '../decisions/index.ts';
import { listRisks, type Risk, triggerWords } from '../risks/index.ts';
import { filled, type Names, orNothing } from './entries.ts';
import type { ActionEntry, CommitmentEntry, DecisionEntry, RegisterDocument, RiskEntry } from './format/index.ts';
import { MOST_ENTRIES } from './limits.ts';
import type { RecordKind } from './records.ts';

export type Records = Pick<RegisterDocument, RecordKind>;

/** The records of a programme as entries of a register file, by number; kinds of which there is nothing are left out. */
export async function presentRecords(tx: Tx, programmeId: string, names: Names): Promise<Records> {
  const commitments = await listCommitments(tx, { programmeId });
  const actions = byNumber(await listActions(tx, { programmeId }));
  const keys = new Map(actions.map(({ id, key }) => [id, key]));
  const risks = byNumber(await listRisks(tx, { programmeId }));
  const decisions = byNumber(await listDecisions(tx, { programmeId }, MOST_ENTRIES.decisions));
  const decided = new Map(decisions.map(({ id, key }) => [id, key]));
  return filled({
    commitments: orNothing(commitments.map((one) => commitmentEntry(one, names))),
    actions: orNothing(actions.map((one) => actionEntry(one, names))),
    risks: orNothing(risks.map((one) => riskEntry(one, names, keys.get(one.actionId ?? '')))),
    decisions: orNothing(decisions.map((one) => decisionEntry(one, names, decided.get(one.supersedesId ?? '')))),
  });
}

function byNumber<Row extends { number: number }>(rows: readonly Row[]): Row[] {
  return [...rows].sort((a, b) => a.number - b.number);
}

function actionEntry(action: ActionItem, names: Names): ActionEntry {
  const { key, what, ownerId, dueOn, dependencyId, source, openedById, openedAt, state } = action;
  return filled({
    key,
    what,
    owner: handleOf(names, ownerId),
    due: dueOn,
    dependency: names.dependency(dependencyId),
    source: filled(source),
    openedBy: names.person(openedById),
    openedAt: momentText(openedAt),
    state,
    note: action.note,
    closedBy: names.person(action.closedById),
    closedAt: momentText(action.closedAt),
  });
}

function riskEntry(risk: Risk, names: Names, action: string | undefined): RiskEntry {
  const { key, kind, text, dependencyId, ownerId, mitigation, trigger, openedById, openedAt, state } = risk;
  return filled({
    key,
    kind,
    text,
    dependency: names.dependency(dependencyId),
    owner: handleOf(names, ownerId),
    mitigation,
    trigger: triggerWords(trigger, true),
    openedBy: names.person(openedById),
    openedAt: momentText(openedAt),
    state,
    triggeredAt: momentText(risk.triggeredAt),
    triggeredWhy: risk.triggeredWhy,
    action,
    closedBy: names.person(risk.closedById),
    closedAt: momentText(risk.closedAt),
    note: risk.note,
  });
}

function decisionEntry(decision: Decision, names: Names, supersedes: string | undefined): DecisionEntry {
  const { key, dependencyId, question, options, choice, reason, byId, at, links } = decision;
  return filled({
    key,
    dependency: names.dependency(dependencyId),
    question,
    options: orNothing(
      options.map(({ label, consequence }) => filled({ label, consequence: consequence || undefined })),
    ),
    choice,
    reason,
    decidedBy: handleOf(names, byId),
    at: momentText(at),
    links: orNothing(links),
    supersedes,
  });
}

function commitmentEntry({ commitment, terms, signatures }: Negotiation, names: Names): CommitmentEntry {
  const { key, dependencyId, stage, state, obligations, lockedTerms, promisedFor, keptOn } = commitment;
  return filled({
    key,
    dependency: names.dependency(dependencyId) ?? dependencyId,
    stage,
    state,
    obligations: orNothing(obligations),
    inForce: lockedTerms,
    promisedFor,
    keptOn,
    terms: terms.map(({ number, ownerId, what, byDate, trace, reason, proposedById, proposedAt, withdrawnAt }) =>
      filled({
        number,
        owner: handleOf(names, ownerId),
        what,
        by: byDate,
        trace,
        reason,
        proposedBy: handleOf(names, proposedById),
        proposedAt: momentText(proposedAt),
        withdrawnAt: momentText(withdrawnAt),
      }),
    ),
    signatures: orNothing(
      signatures.map((one) => ({
        terms: one.terms,
        seat: one.seat === COMPLIANCE ? COMPLIANCE : names.team(one.seat),
        signedBy: handleOf(names, one.byId),
        at: momentText(one.at),
      })),
    ),
  });
}

function handleOf(names: Names, id: string): string {
  return names.person(id) ?? id;
}

function momentText<At extends DateTime | null>(at: At): At extends null ? undefined : string {
  return at?.toUTC().toISO() as At extends null ? undefined : string; // moments of the database are valid
}
