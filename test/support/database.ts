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

/** Makes an empty database on a server, or a copy of a template; gives its address. */
export async function createDatabase(server: string, from = ''): Promise<string> {
  const name = `depsync_test_${randomBytes(6).toString('hex')}`;
  await onServer(server, `create database ${name} ${from}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

/** Opens a migrated database of a server and makes its workspace. */
export async function openDatabaseOn(server: string, url: string): Promise<TestDatabase> {
  const db = openDatabase(url);
  const workspace = await db.system((tx) => firstWorkspace(tx, DateTime.fromISO('2026-11-01T00:00:00Z')));
  return {
    url,
    db,
    workspace,
    async drop() {
      await db.close();
      await dropDatabase(server, url);
    },
  };
}

/** Drops a database of a server, and ends what is still connected to it. */
export async function dropDatabase(server: string, url: string): Promise<void> {
  await onServer(server, `drop database ${new URL(url).pathname.slice(1)} with (force)`);
}

/** Runs one statement outside of any transaction, on a connection of its own. */
export async function onServer(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
