export { type Sender, sampleOf } from './sample.ts';
export { type Sample, samplesOf } from './samples.ts';
