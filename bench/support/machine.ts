import { cpus, loadavg, totalmem } from 'node:os';
import { Redis } from 'ioredis';
import pg from 'pg';
import { testServer } from '../../test/support/server.ts';

/** What the figures were measured on, in one line. */
export async function machine(): Promise<string> {
  const cores = cpus();
  return [
    `${cores.length} cores (${cores[0]?.model.trim() ?? 'unknown'})`,
    `${Math.round(totalmem() / 1024 ** 3)} GB of memory`,
    `Node ${process.versions.node}`,
    await postgres(),
    await redis(),
  ].join(' · ');
}

/** Load of the machine over the last minute; what else ran makes every figure worse, and ratios less so. */
export function load(): string {
  return `load ${(loadavg()[0] ?? 0).toFixed(1)}`;
}

async function postgres(): Promise<string> {
  const server = await testServer();
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  const { rows } = await client.query<{ server_version: string }>('show server_version');
  await client.end();
  await server.stop();
  const [version = 'unknown'] = rows[0]?.server_version.split(' ') ?? [];
  return `PostgreSQL ${version}${process.env['DATABASE_URL'] === undefined ? ' (embedded)' : ''}`;
}

async function redis(): Promise<string> {
  const url = process.env['REDIS_URL'];
  if (url === undefined) return 'no Redis';
  const client = new Redis(url);
  const info = await client.info('server');
  client.disconnect();
  return `Redis ${/redis_version:(\S+)/.exec(info)?.[1] ?? 'unknown'}`;
}
