import pg from 'pg';
import { migrateDatabase } from '../../src/db/migrate.ts';
import { testServer } from './server.ts';

/** Starts the server and migrates the template that each test file copies. */
export default async function setup(): Promise<void> {
  process.stdout.write(`${whatRuns()}\n`);
  const server = await testServer();
  const template = `depsync_template_${process.pid}`;
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  await client.query(`create database ${template}`);
  await client.end();
  const url = new URL(server.url);
  url.pathname = `/${template}`;
  await migrateDatabase(url.href);
  process.env['DEPSYNC_TEST_SERVER'] = server.url;
  process.env['DEPSYNC_TEST_TEMPLATE'] = template;
  Object.assign(globalThis, { depsyncTestServer: { ...server, template } });
}

/** One line that says what the suites run on, and what they leave out. */
function whatRuns(): string {
  const postgres =
    process.env['DATABASE_URL'] === undefined
      ? 'an embedded PostgreSQL (no DATABASE_URL)'
      : 'the PostgreSQL of DATABASE_URL';
  const redis =
    process.env['REDIS_URL'] === undefined ? 'skipped on Redis: REDIS_URL is not set' : 'and on the Redis of REDIS_URL';
  return `The suites run on ${postgres}; the queue on PostgreSQL, ${redis}.`;
}
