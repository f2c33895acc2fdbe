import type { Feature } from '../feature.ts';
import { MORNING } from '../interruptions/index.ts';
import { openAction, todayCommand } from './handlers.ts';
import { sendTogether } from './send.ts';

export { interruptionsFor } from './page.ts';

export const mornings: Feature = {
  name: 'mornings',
  commands: [todayCommand],
  actions: { 'mornings.open': openAction },
  timersTogether: { [MORNING]: sendTogether },
};
