// A checkout runs its TypeScript sources, as bin/depsync.js does; a thread does not inherit how.
import { workerData } from 'node:worker_threads';
import { register } from 'tsx/esm/api';

register();
await import(workerData);
