import { CloudAdapter, type Activity as LibraryActivity } from 'botbuilder';
import { AuthenticationError } from 'botframework-connector';
import {
  type ErrorRequestHandler,
  type IRouter,
  json,
  type Request,
  type RequestHandler,
  type Response,
  Router,
} from 'express';
import type { Logger } from 'pino';
import type { Dispatch } from '../../chat/inbound.ts';
import type { ChatSender, Directory } from '../../chat/port.ts';
import type { Clock } from '../../core/clock.ts';
import type { Database } from '../../db/db.ts';
import { Activity, tenantOf } from './activity.ts';
import { createAuthentication, type TeamsApp } from './authentication.ts';
import { createBook } from './book.ts';
import { createConnector } from './connector.ts';
import { createDirectory } from './directory.ts';
import { LARGEST_ACTIVITY } from './limits.ts';
import { type Listening, listen } from './listeners.ts';
import { createSender } from './sender.ts';

/** Where Teams delivers what people do. */
export const TEAMS_PATH = '/api/messages';

/** The local client that a trial is made with says so; it opens no dialogs. */
const PLAYGROUND_HEADER = 'x-ms-agents-playground';
const LOOPBACK = /^(127\.\d+\.\d+\.\d+|localhost|::1|::ffff:127\.\d+\.\d+\.\d+|\[::1\])$/;

/** What the register tells the adapter. */
export type TeamsHost = Pick<Listening, 'personOf' | 'readerOf' | 'pictureUrl' | 'people' | 'onZone' | 'arrived'> & {
  /** A tenant is heard of in a trial, where none is configured. */
  link(tenant: string): Promise<void>;
};

export interface TeamsOptions extends TeamsHost {
  /** Undefined for a trial: then only this machine is listened to, and called. */
  app: TeamsApp | undefined;
  /** Another authority than Microsoft, on this machine. */
  authorityUrl?: string | undefined;
  db: Database;
  workspace: string;
  clock: Clock;
  log: Logger;
  dispatch: Dispatch;
}

export interface Teams {
  sender: ChatSender;
  directory: Directory;
  /** Takes requests at /api/messages and parses their bodies itself. */
  router: IRouter;
  /** Waits for what is still being answered. */
  stop(): Promise<void>;
}

/** Microsoft Teams: one tenant, one app. Nothing is called before somebody is to be reached. */
export function createTeams(options: TeamsOptions): Teams {
  const { app, log, db, workspace, clock } = options;
  const authentication = createAuthentication(app, options.authorityUrl);
  const adapter = new Adapter(authentication.inbound);
  const connector = createConnector(authentication, app === undefined ? 'depsync' : `28:${app.appId}`);
  const book = createBook(db, workspace, () => clock.now());
  const going = new Set<Promise<void>>();
  const deps: Listening = {
    ...options,
    connector,
    book,
    onFailure: (error, what) => log.warn({ err: error, what }, 'teams answer failed'),
    keepTrack(work) {
      const tracked = work
        .catch((error: unknown) => log.warn({ err: error }, 'teams answer failed after its time'))
        .finally(() => going.delete(tracked));
      going.add(tracked);
    },
  };

  async function take(request: Request, response: Response): Promise<void> {
    const parsed = Activity.safeParse(request.body);
    if (!parsed.success) return void response.status(400).end();
    const activity = parsed.data;
    const dialogs = app !== undefined || request.get(PLAYGROUND_HEADER) === undefined;
    let answer: object | undefined;
    await adapter.verified(request.get('authorization') ?? '', request.body, async () => {
      if (app === undefined) await options.link(tenantOf(activity) ?? '');
      else if (tenantOf(activity) !== app.tenantId) throw new ForeignTenant();
      answer = await listen(deps, activity, dialogs);
    });
    response.status(200).json(answer ?? {});
  }

  const router = Router();
  const guards = app === undefined ? [fromThisMachine] : [];
  router.post(TEAMS_PATH, ...guards, json({ limit: LARGEST_ACTIVITY }), (request, response) => {
    take(request, response).catch((error: unknown) => {
      const status = statusOf(error);
      if (status >= 500) log.error({ err: error }, 'teams act failed');
      response.status(status).end();
    });
  });

  // A body that cannot be read.
  const refuse: ErrorRequestHandler = (error: { status?: number }, _request, response, _next) => {
    response.status(error.status ?? 400).end();
  };
  router.use(TEAMS_PATH, refuse);

  return {
    sender: createSender(deps),
    directory: createDirectory(connector, book),
    router,
    async stop() {
      await Promise.all(going);
    },
  };
}

/** The library verifies; what it would answer of its errors stays inside. */
class Adapter extends CloudAdapter {
  async verified(authorization: string, body: LibraryActivity, act: () => Promise<void>): Promise<void> {
    await this.processActivity(authorization, body, act);
  }
}

class ForeignTenant extends Error {}

/** What the library throws for a token that is malformed or wrongly signed: its own error is for others alone. */
const TOKEN_ERRORS = new Set(['JsonWebTokenError', 'NotBeforeError', 'TokenExpiredError']);

function statusOf(error: unknown): number {
  if (error instanceof ForeignTenant) return 403;
  const refused = error instanceof AuthenticationError || (error instanceof Error && TOKEN_ERRORS.has(error.name));
  return refused ? 401 : 500;
}

/** Nobody is verified in a trial: whoever asks, and whatever is called back, must be this machine. */
const fromThisMachine: RequestHandler = (request, response, next) => {
  json({ limit: LARGEST_ACTIVITY })(request, response, (error?: unknown) => {
    const { serviceUrl } = Activity.safeParse(request.body).data ?? {};
    const local = LOOPBACK.test(request.socket.remoteAddress ?? '') && isLoopback(serviceUrl);
    if (error === undefined && local) next();
    else response.status(403).end();
  });
};

function isLoopback(address: string | undefined): boolean {
  return address !== undefined && LOOPBACK.test(new URL(address).hostname);
}
