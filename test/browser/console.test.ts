import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { DateTime } from 'luxon';
import pino from 'pino';
import type { Browser, Page } from 'playwright-core';
import { createWeb, type Web } from '../../src/adapters/web/index.ts';
import { type Card, note } from '../../src/chat/card.ts';
import type { Form } from '../../src/chat/form.ts';
import type { Inbound, Reply } from '../../src/chat/inbound.ts';
import { scaledClock } from '../../src/core/clock.ts';
import { newId } from '../../src/core/ids.ts';
import { continueAs, launchBrowser } from '../support/browser.ts';
import type { TestDatabase } from '../support/database.ts';
import { freshDatabase } from '../support/fresh-database.ts';

const ana = { id: newId(), name: 'Ana Ruiz', handle: 'ana', title: 'Engineering lead', zone: 'Europe/Berlin' };
const ben = { id: newId(), name: 'Ben Okafor', handle: 'ben', title: null, zone: 'Africa/Lagos' };

const prompt: Card = {
  title: ['DEP-4 is waiting for your status'],
  status: 'yellow',
  blocks: [
    {
      kind: 'buttons',
      buttons: [
        { kind: 'action', label: 'No change', name: 'checkins.keep', value: { id: '4' } },
        { kind: 'action', label: '✓ Green', name: 'checkins.refused', value: { id: '4' } },
        { kind: 'form', label: 'Details…', name: 'checkins.form', value: { id: '4' } },
      ],
    },
  ],
};

const form: Form = {
  name: 'checkins.details',
  value: { id: '4' },
  title: 'DEP-4',
  submit: 'Record for DEP-4',
  fields: [
    { kind: 'long-text', id: 'reason', label: 'Reason' },
    { kind: 'choices', id: 'told', label: 'Who is told', options: [{ value: 'a', label: 'Partner' }], optional: true },
    { kind: 'date', id: 'until', label: 'Until' },
    { kind: 'file', id: 'log', label: 'Log', optional: true },
  ],
};

let database: TestDatabase;
let web: Web;
let server: Server;
let url: string;
let browser: Browser;
let acts: Inbound[];
let page: Page;
let errors: string[];

function answer(inbound: Inbound): Reply {
  acts.push(inbound);
  if (inbound.kind === 'command') return { kind: 'card', card: note(`You asked for ${inbound.text}`) };
  if (inbound.kind === 'message') return { kind: 'none' };
  if (inbound.kind === 'form') {
    if (inbound.fields['reason'] === 'we will try')
      return { kind: 'errors', fields: { reason: 'Say who and by when.' } };
    return { kind: 'replace', card: note('DEP-4 is recorded as YELLOW', 'By you, Tue 1 Dec, 10:00.') };
  }
  if (inbound.name === 'checkins.form') return { kind: 'form', form };
  if (inbound.name === 'checkins.refused')
    return { kind: 'card', card: note('DEP-4 cannot be green: a blocker is open.') };
  return { kind: 'replace', card: note('DEP-4 stays YELLOW', 'Confirmed by you.') };
}

function post(card: Card, to: { person: string } | { channel: string } = { person: ana.id }): Promise<unknown> {
  const reader = { zone: undefined, mentions: new Map() };
  return web.sender.post({
    id: newId(),
    writtenAt: DateTime.fromISO('2026-12-01T09:00:00Z'),
    workspace: database.workspace,
    to,
    reader,
    card,
  });
}

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(() => browser.close());

beforeEach(async () => {
  database = await freshDatabase();
  acts = [];
  const { db, workspace } = database;
  const log = pino({ level: 'silent' });
  web = createWeb({
    db,
    clock: scaledClock(DateTime.fromISO('2026-12-01T09:00:00Z'), 60),
    log,
    version: '1.2.3',
    secret: 'secret',
    signIn: 'loopback',
    dispatch: async (inbound) => answer(inbound),
    host: {
      workspace: async () => workspace,
      people: async () => [ana, ben],
      person: async (_workspace, id) => [ana, ben].find((person) => person.id === id),
      contract: async () => undefined,
      contracts: async () => [],
      samples: async () => '[]',
      outlook: async () => undefined,
      whatIf: async () => ({ open: [], answer: undefined, fault: undefined }),
      brief: async () => undefined,
      communication: async () => undefined,
      interruptions: async () => undefined,
      retrospectives: async () => [],
      drawRetrospective: async () => undefined,
      lessons: async () => [],
      drawOutlook: async () => undefined,
      picture: async () => undefined,
      picturePng: async () => undefined,
      meetings: async () => [],
      meeting: async () => undefined,
      calendarFile: async () => undefined,
      isLead: async () => false,
      channels: async () => [{ id: 'leadership', name: 'Leadership' }],
    },
  });
  server = express().use(web.router).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // a server that listens on TCP has a port
  await post(prompt);
  ({ page, errors } = await continueAs(browser, url, ana.name));
});

afterEach(async () => {
  await page.context().close();
  await web.stop();
  server.closeAllConnections();
  server.close();
  await database.drop();
  expect(errors).toEqual([]);
});

const card = (title: string | RegExp) => page.getByRole('article', { name: title });
const button = (name: string) => page.getByRole('button', { name });
const focused = () => page.locator(':focus');

it('replaces a card after a click, for everybody who sees it, and leaves the focus on it', async () => {
  const elsewhere = await page.context().newPage();
  await elsewhere.goto(url);
  await button('No change').dblclick();
  await card('DEP-4 stays YELLOW').waitFor();
  await elsewhere.getByRole('article', { name: 'DEP-4 stays YELLOW' }).waitFor();
  expect(await card('DEP-4 is waiting').count()).toBe(0);
  await page.locator('article:focus', { hasText: 'DEP-4 stays YELLOW' }).waitFor();
  expect(new Set(acts.map((act) => act.receipt)).size).toBe(1);
  await page.reload();
  await card('DEP-4 stays YELLOW').waitFor();
});

it('answers a refused click next to the card and leaves the card as it is', async () => {
  await button('✓ Green').click();
  await card('DEP-4 cannot be green').waitFor();
  await card('DEP-4 is waiting').waitFor();
});

it('opens a form, shows what is wrong in it, keeps what was answered, and closes it when it is right', async () => {
  await button('Details…').click();
  const dialog = page.getByRole('dialog', { name: 'DEP-4' });
  await dialog.waitFor();
  await page.getByLabel('Reason').fill('we will try');
  await page.getByLabel('Partner').check();
  await button('Record for DEP-4').click();
  await dialog.getByText('Give a date.').waitFor();
  expect(acts).toHaveLength(1);

  await page.getByLabel('Until').fill('2026-12-04');
  await button('Record for DEP-4').click();
  await dialog.getByText('Say who and by when.').waitFor();
  expect(await page.getByLabel('Reason').getAttribute('aria-invalid')).toBe('true');
  expect(await page.getByLabel('Until').inputValue()).toBe('2026-12-04');
  expect(await page.getByLabel('Partner').isChecked()).toBe(true);

  await page.getByLabel('Reason').fill('The vendor delivers by Fri 4 Dec');
  await button('Record for DEP-4').click();
  await card('DEP-4 is recorded as YELLOW').waitFor();
  await dialog.waitFor({ state: 'hidden' });
  await page.locator('article:focus', { hasText: 'DEP-4 is recorded as YELLOW' }).waitFor();
  expect(acts.at(-1)).toMatchObject({
    kind: 'form',
    fields: { reason: 'The vendor delivers by Fri 4 Dec', told: ['a'], until: '2026-12-04' },
  });
});

it('sends a file with the other answers, and has it chosen again after a refusal', async () => {
  const log = { name: 'log.txt', mimeType: 'text/plain', buffer: Buffer.from('Größe: 5\n') };
  await button('Details…').click();
  await page.getByLabel('Reason').fill('we will try');
  await page.getByLabel('Until').fill('2026-12-04');
  await page.getByLabel('Log').setInputFiles(log);
  await button('Record for DEP-4').click();
  await page.getByText('Say who and by when.').waitFor();
  expect(await page.getByLabel('Log').inputValue()).toBe('');

  await page.getByLabel('Reason').fill('The vendor delivers by Fri 4 Dec');
  await page.getByLabel('Log').setInputFiles(log);
  await button('Record for DEP-4').click();
  await card('DEP-4 is recorded as YELLOW').waitFor();
  expect(acts.at(-1)).toMatchObject({ kind: 'form', fields: { log: 'Größe: 5\n' } });
});

it('is used by keyboard alone', async () => {
  await page.goto(url);
  await page.getByLabel('A command or an answer in words').and(focused()).waitFor();
  await page.keyboard.type('/deps status');
  await page.keyboard.press('Enter');
  await card('You asked for status').waitFor();
  await page.getByLabel('A command or an answer in words').and(focused()).waitFor();

  for (let presses = 0; presses < 10 && !(await isFocused('Details…')); presses++)
    await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Enter');
  await page.getByLabel('Reason').and(focused()).waitFor();
  await page.keyboard.press('Escape');
  await button('Details…').and(focused()).waitFor();

  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Enter');
  await card('DEP-4 stays YELLOW').waitFor();
});

async function isFocused(name: string): Promise<boolean> {
  return (await button(name).and(focused()).count()) > 0;
}

it('reaches the content first by the skip link', async () => {
  await page.getByRole('link', { name: 'Depsync' }).focus();
  await page.keyboard.press('Shift+Tab');
  await page.getByRole('link', { name: 'Skip to the content' }).and(focused()).waitFor();
  await page.keyboard.press('Enter');
  await page.locator('main:focus').waitFor();
});

it('shows messages as they come, and changes, without a reload', async () => {
  await post(note('A blocker was raised on DEP-12'));
  await card('A blocker was raised on DEP-12').waitFor();
  await page.getByLabel('A command or an answer in words').fill('12 is green');
  await page.keyboard.press('Enter');
  await card('Sent. The answer follows here.').waitFor();
  expect(acts.at(-1)).toMatchObject({ kind: 'message', text: '12 is green' });
});

it('shows in a channel what stands there and nothing of an inbox', async () => {
  await post(note('DEP-12 blocked for 24 h'), { channel: 'leadership' });
  await page.getByRole('link', { name: '# Leadership' }).click();
  await card('DEP-12 blocked for 24 h').waitFor();
  expect(await card('DEP-4 is waiting').count()).toBe(0);
});

it('goes back to older messages in order', async () => {
  for (let n = 1; n <= 60; n++) await post(note(`Message ${n}`));
  await page.reload();
  await button('Older messages').click();
  await card('DEP-4 is waiting').waitFor();
  const titles = await page.locator('.item h2').allTextContents();
  expect(titles).toEqual([prompt.title[0], ...Array.from({ length: 60 }, (_, n) => `Message ${n + 1}`)]);
});

it('lets the simulated clock run', async () => {
  await page.getByText('60×').waitFor();
  await page.getByText(/simulated Tue 1 Dec 2026, 09:0[1-9] UTC/).waitFor();
});

it('fits a telephone', async () => {
  await post(note('A'.repeat(300), `${'B'.repeat(300)} https://example.com/${'c'.repeat(300)}`));
  await page.setViewportSize({ width: 360, height: 740 });
  await page.reload();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
});

it('tells a page that belongs to somebody else who signed in elsewhere, and acts for nobody', async () => {
  const elsewhere = await page.context().newPage();
  await elsewhere.goto(`${url}/sign-in`);
  await elsewhere.getByRole('button', { name: ben.name }).click();
  await elsewhere.getByRole('heading', { name: 'My inbox' }).waitFor();
  await button('No change').click();
  await page
    .getByText('Reload it, then send it again.')
    .or(page.getByText('This inbox belongs to somebody else.'))
    .first()
    .waitFor();
  expect(acts).toEqual([]);
  expect(errors.splice(0)).toEqual([expect.stringContaining('403')]);
});
