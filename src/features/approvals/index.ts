import type { Feature } from '../feature.ts';
import { approveCommand, gatesCommand, submitCommand, templateCommand, tickCommand } from './commands.ts';
import { actions } from './handlers.ts';
import { ESCALATE_LATE, escalateTogether } from './late/escalate.ts';
import { dueTimer, remindTimer } from './timers.ts';
import { waiveCommand, waiverTimer } from './waive.ts';
import { withdrawCommand } from './withdraw.ts';

export { contractLists } from './contract-lists.ts';
export { contractView } from './contract-view.ts';
export { askedOnGates } from './late/asked.ts';
export { waivedText } from './notices.ts';
export { approvalsFor, gateProgress } from './reads.ts';
export { nextReminder, reminderMoment } from './rules.ts';
export { importContract } from './submit.ts';
export { versionsOf } from './views.ts';

export const approvals: Feature = {
  name: 'approvals',
  commands: [submitCommand, templateCommand, gatesCommand, approveCommand, tickCommand, withdrawCommand, waiveCommand],
  actions,
  timers: {
    'approvals.remind': remindTimer,
    'approvals.due': dueTimer,
    'approvals.waiver': waiverTimer,
  },
  timersTogether: { [ESCALATE_LATE]: escalateTogether },
};
