import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import pg from 'pg';

/** Connections per process: web requests, sweep and deliveries share them (PostgreSQL's default limit is 100). */
const POOL_SIZE = 16;
/** A statement that runs longer is a bug or a lock nobody releases. */
const STATEMENT_TIMEOUT_MS = 30_000;
/** The role without any ownership that transactions of a workspace run as; made by the migrations. */
const APP_ROLE = 'depsync_app';

type Orm = ReturnType<typeof connect>;
/** A transaction; the only thing stores take. */
export type Tx = Parameters<Parameters<Orm['transaction']>[0]>[0];

export interface Database {
  /** Runs `work` in one transaction that sees the rows of one workspace only. */
  tx<Result>(workspace: string, work: (tx: Tx) => Promise<Result>): Promise<Result>;
  /** Runs `work` in one transaction that sees all workspaces: for claiming timers and messages, signing in, operations. */
  system<Result>(work: (tx: Tx) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
  readonly url: string;
}

export function openDatabase(
  url: string,
  options: { poolSize?: number; onError?: (error: Error) => void } = {},
): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.poolSize ?? POOL_SIZE,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    application_name: 'depsync',
    // Statements that do not wait for one another leave together (`Promise.all` in a transaction), in their order.
    pipeline: true,
  });
  pool.on('error', (error) => options.onError?.(error));
  // Between two statements of a transaction nobody listens on its connection: its end would end the process. The next
  // statement fails and says so.
  pool.on('connect', (client) => client.on('error', () => {}));
  const orm = connect(pool);
  return {
    url,
    tx: (workspace, work) =>
      transaction(orm, async (tx) => {
        await enterWorkspace(tx, workspace);
        return work(tx);
      }),
    system: (work) => transaction(orm, work),
    close: () => pool.end(),
  };
}

function connect(pool: pg.Pool) {
  return drizzle({ client: pool, casing: 'snake_case' });
}

/** Runs a transaction; it fails with what went wrong first: where the connection is gone, the rollback fails after it. */
async function transaction<Result>(orm: Orm, work: (tx: Tx) => Promise<Result>): Promise<Result> {
  const thrown: unknown[] = [];
  try {
    return await orm.transaction(async (tx) => {
      try {
        return await work(tx);
      } catch (error) {
        thrown.push(error);
        throw error;
      }
    });
  } catch (error) {
    throw thrown.length === 0 ? error : thrown[0];
  }
}

/** From here on the transaction sees the rows of this workspace only. */
export async function enterWorkspace(tx: Tx, workspace: string): Promise<void> {
  await tx.execute(
    sql`select set_config('role', ${APP_ROLE}, true), set_config('depsync.workspace', ${workspace}, true)`,
  );
}

/** Serialises what must not run twice at once, until the transaction ends. */
export async function advisoryLock(tx: Tx, name: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`);
}
