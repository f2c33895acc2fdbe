import type { Router } from 'express';
import { DateTime } from 'luxon';
import { inBatches } from '../core/batches.ts';
import { systemClock } from '../core/clock.ts';
import { type Backend, type BackendChoice, type JobQueue, type JobWorker, openBackend } from './backend.ts';
import { queueBoard } from './board.ts';

/** How often due timers and messages are looked for. Escalations promise 10 s. */
const SWEEP_EVERY_MS = 5_000;
/** The shortest interval for a fast clock: a sweep takes some tens of milliseconds. */
const FASTEST_SWEEP_MS = 250;

/**
 * How long closing waits for work under way; docker-compose grants 30 s in all, and the web server needs 5 of them.
 * A sender gives up after 10 s. What is cut off is still in the database, and its lease ends.
 */
const DRAIN_MS = 15_000;

const SWEEP = 'sweep';
const DELIVERY = 'delivery';

/** What the jobs run. They only say when: what is to be done stands in the database, and the queue may be emptied at any time. */
export interface Work {
  /** Fires due timers and takes up abandoned messages. True when something fired: more may be due. */
  sweep(): Promise<boolean>;
  /** Sends what may leave; resolves when nothing more may, what is under way excepted. */
  deliver(): Promise<void>;
  /** Begins nothing new; resolves when nothing is under way. */
  stop(): Promise<void>;
  onError(what: string, error: unknown): void;
}

export interface Jobs {
  /** Tells whichever worker is free that messages may leave; never throws: the next sweep does it again. */
  wake(): Promise<void>;
  /** Asks for a sweep now, by whichever worker is free. */
  sweepNow(): Promise<void>;
  /** When the queue starts the next sweep, by the machine's clock; past when no worker takes it. Throws when the queue does not answer. */
  nextSweep(): Promise<DateTime | undefined>;
  /** Jobs by queue and state. */
  counts(): Promise<Record<string, Record<string, number>>>;
  /** Pages about the queue, mounted at `path`; they change nothing, and ask nobody who they are. */
  board(path: string): Router;
  /** Takes no more work, waits for what is under way, at most for a while, and lets go of it. */
  close(): Promise<void>;
}

/**
 * Starts the queue; with `work: true` this process also works, otherwise it only hands over.
 * `speed` is the clock's: a fast clock is swept more often. `drainMs` is how long closing waits for work under way.
 */
export async function startJobs(
  choice: BackendChoice,
  run: Work,
  options: { work: boolean; speed: number; drainMs?: number },
): Promise<Jobs> {
  const backend = await openBackend(choice);
  const onError = (error: Error) => run.onError('queue', error);
  const sweeps = backend.queue(SWEEP, onError);
  const deliveries = backend.queue(DELIVERY, onError);
  const wake = createWake(deliveries, run);
  const sweepNow = async () => void (await sweeps.add(SWEEP, {}));
  const workers = options.work ? startWorkers(backend, run, { wake, sweepNow }, onError) : [];
  const keeper = options.work ? await keepSweeping(sweeps, options.speed, run) : undefined;
  return {
    wake,
    sweepNow,
    async nextSweep() {
      const next = (await sweeps.getJobScheduler(SWEEP))?.next;
      return next === undefined ? undefined : DateTime.fromMillis(next, { zone: 'utc' });
    },
    counts: async () => ({ [SWEEP]: await sweeps.getJobCounts(), [DELIVERY]: await deliveries.getJobCounts() }),
    board: (path) => queueBoard([sweeps, deliveries], path),
    async close() {
      await keeper?.stop();
      const drained = await finishes(workers, run, options.drainMs ?? DRAIN_MS);
      if (!drained) run.onError('close', new Error('Work under way did not end in time; it is taken up again later.'));
      await Promise.all(workers.map((worker) => worker.close(!drained)));
      await Promise.all([sweeps.close(), deliveries.close()]);
      await backend.close();
    },
  };
}

/** Takes no more work; false when what is under way did not end in time. */
async function finishes(workers: readonly JobWorker[], run: Work, withinMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), withinMs);
  });
  const done = Promise.all([...workers.map((worker) => worker.pause()), run.stop()]).then(() => true);
  try {
    return await Promise.race([done, late]);
  } finally {
    clearTimeout(timer);
  }
}

function startWorkers(
  backend: Backend,
  run: Work,
  ask: Pick<Jobs, 'wake' | 'sweepNow'>,
  onError: (error: Error) => void,
): JobWorker[] {
  const sweep = async () => {
    const more = await run.sweep();
    await ask.wake();
    if (more) await ask.sweepNow();
  };
  return [
    backend.worker(SWEEP, 1, guarded('sweep', sweep, run), onError),
    backend.worker(
      DELIVERY,
      1,
      guarded('delivery', () => run.deliver(), run),
      onError,
    ),
  ];
}

/** A job never fails: what it could not do is still in the database and comes again with the next sweep. */
function guarded(what: string, work: () => Promise<void>, run: Work) {
  return async () => {
    try {
      await work();
    } catch (error) {
      run.onError(what, error);
    }
  };
}

/** Calls that come while the queue takes one are one more: the worker that takes it sees what all of them committed. */
function createWake(deliveries: JobQueue, run: Work): () => Promise<void> {
  const add = inBatches(async (calls: readonly undefined[]) => {
    await deliveries.add(DELIVERY, {});
    return calls;
  }, Number.POSITIVE_INFINITY);
  return () =>
    add(undefined).then(
      () => {},
      (error: unknown) => run.onError('wake', error),
    );
}

/**
 * Has the queue ask for a sweep again and again, and looks each time whether it still does: the schedule lives in the
 * queue, which may be emptied at any time. Throws when the first schedule cannot be written.
 */
async function keepSweeping(sweeps: JobQueue, speed: number, run: Work): Promise<{ stop(): Promise<void> }> {
  const every = Math.max(FASTEST_SWEEP_MS, Math.round(SWEEP_EVERY_MS / speed));
  await schedule(sweeps, every);
  let looking = Promise.resolve();
  const timer = setInterval(() => {
    looking = looking.then(() => schedule(sweeps, every)).catch((error: unknown) => run.onError('schedule', error));
  }, every);
  return {
    async stop() {
      clearInterval(timer);
      await looking;
    },
  };
}

/** BullMQ drops a pending run when a scheduler is written again, so it is written only when it differs or stands still. */
async function schedule(sweeps: JobQueue, every: number): Promise<void> {
  const present = await sweeps.getJobScheduler(SWEEP);
  const overdueMs = systemClock.now().toMillis() - (present?.next ?? 0);
  if (present?.every === every && overdueMs < every + SWEEP_EVERY_MS) return;
  try {
    await sweeps.upsertJobScheduler(SWEEP, { every }, { name: SWEEP });
  } catch (error) {
    // Another process wrote it in the same moment.
    if (!(await sweeps.getJobScheduler(SWEEP))) throw error;
  }
}
