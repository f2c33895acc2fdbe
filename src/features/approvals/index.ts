import type { Feature } from '../feature.ts';
import { approveCommand, gatesCommand, submitCommand } from './commands.ts';
import { actions } from './handlers.ts';
import { ESCALATE_LATE, escalateTimer } from './late/escalate.ts';
import { dueTimer, remindTimer } from './timers.ts';

export { contractView } from './contract-view.ts';
export { approvalsFor, gateProgress } from './reads.ts';
export { importContract } from './submit.ts';

export const approvals: Feature = {
  name: 'approvals',
  commands: [submitCommand, gatesCommand, approveCommand],
  actions,
  timers: { 'approvals.remind': remindTimer, 'approvals.due': dueTimer, [ESCALATE_LATE]: escalateTimer },
};
