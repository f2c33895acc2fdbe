import { parentPort } from 'node:worker_threads';
import { UserError } from '../core/errors.ts';

/** What is done on a thread, by name. Input and output are plain data, because they are copied between threads. */
// biome-ignore lint/suspicious/noExplicitAny: each job has an input of its own, checked where it is asked for.
export type Jobs = Readonly<Record<string, (input: any) => unknown>>;

/** What the thread answers: the output, words for the person, or a bug. */
export type Answer =
  | { kind: 'done'; output: unknown }
  | { kind: 'refused'; code: string; message: string }
  | { kind: 'failed'; message: string; stack: string | undefined };

/** On the thread: says that it is ready, then answers one request after another until it is ended. */
export function serve(jobs: Jobs): void {
  parentPort?.on('message', (request: { job: string; input: unknown }) => {
    void answerTo(jobs, request).then((answer) => parentPort?.postMessage(answer));
  });
  parentPort?.postMessage('ready');
}

async function answerTo(jobs: Jobs, { job, input }: { job: string; input: unknown }): Promise<Answer> {
  try {
    return { kind: 'done', output: await jobs[job]?.(input) };
  } catch (error) {
    if (error instanceof UserError) return { kind: 'refused', code: error.code, message: error.message };
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    return { kind: 'failed', message, stack };
  }
}
