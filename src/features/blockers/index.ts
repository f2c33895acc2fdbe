import type { Tx } from '../../db/db.ts';
import type { Feature } from '../feature.ts';
import { ESCALATE, escalateTogether } from './escalate.ts';
import { actions, commands } from './handlers.ts';
import type { BlockerView } from './model.ts';
import { listBlockers } from './store.ts';

export { askedOnBlockers } from './asked.ts';
export { recordedCard } from './cards.ts';
export type { BlockerView } from './model.ts';
export { importBlocker, raiseBlocker, resolveOpenBlocker } from './raise.ts';
export { listBlockers } from './store.ts';

/** The open blockers of a programme, the longest open first. */
export async function openBlockers(tx: Tx, programmeId: string): Promise<BlockerView[]> {
  return listBlockers(tx, { programmeId, open: true });
}

export const blockers: Feature = {
  name: 'blockers',
  commands,
  actions,
  timersTogether: { [ESCALATE]: escalateTogether },
};
