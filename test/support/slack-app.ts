import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import pino from 'pino';
import { createSlack, type Slack, type SlackOptions } from '../../src/adapters/slack/index.ts';
import type { Inbound, Reply } from '../../src/chat/inbound.ts';
import { type SlackServer, type SlackServerOptions, startSlackServer } from './slack-server.ts';

/** The Slack adapter alone, between a Slack on loopback and a dispatch that answers what a test says. */
export interface SlackApp {
  server: SlackServer;
  slack: Slack;
  url: string;
  /** Every act that reached dispatch. */
  heard: Inbound[];
  /** What dispatch answers, act by act; `none` when nothing is left. */
  answers(...replies: (Reply | ((inbound: Inbound) => Reply | Promise<Reply>))[]): void;
  profiles: { workspace: string; slackId: string; zone: string | undefined }[];
  /** Lines that were logged as warnings or errors. */
  logged: string[];
  stop(): Promise<void>;
}

/** Slack ids and Depsync ids of these tests: U1 is person-1. */
const PERSON = /^U(\d+)$/;

export async function startSlackApp(options: SlackServerOptions & Partial<SlackOptions> = {}): Promise<SlackApp> {
  const server = await startSlackServer(options);
  const heard: Inbound[] = [];
  const replies: Parameters<SlackApp['answers']>[number][] = [];
  const profiles: SlackApp['profiles'] = [];
  const logged: string[] = [];
  const slack = createSlack({
    botToken: server.botToken,
    signingSecret: server.signingSecret,
    apiUrl: server.apiUrl,
    log: pino({ level: 'warn' }, { write: (line: string) => logged.push(line) }),
    async dispatch(inbound) {
      heard.push(inbound);
      const reply = replies.shift() ?? { kind: 'none' };
      return typeof reply === 'function' ? reply(inbound) : reply;
    },
    personOf: async (_workspace, slackId) => {
      const match = PERSON.exec(slackId);
      return match ? `person-${match[1]}` : undefined;
    },
    readerOf: async (_workspace, slackId, people) => ({
      zone: server.state.people.get(slackId)?.tz,
      mentions: new Map(people.map((person) => [person, person.replace('person-', 'U')])),
    }),
    picture: async () => undefined,
    onProfileChange: async (workspace, slackId, zone) => void profiles.push({ workspace, slackId, zone }),
    ...options,
  });
  const app = express();
  if (slack.router !== undefined) app.use(slack.router);
  const http = createServer(app);
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo; // a TCP server's address is no string
  await slack.start();
  return {
    server,
    slack,
    url: `http://127.0.0.1:${port}`,
    heard,
    answers: (...more) => void replies.push(...more),
    profiles,
    logged,
    async stop() {
      await slack.stop();
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
      await server.stop();
    },
  };
}
