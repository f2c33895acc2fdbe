import { setTimeout } from 'node:timers/promises';
import { TemporaryFailure } from '../core/errors.ts';
import { type Database, openDatabase } from './db.ts';
import { startEmbedded } from './embedded/server.ts';
import { migrateDatabase } from './migrate.ts';
import { isNothingThere, isRefusedForNow } from './unreachable.ts';

/** A server that starts or recovers takes seconds; whoever restarts a failed process waits no longer. Ours. */
const MOST_ATTEMPTS = 30;
const SECONDS_BETWEEN = 1;

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
    await migratePatiently(url, onNotice);
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

/** Waits for a server that lets nobody in at present; where nothing answers, an address is wrong more often than a server late. */
async function migratePatiently(url: string, onNotice: (text: string) => void): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await migrateDatabase(url);
      return;
    } catch (error) {
      if (isNothingThere(error)) throw unreachable(url, 'does not answer', error);
      if (!isRefusedForNow(error)) throw error;
      if (attempt === MOST_ATTEMPTS) throw unreachable(url, 'refuses connections', error);
      if (attempt === 1) {
        const seconds = MOST_ATTEMPTS * SECONDS_BETWEEN;
        onNotice(`PostgreSQL at ${new URL(url).host} refuses connections. Waiting for it, ${seconds} s at most.`);
      }
      await setTimeout(SECONDS_BETWEEN * 1_000);
    }
  }
}

function unreachable(url: string, what: string, cause: unknown): TemporaryFailure {
  const { host } = new URL(url);
  return new TemporaryFailure(
    'database',
    `PostgreSQL at ${host} ${what}. Check DATABASE_URL, and that the server runs.`,
    { cause },
  );
}
