import type { Feature } from '../feature.ts';
import { kickoffActions, kickoffCommand, programmeCommand } from './handlers.ts';
import { timers } from './timers.ts';

export const kickoffs: Feature = {
  name: 'kickoffs',
  commands: [programmeCommand, kickoffCommand],
  actions: kickoffActions,
  timers,
};
