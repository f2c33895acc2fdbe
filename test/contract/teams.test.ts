import { jest } from '@jest/globals';
import type { Card } from '../../src/chat/card.ts';
import { enqueue } from '../../src/outbox/outbox.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import type { Forgery } from '../support/teams-authority.ts';
import { buttonsOf } from '../support/teams-cards.ts';
import type { TeamsActor } from '../support/teams-server.ts';
import type { TeamsMessage } from '../support/teams-state.ts';

const MONDAY = '2026-11-30T09:00:00Z';
const TEAM = '19:launch@thread.tacv2';
const LEADS = '19:leads@thread.tacv2';
const GROUP = '19:group@thread.v2';
const SPEC = 'https://specs.example.com/orders.yaml';
const LEAD = '00000000-0000-4000-8000-00000000000f';
const STRANGER = '00000000-0000-4000-8000-0000000000ff';
const START_MS = 120_000;
const entra = (n: number) => `00000000-0000-4000-8000-00000000000${n}`;
const PEOPLE = {
  ana: { teams: entra(1), delegate: 'ben' },
  ben: { teams: entra(2), delegate: 'ana' },
  chloe: { teams: entra(3), team: 'part', delegate: 'dev' },
  dev: { teams: entra(4), team: 'data', delegate: 'ben' },
  lena: { teams: LEAD, delegate: 'ana' },
} as const;

let launch: Installation;
let ana: TeamsActor;
let ben: TeamsActor;
let chloe: TeamsActor;
let lena: TeamsActor;

// The library writes what it refuses to the console.
beforeAll(() => void jest.spyOn(console, 'error').mockImplementation(() => {}));
afterAll(() => jest.restoreAllMocks());

beforeAll(async () => {
  launch = await startInstallation({
    at: MONDAY,
    processes: 1,
    chats: ['teams'],
    channels: [],
    seed: {
      people: PEOPLE,
      dependencies: [{ title: 'Orders API', contacts: { product: 'dev', engineering: 'dev', qa: 'dev' } }],
    },
  });
  launch.teams.addPerson({ objectId: STRANGER, name: 'stranger', installed: true });
  const members = [...Object.values(PEOPLE).map((person) => person.teams), STRANGER];
  launch.teams.addTeam({ id: TEAM, members, channels: { [LEADS]: 'Leadership' } });
  const actor = (handle: keyof typeof PEOPLE) => launch.teams.actor(PEOPLE[handle].teams, launch.url);
  [ana, ben, chloe, lena] = [actor('ana'), actor('ben'), actor('chloe'), actor('lena')];
  launch.teams.addGroup({ id: GROUP, members });
  await lena.installs({ in: TEAM });
  await ana.says(`submit DEP-1 v1.0.0 ${SPEC}`);
  await delivered();
}, START_MS);
afterAll(() => launch.end());

const delivered = () => launch.advanceTo(launch.clock.now().plus({ seconds: 5 }));
const gates = async () => (await asks(ana, 'gates DEP-1')).at(-1) ?? '';

/** What comes into the chat after these words. */
async function asks(
  actor: TeamsActor,
  words: string,
  options: Parameters<TeamsActor['says']>[1] = {},
): Promise<string[]> {
  const there = () => (options.in === undefined ? actor.inbox : actor.reads(options.in));
  const before = there().length;
  await actor.says(words, options);
  await delivered();
  await launch.teams.until(() => there().length > before + 1);
  return there()
    .slice(before + 1)
    .map((shown) => shown.text);
}

/** The message with which Chloe is asked to sign. */
function asking(): TeamsMessage {
  const found = chloe.inbox.find((shown) => shown.buttons.includes('Approve v1.0.0'));
  if (found?.source.kind !== 'message') throw new Error('Chloe was not asked.');
  return found.source;
}

function approval(): object {
  const button = buttonsOf(asking().card).find(({ label }) => label === 'Approve v1.0.0');
  if (button === undefined || !('data' in button.action)) throw new Error('There is no button.');
  return button.action.data;
}

const executed = (data: object) => ({ action: { type: 'Action.Execute', verb: 'x', data }, trigger: 'manual' });

describe('a request that Teams did not send', () => {
  const FORGERIES: Forgery[] = [
    'no token',
    'not signed',
    'signed by somebody else',
    'for another app',
    'for another address',
    'of another issuer',
    'of another channel',
    'expired',
  ];
  it.each(FORGERIES)('is refused, and nothing is done: %s', async (forgery) => {
    const { status } = await chloe.sends(chloe.invoke('adaptiveCard/action', executed(approval()), asking()), {
      forgery,
    });
    expect(status).toBe(401);
    expect(await gates()).toContain('0 of 2 signed');
  });

  it.each(['Bearer x', 'Bearer a.b.c', 'Basic x', 'Bearer'])('is refused with the header %s', async (authorization) => {
    const headers = { 'content-type': 'application/json', authorization };
    const body = JSON.stringify(ana.message('status'));
    expect((await fetch(`${launch.url}/api/messages`, { method: 'POST', headers, body })).status).toBe(401);
  });

  it('of another tenant is refused', async () => {
    const tenant = '99999999-9999-4999-8999-999999999999';
    const activity = ana.message('status');
    const elsewhere = { ...(activity['conversation'] as object), tenantId: tenant };
    expect(
      (await ana.sends({ ...activity, conversation: elsewhere, channelData: { tenant: { id: tenant } } })).status,
    ).toBe(403);
  });

  it.each([
    ['no JSON', '{"type":'],
    ['no object', '[]'],
    ['no activity', '{"type":"message"}'],
    [
      'an activity from nowhere',
      '{"type":"message","serviceUrl":"nowhere","from":{"id":"29:x"},"conversation":{"id":"a"}}',
    ],
  ])('that is %s is refused', async (_what, raw) => {
    expect((await ana.sends({}, { raw })).status).toBe(400);
  });

  it('that is larger than any act is refused', async () => {
    expect((await ana.sends(ana.message('x'.repeat(2_000_000)))).status).toBe(413);
  });
});

describe('what is not answered', () => {
  it('is what another bot says', async () => {
    const before = launch.teams.calls.length;
    const from = { id: '28:another-bot', name: 'Another bot' };
    expect((await ana.sends({ ...ana.message('status', { in: LEADS }), from })).status).toBe(200);
    await delivered();
    expect(launch.teams.calls).toHaveLength(before);
  });

  it('is an edited and a deleted message: what was done stays done', async () => {
    await asks(ana, 'block DEP-1 the sandbox is down');
    const [said] = launch.teams.chat(ana.objectId).filter((message) => message.text.startsWith('block'));
    if (said === undefined) throw new Error('Nothing was said.');
    const before = ana.inbox.length;
    await ana.edits(said, 'block DEP-1 something else');
    await ana.deletes(said);
    await delivered();
    expect(ana.inbox).toHaveLength(before - 1);
    expect((await asks(ana, 'blockers')).at(-1)).toContain('the sandbox is down');
    await asks(ana, 'unblock DEP-1');
  });

  it('twice are activities that Teams delivers twice', async () => {
    const answers = await asks(ana, 'help', { deliveries: 3 });
    await delivered();
    expect(answers).toHaveLength(1);
  });
});

describe('a card that was tampered with', () => {
  const NOBODY = '018f0000-0000-7000-8000-000000000000';
  const withOthers = (data: object): object => {
    // Every id of a record becomes that of a record which this workspace does not have.
    const text = JSON.stringify(data).replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, NOBODY);
    return JSON.parse(text);
  };

  it('with a record of another workspace finds nothing, and says so', async () => {
    expect(withOthers(approval())).not.toEqual(approval());
    const { status, body } = await chloe.sends(
      chloe.invoke('adaptiveCard/action', executed(withOthers(approval())), asking()),
    );
    expect([status, JSON.stringify(body)]).toEqual([200, expect.stringContaining('"value"')]);
    expect(await gates()).toContain('0 of 2 signed');
  });

  it("does not give somebody another person's vote", async () => {
    const { body } = await ben.sends(ben.invoke('adaptiveCard/action', executed(approval()), asking()));
    expect(JSON.stringify(body)).toContain('is for others to sign');
    expect(await gates()).toContain('0 of 2 signed');
  });

  it("does not show somebody else's message", async () => {
    const { refresh } = asking().card as { refresh: { action: { data: object } } };
    const { status, body } = await ben.sends(
      ben.invoke('adaptiveCard/action', executed(refresh.action.data), asking()),
    );
    expect(status).toBe(200);
    expect(JSON.stringify(body)).not.toContain('Orders API');
  });

  it.each([
    ['an act that is none', { depsync: { kind: 'action', name: 'nobody.knows', value: {} } }],
    ['nothing of ours', { other: 1 }],
    ['no data', {}],
    ['a kind that is none', { depsync: { kind: 'delete-all' } }],
    ['a message that is none', { depsync: { kind: 'view', message: "'; drop table outbox" } }],
    ['a form without its form', { depsync: { kind: 'form' }, reason: 'x' }],
  ])('is answered like every click: %s', async (_what, data) => {
    for (const name of ['adaptiveCard/action', 'task/fetch', 'task/submit']) {
      const value = name === 'adaptiveCard/action' ? executed(data) : { data };
      const { status, body } = await chloe.sends(chloe.invoke(name, value, asking()));
      expect({ name, status }).toEqual({ name, status: 200 });
      expect(Object.keys(body as object)).not.toEqual([]);
    }
  });

  it('by a stranger does nothing', async () => {
    const stranger = launch.teams.actor(STRANGER, launch.url);
    const { status } = await stranger.sends(stranger.invoke('adaptiveCard/action', executed(approval()), asking()));
    expect(status).toBe(200);
    expect(await gates()).toContain('0 of 2 signed');
  });
});

describe('words in a channel', () => {
  it('are answered in their thread, without the mention of the bot', async () => {
    expect((await asks(ana, 'status', { in: LEADS })).at(-1)).toContain('Q1 launch');
    const [answer, said] = [...launch.teams.messages(LEADS)].reverse();
    expect(answer?.root).toBe(said?.id);
  });

  it('name somebody of the register, and nobody who is not', async () => {
    expect((await asks(lena, 'assign DEP-1 @chloe', { in: LEADS })).at(-1)).toMatch(/Chloe/);
    expect((await asks(lena, 'assign DEP-1 @stranger', { in: LEADS })).at(-1)).toMatch(/register|know/);
    await asks(lena, 'assign DEP-1 @ana', { in: LEADS });
  });
});

describe('words in a group chat', () => {
  it('that name the bot are answered there', async () => {
    await ana.installs({ in: GROUP });
    expect((await asks(ana, 'status', { in: GROUP })).at(-1)).toContain('Q1 launch');
    expect((await asks(ben, 'show DEP-1', { in: GROUP })).at(-1)).toContain('Orders API');
    expect(launch.teams.messages(GROUP).map(({ root }) => root)).toEqual(Array(4).fill(undefined));
  });
});

describe('somebody chosen in a dialog who is not in the register', () => {
  it('keeps it open, with what was chosen and what is wrong; somebody who is closes it', async () => {
    await chloe.clicks('Delegate…');
    await chloe.fills({ 'Who signs instead of @chloe': 'stranger' });
    expect(chloe.dialog?.text).toContain('This person is not in the register. Choose somebody who is.');
    expect(chloe.dialog?.text).toContain(STRANGER);
    expect(await gates()).toContain('@Chloe Example');

    await chloe.fills({ 'Who signs instead of @chloe': 'ben' });
    expect(chloe.dialog).toBeUndefined();
    expect(await gates()).toContain('@Ben Example');
  });
});

it('a card that is longer than Teams takes is shortened, and says how much was left out', async () => {
  const items = Array.from({ length: 90 }, (_, n) => [`Item ${n + 1}: ${'ж'.repeat(600)}`]);
  const card: Card = { title: ['The longest card'], blocks: [{ kind: 'list', items }] };
  const to = { person: launch.ids.get('ana') ?? '' };
  await launch.db.tx(launch.workspace, (tx) =>
    enqueue(tx, launch.clock.now(), [{ key: 'longest', to, card, priority: 'reply' }]),
  );
  await delivered();

  const [shown] = ana.inbox.slice(-1);
  expect(shown?.text).toContain('The longest card');
  expect(shown?.text).toContain('Item 1: ');
  const left = Number(/and (\d+) more/.exec(shown?.text ?? '')?.[1]);
  expect(shown?.text.split('• ').length).toBe(1 + items.length - left);
  expect(launch.teams.calls.at(-1)).toMatchObject({ operation: 'post', status: 201 });
});

it(
  'gives up on a team that it was removed from, and goes on once it is back',
  async () => {
    await asks(lena, 'settings channel leadership here', { in: LEADS });
    await asks(ana, 'block DEP-1 the vendor is closed');
    await ana.uninstalls({ in: TEAM });
    await launch.advanceTo(launch.clock.now().plus({ hours: 25 }));
    expect(launch.teams.messages(LEADS).some((message) => message.summary.includes('DEP-1 blocked'))).toBe(false);
    await ana.installs({ in: TEAM });
    await launch.advanceTo(launch.clock.now().plus({ hours: 25 }));
    expect(launch.teams.messages(LEADS).some((message) => message.summary.includes('DEP-1 blocked for 48 h'))).toBe(
      true,
    );
  },
  START_MS,
);
