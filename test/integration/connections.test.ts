import { sql } from 'drizzle-orm';
import type { TestDatabase } from '../support/database.ts';
import { freshDatabase } from '../support/fresh-database.ts';

let database: TestDatabase;
beforeEach(async () => {
  database = await freshDatabase();
});
afterEach(() => database.drop());

it('survives that the database ends a connection between two statements of a transaction', async () => {
  const { db } = database;
  const cut = db.system(async (tx) => {
    const { rows } = await tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`);
    await db.system((other) => other.execute(sql`select pg_terminate_backend(${rows[0]?.pid}, 5000)`));
    // The news of the end arrives before the next statement leaves.
    await db.system((other) => other.execute(sql`select 1`));
    await tx.execute(sql`select 1`);
  });

  // Not by the rollback that fails after it.
  await expect(cut).rejects.toThrow('Failed query: select 1');
  await expect(db.system(async () => 'answers')).resolves.toBe('answers');
});
