import { DateTime } from 'luxon';
import { type Card, note } from '../../src/chat/card.ts';
import type { Form } from '../../src/chat/form.ts';
import { mention, moment, strong } from '../../src/chat/text.ts';
import { type SlackApp, startSlackApp } from '../support/slack-app.ts';
import type { SlackActor } from '../support/slack-server.ts';
import { signatureOf } from '../support/slack-user.ts';

let app: SlackApp;
let ana: SlackActor;

beforeEach(async () => {
  app = await startSlackApp();
  app.server.addPerson({ id: 'U1', name: 'ana', email: 'ana@example.com', tz: 'Asia/Kolkata' });
  app.server.addPerson({ id: 'U2', name: 'sam', tz: 'America/New_York' });
  app.server.addChannel({ id: 'C1', name: 'launch' });
  ana = app.server.actor('U1', app.url);
});
afterEach(() => app.stop());

const decide: Card = {
  title: ['DEP-4 waits'],
  blocks: [
    {
      kind: 'buttons',
      buttons: [
        { kind: 'action', label: 'No change', name: 'checkins.same', value: { dependency: 'd4', version: '3' } },
        {
          kind: 'action',
          label: 'Red',
          name: 'checkins.same',
          value: { dependency: 'd4', colour: 'red' },
          style: 'danger',
        },
        { kind: 'form', label: 'Details…', name: 'checkins.details', value: { dependency: 'd4' } },
        { kind: 'link', label: 'Open contract', url: 'https://example.com/contract' },
      ],
    },
  ],
};

const details: Form = {
  name: 'checkins.answer',
  value: { dependency: 'd4' },
  title: 'DEP-4',
  submit: 'Record status',
  intro: ['Owner: ', mention({ id: 'person-2', name: 'Sam' })],
  fields: [
    { kind: 'long-text', id: 'reason', label: 'Reason', max: 500 },
    {
      kind: 'choice',
      id: 'colour',
      label: 'Colour',
      options: [
        { value: 'red', label: 'Red' },
        { value: 'green', label: 'Green' },
      ],
      initial: 'green',
    },
    {
      kind: 'choices',
      id: 'needs',
      label: 'Needs',
      options: [
        { value: 'qa', label: 'QA' },
        { value: 'env', label: 'Environment' },
      ],
      optional: true,
    },
    { kind: 'person', id: 'owner', label: 'Owner', initial: 'person-2' },
    { kind: 'date', id: 'due', label: 'Due', initial: '2026-12-11', optional: true },
  ],
};

describe('a slash command', () => {
  test('reaches dispatch as the person wrote it, and its answer is for them alone', async () => {
    app.answers({ kind: 'card', card: note('Q1 launch: all green') });
    const answer = await ana.runs('/deps assign DEP-4 @sam & <b>now</b>', { channel: 'C1' });
    expect(app.heard).toEqual([
      {
        kind: 'command',
        workspace: app.server.team,
        sender: 'U1',
        place: { platform: 'slack', conversation: 'C1', direct: false },
        receipt: expect.stringMatching(/^slack:command:.+/),
        text: 'assign DEP-4 <@U2> & <b>now</b>',
      },
    ]);
    expect(answer?.text).toBe('Q1 launch: all green');
    expect(app.server.messages('C1')).toEqual([]);
  });

  test('shows moments in the zone of whoever asked', async () => {
    const at = DateTime.fromISO('2026-12-03T12:30:00Z');
    app.answers({ kind: 'card', card: { title: ['Decide by ', moment(at)], blocks: [] } });
    expect((await ana.runs('/deps status'))?.text).toBe('Decide by Thu 3 Dec, 18:00');
  });

  test('that opens a form opens it', async () => {
    app.answers({ kind: 'form', form: details });
    const form = await ana.runs('/deps reply DEP-4');
    expect(form?.text).toBe('DEP-4\nOwner: @sam\nReason: \nColour: \nNeeds: \nOwner: \nDue: ');
  });

  test('whose form Slack refuses says what to do', async () => {
    app.server.refuse('expired_trigger_id', { method: 'views.open' });
    app.answers({ kind: 'form', form: details });
    expect((await ana.runs('/deps reply DEP-4'))?.text).toMatch(/did not open the form\. .* do it again\.$/);
  });

  test('of two kinds that Slack ends differently still ends: nothing, and messages about fields', async () => {
    app.answers({ kind: 'none' }, { kind: 'errors', fields: { due: 'That day is past.' } });
    expect(await ana.runs('/deps mine')).toBeUndefined();
    expect((await ana.runs('/deps mine'))?.text).toBe('That day is past.');
  });

  test('answered late is answered at its address', async () => {
    import.meta.jest.useFakeTimers({
      doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'Date', 'performance'],
    });
    try {
      let finish = () => {};
      const done = new Promise<void>((resolve) => {
        finish = resolve;
      });
      let reached = () => {};
      const begun = new Promise<void>((resolve) => {
        reached = resolve;
      });
      app.answers(async () => {
        reached();
        await done;
        return { kind: 'card', card: note('Here it is') };
      });
      const answer = ana.runs('/deps status');
      await begun;
      await import.meta.jest.advanceTimersByTimeAsync(2_500);
      expect(await answer).toBeUndefined();
      finish();
    } finally {
      import.meta.jest.useRealTimers();
    }
    await app.slack.stop();
    expect(app.server.ephemeral('U1').map((message) => message.text)).toEqual(['Here it is']);
  });
});

describe('a click', () => {
  test('carries the name and the value of its button, whichever of them it is', async () => {
    app.answers({ kind: 'card', card: decide }, { kind: 'none' });
    const shown = await ana.runs('/deps mine');
    await ana.clicks('Red', shown);
    expect(app.heard[1]).toMatchObject({
      kind: 'action',
      sender: 'U1',
      workspace: app.server.team,
      name: 'checkins.same',
      value: { dependency: 'd4', colour: 'red' },
    });
  });

  test('replaces the message it was made in', async () => {
    app.answers({ kind: 'card', card: decide }, { kind: 'replace', card: note('Recorded: DEP-4 is red') });
    await ana.runs('/deps mine');
    const after = await ana.clicks('Red');
    expect(after?.text).toBe('Recorded: DEP-4 is red');
    expect(after?.buttons).toEqual([]);
    expect(app.server.ephemeral('U1')).toHaveLength(1);
  });

  test('on a posted message is answered beside it, for the one who clicked', async () => {
    await app.slack.sender.post({
      id: 'm1',
      writtenAt: DateTime.fromISO('2026-12-01T09:00:00Z'),
      workspace: app.server.team,
      to: { channel: 'C1' },
      reader: { zone: undefined, mentions: new Map() },
      card: decide,
    });
    app.answers({ kind: 'card', card: note('Ana may not decide this; Sam may') });
    const answer = await ana.clicks('No change');
    expect(answer?.text).toBe('Ana may not decide this; Sam may');
    expect(app.server.messages('C1')).toHaveLength(1);
    expect(app.server.ephemeral('U1')).toHaveLength(1);
  });

  test('on a link is Slack’s own affair', async () => {
    app.answers({ kind: 'card', card: decide });
    await ana.runs('/deps mine');
    await ana.clicks('Open contract');
    expect(app.heard).toHaveLength(1);
  });

  test('in the App Home is answered there', async () => {
    app.answers(
      { kind: 'card', card: decide },
      { kind: 'card', card: note('Not yours') },
      { kind: 'replace', card: note('Done') },
    );
    const home = await ana.opensHome();
    expect(home?.text).toContain('DEP-4 waits');
    expect(app.heard[0]).toMatchObject({
      kind: 'command',
      text: 'mine',
      sender: 'U1',
      receipt: expect.stringMatching(/^slack:event:/),
    });
    expect((await ana.clicks('Red'))?.text).toBe('Depsync\nNot yours');
    expect((await ana.clicks('No change', home))?.text).toBe('Done');
  });
});

describe('a form', () => {
  async function open() {
    app.answers({ kind: 'card', card: decide }, { kind: 'form', form: details });
    await ana.runs('/deps mine');
    return ana.clicks('Details…');
  }

  test('hands over its answers, with people of the register', async () => {
    await open();
    app.answers({ kind: 'none' });
    await ana.fills({ Reason: 'the vendor', Colour: 'Red', Needs: ['QA'], due: '2026-12-12' });
    expect(app.heard[2]).toMatchObject({
      kind: 'form',
      name: 'checkins.answer',
      value: { dependency: 'd4' },
      fields: { reason: 'the vendor', colour: 'red', needs: ['qa'], owner: 'person-2', due: '2026-12-12' },
    });
    expect(ana.modal).toBeUndefined();
  });

  test('stays open with its messages, and can be sent again under the same receipt', async () => {
    await open();
    app.answers({ kind: 'errors', fields: { due: 'That day is past.', unheard: 'And more.' } }, { kind: 'none' });
    const refused = await ana.fills({ Reason: 'a' });
    expect(refused?.errors).toEqual({ due: 'That day is past.', reason: 'And more.' });
    await ana.fills({ Reason: 'b' });
    expect(app.heard[3]?.receipt).toBe(app.heard[2]?.receipt);
    expect(ana.modal).toBeUndefined();
  });

  test('with a person nobody knows stays open and acts on nothing', async () => {
    await open();
    app.server.addPerson({ id: 'UGUEST', name: 'guest' });
    const refused = await ana.fills({ Reason: 'a', owner: 'UGUEST' });
    expect(refused?.errors).toEqual({ owner: 'This person is not in the register. Choose somebody who is.' });
    expect(app.heard).toHaveLength(2);
  });

  test('replaces the message it was opened from and closes', async () => {
    await open();
    app.answers({ kind: 'replace', card: note('Recorded') });
    expect((await ana.fills({ Reason: 'a' }))?.text).toBe('Recorded');
    expect(ana.modal).toBeUndefined();
  });

  test('shows its answer in the modal when the message cannot be changed', async () => {
    await open();
    app.server.misbehave('failing', { method: 'response_url' });
    app.answers({ kind: 'replace', card: note('Recorded') });
    expect((await ana.fills({ Reason: 'a' }))?.text).toBe('Depsync\nRecorded');
  });

  test('answered by a card shows it, and the buttons of that card work', async () => {
    await open();
    app.answers({ kind: 'card', card: decide }, { kind: 'replace', card: note('Solved') });
    expect((await ana.fills({ Reason: 'a' }))?.buttons).toContain('Red');
    expect((await ana.clicks('Red'))?.text).toBe('Depsync\nSolved');
  });

  test('answered by a form goes on with it', async () => {
    await open();
    app.answers({ kind: 'form', form: { ...details, name: 'checkins.more', title: 'One more' } }, { kind: 'none' });
    expect((await ana.fills({ Reason: 'a' }))?.text).toMatch(/^One more/);
    await ana.fills({ Reason: 'c' });
    expect(app.heard[3]).toMatchObject({ name: 'checkins.more' });
  });
});

describe('words to the bot', () => {
  test('delivered three times carry the same receipt each time', async () => {
    await ana.writes('7 green; 12 blocked by @sam until Friday', { deliveries: 3 });
    expect(app.heard).toHaveLength(3);
    expect(new Set(app.heard.map((inbound) => inbound.receipt)).size).toBe(1);
    expect(app.heard[0]).toMatchObject({
      kind: 'message',
      text: '7 green; 12 blocked by <@U2> until Friday',
      place: { conversation: 'D1', direct: true },
    });
  });

  test('that ask for a form are told how to open it', async () => {
    app.answers({ kind: 'form', form: { name: 'x.y', value: {}, title: 'New', submit: 'Add it', fields: [] } });
    expect((await ana.writes('add'))?.text).toContain('after /deps');
  });

  test('answered at once are answered in their thread', async () => {
    app.answers({ kind: 'card', card: note('You are not in the register.') });
    const answer = await ana.writes('hello', { thread: '1.1' });
    expect(answer?.text).toBe('You are not in the register.');
    expect(app.server.directMessages('U1').at(-1)?.thread).toBe('1.1');
  });

  test.each([
    ['an edit', { subtype: 'message_changed' }],
    ['another bot', { bot_id: 'B9' }],
    ['a file without words', { subtype: 'file_share', text: '' }],
    ['a channel', { channel_type: 'channel', channel: 'C1' }],
  ])('%s is not heard', async (_what, change) => {
    const event = {
      type: 'message',
      channel: 'D1',
      channel_type: 'im',
      user: 'U1',
      text: 'hello',
      ts: '1.2',
      ...change,
    };
    const body = JSON.stringify({ type: 'event_callback', team_id: app.server.team, event_id: 'Ev1', event });
    const status = await send(body, signatureOf(app.server.signingSecret, body));
    expect(status).toBe(200);
    expect(app.heard).toEqual([]);
  });

  test('are delivered again when acting on them failed', async () => {
    app.answers(() => Promise.reject(new Error('the database is away')));
    await expect(ana.writes('hello')).rejects.toThrow('500');
    expect(app.logged.join()).toContain('the database is away');
  });
});

test('words beside a file are heard', async () => {
  const event = {
    type: 'message',
    subtype: 'file_share',
    channel: 'D1',
    channel_type: 'im',
    user: 'U1',
    text: '7 green',
    ts: '1.2',
  };
  const body = JSON.stringify({ type: 'event_callback', team_id: app.server.team, event_id: 'Ev1', event });
  expect(await send(body, signatureOf(app.server.signingSecret, body))).toBe(200);
  expect(app.heard).toMatchObject([{ kind: 'message', text: '7 green' }]);
});

test('a change of time zone is passed on', async () => {
  await ana.movesTo('Europe/Lisbon');
  expect(app.profiles).toEqual([{ workspace: app.server.team, slackId: 'U1', zone: 'Europe/Lisbon' }]);
});

describe('requests that are not Slack’s', () => {
  const body = new URLSearchParams({
    team_id: 'T0DEPSYNC',
    user_id: 'U1',
    channel_id: 'C1',
    command: '/deps',
    text: 'status',
    trigger_id: 't1',
    response_url: 'https://hooks.slack.com/x',
  }).toString();
  const now = () => Math.floor(Date.now() / 1000);

  test.each<[string, (secret: string) => Record<string, string>]>([
    ['unsigned', () => ({})],
    ['signed with another secret', () => signatureOf('another', body)],
    ['tampered with', (secret) => signatureOf(secret, `${body}&user_id=U2`)],
    ['signed too long ago', (secret) => signatureOf(secret, body, now() - 301)],
    ['signed for the future', (secret) => signatureOf(secret, body, now() + 301)],
    ['without a time', (secret) => ({ ...signatureOf(secret, body), 'x-slack-request-timestamp': 'soon' })],
  ])('%s are refused', async (_what, headers) => {
    expect(await send(body, headers(app.server.signingSecret))).toBe(401);
    expect(app.heard).toEqual([]);
  });

  test('replayed are refused, and act once', async () => {
    const headers = signatureOf(app.server.signingSecret, body);
    expect(await send(body, headers)).toBe(200);
    expect(await send(body, headers)).toBe(401);
    expect(app.heard).toHaveLength(1);
  });

  test('that failed may come again', async () => {
    const headers = signatureOf(app.server.signingSecret, body);
    app.answers(() => Promise.reject(new Error('the database is away')));
    expect(await send(body, headers)).toBe(500);
    expect(await send(body, headers)).toBe(200);
  });
});

test('an answer goes to no foreign host', async () => {
  const payload = {
    type: 'block_actions',
    team: { id: 'T0DEPSYNC' },
    user: { id: 'U1' },
    trigger_id: 't',
    channel: { id: 'C1' },
    container: { message_ts: '1.1' },
    response_url: 'http://169.254.169.254/latest',
    actions: [{ action_id: 'checkins.same#1', action_ts: '1', value: '{}' }],
  };
  app.answers({ kind: 'card', card: note('secret') });
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  expect(await send(body, signatureOf(app.server.signingSecret, body))).toBe(500);
  expect(app.logged.join()).toContain('not one of Slack');
});

test('a button that carries what is not ours reaches dispatch with nothing', async () => {
  app.answers({ kind: 'card', card: { title: [strong('x')], blocks: decide.blocks } });
  await ana.runs('/deps mine');
  const [message] = app.server.ephemeral('U1');
  for (const block of message?.blocks ?? []) {
    if (block.type === 'actions') block.elements.forEach((button) => Object.assign(button, { value: '[1, {"a": 2}]' }));
  }
  await ana.clicks('Red');
  expect(app.heard[1]).toMatchObject({ kind: 'action', value: {} });
});

async function send(body: string, headers: Record<string, string>): Promise<number> {
  const type = body.startsWith('{') ? 'application/json' : 'application/x-www-form-urlencoded';
  const response = await fetch(`${app.url}/slack/events`, {
    method: 'POST',
    headers: { 'content-type': type, ...headers },
    body,
  });
  return response.status;
}
