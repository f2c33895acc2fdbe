import { DateTime } from 'luxon';
import { BLOCK_SCOPES, EVENT_SCOPES, METHOD_SCOPES, SCOPES } from '../../src/adapters/slack/scopes.ts';
import { blockers } from '../../src/features/blockers/tables.ts';
import { prompts } from '../../src/features/checkins/tables.ts';
import { escalations } from '../../src/features/escalations/tables.ts';
import { personByHandle } from '../../src/features/people/index.ts';
import { listProgrammes, replanPrompts } from '../../src/features/programme/index.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import type { SeedPerson } from '../support/seed.ts';
import { webUser } from '../support/web-user.ts';

/** Owners on every habitable continent; four weeks that hold the change of clocks of the US, of Europe and of Australia. */
const PEOPLE: Record<string, SeedPerson> = {
  ana: { zone: 'Europe/Berlin', slack: 'UANA', delegate: 'ben' },
  ben: { zone: 'Europe/Berlin', slack: 'UBEN', delegate: 'ana' },
  chloe: { zone: 'America/New_York', slack: 'UCHLOE', team: 'part', delegate: 'rosa' },
  dev: { zone: 'Asia/Kolkata', team: 'data', delegate: 'kai' },
  kai: { zone: 'Asia/Tokyo', zoneFrom: 'platform', slack: 'UKAI', team: 'data', delegate: 'dev' },
  rosa: { zone: 'America/Sao_Paulo', team: 'part', delegate: 'chloe' },
  mia: { zone: 'Australia/Sydney', slack: 'UMIA', delegate: 'ana' },
  liam: { zone: 'America/Los_Angeles', delegate: 'mia' },
  lena: { zone: 'Europe/London', slack: 'ULENA', delegate: 'ana' },
};
/** In Slack, and known to the register by e-mail address alone. */
const BY_EMAIL_ONLY = { liam: 'ULIAM' };
/** What is sent to addresses that Slack gave, and needs no scope. */
const ADDRESSES = ['response_url', 'upload'];
const KAI_MOVES = '2027-03-26T03:00:00Z';
const OWNERS = ['ana', 'chloe', 'dev', 'kai', 'rosa', 'mia', 'liam'];
const START = '2027-03-08T00:00:00Z';
const END = DateTime.fromISO('2027-04-05T00:00:00Z');
const ESCALATION_PROMISE_SECONDS = 10;
/** Four weeks take some twenty seconds; a busy machine gets its time. */
const STORY_TIMEOUT_MS = 300_000;

const SEED = {
  people: PEOPLE,
  policy: {
    channels: {
      programme: [{ platform: 'web' as const, id: 'programme' }],
      leadership: [
        { platform: 'slack' as const, id: 'CLEAD' },
        { platform: 'web' as const, id: 'leadership' },
      ],
    },
  },
  dependencies: OWNERS.map((owner, index) => ({
    owner,
    title: `Interface of ${owner}`,
    dueDate: '2027-06-30',
    risk: index === 0 ? ('high' as const) : ('medium' as const),
    ...(owner === 'ana' ? { contacts: { product: 'ben', engineering: 'kai', qa: 'mia' } } : {}),
  })),
};

let launch: Installation;
beforeAll(async () => {
  launch = await startInstallation({
    at: START,
    processes: 2,
    seed: SEED,
    channels: ['CLEAD'],
    byEmailOnly: BY_EMAIL_ONLY,
  });
  await launch.db.tx(launch.workspace, async (tx) => {
    const [programme] = await listProgrammes(tx);
    await replanPrompts({ tx, now: launch.clock.now() }, programme?.id ?? '');
  });
});
afterAll(() => launch.end());

const slackUser = (handle: string) => launch.slack.actor(PEOPLE[handle]?.slack ?? '', launch.url);
const until = (iso: string) => launch.advanceTo(DateTime.fromISO(iso, { zone: 'utc' }));
async function consoleUser(handle: string) {
  const person = await launch.db.tx(launch.workspace, (tx) => personByHandle(tx, handle));
  return webUser(launch.url, person?.id ?? '');
}

it(
  'runs itself for four weeks: prompts, answers, nudges, a blocker, its escalation, a decision, a contract through a gate',
  async () => {
    const lena = slackUser('lena');
    const ana = slackUser('ana');
    const rosa = await consoleUser('rosa');

    // Week 1, Tuesday: Ana answers by a click in Slack, Dev in words in the console, Rosa by a click in the console.
    await until('2027-03-09T08:30:00Z');
    expect(ana.inbox.at(-1)?.text).toContain('DEP-1 needs a word by Wed 10 Mar, 18:00');
    await ana.clicks('✓ Green');
    expect(ana.inbox.at(-1)?.text).toContain('DEP-1 ✓ GREEN recorded from Ana Example');
    const dev = await consoleUser('dev');
    await dev.says('green, the feed is up');
    await launch.settle();
    expect(await dev.reads()).toContain('Recorded for DEP-3: ✓ GREEN');
    await until('2027-03-09T12:31:00Z');
    expect(await rosa.clicks('✓ Green')).toContain('DEP-5 ✓ GREEN recorded from Rosa Example');

    // Kai stays silent: reminder, delegate, lead, then the roll-up names him.
    await until('2027-03-11T00:00:00Z');
    expect(
      slackUser('kai')
        .inbox.map((one) => one.text)
        .join('\n'),
    ).toContain('DEP-4 waits for your status since Tue 9 Mar, 09:30');
    expect(await dev.reads()).toContain('Kai Example is silent since');
    expect(lena.inbox.map((one) => one.text).join('\n')).toContain('Kai Example: DEP-4 since Tue 9 Mar, 00:30');
    const leads = await consoleUser('lena');
    await until('2027-03-11T08:00:00Z');
    expect(await leads.reads('programme')).toContain('Kai Example (DEP-4)');

    // Week 2: Chloe is blocked. A day later leadership has it, with decisions to choose from, and Lena takes one.
    await until('2027-03-15T14:00:00Z');
    const chloe = slackUser('chloe');
    expect((await chloe.runs('/deps block DEP-2 the payment sandbox is down until Friday'))?.text).toContain(
      'Recorded for DEP-2: blocked',
    );
    await until('2027-03-16T13:59:50Z');
    expect(launch.slack.messages('CLEAD')).toEqual([]);
    // Slack takes the message and never answers: it is found there, and not posted again.
    launch.slack.misbehave('silent', { method: 'chat.postMessage' });
    await until('2027-03-16T14:00:10Z');
    expect(launch.slack.messages('CLEAD')).toHaveLength(1);
    const decided = await lena.clicks(/^Reassign to Rosa/);
    expect(decided?.text).toMatch(/DEP-2.*reassigned to Rosa Example/i);
    expect((await lena.runs('/deps show DEP-2'))?.text).toContain('Rosa Example');
    expect((await lena.runs('/deps decisions'))?.text).toContain('DEC-1');

    // The blocker stays open and goes up again after 48 hours; then it is solved and stays quiet.
    await until('2027-03-17T14:00:10Z');
    expect(launch.slack.messages('CLEAD')).toHaveLength(2);
    await rosa.says('/deps unblock DEP-2 the vendor brought it back');
    await until('2027-03-18T20:00:00Z');
    expect(launch.slack.messages('CLEAD')).toHaveLength(2);

    // She shows the launch as a picture; Slack takes it as a file, and shows it when it is drawn.
    await lena.runs('/deps map');
    const { state, calls } = launch.slack;
    const isMap = (message: (typeof state.messages)[number]) =>
      state.show(message, lena.id).text.includes('Dependency map of Q1 launch');
    await launch.slack.until(() => state.messages.some(isMap));
    expect(calls.some(({ method }) => method === 'files.completeUploadExternal')).toBe(true);

    // Week 3: a contract goes through its first gate by button; the submitter cannot sign.
    await until('2027-03-22T09:00:00Z');
    expect(
      (await ana.runs('/deps submit DEP-1 v1.0.0 https://contracts.example.com/orders-1.0.0.yaml'))?.text,
    ).toContain('v1.0.0');
    await launch.settle();
    expect((await ana.runs('/deps approve DEP-1'))?.text).toContain('You cannot approve DEP-1: you submitted it.');
    const ben = slackUser('ben');
    expect((await ben.clicks('Approve v1.0.0'))?.text).toMatch(/v1\.0\.0/);
    expect((await chloe.clicks('Approve v1.0.0'))?.text).toMatch(/v1\.0\.0/);
    await launch.settle();
    expect((await lena.runs('/deps gates DEP-1'))?.text).toMatch(/✓ .*Draft review/);

    // App Home shows what waits.
    expect((await slackUser('kai').opensHome())?.text).toMatch(/Technical sign-off|DEP-1/);

    // Liam never spoke to the bot: his prompts reached him by his e-mail address.
    expect(launch.slack.directMessages('ULIAM').length).toBeGreaterThan(3);

    // Nobody signs the second gate: a day after it was due leadership hears of it in Slack, and gives more time.
    await until('2027-03-25T21:00:10Z');
    expect(launch.slack.messages('CLEAD')).toHaveLength(3);
    const [, , late] = launch.slack.messages('CLEAD');
    expect(late && launch.slack.read(late, 'ULENA').text).toMatch(
      /Gate 2 of DEP-1 late for 24 h: decide by Fri 26 Mar, 21:00/,
    );
    await lena.clicks(/^Give until/);
    const given = await lena.fills({ Reason: 'The client team is at a customer' });
    expect(given?.text).toMatch(/Gate 2 of DEP-1: given until \w+ \d+ Mar.*Decided by Lena Example/s);
    await chloe.clicks('Request changes…');
    await chloe.fills({ 'What must change': 'The error model lacks our codes' });

    // Kai moves to Paris; his prompts move with him.
    await until(KAI_MOVES);
    await slackUser('kai').movesTo('Europe/Paris');
    await launch.advanceTo(END);
  },
  STORY_TIMEOUT_MS,
);

it('asked every owner at 09:30 of their own clock, each Tuesday and Thursday, once', async () => {
  const rows = await launch.db.tx(launch.workspace, (tx) => tx.select().from(prompts));
  const expected = [
    '2027-03-09',
    '2027-03-11',
    '2027-03-16',
    '2027-03-18',
    '2027-03-23',
    '2027-03-25',
    '2027-03-30',
    '2027-04-01',
  ];

  for (const handle of OWNERS) {
    const person = await launch.db.tx(launch.workspace, (tx) => personByHandle(tx, handle));
    const mine = rows
      .filter((row) => row.ownerId === person?.id)
      .map((row) => row.askedAt.setZone(zoneAt(handle, row.askedAt)));
    // Chloe handed her only dependency to Rosa on 16 March, between her prompt of that day and the next.
    const dates = handle === 'chloe' ? expected.slice(0, 3) : expected;
    expect({ handle, asked: mine.map((at) => at.toFormat('yyyy-MM-dd HH:mm')).sort() }).toEqual({
      handle,
      asked: dates.map((date) => `${date} 09:30`),
    });
  }
});

it('took the blocker to leadership within seconds of each tier, once on each platform', async () => {
  const rows = await launch.db.tx(launch.workspace, async (tx) => {
    const [blocker] = await tx.select().from(blockers);
    return (await tx.select().from(escalations)).filter((row) => row.matterId === blocker?.id);
  });
  const raised = DateTime.fromISO('2027-03-15T14:00:00Z');

  expect(rows.map((row) => row.tier).sort()).toEqual([24, 48]);
  for (const row of rows) {
    const late = row.at.diff(raised.plus({ hours: row.tier })).as('seconds');
    expect(late).toBeGreaterThanOrEqual(0);
    expect(late).toBeLessThanOrEqual(ESCALATION_PROMISE_SECONDS);
  }
  const posted = launch.slack.calls.filter(
    (call) => call.method === 'chat.postMessage' && call.args['channel'] === 'CLEAD',
  );
  expect(posted.filter((call) => JSON.stringify(call.args).includes('DEP-2 blocked'))).toHaveLength(2);
  expect(posted).toHaveLength(3);
});

it('posted nothing twice', () => {
  const ids = launch.slack.calls
    .filter((call) => call.method === 'chat.postMessage' && call.outcome === 'ok')
    .map((call) => JSON.stringify(call.args['metadata']));

  expect(ids.length).toBeGreaterThan(50);
  expect(new Set(ids).size).toBe(ids.length);
});

it('has every scope in the manifest that its calls, events and blocks need, and no other', () => {
  const methods = new Set(
    launch.slack.calls.map((call) => call.method).filter((method) => !ADDRESSES.includes(method)),
  );

  const needed = new Set<string>(['commands']);
  for (const scopes of Object.values(BLOCK_SCOPES)) for (const scope of scopes) needed.add(scope);
  for (const scopes of Object.values(EVENT_SCOPES)) for (const scope of scopes) needed.add(scope);
  for (const method of methods) for (const scope of METHOD_SCOPES[method] ?? [`of ${method}`]) needed.add(scope);

  expect([...needed].sort()).toEqual(Object.keys(SCOPES).sort());
});

function zoneAt(handle: string, at: DateTime): string {
  return handle === 'kai' && at > DateTime.fromISO(KAI_MOVES) ? 'Europe/Paris' : (PEOPLE[handle]?.zone ?? 'UTC');
}
