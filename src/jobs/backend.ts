import { createPostgresBackend, Queue, runMigrations, Worker, withBackend } from 'bullmq';
import { Redis } from 'ioredis';
import pg from 'pg';
import { TemporaryFailure } from '../core/errors.ts';

/** Where the queue lives: Redis in production, the application's own PostgreSQL otherwise. Installations that share a Redis differ in prefix. */
export type BackendChoice = { redis: string; prefix: string } | { postgres: string };

/** Connections of each queue and worker on PostgreSQL; one works, one waits. */
const POSTGRES_POOL = 2;

/** What we use of BullMQ's classes, the same on both backends. */
export type JobQueue = Pick<
  Queue,
  'add' | 'drain' | 'getJobCounts' | 'getJobScheduler' | 'removeJobScheduler' | 'upsertJobScheduler' | 'close'
>;
export type JobWorker = Pick<Worker, 'pause' | 'close'>;

export interface Backend {
  queue(name: string, onError: (error: Error) => void): JobQueue;
  worker(
    name: string,
    concurrency: number,
    process: () => Promise<unknown>,
    onError: (error: Error) => void,
  ): JobWorker;
  close(): Promise<void>;
}

/** Finished jobs go at once: the outbox and the timers hold the truth. */
const defaultJobOptions = { removeOnComplete: true, removeOnFail: true, attempts: 1 };

export function openBackend(choice: BackendChoice): Promise<Backend> {
  return 'redis' in choice ? openRedis(choice.redis, choice.prefix) : openPostgres(choice.postgres);
}

async function openRedis(url: string, prefix: string): Promise<Backend> {
  // Producers fail fast: the outbox keeps what they could not add. Workers wait until Redis is back, as BullMQ asks.
  const producer = new Redis(url, { enableOfflineQueue: false, maxRetriesPerRequest: 1, lazyConnect: true });
  const consumer = new Redis(url, { maxRetriesPerRequest: null, lazyConnect: true });
  // Errors reach the queue's and worker's own listeners; without one here ioredis writes to the console.
  for (const connection of [producer, consumer]) connection.on('error', () => {});
  try {
    await producer.connect();
  } catch (cause) {
    producer.disconnect();
    const { host } = new URL(url);
    throw new TemporaryFailure(
      'redis',
      `Redis at ${host} does not answer. Check REDIS_URL, and that the server runs.`,
      { cause },
    );
  }
  await consumer.connect();
  return {
    queue(name, onError) {
      const queue = new Queue(name, { prefix, connection: producer, defaultJobOptions });
      queue.on('error', onError);
      return queue;
    },
    worker(name, concurrency, process, onError) {
      const worker = new Worker(name, process, { prefix, connection: consumer, concurrency });
      worker.on('error', onError);
      return worker;
    },
    async close() {
      producer.disconnect();
      consumer.disconnect();
    },
  };
}

async function openPostgres(url: string): Promise<Backend> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await runMigrations(client);
  } finally {
    await client.end();
  }
  const postgres = withBackend(createPostgresBackend);
  const connection = { connectionString: url, max: POSTGRES_POOL };
  return {
    queue(name, onError) {
      const queue = new postgres.Queue(name, { connection, defaultJobOptions });
      queue.on('error', onError);
      return queue as unknown as JobQueue; // the two backends' classes differ only in a type parameter that JobQueue leaves out
    },
    worker(name, concurrency, process, onError) {
      const worker = new postgres.Worker(name, process, { connection, concurrency });
      worker.on('error', onError);
      return worker;
    },
    async close() {},
  };
}
