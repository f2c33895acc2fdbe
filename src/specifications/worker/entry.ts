import { parentPort } from 'node:worker_threads';
import { UserError } from '../../core/errors.ts';
import { type Answer, type JobName, type Jobs, jobs, type Request } from './jobs.ts';

// The thread: says that it is ready, then answers one request after another until it is ended.
parentPort?.on('message', (request: Request) => parentPort?.postMessage(answerTo(request)));
parentPort?.postMessage('ready');

function answerTo({ job, input }: Request): Answer {
  try {
    // The pair of job and input is checked where it is asked for; TypeScript cannot carry it through the look-up.
    const run = jobs[job] as (input: unknown) => ReturnType<Jobs[JobName]>;
    return { kind: 'done', output: run(input) };
  } catch (error) {
    if (error instanceof UserError) return { kind: 'refused', code: error.code, message: error.message };
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    return { kind: 'failed', message, stack };
  }
}
