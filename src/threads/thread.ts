import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { InvalidInput } from '../core/errors.ts';
import type { Answer, Jobs } from './serve.ts';

export interface Limits {
  /** Milliseconds a job may take; the start of its thread is not counted. */
  timeMs: number;
  /** Megabytes of heap the thread may use. */
  memoryMb: number;
}

/** Large enough that most of what reading makes dies young. V8's own default of 16 MB costs a fifth more time. */
const YOUNG_MB = 64;

export interface Thread<Served extends Jobs> {
  /**
   * Runs a job on the thread, one after another. Throws InvalidInput where the job refuses, or takes more time or memory
   * than the limits allow; what fails otherwise is a bug and is thrown as it is.
   */
  run: <Name extends keyof Served>(
    job: Name,
    input: Parameters<Served[Name]>[0],
  ) => Promise<Awaited<ReturnType<Served[Name]>>>;
  /** Ends the thread; a job under way is given up. */
  close: () => Promise<void>;
}

export interface ThreadOptions {
  /** The module that serves the jobs, as TypeScript in a checkout and JavaScript in a build. */
  entry: URL;
  limits: Limits;
  /** What to say where a job takes `more than 30 s`. */
  tooMuch: (what: string) => InvalidInput;
}

/** A thread, started when it is needed and kept for the next job. It keeps no process alive by itself. */
export function openThread<Served extends Jobs>(options: ThreadOptions): Thread<Served> {
  let worker: Worker | undefined;
  let last: Promise<unknown> = Promise.resolve();

  async function attempt(job: keyof Served, input: unknown): Promise<unknown> {
    worker ??= await started(options);
    try {
      return await answerOf(worker, { job, input }, options);
    } catch (error) {
      if (!(error instanceof Answered)) {
        // Whatever state it is in, the next job gets a new one.
        const broken = worker;
        worker = undefined;
        await broken?.terminate();
        throw error;
      }
      throw error.cause;
    }
  }

  return {
    run(job, input) {
      const result = last.then(() => attempt(job, input));
      last = result.catch(() => undefined);
      // The entry answers each request with the output of the job it names.
      return result as Promise<Awaited<ReturnType<Served[typeof job]>>>;
    },
    async close() {
      const idle = worker;
      worker = undefined;
      await idle?.terminate();
    },
  };
}

/** The thread is well and said no. */
class Answered extends Error {}

function answerOf(worker: Worker, request: unknown, { limits, tooMuch }: ThreadOptions): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => settle(() => reject(tooMuch(`more than ${limits.timeMs / 1_000} s`))),
      limits.timeMs,
    );
    worker.on('message', onAnswer).on('error', onError).on('exit', onExit).ref();
    worker.postMessage(request);

    function onAnswer(answer: Answer): void {
      settle(() =>
        answer.kind === 'done' ? resolve(answer.output) : reject(new Answered('', { cause: saidNo(answer) })),
      );
    }
    function onError(error: Error & { code?: string }): void {
      const isFull = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      settle(() => reject(isFull ? tooMuch(`more than ${limits.memoryMb} MB of memory`) : error));
    }
    function onExit(): void {
      settle(() => reject(new Error('The thread ended before it answered.')));
    }
    function settle(then: () => void): void {
      clearTimeout(timer);
      worker.off('message', onAnswer).off('error', onError).off('exit', onExit).unref();
      then();
    }
  });
}

function saidNo(answer: Exclude<Answer, { kind: 'done' }>): Error {
  if (answer.kind === 'refused') return new InvalidInput(answer.code, answer.message);
  const bug = new Error(answer.message);
  if (answer.stack !== undefined) bug.stack = answer.stack;
  return bug;
}

/** A thread that is ready. In a checkout it runs TypeScript, in a build what was built. */
async function started({ entry, limits }: ThreadOptions): Promise<Worker> {
  const isSource = entry.href.endsWith('.ts');
  const worker = new Worker(isSource ? new URL('./from-sources.js', import.meta.url) : entry, {
    execArgv: [],
    workerData: entry.href,
    resourceLimits: { maxOldGenerationSizeMb: limits.memoryMb, maxYoungGenerationSizeMb: YOUNG_MB },
  });
  // Between jobs nobody else listens, and what it says while it is being ended is no news.
  worker.on('error', () => undefined);
  await Promise.race([once(worker, 'message'), once(worker, 'exit')]);
  return worker;
}

/** The entry that stands beside a module: a thread runs what its opener was run from. */
export function entryBeside(url: string): URL {
  return new URL(url.endsWith('.ts') ? './entry.ts' : './entry.js', url);
}
