import { fileURLToPath } from 'node:url';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import pg from 'pg';

const folder = fileURLToPath(new URL('../../migrations', import.meta.url));
/** Any constant number of our own: two processes that start together migrate one after the other. */
const MIGRATION_LOCK = 7_313_370_001;

/** Brings a database up to date. Safe to call from several processes at once. */
export async function migrateDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: 'depsync migrate' });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await migrate(drizzle({ client }), { migrationsFolder: folder });
  } finally {
    await client.end();
  }
}

/** How many migrations of this program a database has not had. Changes nothing. */
export async function missingMigrations(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url, application_name: 'depsync doctor' });
  await client.connect();
  try {
    const known = readMigrationFiles({ migrationsFolder: folder });
    const { rows } = await client.query<{ present: boolean }>(
      "select to_regclass('drizzle.__drizzle_migrations') is not null as present",
    );
    if (rows[0]?.present !== true) return known.length;
    const last = await client.query<{ at: string | null }>(
      'select max(created_at) as at from drizzle.__drizzle_migrations',
    );
    const at = Number(last.rows[0]?.at ?? 0);
    return known.filter((one) => one.folderMillis > at).length;
  } finally {
    await client.end();
  }
}
