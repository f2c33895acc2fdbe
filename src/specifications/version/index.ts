export { isHonest, smallestHonest } from './rule.ts';
