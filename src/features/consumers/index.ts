import type { Feature } from '../feature.ts';
import { actions, usesCommand } from './handlers.ts';

export { type Consumer, usesLine } from './model.ts';
export { consumersOf } from './reads.ts';

/** What consumers use of contracts, so that a change asks only those whom it hits. */
export const consumers: Feature = { name: 'consumers', commands: [usesCommand], actions };
