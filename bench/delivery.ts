// From the outbox to the platform, beside a bare BullMQ worker that makes the same HTTP calls; nothing limits either.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { WebClient } from '@slack/web-api';
import { createPostgresBackend, Queue, runMigrations, Worker, withBackend } from 'bullmq';
import { Redis } from 'ioredis';
import pg from 'pg';
import pino from 'pino';
import { createSender } from '../src/adapters/slack/sender.ts';
import { note } from '../src/chat/card.ts';
import type { ChatSender, Outgoing } from '../src/chat/port.ts';
import { compose } from '../src/compose.ts';
import { stopwatch, systemClock } from '../src/core/clock.ts';
import { startJobs } from '../src/jobs/jobs.ts';
import { unobserved } from '../src/operations/observer.ts';
import { enqueue } from '../src/outbox/outbox.ts';
import { benchDatabase } from './support/database.ts';
import { type Row, report } from './support/result.ts';
import { quantile } from './support/spread.ts';

const MESSAGES = 2_000;
const PAIRS = 5;
/** As many as a process of Depsync has under way. */
const CONCURRENCY = 24;
const AIM = 0.6;
const LINE = 'DEP-4 Orders API v2 · Platform → Partner · due Fri 11 Dec';
const CARD = note('3 of your dependencies need a word by Thu 18:00', LINE, LINE, LINE);

interface Backend {
  name: string;
  choice: Parameters<typeof startJobs>[0];
  /** Seconds that a bare worker takes for as many calls. */
  bare(call: (n: number) => Promise<unknown>): Promise<number>;
}

const stub = fork(new URL('./support/slack-stub.ts', import.meta.url));
const [apiUrl] = (await once(stub, 'message')) as [string]; // what the stub sends first
const { paces: _, ...sender } = createSender(
  new WebClient('xoxb-bench', { slackApiUrl: apiUrl, retryConfig: { retries: 0 }, maxRequestConcurrency: 100 }),
  async () => new Map(),
);
const database = await benchDatabase();
const rows: Row[] = [];
for (const backend of await backends()) rows.push(await compared(backend));
await database.drop();
stub.disconnect();
report('delivery', rows);
process.exit();

async function compared(backend: Backend): Promise<Row> {
  const ratios: number[] = [];
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let pair = 0; pair <= PAIRS; pair += 1) {
    const bare = MESSAGES / (await backend.bare((n) => sender.post(outgoing(n))));
    const depsync = MESSAGES / (await deliverAll(backend, pair));
    // The first pair warms up.
    if (pair === 0) continue;
    theirs.push(bare);
    ours.push(depsync);
    ratios.push(depsync / bare);
    console.log(`${backend.name}: ${depsync.toFixed(0)} messages/s, bare worker ${bare.toFixed(0)}/s`);
  }
  const ratio = quantile(ratios, 0.5);
  return {
    what: `delivered on ${backend.name}`,
    value: quantile(ours, 0.5),
    unit: 'messages/s',
    comparedWith: `a bare BullMQ worker, ${quantile(theirs, 0.5).toFixed(0)}/s`,
    ratio,
    aim: `≥ ${AIM} x`,
    met: ratio >= AIM,
  };
}

/** Seconds from the start of the jobs to the last delivery of as many messages, each to a channel of its own. */
async function deliverAll({ name, choice }: Backend, pair: number): Promise<number> {
  await database.db.tx(database.workspace, async (tx) => {
    for (let n = 0; n < MESSAGES; n += 500) {
      const messages = Array.from({ length: 500 }, (_, index) => ({
        key: `${name} ${pair} ${n + index}`,
        to: { channel: { platform: 'slack' as const, id: `C${n + index}` } },
        card: CARD,
        priority: 'prompt' as const,
      }));
      await enqueue(tx, systemClock.now(), messages);
    }
  });
  const log = pino({ level: 'error' });
  let delivered = 0;
  let finish = () => {};
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const depsync = compose({
    db: database.db,
    clock: systemClock,
    log,
    senders: [sender satisfies ChatSender],
    directories: [],
    observer: {
      ...unobserved,
      delivery(result) {
        if (result !== 'delivered') throw new Error(`A message was ${result}.`);
        delivered += 1;
        if (delivered === MESSAGES) finish();
      },
    },
  });
  const took = stopwatch();
  const jobs = await startJobs(
    choice,
    {
      sweep: () => depsync.sweep(),
      deliver: () => depsync.courier.round(),
      stop: () => depsync.courier.stop(),
      onError: (what, err) => log.error({ err }, what),
    },
    { work: true, speed: 1 },
  );
  await jobs.wake();
  await finished;
  const seconds = took();
  await jobs.close();
  return seconds;
}

function outgoing(n: number): Outgoing {
  return {
    id: `bare-${n}`,
    writtenAt: systemClock.now(),
    workspace: 'T1',
    to: { channel: `C${n}` },
    reader: { zone: 'UTC', mentions: new Map() },
    card: CARD,
  };
}

async function backends(): Promise<Backend[]> {
  const { url } = database;
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await runMigrations(client);
  await client.end();
  const connection = { connectionString: url, max: 4 };
  const postgres = withBackend(createPostgresBackend);
  const found: Backend[] = [
    {
      name: 'PostgreSQL',
      choice: { postgres: url },
      bare: (call) =>
        work(
          new postgres.Queue('bare', { connection }) as unknown as Queue, // differs in a type parameter only
          (process) => new postgres.Worker('bare', process, { connection, concurrency: CONCURRENCY }),
          call,
        ),
    },
  ];
  const redis = process.env['REDIS_URL'];
  if (redis === undefined) {
    console.log('Without REDIS_URL only the PostgreSQL backend is measured.');
    return found;
  }
  const prefix = `bench-${process.pid}`;
  found.push({
    name: 'Redis',
    choice: { redis, prefix },
    async bare(call) {
      const shared = new Redis(redis, { maxRetriesPerRequest: null });
      const queue = new Queue('bare', { connection: shared, prefix });
      const seconds = await work(
        queue,
        (process) => new Worker('bare', process, { connection: shared, prefix, concurrency: CONCURRENCY }),
        call,
      );
      shared.disconnect();
      return seconds;
    },
  });
  return found;
}

/** Seconds that a worker takes for jobs that wait already. */
async function work(
  queue: Queue,
  startWorker: (process: (job: { data: unknown }) => Promise<unknown>) => {
    on(event: 'completed', heard: () => void): unknown;
    close(): Promise<void>;
  },
  call: (n: number) => Promise<unknown>,
): Promise<number> {
  await queue.addBulk(
    Array.from({ length: MESSAGES }, (_, n) => ({ name: 'call', data: { n }, opts: { removeOnComplete: true } })),
  );
  let done = 0;
  let finish = () => {};
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const took = stopwatch();
  const worker = startWorker(async ({ data }) => {
    await call((data as { n: number }).n); // as it was added above
  });
  worker.on('completed', () => {
    done += 1;
    if (done === MESSAGES) finish();
  });
  await finished;
  const seconds = took();
  await worker.close();
  await queue.close();
  return seconds;
}
