/**
 * A Slack workspace on loopback, for tests: it speaks the Web API that Depsync uses, refuses what Slack refuses
 * (Block Kit limits, used and expired triggers, archived channels, one message a second), and remembers every call.
 *
 *   const slack = await startSlackServer();
 *   slack.addPerson({ id: 'U1', name: 'ana', email: 'ana@example.com', tz: 'Asia/Kolkata' });
 *   slack.addChannel({ id: 'C1', name: 'launch' });
 *   // Start Depsync with SLACK_API_URL=slack.apiUrl, SLACK_BOT_TOKEN=slack.botToken,
 *   // SLACK_SIGNING_SECRET=slack.signingSecret; appUrl is where it listens.
 *   const ana = slack.actor('U1', appUrl);
 *   const answer = await ana.runs('/deps block DEP-4 the sandbox is down');  // what she then sees
 *   await ana.clicks('It is solved');
 *   await ana.fills({ Reason: 'the vendor' });                               // by label or field id
 *   await ana.fills({ File: slack.upload('orders.yaml', text) });
 *   await ana.writes('12 is blocked by the vendor until Friday');
 *   await ana.opensHome();
 *   ana.inbox.at(-1)?.text;  slack.read(message, 'U1').text;  // as she reads it, in her zone
 *   slack.directMessages('U1');  slack.ephemeral('U1');  slack.pings(message);  slack.calls;
 *   slack.misbehave('rate-limited', { method: 'chat.postMessage', times: 2 });
 *   await slack.stop();
 *
 * An act is over when its call returns: Depsync answers Slack only when it is done, the answers that leave by the
 * outbox excepted.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { signal } from './signal.ts';
import { pingsOf } from './slack-blocks.ts';
import { type Args, METHODS, type MethodAnswer, respondTo } from './slack-methods.ts';
import { acceptSocket, type SlackSocket } from './slack-socket.ts';
import {
  type Shown,
  type SlackChannel,
  type SlackFile,
  type SlackPerson,
  SlackState,
  type StoredMessage,
} from './slack-state.ts';
import { createActor, type SlackActor } from './slack-user.ts';

export type { SlackActor };

const TEAM = 'T0DEPSYNC';
const BOT = 'U0DEPSYNC';
/** One message a second in each channel. */
const PACE_MS = 1_000;
const RETRY_AFTER_SECONDS = 1;
/** Longer than Depsync waits for a call. */
const SLOW_MS = 11_000;

/**
 * rate-limited: 429 with Retry-After, nothing done · failing: 500, nothing done · failing-after: done, then 500 ·
 * silent: done, then the connection is cut · lost: the connection is cut, nothing done · slow: done, then the answer
 * comes when nobody waits for it any more · held: done, then the answer waits for release()
 */
export type Misbehaviour = 'rate-limited' | 'failing' | 'failing-after' | 'silent' | 'lost' | 'slow' | 'held';

/** Done, and the caller is not told so. */
const UNTOLD: readonly unknown[] = ['failing-after', 'silent', 'slow'];

export interface SlackCall {
  method: string;
  /** What stood before `/api` in the address: tells apart processes that were given different ones. */
  via: string;
  args: Args;
  /** What Slack answered: `ok`, or the name of its refusal. */
  outcome: string;
  /** It was done, and whoever called was not told so. */
  untold: boolean;
}

export interface SlackServer {
  readonly apiUrl: string;
  readonly botToken: string;
  /** With it an app connects by Socket Mode; `socket` then delivers to it. */
  readonly appToken: string;
  readonly socket: SlackSocket;
  readonly signingSecret: string;
  readonly team: string;
  readonly bot: string;
  readonly state: SlackState;
  readonly calls: SlackCall[];
  addPerson(person: Partial<SlackPerson> & { id: string }): SlackPerson;
  addChannel(channel: Partial<SlackChannel> & { id: string }): SlackChannel;
  /** Puts a file where Slack keeps those of forms; gives its id, which is the answer to a question for a file. */
  upload(name: string, content: string | Buffer, but?: Partial<Pick<SlackFile, 'size' | 'url' | 'movedTo'>>): string;
  actor(user: string, appUrl: string): SlackActor;
  /** Messages of a conversation that everybody there sees, oldest first. */
  messages(conversation: string): StoredMessage[];
  /** Messages between a person and the bot, oldest first. */
  directMessages(user: string): StoredMessage[];
  /** Messages only this person sees. */
  ephemeral(user: string): StoredMessage[];
  /** A message as this person reads it. */
  read(message: StoredMessage, user: string): Shown;
  /** Whom a message notifies. */
  pings(message: StoredMessage): string[];
  /** Resolves when what the bot sends has made this true. */
  until(condition: () => boolean): Promise<void>;
  /** The next calls go wrong; of one method, or of any. */
  misbehave(how: Misbehaviour, options?: { method?: string; times?: number }): void;
  /** From now on all goes well. */
  behave(): void;
  /** Lets the answers go that `held` keeps. */
  release(): void;
  /** The next calls are refused with this error. */
  refuse(error: string, options?: { method?: string; times?: number }): void;
  stop(): Promise<void>;
}

export interface SlackServerOptions {
  /** Milliseconds; for triggers and the pace. The machine's clock without it. */
  now?: () => number;
  /** Answers 429 to a second message in the same second. */
  pace?: boolean;
  /** Is told of each call that is about to be answered. */
  onCall?: (call: SlackCall) => void;
}

interface Trouble {
  how: Misbehaviour | { refused: string };
  method: string | undefined;
  left: number;
}

export async function startSlackServer({
  now = Date.now,
  pace = false,
  onCall = () => {},
}: SlackServerOptions = {}): Promise<SlackServer> {
  const state = new SlackState(TEAM, BOT, now);
  const botToken = 'xoxb-test';
  const appToken = 'xapp-test';
  const signingSecret = 'a secret of the tests';
  const calls: SlackCall[] = [];
  const troubles: Trouble[] = [];
  const postedAt = new Map<string, number>();
  const releases = signal();
  const changes = signal();

  const server = createServer((request, response) => {
    handle(request, response)
      .catch(() => response.destroy())
      .finally(changes.notify);
  });
  const socket = acceptSocket(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a TCP server's address is no string
  const base = `http://127.0.0.1:${port}`;
  state.base = base;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const bytes = await bodyOf(request);
    const [name = '', kind, ...before] = (request.url ?? '').split('/').reverse();
    const method =
      kind === 'response' ? 'response_url' : kind === 'download' ? 'file' : kind === 'upload' ? 'upload' : name;
    const args = kind === 'upload' ? {} : argumentsOf(request, bytes.toString('utf8'));
    const trouble = nextTrouble(method) ?? (pace && tooFast(method, args) ? 'rate-limited' : undefined);
    const via = before.reverse().join('/').slice(1);
    const call: SlackCall = { method, via, args, outcome: 'ok', untold: UNTOLD.includes(trouble) };
    calls.push(call);
    if (trouble === 'lost' || trouble === 'failing' || trouble === 'rate-limited') {
      call.outcome = trouble;
      fail(response, trouble);
      return;
    }
    if (kind === 'download') {
      const released = releases.next();
      onCall(call);
      if (trouble === 'held') await released;
      return handOver(response, request, state.files.get(name));
    }
    if (kind === 'upload' && trouble === undefined) return takeUpload(response, name, bytes);
    const answer = typeof trouble === 'object' ? trouble : perform(kind, name, args, request);
    if (trouble === 'silent' || trouble === 'failing-after') {
      call.outcome = trouble;
      fail(response, trouble);
      return;
    }
    if (trouble === 'slow') await pause(SLOW_MS);
    if ('refused' in answer) call.outcome = String(answer.refused);
    const released = releases.next();
    if (trouble === 'held') call.outcome = trouble;
    onCall(call);
    if (trouble === 'held') await released;
    reply(response, answer, kind === 'response');
  }

  function perform(kind: string | undefined, name: string, args: Args, request: IncomingMessage): MethodAnswer {
    if (kind === 'response') return respondTo(state, name, args);
    if (name === 'apps.connections.open') return openConnection(request);
    if (request.headers.authorization !== `Bearer ${botToken}`) return { refused: 'invalid_auth' };
    return METHODS[name]?.(state, args) ?? { refused: 'unknown_method' };
  }

  /** The address is the permission. */
  function takeUpload(response: ServerResponse, id: string, content: Buffer): void {
    const upload = state.uploads.get(id);
    if (upload === undefined || upload.length !== content.length) return void response.writeHead(400).end();
    upload.content = content;
    response.writeHead(200).end(`OK - ${content.length}`);
  }

  /** Without the token, Slack leads to its sign-in. */
  function handOver(response: ServerResponse, request: IncomingMessage, file: SlackFile | undefined): void {
    const knows = request.headers.authorization === `Bearer ${botToken}`;
    const elsewhere = knows ? file?.movedTo : `${base}/signin`;
    if (elsewhere !== undefined) response.writeHead(302, { location: elsewhere }).end();
    else if (file === undefined) response.writeHead(404).end();
    else response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(file.content);
  }

  function openConnection(request: IncomingMessage): MethodAnswer {
    if (request.headers.authorization !== `Bearer ${appToken}`) return { refused: 'invalid_auth' };
    return { url: `ws://127.0.0.1:${port}/socket` };
  }

  function nextTrouble(method: string): Trouble['how'] | undefined {
    const trouble = troubles.find((one) => one.left > 0 && (one.method === undefined || one.method === method));
    if (trouble === undefined) return undefined;
    trouble.left -= 1;
    return trouble.how;
  }

  function tooFast(method: string, args: Args): boolean {
    if (method !== 'chat.postMessage') return false;
    const channel = String(args.channel);
    const last = postedAt.get(channel);
    if (last !== undefined && now() - last < PACE_MS) return true;
    postedAt.set(channel, now());
    return false;
  }

  const visible = (conversation: string) =>
    state.messages.filter((message) => message.conversation === conversation && message.onlyFor === undefined);

  return {
    apiUrl: `${base}/api/`,
    botToken,
    appToken,
    socket,
    signingSecret,
    team: TEAM,
    bot: BOT,
    state,
    calls,
    addPerson(person) {
      const name = person.name ?? person.id.toLowerCase();
      const added = {
        name,
        real_name: name,
        email: undefined,
        tz: 'UTC',
        deleted: false,
        is_bot: false,
        is_stranger: false,
        ...person,
      };
      state.people.set(added.id, added);
      return added;
    },
    addChannel(channel) {
      const added = { name: channel.id.toLowerCase(), archived: false, botIsMember: true, ...channel };
      state.channels.set(added.id, added);
      return added;
    },
    upload(name, content, but = {}) {
      const bytes = Buffer.from(content);
      const id = `F${state.next()}`;
      const lies = { size: bytes.length, url: `${base}/files/download/${id}`, movedTo: undefined };
      state.files.set(id, { id, name, content: bytes, ...lies, ...but });
      return id;
    },
    actor: (user, appUrl) => createActor({ state, signingSecret, base, appUrl, user }),
    messages: visible,
    directMessages: (user) => visible(state.directOf(user)),
    ephemeral: (user) => state.messages.filter((message) => message.onlyFor === user),
    read: (message, user) => state.show(message, user),
    pings: pingsOf,
    async until(condition) {
      for (let next = changes.next(); !condition(); next = changes.next()) await next;
    },
    misbehave: (how, { method, times = 1 } = {}) => void troubles.push({ how, method, left: times }),
    behave: () => void troubles.splice(0),
    release: releases.notify,
    refuse: (error, { method, times = 1 } = {}) => void troubles.push({ how: { refused: error }, method, left: times }),
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function fail(response: ServerResponse, how: Exclude<Misbehaviour, 'slow' | 'held'>): void {
  switch (how) {
    case 'rate-limited':
      response.writeHead(429, { 'retry-after': String(RETRY_AFTER_SECONDS) }).end();
      return;
    case 'failing':
    case 'failing-after':
      response.writeHead(500).end('internal error');
      return;
    case 'silent':
    case 'lost':
      response.destroy();
  }
}

function reply(response: ServerResponse, answer: MethodAnswer, toResponseUrl: boolean): void {
  const refused = 'refused' in answer;
  const body = refused
    ? { ok: false, error: answer.refused, response_metadata: { messages: answer.messages ?? [] } }
    : { ok: true, ...answer };
  response
    .writeHead(toResponseUrl && refused ? 404 : 200, { 'content-type': 'application/json' })
    .end(JSON.stringify(body));
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts);
}

/** Arguments that come as JSON inside a form. */
const AS_JSON = new Set(['blocks', 'files', 'metadata', 'view']);

/** Slack takes forms whose complicated values are JSON, and JSON. */
function argumentsOf(request: IncomingMessage, body: string): Args {
  if (body === '') return {};
  if (request.headers['content-type']?.includes('json')) return JSON.parse(body);
  return Object.fromEntries(
    [...new URLSearchParams(body)].map(([name, value]) => [name, AS_JSON.has(name) ? JSON.parse(value) : value]),
  );
}
