import { randomBytes } from 'node:crypto';
import { DateTime } from 'luxon';
import pg from 'pg';
import { type Database, openDatabase } from '../../src/db/db.ts';
import { firstWorkspace } from '../../src/features/people/index.ts';

export interface TestDatabase {
  url: string;
  db: Database;
  /** The id of its one workspace. */
  workspace: string;
  drop(): Promise<void>;
}

/** A migrated database of its own, with one empty workspace. */
export async function freshDatabase(): Promise<TestDatabase> {
  const server = process.env['DEPSYNC_TEST_SERVER'] ?? '';
  const name = `depsync_test_${randomBytes(6).toString('hex')}`;
  await onServer(server, `create database ${name} template ${process.env['DEPSYNC_TEST_TEMPLATE']}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const db = openDatabase(url.href);
  const workspace = await db.system((tx) => firstWorkspace(tx, DateTime.fromISO('2026-11-01T00:00:00Z')));
  return {
    url: url.href,
    db,
    workspace,
    async drop() {
      await db.close();
      await onServer(server, `drop database ${name} with (force)`);
    },
  };
}

async function onServer(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
