import { randomBytes } from 'node:crypto';
import { DateTime } from 'luxon';
import pg from 'pg';
import { type Database, openDatabase } from '../../src/db/db.ts';
import { migrateDatabase } from '../../src/db/migrate.ts';
import { firstWorkspace } from '../../src/features/people/index.ts';
import { testServer } from '../../test/support/server.ts';

export interface BenchDatabase {
  url: string;
  db: Database;
  /** The id of its one workspace. */
  workspace: string;
  /** Removes it, and ends the server where it was started for it. */
  drop(): Promise<void>;
}

/** A fresh migrated database with one empty workspace: on the server of DATABASE_URL, else on an embedded one. */
export async function benchDatabase(): Promise<BenchDatabase> {
  const server = await testServer();
  const name = `depsync_bench_${randomBytes(6).toString('hex')}`;
  await onServer(server.url, `create database ${name}`);
  const url = new URL(server.url);
  url.pathname = `/${name}`;
  await migrateDatabase(url.href);
  const db = openDatabase(url.href);
  const workspace = await db.system((tx) => firstWorkspace(tx, DateTime.fromISO('2026-11-01T00:00:00Z')));
  return {
    url: url.href,
    db,
    workspace,
    async drop() {
      await db.close();
      await onServer(server.url, `drop database ${name} with (force)`);
      await server.stop();
    },
  };
}

/** Tells the planner what was written: nothing else does so before a measurement begins. */
export async function analyze(url: string): Promise<void> {
  await onServer(url, 'vacuum analyze');
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
