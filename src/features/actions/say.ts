import { onField } from '../../core/errors.ts';
import type { Act } from '../feature.ts';
import { getPeople } from '../people/index.ts';
import { type Programme, programmeFor } from '../programme/index.ts';
import { findDependency, line } from '../register/index.ts';
import { type ActionItem, LONGEST } from './model.ts';
import { openAction, refuseDay } from './open.ts';

export const What = line(LONGEST.what, 'Say what is to be done.');

/** An action as somebody said it. */
export interface SaidAction {
  what: string;
  ownerId: string;
  /** YYYY-MM-DD */
  dueOn: string;
  /** DEP-4 */
  dependency: string | undefined;
}

/**
 * Opens what somebody said in the programme of its dependency, else in the one given, else in the one that the act is about.
 * Throws InvalidInput by field, and NotFound.
 */
export async function openSaid(
  act: Act,
  programme: Programme | undefined,
  said: SaidAction,
  why: string | null = null,
): Promise<ActionItem> {
  const what = What.safeParse(said.what);
  if (!what.success) throw onField('bad-text', 'what', what.error.issues[0]?.message ?? 'Say what is to be done.');
  const owner = (await getPeople(act.tx, [said.ownerId])).get(said.ownerId);
  if (owner === undefined) {
    throw onField('no-such-person', 'owner', 'Nobody in the register is this person. Choose another.');
  }
  refuseDay(act, owner, said.dueOn);
  const dependency = said.dependency === undefined ? undefined : await findDependency(act.tx, said.dependency);
  return openAction(act, {
    programmeId: dependency?.programmeId ?? programme?.id ?? (await programmeFor(act)).id,
    what: what.data,
    ownerId: owner.id,
    dueOn: said.dueOn,
    dependencyId: dependency?.id ?? null,
    source: { kind: 'person', key: null, why },
    openedById: act.by.id,
  });
}
