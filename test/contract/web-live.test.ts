import { MOST_PER_PERSON } from '../../src/adapters/web/live.ts';
import { ana, ben, inbox, startWebConsole, type WebConsole, type WebVisitor } from '../support/web-console.ts';

let web: WebConsole;

beforeEach(async () => {
  web = await startWebConsole();
});

afterEach(() => web.stop());

/** An open page: what it is told, line by line. */
async function openPage(visitor: WebVisitor, address = `${inbox}/live`) {
  const response = await fetch(web.url + address, { headers: { cookie: visitor.cookie } });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let seen = '';
  return {
    response,
    async sees(text: string): Promise<void> {
      while (!seen.includes(text)) {
        const chunk = await reader?.read();
        if (chunk === undefined || chunk.done) throw new Error(`The page was closed and never told: ${text}`);
        seen += chunk.value;
      }
    },
    seen: () => seen,
    close: () => reader?.cancel(),
  };
}

const change = { workspace: 'w-1', conversation: `person:${ana.id}`, id: 'm-1' };

it('tells a page of changes in its conversation, and of no others', async () => {
  const page = await openPage(await web.signIn(ana));
  expect(page.response.headers.get('content-type')).toMatch(/^text\/event-stream/);
  await page.sees('event: clock\ndata: 2026-12-01T09:00:00.000Z\n\n');
  web.live.changed({ ...change, conversation: 'channel:leadership', id: 'm-2' });
  web.live.changed({ ...change, workspace: 'w-2', id: 'm-3' });
  web.live.changed(change);
  await page.sees('event: changed\ndata: m-1\n\n');
  expect(page.seen()).not.toMatch(/m-2|m-3/);
});

it('tells a page to look for itself after an interruption', async () => {
  const page = await openPage(await web.signIn(ana));
  web.live.missed();
  await page.sees('event: missed\n');
});

it('keeps a few pages of one person open, refuses more, and takes one again when another is closed', async () => {
  const visitor = await web.signIn(ana);
  const pages = [];
  for (let n = 0; n < MOST_PER_PERSON; n++) pages.push(await openPage(visitor));
  const refused = await openPage(visitor);
  expect(refused.response.status).toBe(429);
  await refused.sees('Close one, then reload this.');
  expect((await openPage(await web.signIn(ben), `/c/person:${ben.id}/live`)).response.status).toBe(200);

  await pages[0]?.close();
  let status = 429;
  while (status === 429) status = (await openPage(visitor)).response.status;
  expect(status).toBe(200);
});

it('ends when the console stops', async () => {
  const page = await openPage(await web.signIn(ana));
  web.live.stop();
  await expect(page.sees('never')).rejects.toThrow('The page was closed');
});
