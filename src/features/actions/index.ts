import type { Feature } from '../feature.ts';
import { changeActions } from './change.ts';
import { commands, openActions } from './commands.ts';
import { timers } from './timers.ts';

export type { ActionItem } from './model.ts';
export { openAction, refuseDay, saveAction } from './open.ts';
export { isOverdue, workingDaysAhead, workingMoment } from './rules.ts';
export { openSaid } from './say.ts';
export { listActions, nextActionNumber } from './store.ts';
export { readActionWords } from './words.ts';

export const actions: Feature = { name: 'actions', commands, actions: { ...openActions, ...changeActions }, timers };
