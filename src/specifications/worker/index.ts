export { type Difference, type Examination, type Inspection, jobs } from './jobs.ts';
export { openSpecificationThread, type SpecificationThread } from './thread.ts';
