import type { Feature } from '../feature.ts';
import { decideActions, decideCommand } from './decide.ts';
import { decisionsCommand } from './show.ts';

export const deciding: Feature = {
  name: 'deciding',
  commands: [decideCommand, decisionsCommand],
  actions: decideActions,
};
