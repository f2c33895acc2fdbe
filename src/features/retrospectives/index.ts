import type { Feature } from '../feature.ts';
import { answerActions } from './answer.ts';
import { commands } from './commands.ts';
import { improveActions } from './improve.ts';
import { themeActions } from './themes.ts';
import { timers } from './timers.ts';

export { retrospectiveChart, retrospectivePages } from './page.ts';

export const retrospectives: Feature = {
  name: 'retrospectives',
  commands,
  actions: { ...answerActions, ...themeActions, ...improveActions },
  timers,
};
