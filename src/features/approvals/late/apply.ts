import { setTimer } from '../../../timers/timers.ts';
import type { Act } from '../../feature.ts';
import { getPeople } from '../../people/index.ts';
import { replanPrompts } from '../../programme/index.ts';
import { clearSignal, settleCommitments, updateDependency } from '../../register/index.ts';
import { saveMilestone } from '../../timeline/index.ts';
import { moveSeat } from '../delegate.ts';
import { remindNext } from '../gates.ts';
import { updateGate } from '../store.ts';
import type { HeldGate } from '../views.ts';
import { endLateness } from './escalate.ts';
import type { DecisionOption, LateFacts } from './model.ts';
import { dueAfter, stageMoved } from './rules.ts';

/** What leadership chose, with what the form asked for. */
export interface Chosen {
  option: DecisionOption;
  person?: string | undefined;
  date?: string | undefined;
}

/** What changed, for the audit log. */
interface Change {
  before: unknown;
  after: unknown;
}

/** Applies what was chosen for a late gate. Throws InvalidInput for a person who cannot sign. */
export function applyChoice(act: Act, held: HeldGate, facts: LateFacts, chosen: Chosen): Promise<Change> {
  switch (chosen.option.kind) {
    case 'replace':
      return replace(act, held, chosen);
    case 'extend':
      return extend(act, held, facts, chosen);
    case 'drop':
      return drop(act, held);
  }
}

async function replace(act: Act, held: HeldGate, { option, person = '' }: Chosen): Promise<Change> {
  const seat = held.view.gate.approvers.find((one) => one.personId === option.target);
  if (seat === undefined) throw new Error(`Nobody holds the seat of ${option.target}.`);
  await moveSeat(act, held, seat, person);
  return { before: { approver: option.target }, after: { approver: person } };
}

/** The gate is not late any more; its approvers are reminded again, and the contract stage that waits for it moves. */
async function extend(act: Act, { view }: HeldGate, { choices }: LateFacts, { date = '' }: Chosen): Promise<Change> {
  const { gate } = view;
  const { tx } = act;
  const dueAt = dueAfter(choices, date);
  await updateGate(tx, gate.id, { dueAt });
  await endLateness(act, gate.id);
  await clearSignal(tx, gate.dependencyId, 'gate-late', gate.id);
  await setTimer(tx, { kind: 'approvals.due', subject: gate.id, occurrence: `due-${date}`, dueAt });
  const stage = stageMoved(choices, date);
  if (stage !== undefined) await saveMilestone(tx, stage);
  if (stage?.committed) await settleCommitments(act, gate.dependencyId);
  const ids = choices.missing.map(({ personId }) => personId);
  for (const person of (await getPeople(tx, ids)).values()) await remindNext(act, person);
  return { before: { dueAt: gate.dueAt.toUTC().toISO() }, after: { dueAt: dueAt.toUTC().toISO() } };
}

async function drop(act: Act, { view, dependency }: HeldGate): Promise<Change> {
  const { tx, now } = act;
  await updateDependency(tx, dependency.id, { state: 'dropped' }, now);
  await endLateness(act, view.gate.id);
  for (const kind of ['gate-late', 'gate-refused', 'silence'] as const) await clearSignal(tx, dependency.id, kind);
  await replanPrompts(act, dependency.programmeId);
  return { before: { state: dependency.state }, after: { state: 'dropped' } };
}
