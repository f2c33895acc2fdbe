import { migrateDatabase } from '../../src/db/migrate.ts';
import { createDatabase, onServer, openDatabaseOn, type TestDatabase } from '../../test/support/database.ts';
import { testServer } from '../../test/support/server.ts';

/** A fresh migrated database with one empty workspace: on the server of DATABASE_URL, else on an embedded one that ends with it. */
export async function benchDatabase(): Promise<TestDatabase> {
  const server = await testServer();
  const url = await createDatabase(server.url);
  await migrateDatabase(url);
  const database = await openDatabaseOn(server.url, url);
  return {
    ...database,
    async drop() {
      await database.drop();
      await server.stop();
    },
  };
}

/** Tells the planner what was written; by itself PostgreSQL does so within a minute. */
export async function analyze(url: string): Promise<void> {
  await onServer(url, 'vacuum analyze');
}
