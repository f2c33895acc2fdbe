import { App, ExpressReceiver, type Receiver } from '@slack/bolt';
import { WebClient, type WebClientOptions } from '@slack/web-api';
import { type IRouter, Router } from 'express';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { Dispatch } from '../../chat/inbound.ts';
import type { ChatSender, Directory, Reader } from '../../chat/port.ts';
import { systemClock } from '../../core/clock.ts';
import { boltLogger } from './bolt-logger.ts';
import { createDirectory } from './directory.ts';
import { toFailure } from './errors.ts';
import { createReadFile } from './files.ts';
import { ANSWER_CALL_TIMEOUT_MS, BACKGROUND_CALL_TIMEOUT_MS } from './limits.ts';
import { listen } from './listeners.ts';
import { refuseReplays } from './replays.ts';
import { createRespond } from './respond.ts';
import { createSender } from './sender.ts';
import { socketReceiver } from './socket.ts';
import { createUploads } from './uploads.ts';

export { slackManifest, slackManifestYaml } from './manifest.ts';

/** Where Slack delivers events, commands and clicks. */
export const SLACK_PATH = '/slack/events';

/** Who the bot is, as auth.test says. */
const Identity = z.object({ team_id: z.string(), bot_id: z.string().optional(), user_id: z.string() });
type Identity = z.infer<typeof Identity>;

export interface SlackOptions {
  botToken: string;
  /** Needed for HTTP; Socket Mode signs nothing. */
  signingSecret?: string | undefined;
  /** With it Depsync connects to Slack (Socket Mode) instead of waiting to be called. */
  appToken?: string | undefined;
  /** Another address of Slack's Web API. */
  apiUrl?: string | undefined;
  log: Logger;
  dispatch: Dispatch;
  /** The Depsync id of a Slack user; undefined for somebody who is not in the register. */
  personOf(workspace: string, slackId: string): Promise<string | undefined>;
  /** How a Slack user reads an answer: their zone, and the Slack ids of the people it names. */
  readerOf(workspace: string, slackId: string, people: readonly string[]): Promise<Reader>;
  /** A picture as PNG; undefined for one that is gone. */
  picture(id: string): Promise<Uint8Array | undefined>;
  /** A Slack user changed their profile. */
  onProfileChange(workspace: string, slackId: string, zone: string | undefined): Promise<void>;
}

export interface Slack {
  sender: ChatSender;
  directory: Directory;
  /** Takes requests at /slack/events and parses their bodies itself; absent with Socket Mode. */
  router: IRouter | undefined;
  /** Asks Slack who we are and, with Socket Mode, connects. Gives the team's id. Throws TemporaryFailure or PermanentFailure. */
  start(): Promise<string>;
  /** Disconnects and waits for what is still being answered. */
  stop(): Promise<void>;
}

/** Slack: one workspace, by token. Nothing is called before start(). */
export function createSlack(options: SlackOptions): Slack {
  const { log, botToken, apiUrl } = options;
  const logger = boltLogger(log);
  const clientOptions = (timeout: number): WebClientOptions => ({
    logger,
    timeout,
    // The outbox owns retries; an answer that comes late is none.
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    ...(apiUrl !== undefined && { slackApiUrl: apiUrl }),
  });
  // Two clients: a queue of messages must never keep an answer waiting.
  const background = new WebClient(botToken, clientOptions(BACKGROUND_CALL_TIMEOUT_MS));
  const answering = new WebClient(botToken, clientOptions(ANSWER_CALL_TIMEOUT_MS));
  const { receiver, router, connect, disconnect } = createReceiver(options, clientOptions(BACKGROUND_CALL_TIMEOUT_MS));

  let identity: Identity | undefined;
  const app = new App({
    receiver,
    logger,
    convoStore: false,
    clientOptions: clientOptions(ANSWER_CALL_TIMEOUT_MS),
    authorize: async () => ({
      botToken,
      ...(identity && { botUserId: identity.user_id }),
      ...(identity?.bot_id && { botId: identity.bot_id }),
    }),
  });

  const onFailure = (error: unknown, what: string) => log.warn({ err: error, what }, 'slack answer failed');
  const uploads = createUploads({ client: background, apiUrl, picture: options.picture, onFailure });
  const going = new Set<Promise<void>>();
  listen(app, {
    ...options,
    client: answering,
    respond: createRespond(apiUrl),
    readFile: createReadFile(botToken, apiUrl),
    uploads,
    onFailure,
    keepTrack(work) {
      const tracked = work
        .catch((error: unknown) => log.error({ err: error }, 'slack answer failed after its time'))
        .finally(() => going.delete(tracked));
      going.add(tracked);
    },
  });

  return {
    sender: createSender(background, uploads),
    directory: createDirectory(background),
    router,
    async start() {
      try {
        identity = Identity.parse(await background.auth.test());
        await connect();
      } catch (error) {
        throw toFailure(error);
      }
      return identity.team_id;
    },
    async stop() {
      await disconnect();
      await Promise.all(going);
    },
  };
}

interface Reception {
  receiver: Receiver;
  router: IRouter | undefined;
  connect(): Promise<void>;
  disconnect(): Promise<void>;
}

function createReceiver(options: SlackOptions, clientOptions: WebClientOptions): Reception {
  const logger = boltLogger(options.log);
  if (options.appToken !== undefined) {
    const { appToken } = options;
    const receiver = socketReceiver({ appToken, logger, installerOptions: { clientOptions } });
    return {
      receiver,
      router: undefined,
      connect: async () => void (await receiver.start()),
      disconnect: async () => void (await receiver.stop()),
    };
  }
  if (!options.signingSecret) {
    throw new Error('Slack over HTTP needs SLACK_SIGNING_SECRET; without it anybody could act as anybody.');
  }
  const router = Router();
  // Signatures are compared with the machine's clock by Bolt, and so here.
  router.post(
    SLACK_PATH,
    refuseReplays(() => systemClock.now()),
  );
  const receiver = new ExpressReceiver({
    signingSecret: options.signingSecret,
    endpoints: SLACK_PATH,
    router,
    logger,
    // Slack is answered when the act is done: one that a crash cut short is delivered again.
    processBeforeResponse: true,
    // Bolt's own handler leaves its timer running, which complains three seconds later.
    processEventErrorHandler: async ({ response }) => {
      if (!response.headersSent) response.writeHead(500).end();
      return true;
    },
  });
  return { receiver, router, connect: async () => {}, disconnect: async () => {} };
}
