import type { RequestHandler, Router } from 'express';
import type { Logger } from 'pino';
import type { Dispatch } from '../../chat/inbound.ts';
import type { ChatSender } from '../../chat/port.ts';
import type { Clock } from '../../core/clock.ts';
import type { Database } from '../../db/db.ts';
import { listen } from '../../db/listen.ts';
import { forLeads } from './leads.ts';
import { createLive, type Live } from './live.ts';
import { messagesOf } from './messages.ts';
import type { WebHost } from './port.ts';
import { createRouter } from './router.tsx';
import { createWebSender } from './sender.ts';
import { createSessions } from './session.ts';
import { CHANGES_CHANNEL, Change } from './store.ts';

export { sharedPathOf } from './outlook.tsx';
export { createWebSender } from './sender.ts';

export interface WebOptions {
  db: Database;
  clock: Clock;
  log: Logger;
  host: WebHost;
  dispatch: Dispatch;
  version: string;
  /** Signs the sessions; the same in every process of an installation. */
  secret: string;
  /** `loopback`: whoever sits at this machine picks who they are. */
  signIn: 'loopback';
}

export interface Web {
  /** Mounted at `/`, after every other route: it answers all addresses that are left. */
  router: Router;
  /** Puts pages made elsewhere behind the sign-in, for leads only; mounted before the router. */
  forLeads(pages: RequestHandler): Router;
  sender: ChatSender;
  /** Ends the live connections, which would keep a server from closing. */
  stop(): Promise<void>;
}

/** The web console: a chat platform in the browser. */
export function createWeb(options: WebOptions): Web {
  const { db, clock, log, secret, host, version } = options;
  const live = createLive(clock);
  const listener = listen(db.url, CHANGES_CHANNEL, {
    heard: (payload) => pass(payload, live, log),
    listening: () => live.missed(),
    lost: (error) => log.warn({ err: error }, 'live updates of the console are interrupted'),
  });
  const sessions = createSessions(secret, clock);
  const frame = () => ({ version, now: clock.now(), speed: clock.speed });
  return {
    router: createRouter({ ...options, messages: messagesOf(db, clock), sessions, live, frame }),
    forLeads: (pages) => forLeads({ host, sessions, log, frame }, pages),
    sender: createWebSender(db, clock),
    async stop() {
      live.stop();
      await listener.stop();
    },
  };
}

function pass(payload: string, live: Live, log: Logger): void {
  try {
    live.changed(Change.parse(JSON.parse(payload)));
  } catch (error) {
    log.warn({ err: error }, 'an announcement could not be read');
  }
}
