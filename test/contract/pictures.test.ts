import { DateTime } from 'luxon';
import { renderMessage } from '../../src/adapters/teams/render.ts';
import type { Card } from '../../src/chat/card.ts';
import { type SlackApp, startSlackApp } from '../support/slack-app.ts';
import { readCard, refusalOfCard } from '../support/teams-cards.ts';
import { ana, PICTURE, startWebConsole, type WebConsole } from '../support/web-console.ts';

const NOW = DateTime.fromISO('2026-11-30T08:00:00Z', { zone: 'utc' });
const ALT = 'Dependency map of Q1 launch: 2 dependencies';
const card: Card = { title: ['Map'], blocks: [{ kind: 'image', picture: PICTURE, alt: ALT }] };

describe('on Slack', () => {
  let app: SlackApp;
  afterEach(() => app.stop());

  async function start(picture: () => Promise<Uint8Array | undefined> = async () => Buffer.from('PNG')) {
    app = await startSlackApp({ picture });
    app.server.addPerson({ id: 'U1', name: 'ana', email: 'ana@example.com', tz: 'Europe/Berlin' });
    app.server.addChannel({ id: 'C1', name: 'launch' });
  }
  const posted = () => app.server.messages('C1').at(-1)?.blocks ?? [];
  const post = () =>
    app.slack.sender.post({
      id: 'm1',
      writtenAt: NOW,
      workspace: app.server.team,
      to: { channel: 'C1' },
      reader: { zone: undefined, mentions: new Map() },
      card,
    });

  it('is uploaded once, and shown in the message with its words', async () => {
    await start();

    await post();
    await post();

    expect(posted()[1]).toMatchObject({
      type: 'image',
      alt_text: ALT,
      slack_file: { id: expect.stringMatching(/^F/) },
    });
    expect([...app.server.state.uploads.values()].map(({ content }) => content?.toString())).toEqual(['PNG']);
  });

  it('is shown in the answer to a command', async () => {
    await start();
    app.answers({ kind: 'card', card });

    await app.server.actor('U1', app.url).runs('/deps map');

    expect(app.server.ephemeral('U1').at(-1)?.blocks[1]).toMatchObject({ type: 'image', alt_text: ALT });
  });

  it.each([
    ['the permission is missing', () => app.server.refuse('missing_scope', { method: 'files.getUploadURLExternal' })],
    ['the file does not arrive', () => app.server.misbehave('failing', { method: 'upload' })],
    ['Slack refuses to finish', () => app.server.refuse('internal_error', { method: 'files.completeUploadExternal' })],
    ['Slack refuses the message with it', () => app.server.refuse('invalid_blocks', { method: 'chat.postMessage' })],
  ])('gives way to its words where %s', async (_what, goesWrong) => {
    await start();
    goesWrong();

    await post();

    expect(app.server.messages('C1')).toHaveLength(1);
    expect(posted()[1]?.type).toBe('rich_text');
    expect(JSON.stringify(posted())).toContain(ALT);
  });

  it.each([
    ['is gone', async () => undefined],
    ['cannot be drawn', () => Promise.reject(new Error('no memory'))],
  ])('gives way to its words where it %s', async (_what, picture) => {
    await start(picture);

    await post();

    expect(JSON.stringify(posted())).toContain(ALT);
  });
});

describe('on Teams', () => {
  const reader = { zone: 'Europe/Berlin', mentions: new Map() };

  it('is fetched at an address of ours', () => {
    const url = `https://depsync.example.com/pictures/shared/${PICTURE}.png`;

    const { attachments } = renderMessage(card, { ...reader, pictures: new Map([[PICTURE, url]]) }, { dialogs: true });

    const [{ content }] = attachments;
    expect(refusalOfCard(content)).toBeUndefined();
    expect(content.body[1]).toMatchObject({ type: 'Image', url, altText: ALT });
  });

  it('is told in words without one', () => {
    const [{ content }] = renderMessage(card, reader, { dialogs: true }).attachments;
    expect(readCard(content)).toContain(ALT);
    expect(JSON.stringify(content)).not.toContain('Image');
  });
});

describe('on the console', () => {
  let app: WebConsole;
  beforeEach(async () => {
    app = await startWebConsole();
  });
  afterEach(() => app.stop());

  it('is shown to who has signed in, in both themes', async () => {
    const { agent } = await app.signIn(ana);
    app.post(card);

    const { text } = await agent.get(`/c/person:${ana.id}`).expect(200);
    expect(text).toContain(`<img src="/pictures/${PICTURE}.svg" alt="${ALT}"`);
    const light = await agent.get(`/pictures/${PICTURE}.svg`).expect(200).expect('content-type', /svg/);
    expect(light.body.toString()).toBe('<svg>light</svg>');
    const dark = await agent.get(`/pictures/${PICTURE}.svg?theme=dark`).expect(200);
    expect(dark.body.toString()).toBe('<svg>dark</svg>');
  });

  it('is shown to nobody else', async () => {
    const response = await fetch(`${app.url}/pictures/${PICTURE}.svg`, { redirect: 'manual' });
    expect(response.status).not.toBe(200);
    expect(await response.text()).not.toContain('<svg>');
  });

  it('is handed to a chat that knows its id, and no other', async () => {
    const found = await fetch(`${app.url}/pictures/shared/${PICTURE}.png`);
    expect([found.status, found.headers.get('content-type'), await found.text()]).toEqual([200, 'image/png', 'PNG']);
    for (const id of ['b4c1d1a2-6c55-4f0e-9d6a-0d8f6f1f7a12', 'x', '..%2f..']) {
      const gone = await fetch(`${app.url}/pictures/shared/${id}.png`);
      expect(gone.status).toBe(404);
    }
  });

  it('says of one that is gone what to do', async () => {
    const { agent } = await app.signIn(ana);
    const { text } = await agent.get('/pictures/b4c1d1a2-6c55-4f0e-9d6a-0d8f6f1f7a12.svg').expect(404);
    expect(text).toContain('Pictures are kept for 90 days. Ask anew: /deps map or /deps timeline');
  });

  it.each(['/map', '/timeline'])('stands on the page %s with its words and a form for a part', async (path) => {
    const { agent } = await app.signIn(ana);

    const { text } = await agent.get(`${path}?team=plat&status=red&path=on`).expect(200);

    expect(text).toContain('<h1>Map of plat red path</h1>');
    expect(text).toContain('<p>Two dependencies</p>');
    expect(text).toContain(`<img src="${path}.svg?team=plat&amp;status=red&amp;path=on" alt="Two dependencies"`);
    expect(text).toContain('<option value="plat" selected>');
    const { body } = await agent.get(`${path}.svg?team=plat&theme=dark`).expect(200);
    expect(body.toString()).toBe('<svg>plat dark</svg>');
  });

  it.each([
    ['status=blue', 400, 'Send a team, a status (red, yellow or green), or path=on.'],
    [`team=${'x'.repeat(101)}`, 400, 'Send a team'],
    ['team=a&team=b', 400, 'Send a team'],
    ['team=nobody', 422, 'Send a team, red, yellow, green or path.'],
  ])('refuses %s and says what to send', async (query, status, words) => {
    const { agent } = await app.signIn(ana);
    const { text } = await agent.get(`/map?${query}`).expect(status);
    expect(text).toContain(words);
  });
});
