import { DateTime } from 'luxon';
import { systemClock } from '../core/clock.ts';
import { type Backend, type BackendChoice, type JobQueue, type JobWorker, openBackend } from './backend.ts';

/** How often due timers and messages are looked for. Escalations promise 10 s. */
const SWEEP_EVERY_MS = 5_000;
/** The shortest interval for a fast clock: a sweep takes some tens of milliseconds. */
const FASTEST_SWEEP_MS = 250;
/** Deliveries under way at once in one process: mostly waiting for platforms. */
const DELIVERY_CONCURRENCY = 8;

/**
 * How long closing waits for work under way; docker-compose grants 30 s in all, and the web server needs 5 of them.
 * A sender gives up after 10 s. What is cut off is still in the database, and its lease ends.
 */
const DRAIN_MS = 15_000;

const SWEEP = 'sweep';
const DELIVERY = 'delivery';

/** What the jobs run; the queue holds nothing but ids and may be emptied at any time. */
export interface Work {
  /** Fires due timers, takes up abandoned messages; returns the messages that may leave. */
  sweep(): Promise<void>;
  /** Messages that may leave now. */
  due(): Promise<{ id: string; attempts: number; priority: number }[]>;
  deliver(id: string): Promise<unknown>;
  onError(what: string, error: unknown): void;
}

export interface Jobs {
  /** Hands what may leave to the workers; never throws: the next sweep does it again. */
  relay(): Promise<void>;
  /** Asks for a sweep now, by whichever worker is free. */
  sweepNow(): Promise<void>;
  /** When the queue starts the next sweep, by the machine's clock; past when no worker takes it. Throws when the queue does not answer. */
  nextSweep(): Promise<DateTime | undefined>;
  /** Jobs by queue and state. */
  counts(): Promise<Record<string, Record<string, number>>>;
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
  const relay = () => handOver(deliveries, run);
  const workers = options.work ? startWorkers(backend, run, relay, onError) : [];
  const keeper = options.work ? await keepSweeping(sweeps, options.speed, run) : undefined;
  return {
    relay,
    async sweepNow() {
      await sweeps.add(SWEEP, {});
    },
    async nextSweep() {
      const next = (await sweeps.getJobScheduler(SWEEP))?.next;
      return next === undefined ? undefined : DateTime.fromMillis(next, { zone: 'utc' });
    },
    counts: async () => ({ [SWEEP]: await sweeps.getJobCounts(), [DELIVERY]: await deliveries.getJobCounts() }),
    async close() {
      await keeper?.stop();
      const drained = await finishes(workers, options.drainMs ?? DRAIN_MS);
      if (!drained) run.onError('close', new Error('Work under way did not end in time; it is taken up again later.'));
      await Promise.all(workers.map((worker) => worker.close(!drained)));
      await Promise.all([sweeps.close(), deliveries.close()]);
      await backend.close();
    },
  };
}

/** Takes no more jobs; false when those under way did not end in time. */
async function finishes(workers: readonly JobWorker[], withinMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), withinMs);
  });
  const done = Promise.all(workers.map((worker) => worker.pause())).then(() => true);
  try {
    return await Promise.race([done, late]);
  } finally {
    clearTimeout(timer);
  }
}

function startWorkers(
  backend: Backend,
  run: Work,
  relay: () => Promise<void>,
  onError: (error: Error) => void,
): JobWorker[] {
  const sweep = async () => {
    await run.sweep();
    await relay();
  };
  const deliver = async ({ data }: { data: unknown }) => {
    const { id } = data as { id: string };
    await run.deliver(id);
    // The next message of that conversation may leave now.
    await relay();
  };
  return [
    backend.worker(SWEEP, 1, guarded('sweep', sweep, run), onError),
    backend.worker(DELIVERY, DELIVERY_CONCURRENCY, guarded('delivery', deliver, run), onError),
  ];
}

/** A job never fails: what it could not do is still in the database and comes again with the next sweep. */
function guarded(what: string, work: (job: { data: unknown }) => Promise<void>, run: Work) {
  return async (job: { data: unknown }) => {
    try {
      await work(job);
    } catch (error) {
      run.onError(what, error);
    }
  };
}

async function handOver(deliveries: JobQueue, run: Work): Promise<void> {
  try {
    const due = await run.due();
    if (due.length === 0) return;
    await deliveries.addBulk(
      due.map(({ id, attempts, priority }) => ({
        name: DELIVERY,
        data: { id },
        opts: { jobId: `${id}-${attempts}`, priority },
      })),
    );
  } catch (error) {
    run.onError('relay', error);
  }
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
