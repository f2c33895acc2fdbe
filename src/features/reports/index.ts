import type { Feature } from '../feature.ts';
import { actions, mineCommand, statusCommand } from './handlers.ts';

export { helpCommand } from './help.ts';
export { faulty } from './store.ts';

export const reports: Feature = { name: 'reports', commands: [statusCommand, mineCommand], actions };
