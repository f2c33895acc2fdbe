import { TemporaryFailure } from '../core/errors.ts';
import { type Database, openDatabase } from './db.ts';
import { startEmbedded } from './embedded/server.ts';
import { migrateDatabase } from './migrate.ts';

export interface Store {
  db: Database;
  /** Where the data is, for people: a folder, or the database's host. */
  place: string;
  /** True when this process runs the embedded server. */
  embedded: boolean;
  /** Closes the connections and, where this process runs it, the embedded server. */
  close(): Promise<void>;
}

/** Opens the given database, or the embedded one in `folder` (started or joined), brought up to date. */
export async function openStore(options: {
  url: string | undefined;
  folder: string;
  onNotice: (text: string) => void;
}): Promise<Store> {
  const { url, folder, onNotice } = options;
  const onError = (error: Error) => onNotice(`A database connection was lost: ${error.message}`);
  if (url !== undefined) {
    await migrateDatabase(url).catch((error: unknown) => {
      throw isUnreachable(error) ? unreachable(url, error) : error;
    });
    const db = openDatabase(url, { onError });
    return { db, place: new URL(url).host, embedded: false, close: () => db.close() };
  }
  const server = await startEmbedded({ folder, onNotice });
  try {
    await migrateDatabase(server.url);
  } catch (error) {
    await server.stop();
    throw error;
  }
  const db = openDatabase(server.url, { onError });
  return {
    db,
    place: server.folder,
    embedded: server.owned,
    async close() {
      await db.close();
      await server.stop();
    },
  };
}

/** Codes of node for an address at which nothing answers. */
const NOTHING_THERE = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EHOSTUNREACH', 'ECONNRESET'];

function isUnreachable(error: unknown): boolean {
  return error instanceof Error && 'code' in error && NOTHING_THERE.includes(String(error.code));
}

function unreachable(url: string, cause: unknown): TemporaryFailure {
  const { host } = new URL(url);
  return new TemporaryFailure(
    'database',
    `PostgreSQL at ${host} does not answer. Check DATABASE_URL, and that the server runs.`,
    { cause },
  );
}
