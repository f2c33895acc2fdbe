import type { Feature } from '../feature.ts';
import { actions, commands } from './handlers.ts';
import { settleTimer } from './settle.ts';
import { reminders } from './timers.ts';

export { latenesses } from './forecasts.ts';
export { COMPLIANCE, type Negotiation } from './model.ts';
export { keptBy } from './rules/forecast.ts';
export { isLocked, keptInTime } from './rules/standing.ts';
export { importCommitment } from './save.ts';
export { listCommitments } from './store.ts';

export const commitments: Feature = {
  name: 'commitments',
  commands,
  actions,
  timers: { ...reminders, 'commitments.settle': settleTimer },
};
