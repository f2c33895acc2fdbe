export { type Inspection, jobs } from './jobs.ts';
export { openSpecificationThread } from './thread.ts';
