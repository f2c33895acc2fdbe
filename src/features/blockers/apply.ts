import type { DateTime } from 'luxon';
import type { Decision } from '../decisions/index.ts';
import type { Circle } from '../escalations/index.ts';
import type { Act } from '../feature.ts';
import { clearSignal, setConsumers, updateDependency } from '../register/index.ts';
import type { Dependency, Override } from '../register/model.ts';
import { workingDaysOf } from './facts.ts';
import type { BlockerView, ChoiceFacts, DecisionOption } from './model.ts';
import { endBlocker } from './raise.ts';
import { planMove, resolutionBy } from './rules.ts';

/** After the last tier, going on against a draft shows yellow for so long; then it is looked at again. */
const PROCEED_DAYS = 7;

/** A choice about to be applied; the blocker is locked and as it was before the decision. */
export interface Chosen {
  blocker: BlockerView;
  option: DecisionOption;
  choices: ChoiceFacts;
  decision: Decision;
  /** The day to move to, YYYY-MM-DD; '' for other choices. */
  date: string;
}

/** What changed in the register, for the audit log. */
interface Change {
  before: Partial<Dependency>;
  after: Partial<Dependency>;
}

/** Applies what was chosen to the register. */
export function applyChoice(act: Act, circle: Circle, chosen: Chosen): Promise<Change> {
  switch (chosen.option.kind) {
    case 'reassign':
      return reassign(act, circle);
    case 'move':
      return move(act, circle, chosen);
    case 'proceed':
      return proceed(act, circle, chosen);
    case 'drop':
      return drop(act, circle, chosen);
  }
}

/** The delegate owns it; the owner before knows it best and becomes the delegate. */
async function reassign({ tx, now }: Act, { dependency, delegate }: Circle): Promise<Change> {
  const after = { ownerId: delegate?.id ?? null, delegateId: dependency.ownerId };
  await updateDependency(tx, dependency.id, after, now);
  return { before: { ownerId: dependency.ownerId, delegateId: dependency.delegateId }, after };
}

async function move({ tx, now }: Act, circle: Circle, { choices, date }: Chosen): Promise<Change> {
  const { dependency } = circle;
  const { consumers, dueDate } = planMove(choices, workingDaysOf(circle), date);
  await setConsumers(tx, dependency.id, consumers);
  await updateDependency(tx, dependency.id, { dueDate }, now);
  return { before: { consumers: dependency.consumers, dueDate: dependency.dueDate }, after: { consumers, dueDate } };
}

/** The facts stay red; leadership shows it yellow until it is asked again. */
async function proceed(
  { tx, now, by }: Act,
  { dependency }: Circle,
  { blocker, option, decision }: Chosen,
): Promise<Change> {
  const until: DateTime = blocker.nextTierAt ?? now.plus({ days: PROCEED_DAYS });
  const override: Override = {
    colour: 'yellow',
    reason: `${decision.key}: ${option.done}`,
    byId: by.id,
    until: until.toUTC().toISO(),
  };
  await updateDependency(tx, dependency.id, { override }, now);
  return { before: { override: dependency.override }, after: { override } };
}

async function drop(act: Act, { dependency }: Circle, { blocker, decision }: Chosen): Promise<Change> {
  await updateDependency(act.tx, dependency.id, { state: 'dropped' }, act.now);
  await endBlocker(act, blocker, resolutionBy(decision));
  for (const kind of ['gate-late', 'gate-refused', 'silence'] as const) await clearSignal(act.tx, dependency.id, kind);
  return { before: { state: dependency.state }, after: { state: 'dropped' } };
}
