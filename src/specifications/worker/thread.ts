import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { InvalidInput } from '../../core/errors.ts';
import type { Answer, JobInput, JobName, JobOutput } from './jobs.ts';

export interface Limits {
  /** Milliseconds a job may take; the start of its thread is not counted. */
  timeMs: number;
  /** Megabytes of heap the thread may use. */
  memoryMb: number;
}

/** 30 s and 1 GB for the largest document: the heap, its young generation and the program itself stay below that. Ours. */
export const LIMITS: Limits = { timeMs: 30_000, memoryMb: 700 };

/** Large enough that most of what reading makes dies young. V8's own default of 16 MB costs a fifth more time. */
const YOUNG_MB = 64;

export interface SpecificationThread {
  /**
   * Runs a job on its own thread, one after another. Throws InvalidInput where the specification is refused, or takes
   * more time or memory than the limits allow; what fails otherwise is a bug and is thrown as it is.
   */
  run: <Name extends JobName>(job: Name, input: JobInput<Name>) => Promise<JobOutput<Name>>;
  /** Ends the thread; a job under way is given up. */
  close: () => Promise<void>;
}

/** A thread for specifications, started when it is needed and kept for the next. It keeps no process alive by itself. */
export function openSpecificationThread(limits: Limits = LIMITS): SpecificationThread {
  let worker: Worker | undefined;
  let last: Promise<unknown> = Promise.resolve();

  async function attempt(job: JobName, input: unknown): Promise<unknown> {
    worker ??= await started(limits);
    try {
      return await answerOf(worker, { job, input }, limits);
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
      return result as Promise<JobOutput<typeof job>>;
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

function answerOf(worker: Worker, request: unknown, limits: Limits): Promise<unknown> {
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
      settle(() => reject(new Error('The thread for specifications ended before it answered.')));
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

function tooMuch(what: string): InvalidInput {
  return new InvalidInput(
    'specification-too-heavy',
    `Examining this specification takes ${what}. Split it, or take out what repeats.`,
  );
}

/** A thread that is ready. In a checkout it runs TypeScript, in a build what was built. */
async function started({ memoryMb }: Limits): Promise<Worker> {
  const entry = import.meta.url.endsWith('.ts') ? './from-sources.js' : './entry.js';
  const worker = new Worker(new URL(entry, import.meta.url), {
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb: YOUNG_MB },
  });
  // Between jobs nobody else listens, and what it says while it is being ended is no news.
  worker.on('error', () => undefined);
  await Promise.race([once(worker, 'message'), once(worker, 'exit')]);
  return worker;
}
