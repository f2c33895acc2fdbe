import { record } from '../audit/index.ts';
import type { Scope } from '../feature.ts';
import { lockProgramme } from '../programme/index.ts';
import type { Decision, NewDecision } from './model.ts';
import { asksTheSame } from './rules.ts';
import * as store from './store.ts';

export { type Decision, LONGEST, MOST, type NewDecision } from './model.ts';
export { countDecisions, type DecisionFilter, listDecisions, supersedersOf } from './store.ts';

/**
 * Writes a decision into the log under the programme's next number (DEC-9); it takes the place of the one in force on the
 * same question. Locks the programme until the transaction ends: who holds other locks of it takes this one first.
 */
export async function recordDecision(scope: Pick<Scope, 'tx' | 'now'>, decision: NewDecision): Promise<Decision> {
  const { tx, now } = scope;
  await lockProgramme(tx, decision.programmeId);
  const number = await store.nextDecisionNumber(tx, decision.programmeId);
  const supersedesId = decision.supersedesId ?? (await decisionInForce(scope, decision))?.id ?? null;
  const { links = [], ...rest } = decision;
  const saved = await store.insertDecision(tx, { ...rest, links, supersedesId, key: `DEC-${number}`, number, at: now });
  const { programmeId, byId, choice, reason } = saved;
  await record(scope, {
    programmeId,
    byId,
    action: 'decisions.recorded',
    subject: saved.key,
    after: { choice },
    reason,
  });
  return saved;
}

/**
 * Writes a decision of a register file into the log as it stands. Nobody is told, and the blocker that it was taken for
 * is not known: a file names none. The caller holds the programme locked, and has seen that the number is free and that
 * the place it takes was not taken. Gives its id.
 */
export async function importDecision(tx: Scope['tx'], decision: Omit<Decision, 'id' | 'blockerId'>): Promise<string> {
  return (await store.insertDecision(tx, { ...decision, blockerId: null })).id;
}

/** The decision in force on the same question, of the same dependency or of none; call it with the programme locked. */
export async function decisionInForce(
  { tx }: Pick<Scope, 'tx'>,
  { programmeId, dependencyId, question }: Pick<NewDecision, 'programmeId' | 'dependencyId' | 'question'>,
): Promise<{ id: string; key: string } | undefined> {
  const standing = await store.decisionsInForce(tx, programmeId, dependencyId);
  return standing.find((one) => asksTheSame(one.question, question));
}
