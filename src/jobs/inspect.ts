import { Redis } from 'ioredis';
import pg from 'pg';
import type { BackendChoice } from './backend.ts';

/** How long a queue that is only looked at may take to answer. */
const ANSWER_TIMEOUT_MS = 5_000;

/** What can be known of a queue by looking at it. */
export type QueueFacts =
  | { backend: 'redis'; version: string; maxmemoryPolicy: string | undefined }
  | { backend: 'postgres'; schema: boolean };

/** Looks at the queue without changing it. Throws when it does not answer. */
export function inspectQueue(choice: BackendChoice): Promise<QueueFacts> {
  return 'redis' in choice ? inspectRedis(choice.redis) : inspectPostgres(choice.postgres);
}

async function inspectRedis(url: string): Promise<QueueFacts> {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: ANSWER_TIMEOUT_MS,
    commandTimeout: ANSWER_TIMEOUT_MS,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  redis.on('error', () => {});
  try {
    await redis.connect();
    const info = await redis.info();
    const field = (name: string) => new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1];
    return { backend: 'redis', version: field('redis_version') ?? '0', maxmemoryPolicy: field('maxmemory_policy') };
  } finally {
    redis.disconnect();
  }
}

async function inspectPostgres(url: string): Promise<QueueFacts> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: ANSWER_TIMEOUT_MS });
  await client.connect();
  try {
    const { rowCount } = await client.query("select 1 from information_schema.schemata where schema_name = 'bullmq'");
    return { backend: 'postgres', schema: rowCount === 1 };
  } finally {
    await client.end();
  }
}
