import type { Feature } from '../feature.ts';
import { actions, commands } from './handlers.ts';
import { settleTimer } from './settle.ts';
import { reminders } from './timers.ts';

export type { Commitment, Negotiation, Signature, Terms } from './model.ts';
export { listCommitments, type SavedNegotiation, saveCommitment } from './store.ts';

export const commitments: Feature = {
  name: 'commitments',
  commands,
  actions,
  timers: { ...reminders, 'commitments.settle': settleTimer },
};
