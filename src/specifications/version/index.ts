export { assertHonest, bumpFor, smallestVersion } from './rule.ts';
