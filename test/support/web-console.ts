import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { DateTime } from 'luxon';
import pino from 'pino';
import request, { type Agent, type Response } from 'supertest';
import { createLive, type Live } from '../../src/adapters/web/live.ts';
import type { Messages } from '../../src/adapters/web/messages.ts';
import type { WebContract, WebPerson, WebRetrospectives } from '../../src/adapters/web/port.ts';
import { createRouter } from '../../src/adapters/web/router.tsx';
import { createSessions } from '../../src/adapters/web/session.ts';
import type { StoredMessage } from '../../src/adapters/web/store.ts';
import { type Card, note } from '../../src/chat/card.ts';
import type { Inbound, Reply } from '../../src/chat/inbound.ts';
import { steppedClock } from '../../src/core/clock.ts';
import { InvalidInput, NotFound } from '../../src/core/errors.ts';
import { newId } from '../../src/core/ids.ts';

export const ana: WebPerson = {
  id: newId(),
  name: 'Ana Ruiz',
  handle: 'ana',
  title: 'Engineering lead',
  zone: 'Europe/Berlin',
};
export const ben: WebPerson = { id: newId(), name: 'Ben Okafor', handle: 'ben', title: null, zone: 'Africa/Lagos' };
/** The one picture there is. */
/** The sync that there is, and the random id of its calendar file. */
export const SYNC = '0193a000-0000-7000-8000-0000000000cc';
export const CALENDAR = '5b1f7f8e-3b0c-4a53-9a59-0f3f7a2f4b11';
export const PICTURE = 'b4c1d1a2-6c55-4f0e-9d6a-0d8f6f1f7a11';
const PROGRAMMES = [
  { key: 'Q1', name: 'Q1 launch' },
  { key: 'Q2', name: 'Q2 launch' },
];
const RETROSPECTIVES: WebRetrospectives = {
  programme: 'Q1 launch',
  retrospectives: [
    {
      id: PICTURE,
      title: 'RETRO-1: Beta',
      survey: [['3 of 4 answered']],
      words: [{ label: 'Contracts', said: ['came <i>late</i>'] }],
      figures: [{ label: 'Response time', present: '6 h (12 answers)', before: 'no comparison' }],
      alt: 'Figures of Q1 launch, Beta',
    },
  ],
  improvements: [['ACT-9 send contracts before the sprint']],
  left: 2,
};
/** The page of Ana's inbox. */
export const inbox = `/c/person:${ana.id}`;

/** The console alone, on 1 Dec 2026, 09:00 UTC: messages in memory, a dispatch that answers what the test says. */
export interface WebConsole {
  url: string;
  live: Live;
  /** Who may sign in; Ana may read the channel `leadership`, Ben none. */
  people: WebPerson[];
  /** By id. */
  contracts: Map<string, WebContract>;
  /** Messages of Ana's inbox. */
  stored: Map<string, StoredMessage>;
  /** What was handed over. */
  acts: Inbound[];
  /** What dispatch answers. */
  reply: Reply | (() => never);
  /** Puts a message into Ana's inbox. Returns its id. */
  post(card: Card): string;
  signIn(person: { id: string }): Promise<WebVisitor>;
  stop(): Promise<void>;
}

export interface WebVisitor {
  agent: Agent;
  cookie: string;
  csrf: string;
  /** Sends a form as the page's script does. */
  act(address: string, fields: Record<string, string>, headers?: Record<string, string>): Promise<Response>;
}

export async function startWebConsole({ speed = 1 } = {}): Promise<WebConsole> {
  const clock = { ...steppedClock(DateTime.fromISO('2026-12-01T09:00:00Z')), speed };
  const stored = new Map<string, StoredMessage>();
  const live = createLive(clock);
  const router = createRouter({
    log: pino({ level: 'silent' }),
    frame: () => ({ version: '1.2.3', now: clock.now(), speed }),
    sessions: createSessions('secret', clock),
    live,
    messages: inMemory(stored),
    host: {
      workspace: async () => 'w-1',
      people: async () => self.people,
      person: async (_workspace, id) => self.people.find((person) => person.id === id),
      contract: async (_workspace, id) => self.contracts.get(id),
      contracts: async () => [
        {
          programme: 'Q1 launch',
          contracts: [...self.contracts].map(([id, { title }]) => ({ id, text: [title] })),
          left: 3,
        },
      ],
      async samples(specification) {
        if (specification.includes('endless'))
          throw new InvalidInput('too-slow', 'It takes too long. Send a smaller one.');
        return '[]\n';
      },
      async whatIf(_workspace, { slip }) {
        const open = [{ key: 'DEP-4', title: '<b>Orders API</b>' }];
        if (slip === undefined) return { open, answer: undefined, fault: undefined };
        if (slip.dependency !== 'DEP-4') return { open, answer: undefined, fault: `${slip.dependency} is not there.` };
        const answer: Card = {
          title: [`If DEP-4 slips ${slip.days} working days`],
          blocks: [{ kind: 'list', items: [[`DEP-4 Fri 11 Dec → Fri 18 Dec, ${'very '.repeat(40)}late`]] }],
        };
        return { open, answer, fault: undefined };
      },
      async outlook(_workspace, { part, programme = 'Q1' }) {
        if (part.includes('nobody')) throw new InvalidInput('no-such-part', 'Send a team, red, yellow, green or path.');
        const teams = [{ key: 'plat', name: 'Product Platform' }];
        const words = { title: `Map of ${part || 'all'}`, alt: 'Two dependencies', leftOut: undefined };
        if (programme === 'Q9') throw new NotFound('no-such-programme', 'No programme is called Q9.');
        return { ...words, mermaid: 'flowchart LR', markdown: undefined, teams, programme, programmes: PROGRAMMES };
      },
      drawOutlook: async (_workspace, { part }, theme) => `<svg>${part} ${theme}</svg>`,
      brief: async () => undefined,
      communication: async () => undefined,
      async interruptions(_workspace, { programme = 'Q1' }) {
        if (programme === 'Q0') return undefined;
        if (programme === 'Q9') throw new NotFound('no-such-programme', 'No programme is called Q9.');
        return {
          title: `Interruptions of ${programme}`,
          note: '6 messages a week.',
          columns: ['This week', 'Last week', '2 weeks ago', '3 weeks ago', 'Held now'],
          people: [
            { who: 'Ana <i>Ruiz</i>', cells: ['6 of 6, +2', '3 of 6', '0 of 6', '1 of 6', '3, the oldest for 14 h'] },
          ],
          left: 5,
          programme,
          programmes: PROGRAMMES,
        };
      },
      retrospectives: async () => [RETROSPECTIVES],
      drawRetrospective: async (_workspace, id, _now, theme) =>
        id === PICTURE ? `<svg>bars ${theme}</svg>` : undefined,
      lessons: async () => [
        { title: 'A <b>shared</b> sandbox', text: 'Book one.', link: 'https://wiki.example/sandbox', about: 'for api' },
      ],
      picture: async (_workspace, id, theme) => (id === PICTURE ? `<svg>${theme}</svg>` : undefined),
      picturePng: async (_workspace, id) => (id === PICTURE ? Buffer.from('PNG') : undefined),
      async meetings() {
        const text = ['SYNC-3 <script>alert(1)</script>'];
        return [{ programme: 'Q1 launch', meetings: [{ id: SYNC, text }], left: 7 }];
      },
      async meeting(_workspace, _now, id) {
        const card = note('Minutes of SYNC-3', '<script>alert(1)</script>');
        return id === SYNC ? { key: 'SYNC-3', cards: [card], markdown: '# SYNC-3\n' } : undefined;
      },
      calendarFile: async (_workspace, _now, id) =>
        id === CALENDAR ? { name: 'sync-3.ics', text: 'BEGIN:VCALENDAR\r\n' } : undefined,
      isLead: async () => false,
      channels: async (_workspace, id) => (id === ana.id ? [{ id: 'leadership', name: 'Leadership' }] : []),
    },
    async dispatch(inbound) {
      self.acts.push(inbound);
      return typeof self.reply === 'function' ? self.reply() : self.reply;
    },
  });
  const server = createServer(express().use(router)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // a server that listens on TCP has a port
  const self: WebConsole = {
    url,
    live,
    people: [ana, ben],
    contracts: new Map(),
    stored,
    acts: [],
    reply: { kind: 'none' },
    post(card) {
      const id = newId();
      stored.set(id, { id, seq: stored.size + 1, card, postedAt: clock.now() });
      return id;
    },
    signIn: (person) => signIn(url, person),
    async stop() {
      live.stop();
      await closed(server);
    },
  };
  return self;
}

async function closed(server: Server): Promise<void> {
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
}

function inMemory(stored: Map<string, StoredMessage>): Messages {
  const isAnas = (conversation: string) => conversation === `person:${ana.id}`;
  return {
    list: async (_workspace, conversation) => ({
      messages: isAnas(conversation) ? [...stored.values()] : [],
      older: false,
    }),
    find: async (_workspace, conversation, id) => (isAnas(conversation) ? stored.get(id) : undefined),
    async change(_workspace, conversation, id, card) {
      const message = isAnas(conversation) ? stored.get(id) : undefined;
      if (message !== undefined) stored.set(id, { ...message, card });
      return stored.get(id);
    },
  };
}

/** Signs somebody in on the console at `url`. */
export async function signIn(url: string, person: { id: string }): Promise<WebVisitor> {
  const agent = request.agent(url);
  const page = await agent.get('/sign-in').expect(200);
  const fields = { csrf: hidden(page.text, 'csrf'), person: person.id };
  const signedIn = await agent.post('/sign-in').type('form').send(fields).expect(303);
  const cookie = String(signedIn.headers['set-cookie']).split(';')[0] ?? '';
  const own = await agent.get(`/c/person:${person.id}`).expect(200);
  const csrf = /x-csrf-token&quot;:&quot;([^&]+)&quot;/.exec(own.text)?.[1] ?? '';
  return {
    agent,
    cookie,
    csrf,
    act: async (address, sent, headers = {}) =>
      agent
        .post(address)
        .set({ 'hx-request': 'true', 'x-csrf-token': csrf, ...headers })
        .type('form')
        .send(sent),
  };
}

/** The form for a dependency's contract, as a page. */
export function contractFormOf(key: string): string {
  return `/dependencies/${key}/contract`;
}

/** Opens that page and sends its form as a browser without script does; answers by field id. */
export async function sendContract(
  { agent }: Pick<WebVisitor, 'agent'>,
  key: string,
  answers: Record<string, string>,
  {
    file = '',
    fields = {},
    headers = {},
  }: {
    file?: string | Buffer;
    /** Instead of what the page holds. */
    fields?: Record<string, string>;
    headers?: Record<string, string>;
  } = {},
): Promise<Response> {
  const page = (await agent.get(contractFormOf(key))).text;
  const held = ['csrf', 'form', 'receipt'].map((name) => [name, hidden(page, name)]);
  const answered = Object.entries(answers).map(([field, answer]) => [`answer.${field}`, answer]);
  return agent
    .post(contractFormOf(key))
    .set(headers)
    .field({ ...Object.fromEntries([...held, ...answered]), ...fields })
    .attach('answer.document', Buffer.from(file), file === '' ? '' : 'orders.yaml');
}

/** The value of a hidden field. */
export function hidden(html: string, name: string): string {
  return unescaped(new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1]);
}

/** What the first button with this label sends. */
export function buttonOn(html: string, label: string): string {
  const literally = label.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return unescaped(new RegExp(`name="press" value="([^"]*)"[^>]*>${literally}<`).exec(html)?.[1]);
}

function unescaped(attribute = ''): string {
  return attribute.replaceAll('&quot;', '"').replaceAll('&amp;', '&');
}
