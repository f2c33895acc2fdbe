import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import express, { type Request, type RequestHandler, type Response, Router } from 'express';
import type { Logger } from 'pino';
import { renderToString } from 'preact-render-to-string';
import { z } from 'zod';
import { type ActsDeps, createActs, viewOf } from './acts.ts';
import { briefPages } from './briefs.tsx';
import { contractPages } from './contracts.tsx';
import { inboxOf, pathOf } from './conversation.ts';
import { headers, uncached } from './headers.ts';
import { interruptionPages } from './interruptions.tsx';
import { type Live, MOST_PER_PERSON } from './live.ts';
import { meetingPages, sharedCalendars } from './meetings.tsx';
import { isFromThisMachine } from './origin.ts';
import { outlookPages, sharedPictures } from './outlook.tsx';
import { ConsolePage, MessageList } from './pages/console.tsx';
import { type Frame, renderPage } from './pages/layout.tsx';
import { SignInPage } from './pages/sign-in.tsx';
import { explain, Refusal } from './refusal.tsx';
import { MessageItem } from './render.tsx';
import { bodyOf, fileFormBody, formBody } from './request.ts';
import { retrospectivePages } from './retrospectives.tsx';
import type { Sessions } from './session.ts';
import { assertOwnPage, assertToken, mayRead, visitorOf } from './visitor.ts';

/** A name from a list. */
const MOST_SIGN_IN_BYTES = 4 * 1024;
/** Words and buttons: 10,000 characters of any script fit. */
const MOST_ACT_BYTES = 128 * 1024;
/** A form with several answers of 10,000 characters, and itself. */
const MOST_FORM_BYTES = 1024 * 1024;

const Id = z.uuid();
const Before = z.coerce.number().int().positive().optional();

const assets = fileURLToPath(new URL('./assets', import.meta.url));
const require = createRequire(import.meta.url);
const htmx = require.resolve('htmx.org/dist/htmx.min.js');

export interface RouterDeps extends ActsDeps {
  log: Logger;
  sessions: Sessions;
  live: Live;
  frame: () => Frame;
}

/** The console's pages and what is done on them. It answers every address, so it is mounted last. */
export function createRouter(deps: RouterDeps): Router {
  const { host, messages, sessions, live, frame } = deps;
  const acts = createActs(deps);
  const router = Router();

  /** The visitor, and the conversation in the address; refuses one that they may not read. */
  async function enter(req: Request, res: Response) {
    const visitor = await visitorOf(sessions, host, req, res);
    const conversation = String(req.params['conversation']);
    const channels = await mayRead(host, visitor, conversation);
    return { visitor, conversation, channels };
  }

  router.use('/assets', headers, express.static(assets));
  router.get('/assets/htmx.min.js', (_req, res) => res.sendFile(htmx));
  router.use(headers, sharedPictures(host), uncached);
  router.use(sharedCalendars({ host, frame }));

  router.get('/', async (req, res) => {
    const { person } = await visitorOf(sessions, host, req, res);
    res.redirect(303, pathOf(inboxOf(person.id)));
  });

  router.get('/sign-in', async (req, res) => {
    assertThisMachine(req);
    const people = await host.people(await host.workspace());
    const { csrf } = sessions.of(req, res);
    res.send(renderPage(<SignInPage people={people} csrf={csrf} frame={frame()} />));
  });

  router.post('/sign-in', formBody(MOST_SIGN_IN_BYTES), async (req, res) => {
    assertThisMachine(req);
    assertOwnPage(req);
    const body = bodyOf(req.body);
    assertToken(sessions.of(req, res), body['csrf']);
    const workspace = await host.workspace();
    const id = Id.safeParse(body['person']).data;
    const person = id === undefined ? undefined : await host.person(workspace, id);
    if (person === undefined) throw new Refusal(404, 'There is nobody with this name.', 'Pick somebody from the list.');
    sessions.start(req, res, { workspace, id: person.id });
    res.redirect(303, pathOf(inboxOf(person.id)));
  });

  router.get('/c/:conversation', async (req, res) => {
    const { visitor, conversation, channels } = await enter(req, res);
    const page = await messages.list(visitor.workspace, conversation);
    const { person, session } = visitor;
    const props = { reader: person, channels, conversation, page, csrf: session.csrf, frame: frame() };
    res.send(renderPage(<ConsolePage {...props} />));
  });

  router.get('/c/:conversation/messages', async (req, res) => {
    const { visitor, conversation } = await enter(req, res);
    const before = Before.safeParse(req.query['before']).data;
    const page = await messages.list(visitor.workspace, conversation, before);
    res.send(renderToString(<MessageList page={page} view={viewOf(visitor, conversation)} />));
  });

  router.get('/c/:conversation/messages/:id', async (req, res) => {
    const { visitor, conversation } = await enter(req, res);
    const id = Id.safeParse(req.params['id']).data;
    const message = id === undefined ? undefined : await messages.find(visitor.workspace, conversation, id);
    if (message === undefined) throw new Refusal(404, 'There is no such message.', 'It may have been removed.');
    res.send(renderToString(<MessageItem message={message} view={viewOf(visitor, conversation)} />));
  });

  router.use(contractPages({ host, sessions, acts, frame }));
  router.use(outlookPages({ host, sessions, frame }));
  router.use(briefPages({ host, sessions, frame }));
  router.use(interruptionPages({ host, sessions, frame }));
  router.use(meetingPages({ host, sessions, frame }));
  router.use(retrospectivePages({ host, sessions, frame }));

  router.get('/c/:conversation/live', async (req, res) => {
    const { visitor, conversation } = await enter(req, res);
    const opened = live.open({ workspace: visitor.workspace, personId: visitor.person.id, conversation }, res);
    if (opened) return;
    throw new Refusal(
      429,
      'Too many windows are open.',
      `${MOST_PER_PERSON} windows of one person are kept up to date. Close one, then reload this.`,
    );
  });

  const post = (address: string, bytes: number, act: (typeof acts)['say'], more: RequestHandler[] = []): void => {
    router.post(`/c/:conversation/${address}`, formBody(bytes), more, async (req: Request, res: Response) => {
      assertOwnPage(req);
      const { visitor, conversation } = await enter(req, res);
      assertToken(visitor.session, req.headers['x-csrf-token']);
      await act(visitor, conversation, bodyOf(req.body), res);
    });
  };
  post('say', MOST_ACT_BYTES, acts.say);
  post('press', MOST_ACT_BYTES, acts.press);
  post('submit', MOST_FORM_BYTES, acts.submit, fileFormBody());

  router.use(() => {
    throw new Refusal(404, 'There is no such page.', 'The address is wrong or the page was moved.');
  });
  router.use(explain(deps.log, frame));
  return router;
}

function assertThisMachine(req: Request): void {
  if (isFromThisMachine(req)) return;
  throw new Refusal(
    403,
    'Signing in is possible only on the machine that runs Depsync.',
    'No sign-in is configured, so that everybody there may act as anybody. Open http://127.0.0.1 with its port on that machine, ' +
      'or bring the port to yours: ssh -L 3000:127.0.0.1:3000 that-machine',
  );
}
