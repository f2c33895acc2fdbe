import { note } from '../../src/chat/card.ts';
import type { Form } from '../../src/chat/form.ts';
import type { Reply } from '../../src/chat/inbound.ts';
import { MOST_FILE_BYTES } from '../../src/core/text-file.ts';
import { signal } from '../support/signal.ts';
import { type SlackApp, startSlackApp } from '../support/slack-app.ts';
import type { SlackActor } from '../support/slack-server.ts';

const asking: Form = {
  name: 'approvals.submit',
  value: { dependency: 'd4' },
  title: 'Submit a contract',
  submit: 'Submit',
  fields: [
    { kind: 'text', id: 'version', label: 'Version', optional: true },
    { kind: 'file', id: 'document', label: 'File', optional: true },
  ],
};
const NOT_READ = /^Slack did not hand over this file\. Send it again, or paste its text\./;
const ELSEWHERE = 'This file does not lie in Slack. Upload the file itself, or paste its text.';
const TOO_LARGE = 'This file has more than 5,000,000 bytes. Send the part that is the contract.';

let app: SlackApp;
let ana: SlackActor;

beforeEach(async () => {
  app = await startSlackApp();
  app.server.addPerson({ id: 'U1', name: 'ana', email: 'ana@example.com', tz: 'Europe/Berlin' });
  ana = app.server.actor('U1', app.url);
  app.answers({ kind: 'form', form: asking });
  await ana.runs('/deps submit DEP-4');
});
afterEach(() => app.stop());

const downloads = () => app.server.calls.filter((call) => call.method === 'file');

test('an uploaded file is handed over as its text, with the other answers', async () => {
  app.answers({ kind: 'card', card: note('Submitted') });
  const shown = await ana.fills({ Version: 'v1', File: app.server.upload('orders.yaml', '\ufefftitle: Größe\r\n') });
  expect(shown?.text).toBe('Depsync\nSubmitted');
  expect(app.heard[1]).toMatchObject({ kind: 'form', fields: { version: 'v1', document: 'title: Größe\r\n' } });
});

test('a form without its file is handed over without it', async () => {
  app.answers({ kind: 'none' });
  await ana.fills({ Version: 'v1' });
  expect(app.heard[1]).toMatchObject({ fields: { version: 'v1' } });
  expect(downloads()).toEqual([]);
});

test('a file of exactly the largest size is taken', async () => {
  app.answers({ kind: 'none' });
  await ana.fills({ File: app.server.upload('orders.yaml', 'x'.repeat(MOST_FILE_BYTES)) });
  expect(app.heard).toHaveLength(2);
});

test.each<[string, Parameters<SlackApp['server']['upload']>, string | RegExp]>([
  ['is no text', ['logo.png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0])], /^This is not UTF-8 text\./],
  ['is larger than Slack says', ['a.yaml', Buffer.alloc(20_000_000, 'x'), { size: 10 }], TOO_LARGE],
  ['leads elsewhere', ['a.yaml', 'x', { movedTo: 'http://169.254.169.254/latest' }], NOT_READ],
])('a file that %s is refused beside its field, and the form stays open', async (_what, file, message) => {
  const shown = await ana.fills({ File: app.server.upload(...file) });
  expect(shown?.errors).toEqual({ document: expect.stringMatching(message) });
  expect(app.heard).toHaveLength(1);

  app.answers({ kind: 'none' });
  await ana.fills({ File: app.server.upload('orders.yaml', 'openapi: 3.1.0') });
  expect(app.heard).toHaveLength(2);
});

test.each<[string, Parameters<SlackApp['server']['upload']>, string]>([
  ['that says so of itself', ['a.yaml', 'x', { size: 20_000_000 }], TOO_LARGE],
  ['at another host', ['a.yaml', 'x', { url: 'https://evil.example/files.slack.com/a' }], ELSEWHERE],
  ['at a host of a like name', ['a.yaml', 'x', { url: 'https://files.slack.com.evil.example/a' }], ELSEWHERE],
  ['at Slack without encryption', ['a.yaml', 'x', { url: 'http://files.slack.com/a' }], ELSEWHERE],
  ['at no address', ['a.yaml', 'x', { url: '' }], ELSEWHERE],
])('a file %s is not asked for at all', async (_what, file, message) => {
  const shown = await ana.fills({ File: app.server.upload(...file) });
  expect(shown?.errors).toEqual({ document: message });
  expect(downloads()).toEqual([]);
});

test.each(['failing', 'lost'] as const)('a file that Slack does not hand over (%s) can be sent again', async (how) => {
  app.server.misbehave(how, { method: 'file' });
  const shown = await ana.fills({ File: app.server.upload('orders.yaml', 'x') });
  expect(shown?.errors).toEqual({ document: expect.stringMatching(NOT_READ) });
  expect(app.logged.join()).toContain('a file was not read');
});

describe('an act that takes longer than Slack waits', () => {
  beforeEach(() => {
    import.meta.jest.useFakeTimers({
      doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'Date', 'performance'],
    });
  });
  afterEach(() => import.meta.jest.useRealTimers());

  test.each<[string, Reply, string]>([
    ['a card', { kind: 'card', card: note('Submitted: Orders API v1.0.0') }, 'Submitted: Orders API v1.0.0'],
    [
      'what is wrong',
      { kind: 'errors', fields: { document: 'Line 3: no YAML.' } },
      'Nothing was saved: open the form again\nLine 3: no YAML.',
    ],
  ])('is answered at once, and by direct message when it is done: %s', async (_what, reply, words) => {
    const [begun, done] = [signal(), signal()];
    const [reached, finished] = [begun.next(), done.next()];
    app.answers(async () => {
      begun.notify();
      await finished;
      return reply;
    });
    const answer = ana.fills({ File: app.server.upload('orders.yaml', 'x') });
    await reached;
    await import.meta.jest.advanceTimersByTimeAsync(2_500);
    expect((await answer)?.text).toMatch(/^Depsync\nReceived: this takes a little longer\n.* as a direct message/);
    done.notify();
    await app.slack.stop();
    expect(ana.inbox.map(({ text }) => text)).toEqual([words]);
  });
});
