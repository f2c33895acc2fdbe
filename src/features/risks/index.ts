import type { Feature } from '../feature.ts';
import { actions, commands } from './commands.ts';
import { timers } from './watch.ts';

export { lineOf as riskLine } from './cards.ts';
export type { Risk, Trigger } from './model.ts';
export { saveRisk } from './record.ts';
export { readTrigger, triggerWords } from './rules/trigger-words.ts';
export { listRisks, nextRiskNumber } from './store.ts';
export { viewsOf as riskViews } from './view.ts';

export const risks: Feature = { name: 'risks', commands, actions, timers };
