import type { Feature } from '../feature.ts';
import { commands } from './commands.ts';
import { actions } from './handlers.ts';
import { timers } from './timers.ts';

export { calendarFileOf, meetingLists, meetingPage } from './page.ts';

/** The weekly sync: planned fairly, with an agenda from the facts, minutes, and in writing when it is cancelled. */
export const meetings: Feature = { name: 'meetings', commands, actions, timers };
