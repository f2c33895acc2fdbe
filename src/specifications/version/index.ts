export { assertHonest, type Bump, bumpFor, smallestVersion } from './rule.ts';
