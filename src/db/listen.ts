import pg from 'pg';

/** Waits before connecting again: doubling from the first, at most the longest. */
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;
/** An address that does not answer is given up after this long, and tried again. */
const CONNECT_TIMEOUT_MS = 10_000;

export interface ListenHandlers {
  /** Something was announced on the channel. */
  heard(payload: string): void;
  /** Listening, for the first time or again: what was announced in between was missed. */
  listening(): void;
  /** The connection was lost or refused; another is made by itself. */
  lost(error: unknown): void;
}

/** Hears what is announced by `pg_notify` on a channel, on a connection of its own that is made anew whenever it is lost. */
export function listen(url: string, channel: string, handlers: ListenHandlers): { stop(): Promise<void> } {
  let client: pg.Client | undefined;
  let retry: NodeJS.Timeout | undefined;
  let wait = FIRST_WAIT_MS;
  let stopped = false;

  async function connect(): Promise<void> {
    const current = new pg.Client({
      connectionString: url,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      keepAlive: true,
      application_name: 'depsync listen',
    });
    client = current;
    let lost = false;
    const again = (error: unknown): void => {
      if (lost || stopped) return;
      lost = true;
      handlers.lost(error);
      current.end().catch(() => {});
      retry = setTimeout(() => void connect(), wait);
      wait = Math.min(wait * 2, LONGEST_WAIT_MS);
    };
    current.on('error', again);
    current.on('end', () => again(new Error('The connection was closed.')));
    current.on('notification', (message) => handlers.heard(message.payload ?? ''));
    try {
      await current.connect();
      await current.query(`listen ${pg.escapeIdentifier(channel)}`);
      wait = FIRST_WAIT_MS;
      handlers.listening();
    } catch (error) {
      again(error);
    }
  }

  void connect();
  return {
    async stop() {
      stopped = true;
      clearTimeout(retry);
      await client?.end().catch(() => {});
    },
  };
}
