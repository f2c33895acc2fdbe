import type { Logger } from 'pino';
import type { Slack, SlackOptions } from './adapters/slack/index.ts';
import type { Depsync } from './compose.ts';
import type { Clock } from './core/clock.ts';
import { PermanentFailure } from './core/errors.ts';
import type { Database } from './db/db.ts';
import type { Gallery } from './features/outlook/index.ts';
import { followZone, linkWorkspace, readerOn } from './features/people/index.ts';

/** Between attempts to reach Slack at start; its outages last minutes. */
const CONNECT_AGAIN_MS = 15_000;

type SlackHost = Pick<SlackOptions, 'personOf' | 'readerOf' | 'picture' | 'onProfileChange'>;

/** What the Slack adapter must know of the register. */
export function slackHost(
  db: Database,
  workspace: string,
  clock: Clock,
  personOf: Depsync['personOf'],
  gallery: Gallery,
): SlackHost {
  return {
    personOf: (_team, slackId) => personOf(workspace, 'slack', slackId),
    readerOf: (_team, slackId, people) => db.tx(workspace, (tx) => readerOn(tx, 'slack', slackId, people)),
    picture: (id) => gallery.png(id, 'large'),
    async onProfileChange(_team, slackId, zone) {
      await db.tx(workspace, (tx) => followZone(tx, clock.now(), 'slack', slackId, zone));
    },
  };
}

/**
 * Connects to Slack and notes which team it is. While Slack does not answer, Depsync runs without it and tries again;
 * a refusal (a wrong token) is thrown.
 */
export async function connectSlack(
  slack: Slack,
  db: Database,
  workspace: string,
  log: Logger,
): Promise<{ stop(): Promise<void> }> {
  let waiting: NodeJS.Timeout | undefined;
  async function connect(): Promise<void> {
    try {
      const team = await slack.start();
      await db.tx(workspace, (tx) => linkWorkspace(tx, workspace, 'slack', team));
    } catch (error) {
      if (error instanceof PermanentFailure) throw error;
      log.warn({ err: error }, 'Slack does not answer; trying again');
      waiting = setTimeout(
        () => void connect().catch((refusal) => log.error({ err: refusal }, 'Slack refused')),
        CONNECT_AGAIN_MS,
      );
    }
  }
  await connect();
  return {
    async stop() {
      clearTimeout(waiting);
      await slack.stop();
    },
  };
}
