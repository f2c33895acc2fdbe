import type { Response } from 'express';
import type { Clock } from '../../core/clock.ts';
import type { Change } from './store.ts';

/** Open pages per person: browsers keep six connections to one address, and one must stay free to act on. */
export const MOST_PER_PERSON = 5;
/** Proxies cut connections that are silent for 30 to 60 s; the beat also keeps the shown clock right. */
const BEAT_MS = 10_000;
/** What may wait for a reader who does not read; then the connection is closed, and the browser comes back by itself. */
const MOST_UNREAD_BYTES = 64 * 1024;
/** How long a browser waits before it comes back. */
const COME_BACK_MS = 2_000;

interface LiveReader {
  workspace: string;
  personId: string;
  conversation: string;
}

/** Pages that are told at once when something changes (server-sent events). */
export interface Live {
  /** Keeps the response open and tells it what changes; false, and nothing sent, when the person has too many open. */
  open(reader: LiveReader, res: Response): boolean;
  /** Tells the pages that show the conversation. They fetch the message themselves, with their own rights. */
  changed(change: Change): void;
  /** Changes may have been missed: every page looks for itself. */
  missed(): void;
  stop(): void;
}

export function createLive(clock: Clock): Live {
  const connections = new Map<Response, LiveReader>();
  let stopped = false;
  const beat = setInterval(() => {
    for (const res of connections.keys()) send(res, 'clock', clock.now().toISO());
  }, BEAT_MS);
  beat.unref();

  return {
    open(reader, res) {
      if (stopped) {
        res.status(503).end();
        return true;
      }
      const own = [...connections.values()].filter(
        (one) => one.workspace === reader.workspace && one.personId === reader.personId,
      );
      if (own.length >= MOST_PER_PERSON) return false;
      res.set({ 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
      res.flushHeaders();
      res.write(`retry: ${COME_BACK_MS}\n\n`);
      send(res, 'clock', clock.now().toISO());
      connections.set(res, reader);
      res.on('close', () => connections.delete(res));
      return true;
    },
    changed({ workspace, conversation, id }) {
      for (const [res, reader] of connections) {
        if (reader.workspace === workspace && reader.conversation === conversation) send(res, 'changed', id);
      }
    },
    missed() {
      for (const res of connections.keys()) send(res, 'missed', '');
    },
    stop() {
      stopped = true;
      clearInterval(beat);
      for (const res of connections.keys()) res.end();
      connections.clear();
    },
  };
}

function send(res: Response, event: string, data: string): void {
  if (res.writableLength > MOST_UNREAD_BYTES) {
    res.destroy();
    return;
  }
  res.write(`event: ${event}\ndata: ${data}\n\n`);
}
