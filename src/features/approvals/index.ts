import type { Feature } from '../feature.ts';
import { approveCommand, gatesCommand, submitCommand, templateCommand } from './commands.ts';
import { actions } from './handlers.ts';
import { dueTimer, remindTimer } from './timers.ts';

export { contractView } from './contract-view.ts';
export { approvalsFor, gateProgress } from './reads.ts';
export { importContract } from './submit.ts';

export const approvals: Feature = {
  name: 'approvals',
  commands: [submitCommand, templateCommand, gatesCommand, approveCommand],
  actions,
  timers: { 'approvals.remind': remindTimer, 'approvals.due': dueTimer },
};
