export { type Inspection, jobs } from './jobs.ts';
export { LIMITS, type Limits, openSpecificationThread, type SpecificationThread } from './thread.ts';
