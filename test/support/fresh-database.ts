import { createDatabase, dropDatabase, onServer, openDatabaseOn, type TestDatabase } from './database.ts';

/** Databases of this test file that no test uses now. To empty one takes milliseconds; to make one, up to half a second. */
const spare: string[] = [];
/** Hooks run in the order they were defined in: those of the file itself come after this one. */
let over = false;
afterAll(async () => {
  over = true;
  for (const url of spare.splice(0)) await dropDatabase(server(), url);
});

/** Ends what is still connected, deletes all rows without the triggers that refuse it, and drops what a queue made for itself. */
const EMPTIED = `
  select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid();
  set session_replication_role = replica;
  do $$
  declare
    named text;
    filled boolean;
  begin
    for named in select format('%I.%I', schemaname, tablename) from pg_tables where schemaname = 'public' loop
      execute 'select exists (select from ' || named || ')' into filled;
      if filled then execute 'delete from ' || named; end if;
    end loop;
    for named in select format('%I.%I', schemaname, sequencename) from pg_sequences where schemaname = 'public' loop
      execute 'alter sequence ' || named || ' restart';
    end loop;
    drop schema if exists bullmq cascade;
  end $$`;

export interface FreshDatabase extends TestDatabase {
  /** Runs statements that change more than rows; no other test gets this database afterwards. */
  alter(statements: string): Promise<void>;
}

/** A migrated database of its own, with one empty workspace. */
export async function freshDatabase(): Promise<FreshDatabase> {
  const url = spare.pop() ?? (await createDatabase(server(), `template ${process.env['DEPSYNC_TEST_TEMPLATE']}`));
  const database = await openDatabaseOn(server(), url);
  let altered = false;
  return {
    ...database,
    async alter(statements) {
      altered = true;
      await onServer(url, statements);
    },
    async drop() {
      if (altered || over) return database.drop();
      await database.db.close();
      await onServer(url, EMPTIED);
      spare.push(url);
    },
  };
}

function server(): string {
  return process.env['DEPSYNC_TEST_SERVER'] ?? '';
}
