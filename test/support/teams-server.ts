/**
 * Microsoft Teams on loopback, for tests: it speaks the Bot Framework protocol with its bot, signs what it sends, refuses what
 * Teams refuses (cards, sizes, limits, chats without the app), and remembers every call.
 *
 *   const teams = await startTeamsServer();
 *   teams.addPerson({ objectId: '0000…', name: 'ana', installed: true });
 *   teams.addTeam({ id: '19:launch@thread.tacv2', members: ['0000…'], channels: { '19:leads@thread.tacv2': 'Leads' } });
 *   // Start Depsync with TEAMS_APP_ID=teams.app.id, TEAMS_APP_PASSWORD=teams.app.password,
 *   // TEAMS_TENANT_ID=teams.tenant, TEAMS_AUTHORITY_URL=teams.authorityUrl; appUrl is where it listens.
 *   const ana = teams.actor('0000…', appUrl);
 *   await ana.installs();
 *   const answer = await ana.says('status');                              // what she then sees
 *   await ana.says('status', { in: '19:leads@thread.tacv2' });            // with the bot's mention, as channels need it
 *   await ana.says('submit DEP-4', { file: teams.upload('orders.yaml', text) });
 *   await ana.clicks('It is solved');
 *   await ana.fills({ Reason: 'the vendor' });                            // by label or field id
 *   await ana.looks();                                                    // her client asks for her own view of cards
 *   await teams.until(() => ana.inbox.some((shown) => shown.text.includes('DEP-4')));
 *   teams.misbehave('bad-gateway', { operation: 'post', times: 2 });
 *   await teams.stop();
 *
 * An act is over when its call returns, but for what the bot sends after it has answered: wait for that with until().
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { signal } from './signal.ts';
import { createAuthority, type TeamsAuthority } from './teams-authority.ts';
import {
  type ConnectorAnswer,
  type ConnectorCall,
  conversationOf,
  type Operation,
  perform,
  REFUSALS,
  type RefusalCode,
  readCall,
  refusal,
} from './teams-connector.ts';
import { createLimits } from './teams-limits.ts';
import {
  type TeamsGroup,
  type TeamsMessage,
  type TeamsPerson,
  type TeamsShown,
  TeamsState,
  type TeamsTeam,
} from './teams-state.ts';
import { createActor, type TeamsActor } from './teams-user.ts';

export type { TeamsActor };

const APP = { id: '11111111-1111-4111-8111-111111111111', password: 'a password of the tests' };
const BOT = { id: `28:${APP.id}`, name: 'Depsync' };
const TENANT = '22222222-2222-4222-8222-222222222222';
const RETRY_AFTER_SECONDS = 1;
/** Longer than Depsync waits for a call. */
const SLOW_MS = 11_000;

/**
 * rate-limited: 429 with Retry-After · throttled: 429 without · precondition: 412 · failing: 500 · bad-gateway: 502 ·
 * unavailable: 503 · timed-out: 504; all with nothing done · done-bad-gateway: done, then 502 · silent: done, then the connection
 * is cut · lost: the connection is cut, nothing done · slow: done, then the answer comes when nobody waits for it any more · held:
 * done, then the answer waits for release()
 */
export type TeamsMisbehaviour = keyof typeof NOTHING_DONE | 'done-bad-gateway' | 'silent' | 'lost' | 'slow' | 'held';

/** Done, and the caller is not told so. */
const UNTOLD: readonly unknown[] = ['done-bad-gateway', 'silent', 'slow'];

const NOTHING_DONE = {
  'rate-limited': 429,
  throttled: 429,
  precondition: 412,
  failing: 500,
  'bad-gateway': 502,
  unavailable: 503,
  'timed-out': 504,
} as const;

export interface TeamsCall extends ConnectorCall {
  status: number | 'cut';
  /** The message that it posted, whatever was answered. */
  posted?: string;
  /** Whoever called was not told that it was done. */
  untold: boolean;
}

export interface TeamsServer {
  readonly app: { id: string; password: string };
  readonly tenant: string;
  readonly authorityUrl: string;
  /** Where the bot is told to call. */
  readonly serviceUrl: string;
  readonly authority: TeamsAuthority;
  readonly state: TeamsState;
  readonly calls: TeamsCall[];
  /** The app is installed for a person only when said so, or when they install it. */
  addPerson(person: Partial<TeamsPerson> & { objectId: string }): TeamsPerson;
  /** Channels by id, with their names; General is added. The app is installed in it unless said otherwise. */
  addTeam(team: {
    id: string;
    members: string[];
    channels?: Record<string, string>;
    name?: string;
    installed?: boolean;
  }): TeamsTeam;
  addGroup(group: Pick<TeamsGroup, 'id' | 'members'>): TeamsGroup;
  /** Puts a file where Teams keeps those of messages; gives its id. */
  upload(name: string, content: string | Buffer): string;
  actor(objectId: string, appUrl: string): TeamsActor;
  /** Messages of a conversation, oldest first. */
  messages(conversation: string): TeamsMessage[];
  /** Messages between a person and the bot, oldest first. */
  chat(objectId: string): TeamsMessage[];
  read(message: TeamsMessage, objectId: string): TeamsShown;
  /** From now on a client shows each card at once to those whom it lists, and asks for their view. */
  openClients(appUrl: string): void;
  /** Resolves when what the bot sends has made this true. */
  until(condition: () => boolean): Promise<void>;
  /** The next calls go wrong; of one operation, or of any. */
  misbehave(how: TeamsMisbehaviour, options?: { operation?: Operation; times?: number }): void;
  /** From now on all goes well. */
  behave(): void;
  /** Lets the answers go that `held` keeps. */
  release(): void;
  /** The next calls are refused with this code. */
  refuse(code: RefusalCode, options?: { operation?: Operation; times?: number }): void;
  stop(): Promise<void>;
}

export interface TeamsServerOptions {
  /** Milliseconds; for the limits and the messages. The machine's clock without it. */
  now?: () => number;
  /** Answers 429 beyond Teams' limits; without Retry-After where it says so. */
  pace?: boolean | 'without Retry-After';
}

const Posted = z.object({ id: z.string() });

interface Trouble {
  how: TeamsMisbehaviour | { refused: RefusalCode };
  operation: Operation | undefined;
  left: number;
}

export async function startTeamsServer({ now = Date.now, pace = true }: TeamsServerOptions = {}): Promise<TeamsServer> {
  const state = new TeamsState(BOT, TENANT, now);
  const authority = createAuthority(APP);
  const limits = createLimits(now);
  const calls: TeamsCall[] = [];
  const troubles: Trouble[] = [];
  const releases = signal();
  const changes = signal();
  const looking = new Set<Promise<unknown>>();
  let clients: string | undefined;

  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a TCP server's address is no string
  const base = `http://127.0.0.1:${port}`;
  const serviceUrl = `${base}/emea/`;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = await bodyOf(request);
    const path = new URL(request.url ?? '/', base).pathname;
    if (path.startsWith('/emea/')) return connect(request, response, path.slice('/emea/'.length), text);
    const answer = aside(path, text);
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body);
  }

  /** All that is not a call of the connector: the authority, and files. */
  function aside(path: string, text: string): { status: number; body: string | Buffer } {
    const json = (body: object, status = 200) => ({ status, body: JSON.stringify(body) });
    if (path === '/.well-known/openidconfiguration') return json(authority.metadata(base));
    if (path === '/keys') return json(authority.keys());
    if (path === '/token') {
      const token = authority.tokenFor(new URLSearchParams(text));
      if (token !== undefined) return json({ token_type: 'Bearer', expires_in: 3_600, access_token: token });
      return json(
        { error: 'invalid_client', error_description: 'AADSTS7000215: Invalid client secret provided.' },
        401,
      );
    }
    const file = state.files.get(path.replace('/files/', ''));
    return file === undefined ? { status: 404, body: '' } : { status: 200, body: file.content };
  }

  async function connect(
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
    text: string,
  ): Promise<void> {
    const call = readCall(request.method ?? '', path, text === '' ? undefined : JSON.parse(text));
    if (call === undefined) return reply(response, { status: 405 });
    const trouble = nextTrouble(call.operation);
    const known: TeamsCall = { ...call, status: 'cut', untold: UNTOLD.includes(trouble) };
    calls.push(known);
    const answer = answerTo(request, call, trouble);
    const posted = Posted.safeParse(answer?.body).data;
    if (call.operation === 'post' && posted !== undefined) known.posted = posted.id;
    const sent = trouble === 'done-bad-gateway' ? { status: 502 } : answer;
    if (sent === undefined || trouble === 'silent') {
      changes.notify();
      return void response.destroy();
    }
    known.status = sent.status;
    if (trouble === 'slow') await pause(SLOW_MS);
    const released = releases.next();
    changes.notify();
    if (trouble === 'held') await released;
    const waits = trouble === 'rate-limited' || (sent.status === 429 && pace === true && trouble === undefined);
    reply(response, sent, waits);
    if (clients !== undefined) void showEverybody(clients);
  }

  /** undefined where nobody answers. */
  function answerTo(
    request: IncomingMessage,
    call: ConnectorCall,
    trouble: Trouble['how'] | undefined,
  ): ConnectorAnswer | undefined {
    if (trouble === 'lost') return undefined;
    if (typeof trouble === 'object') return refusal(trouble.refused);
    if (trouble !== undefined && trouble in NOTHING_DONE) {
      const status = NOTHING_DONE[trouble as keyof typeof NOTHING_DONE]; // it is one of them
      const code = Object.keys(REFUSALS).find((name) => REFUSALS[name as RefusalCode][0] === status);
      return code === undefined ? { status } : refusal(code as RefusalCode); // the codes are the keys
    }
    if (!authority.knows(request.headers.authorization)) {
      return { status: 401, body: { message: 'Authorization has been denied for this request.' } };
    }
    if (pace !== false && !limits.allows(conversationOf(state, call))) return refusal('Throttled');
    return perform(state, call);
  }

  function nextTrouble(operation: Operation): Trouble['how'] | undefined {
    const trouble = troubles.find(
      (one) => one.left > 0 && (one.operation === undefined || one.operation === operation),
    );
    if (trouble === undefined) return undefined;
    trouble.left -= 1;
    return trouble.how;
  }

  function showEverybody(appUrl: string): void {
    for (const { objectId } of state.people.values()) {
      const look = actor(objectId, appUrl)
        .looks()
        // A client that gets no answer goes on showing the card as it is.
        .catch(() => undefined)
        .finally(() => {
          looking.delete(look);
          changes.notify();
        });
      looking.add(look);
    }
  }

  function actor(user: string, appUrl: string): TeamsActor {
    return createActor({ state, authority, base, serviceUrl, appUrl, user });
  }

  const visible = (conversation: string) =>
    state.messages.filter((message) => message.conversation === conversation && !message.deleted);

  return {
    app: APP,
    tenant: TENANT,
    authorityUrl: `${base}/`,
    serviceUrl,
    authority,
    state,
    calls,
    addPerson(person) {
      const { name = person.objectId.slice(0, 8), objectId } = person;
      const added: TeamsPerson = {
        id: `29:of-${objectId}`,
        name,
        displayName: `${name.charAt(0).toUpperCase()}${name.slice(1)} Example`,
        email: `${name}@example.com`,
        zone: 'UTC',
        tenant: TENANT,
        installed: false,
        blocked: false,
        oldClient: false,
        ...person,
      };
      state.people.set(objectId, added);
      return added;
    },
    addTeam({ id, members, channels = {}, name = 'Launch', installed = true }) {
      const all = new Map([[id, 'General'], ...Object.entries(channels)]);
      const added: TeamsTeam = { id, name, tenant: TENANT, members, channels: all, installed };
      state.teams.set(id, added);
      return added;
    },
    addGroup({ id, members }) {
      const added: TeamsGroup = { id, members, tenant: TENANT, installed: true };
      state.groups.set(id, added);
      return added;
    },
    upload(name, content) {
      const id = `file-${state.next()}`;
      state.files.set(id, { name, content: Buffer.from(content) });
      return id;
    },
    actor,
    messages: visible,
    chat: (objectId) => {
      const person = state.person(objectId);
      return person === undefined ? [] : visible(state.chatOf(person));
    },
    read: (message, objectId) => state.show(message, objectId),
    openClients(appUrl) {
      clients = appUrl;
    },
    async until(condition) {
      for (let next = changes.next(); !condition(); next = changes.next()) await next;
    },
    misbehave: (how, { operation, times = 1 } = {}) => void troubles.push({ how, operation, left: times }),
    behave: () => void troubles.splice(0),
    release: releases.notify,
    refuse: (code, { operation, times = 1 } = {}) =>
      void troubles.push({ how: { refused: code }, operation, left: times }),
    async stop() {
      clients = undefined;
      await Promise.all(looking);
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function reply(response: ServerResponse, { status, body }: ConnectorAnswer, waits = false): void {
  const after = waits ? { 'retry-after': String(RETRY_AFTER_SECONDS) } : {};
  response
    .writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...after })
    .end(body === undefined ? '' : JSON.stringify(body));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}
