import { DateTime } from 'luxon';
import pino from 'pino';
import { createSlack, type SlackOptions } from '../../src/adapters/slack/index.ts';
import { note } from '../../src/chat/card.ts';
import type { Outgoing } from '../../src/chat/port.ts';
import { PermanentFailure, TemporaryFailure } from '../../src/core/errors.ts';
import { type SlackApp, startSlackApp } from '../support/slack-app.ts';
import { startSlackServer } from '../support/slack-server.ts';

const unused: SlackOptions = {
  botToken: 'x',
  log: pino({ level: 'silent' }),
  dispatch: async () => ({ kind: 'none' }),
  personOf: async () => undefined,
  readerOf: async () => ({ zone: undefined, mentions: new Map() }),
  picture: async () => undefined,
  onProfileChange: async () => {},
};

let app: SlackApp;

beforeEach(async () => {
  app = await startSlackApp();
  app.server.addPerson({ id: 'U1', name: 'ana', email: 'ana@example.com', tz: 'Asia/Kolkata' });
  app.server.addChannel({ id: 'C1', name: 'launch' });
});
afterEach(() => app.stop());

function message(id: string, to: Outgoing['to'] = { person: 'U1' }): Outgoing {
  return {
    id,
    writtenAt: DateTime.fromISO('2026-12-01T09:00:00Z'),
    workspace: app.server.team,
    to,
    reader: { zone: 'UTC', mentions: new Map() },
    card: note(`message ${id}`),
  };
}

async function failure(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => undefined,
    (error: unknown) => error,
  );
}

function callsOf(method: string): number {
  return app.server.calls.filter((call) => call.method === method).length;
}

test('posts to a person in their conversation with the bot, and asks for it once', async () => {
  const ref = await app.slack.sender.post(message('m1'));
  await app.slack.sender.post(message('m2'));
  expect(ref).toEqual({ platform: 'slack', conversation: 'D1', message: app.server.directMessages('U1')[0]?.ts });
  const ana = app.server.actor('U1', app.url);
  expect(ana.inbox.map((one) => one.text)).toEqual(['message m1', 'message m2']);
  expect(callsOf('conversations.open')).toBe(1);
});

test('shows a card anew where it stands', async () => {
  const ref = await app.slack.sender.post(message('m1', { channel: 'C1' }));
  await app.slack.sender.update(ref, { ...message('m1'), card: note('decided') });
  expect(app.server.messages('C1')).toMatchObject([
    { text: 'decided', updates: 1, metadata: { event_payload: { id: 'm1' } } },
  ]);
});

test.each(['chat.postMessage', 'conversations.open'])(
  'waits as long as Slack asks when %s is limited, and repeats nothing itself',
  async (method) => {
    app.server.misbehave('rate-limited', { method });
    const error = await failure(app.slack.sender.post(message('m1')));
    expect(error).toBeInstanceOf(TemporaryFailure);
    expect(error).toMatchObject({ code: 'slack-rate-limited', retryAfterMs: 1_000, outcomeUnknown: false });
    expect(callsOf(method)).toBe(1);
    await app.slack.sender.post(message('m1'));
    expect(app.server.directMessages('U1')).toHaveLength(1);
  },
);

test('keeps to one message a second in a channel when Slack insists', async () => {
  await app.stop();
  let now = 1_000_000;
  app = await startSlackApp({ pace: true, now: () => now });
  app.server.addChannel({ id: 'C1' });
  await app.slack.sender.post(message('m1', { channel: 'C1' }));
  expect(await failure(app.slack.sender.post(message('m2', { channel: 'C1' })))).toMatchObject({ retryAfterMs: 1_000 });
  now += 1_000;
  await app.slack.sender.post(message('m2', { channel: 'C1' }));
  expect(app.server.messages('C1')).toHaveLength(2);
});

test.each(['silent', 'failing-after'] as const)(
  'finds a message whose attempt ended %s instead of posting it twice',
  async (how) => {
    await app.slack.sender.post(message('earlier', { channel: 'C1' }));
    app.server.misbehave(how, { method: 'chat.postMessage' });
    const error = await failure(app.slack.sender.post(message('m1', { channel: 'C1' })));
    expect(error).toBeInstanceOf(TemporaryFailure);
    expect(error).toMatchObject({ outcomeUnknown: true });
    const found = await app.slack.sender.find?.(message('m1', { channel: 'C1' }));
    expect(found).toEqual({ platform: 'slack', conversation: 'C1', message: app.server.messages('C1')[1]?.ts });
    expect(callsOf('chat.postMessage')).toBe(2);
  },
);

test.each(['lost', 'failing'] as const)('finds nothing when the attempt was %s', async (how) => {
  app.server.misbehave(how, { method: 'chat.postMessage' });
  expect(await failure(app.slack.sender.post(message('m1')))).toMatchObject({ outcomeUnknown: true });
  expect(await app.slack.sender.find?.(message('m1'))).toBeUndefined();
});

test('finds nothing where it may not look', async () => {
  await app.slack.sender.post(message('m1', { channel: 'C1' }));
  app.server.refuse('missing_scope', { method: 'conversations.history' });
  expect(await app.slack.sender.find?.(message('m1', { channel: 'C1' }))).toBeUndefined();
});

test('a look-up that fails is no answer', async () => {
  app.server.misbehave('failing', { method: 'conversations.history' });
  expect(await failure(app.slack.sender.find?.(message('m1')) ?? Promise.resolve())).toBeInstanceOf(TemporaryFailure);
});

test.each([
  ['an archived channel', 'slack-is_archived', () => app.server.addChannel({ id: 'C9', archived: true }).id],
  [
    'a channel nobody invited it to',
    'slack-not_in_channel',
    () => app.server.addChannel({ id: 'C9', botIsMember: false }).id,
  ],
  ['a channel that is not there', 'slack-channel_not_found', () => 'C404'],
])('gives up on %s', async (_what, code, channel) => {
  const error = await failure(app.slack.sender.post(message('m1', { channel: channel() })));
  expect(error).toBeInstanceOf(PermanentFailure);
  expect(error).toMatchObject({ code });
});

test('gives up on somebody who left', async () => {
  app.server.addPerson({ id: 'U2', deleted: true });
  expect(await failure(app.slack.sender.post(message('m1', { person: 'U2' })))).toMatchObject({
    code: 'slack-user_disabled',
  });
});

test('gives up on a message that was deleted', async () => {
  const ref = { platform: 'slack' as const, conversation: 'C1', message: '1.000001' };
  expect(await failure(app.slack.sender.update(ref, message('m1')))).toMatchObject({ code: 'slack-message_not_found' });
});

test('a Slack that cannot be reached may be there later', async () => {
  const gone = await startSlackServer();
  await gone.stop();
  const { sender, start } = createSlack({ ...unused, signingSecret: 'x', apiUrl: gone.apiUrl });
  expect(await failure(sender.post(message('m1')))).toMatchObject({ code: 'slack-unreachable' });
  expect(await failure(start())).toBeInstanceOf(TemporaryFailure);
});

test('a wrong token is said at the start', async () => {
  app.server.refuse('invalid_auth', { method: 'auth.test' });
  expect(await failure(app.slack.start())).toMatchObject({
    code: 'slack-invalid_auth',
    message: expect.stringContaining('SLACK_BOT_TOKEN'),
  });
});

test('without a signing secret there is no HTTP', () => {
  const unsigned = () => createSlack(unused);
  expect(unsigned).toThrow('SLACK_SIGNING_SECRET');
});

describe('the directory', () => {
  test('knows people by id and by e-mail', async () => {
    expect(await app.slack.directory.profile(app.server.team, 'U1')).toEqual({
      name: 'ana',
      email: 'ana@example.com',
      zone: 'Asia/Kolkata',
    });
    expect(await app.slack.directory.byEmail?.(app.server.team, 'ana@example.com')).toBe('U1');
  });

  test.each([
    ['nobody', undefined],
    ['somebody who left', { deleted: true }],
    ['a bot', { is_bot: true }],
    ['somebody of another workspace', { is_stranger: true }],
  ])('does not know %s', async (_who, person) => {
    if (person !== undefined) app.server.addPerson({ id: 'U9', email: 'x@example.com', ...person });
    expect(await app.slack.directory.profile(app.server.team, 'U9')).toBeUndefined();
    expect(await app.slack.directory.byEmail?.(app.server.team, 'x@example.com')).toBeUndefined();
  });

  test('leaves out a zone that does not exist', async () => {
    app.server.addPerson({ id: 'U8', tz: 'Mars/Olympus' });
    expect(await app.slack.directory.profile(app.server.team, 'U8')).toMatchObject({ zone: undefined });
  });

  test('a failed look-up is not an absent person', async () => {
    app.server.misbehave('rate-limited', { method: 'users.info' });
    expect(await failure(app.slack.directory.profile(app.server.team, 'U1'))).toBeInstanceOf(TemporaryFailure);
  });
});
