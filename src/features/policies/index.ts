import type { Feature } from '../feature.ts';
import { policyActions, policyCommand } from './handlers.ts';

export { historyCard } from './cards.ts';
export { compare, historyOf, showPolicy } from './handlers.ts';
export { readPolicy } from './read.ts';
export { differenceText } from './rules.ts';
export { policySchema } from './schema.ts';

export const policies: Feature = { name: 'policies', commands: [policyCommand], actions: policyActions };
