import { type BackendChoice, openBackend } from '../../src/jobs/backend.ts';
import { type Jobs, startJobs, type Work } from '../../src/jobs/jobs.ts';
import { backends } from '../support/backends.ts';
import type { TestDatabase } from '../support/database.ts';
import { freshDatabase } from '../support/fresh-database.ts';
import { signal } from '../support/signal.ts';

/** As an operator or a crash of Redis does it. */
async function emptyQueue(choice: BackendChoice, name = 'delivery'): Promise<void> {
  const backend = await openBackend(choice);
  const queue = backend.queue(name, () => {});
  if (name === 'sweep') await queue.removeJobScheduler('sweep');
  await queue.drain(true);
  await queue.close();
  await backend.close();
}

/** Work in memory: messages leave when a worker delivers them. */
function memoryWork() {
  const open = new Set<string>();
  const delivered: string[] = [];
  const errors: unknown[] = [];
  const happened = signal();
  let sweeps = 0;
  const work: Work = {
    async sweep() {
      sweeps += 1;
      happened.notify();
      return false;
    },
    async deliver() {
      for (const id of open) {
        open.delete(id);
        delivered.push(id);
        happened.notify();
      }
    },
    stop: async () => {},
    onError: (what, error) => errors.push([what, error]),
  };
  return { work, open, delivered, errors, happened, sweeps: () => sweeps };
}

describe.each(backends())('on $name', ({ on }) => {
  let database: TestDatabase;
  let running: Jobs[] = [];

  beforeEach(async () => {
    database = await freshDatabase();
  });
  afterEach(async () => {
    await Promise.all(running.map((jobs) => jobs.close()));
    running = [];
    await database.drop();
  });

  it('has what may leave delivered by one of two workers', async () => {
    const memory = memoryWork();
    const choice = on(database.url);
    for (let n = 0; n < 2; n += 1) running.push(await startJobs(choice, memory.work, { work: true, speed: 1 }));
    for (let n = 0; n < 100; n += 1) memory.open.add(`message-${n}`);

    await Promise.all(running.map((jobs) => jobs.wake()));
    while (memory.open.size > 0) await memory.happened.next();

    expect(memory.delivered).toHaveLength(100);
    expect(memory.errors).toEqual([]);
  });

  it('sweeps by itself, and at once when asked', async () => {
    const memory = memoryWork();
    const jobs = await startJobs(on(database.url), memory.work, { work: true, speed: 100 });
    running.push(jobs);

    while (memory.sweeps() < 2) await memory.happened.next();
    const before = memory.sweeps();
    await jobs.sweepNow();
    while (memory.sweeps() <= before) await memory.happened.next();

    expect(memory.sweeps()).toBeGreaterThan(before);
  });

  it('sweeps on after the queue was emptied under it', async () => {
    const memory = memoryWork();
    const choice = on(database.url);
    running.push(await startJobs(choice, memory.work, { work: true, speed: 100 }));
    while (memory.sweeps() < 1) await memory.happened.next();

    await emptyQueue(choice, 'sweep');
    const before = memory.sweeps();
    while (memory.sweeps() <= before + 1) await memory.happened.next();

    expect(memory.errors).toEqual([]);
  });

  it('delivers after the call to do so was lost', async () => {
    const memory = memoryWork();
    const choice = on(database.url);
    const producer = await startJobs(choice, memory.work, { work: false, speed: 1 });
    running.push(producer);
    memory.open.add('kept');
    await producer.wake();
    await emptyQueue(choice);

    running.push(await startJobs(choice, memory.work, { work: true, speed: 1 }));
    await producer.wake();
    while (memory.open.size > 0) await memory.happened.next();

    expect(memory.delivered).toEqual(['kept']);
  });

  it('finishes a delivery under way before it closes', async () => {
    const memory = memoryWork();
    const begun = signal();
    const release = signal();
    const released = release.next();
    const slow: Work = {
      ...memory.work,
      deliver: async () => begun.notify(),
      async stop() {
        await released;
        await memory.work.deliver();
      },
    };
    const jobs = await startJobs(on(database.url), slow, { work: true, speed: 1 });
    memory.open.add('under way');
    const started = begun.next();
    await jobs.wake();
    await started;

    const closed = jobs.close();
    release.notify();
    await closed;

    expect(memory.delivered).toEqual(['under way']);
    expect(memory.errors).toEqual([]);
  });

  it('lets go of a delivery that does not end, and says so', async () => {
    const memory = memoryWork();
    const begun = signal();
    const endless: Work = {
      ...memory.work,
      deliver: async () => begun.notify(),
      stop: () => new Promise(() => {}),
    };
    const jobs = await startJobs(on(database.url), endless, { work: true, speed: 1, drainMs: 50 });
    memory.open.add('stuck');
    const started = begun.next();
    await jobs.wake();
    await started;

    await jobs.close();

    expect(memory.open.has('stuck')).toBe(true);
    expect(memory.errors).toEqual([['close', expect.any(Error)]]);
  });

  it('says when the next sweep comes, and how many jobs there are', async () => {
    const choice = on(database.url);
    const producer = await startJobs(choice, memoryWork().work, { work: false, speed: 1 });
    running.push(producer);
    expect(await producer.nextSweep()).toBeUndefined();

    running.push(await startJobs(choice, memoryWork().work, { work: true, speed: 1 }));

    expect((await producer.nextSweep())?.isValid).toBe(true);
    expect(Object.keys(await producer.counts())).toEqual(['sweep', 'delivery']);
  });
});
