import type { Feature } from '../feature.ts';
import { actions, briefCommand } from './handlers.ts';
import { PLAN, planTimer, SEND, sendTimers } from './timers.ts';

export { briefFile, briefFor } from './page.ts';

export const briefs: Feature = {
  name: 'briefs',
  commands: [briefCommand],
  actions,
  timers: { [PLAN]: planTimer },
  timersTogether: { [SEND]: sendTimers },
};
