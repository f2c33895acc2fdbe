import { type Launch, launchWith, PLATFORMS, STORY_TIMEOUT_MS } from '../support/launch.ts';
import type { SeedDependency } from '../support/seed.ts';
import type { User } from '../support/user.ts';

/** Fourteen people in seven zones: Berlin, London, New York, Los Angeles, Kolkata, Tokyo and Auckland. Eva and Omar read the brief. */
const CAST = {
  ana: { zone: 'Europe/Berlin', delegate: 'ben' },
  ben: { zone: 'Europe/Berlin', delegate: 'ana' },
  lena: { zone: 'Europe/London', delegate: 'ana' },
  nils: { zone: 'Europe/London', delegate: 'ben' },
  mei: { zone: 'America/Los_Angeles', delegate: 'ana' },
  chloe: { zone: 'America/New_York', team: 'part', delegate: 'grace' },
  grace: { zone: 'America/New_York', team: 'part', delegate: 'chloe' },
  eve: { zone: 'Pacific/Auckland', team: 'part', delegate: 'chloe' },
  tom: { zone: 'America/Los_Angeles', team: 'part', delegate: 'grace' },
  dev: { zone: 'Asia/Kolkata', team: 'data', delegate: 'sana' },
  sana: { zone: 'Asia/Kolkata', team: 'data', delegate: 'dev' },
  kim: { zone: 'Asia/Tokyo', team: 'data', delegate: 'sana' },
  eva: { zone: 'Europe/Berlin', delegate: 'lena' },
  omar: { zone: 'America/New_York', delegate: 'eva' },
} as const;
type Handle = keyof typeof CAST;

const CONTACTS = { product: 'chloe', engineering: 'grace', qa: 'eve' } as const;
const DEPENDENCIES: SeedDependency[] = [
  {
    title: 'Orders API',
    owner: 'ana',
    delegate: 'ben',
    dueDate: '2027-03-05',
    neededBy: '2027-03-08',
    contacts: CONTACTS,
  },
  { title: 'Usage feed', owner: 'dev', kind: 'data-feed', dueDate: '2027-04-02' },
  { title: 'Search', owner: 'mei', delegate: 'ana', dueDate: '2027-03-01', neededBy: '2027-03-03' },
  { title: 'Ledger events', owner: 'kim', kind: 'event-topic', dueDate: '2027-04-09' },
  { title: 'Billing page', owner: 'eve', dueDate: '2027-04-09' },
  { title: 'Payout API', owner: 'nils', dueDate: '2027-04-09' },
  { title: 'Statement page', owner: 'grace', dueDate: '2027-04-09' },
  { title: 'Fraud scores', owner: 'sana', kind: 'data-feed', dueDate: '2027-04-09' },
];

/** Mon 1 Feb 2027, 09:00 in Berlin. */
const MONDAY = '2027-02-01T08:00:00Z';
/** The numbers of all dependencies. */
const ALL = [1, 2, 3, 4, 5, 6, 7, 8];
const SPEC = 'https://specs.example.com/orders.yaml';

describe.each(PLATFORMS)('the first weeks of a quarter, on %s', (platform) => {
  let launch: Launch<Handle>;
  let users: Record<Handle, User>;
  let until: Launch['until'];

  beforeAll(async () => {
    launch = await launchWith(platform, MONDAY, { release: '2027-04-23', dependencies: DEPENDENCIES }, CAST);
    ({ users, until } = launch);
    const { lena } = users;
    await lena.asks('settings channel leadership here', launch.leadership);
    await lena.asks('settings channel programme here', launch.programme);
    for (const day of ['Beta: 19 Mar', 'Cut-off: 16 Apr', 'Release: 23 Apr'])
      await lena.asks(`milestones programme ${day}`);
    await lena.asks('settings cadence tue 09:30');
    await lena.asks('settings retro anonymous 4d');
    await lena.asks('settings brief mon 08:30 @eva @omar');
  }, STORY_TIMEOUT_MS);
  afterAll(() => launch.installation.end());

  /** Lets the round of this Tuesday come; when all were asked, in Los Angeles last, the lead says for them that all is well. */
  async function round(day: string, open: readonly number[]) {
    await until(`${day}T18:00:00Z`);
    expect(await users.lena.asks(`reply ${open.map((key) => `${key} green`).join('; ')}`)).toContain('Recorded for');
  }

  /** Asserts that each was asked at this minute, and not a minute before. */
  async function askedAt(rows: readonly (readonly [Handle, string])[], by: string) {
    const words = `needs a word by ${by}, 18:00`;
    for (const [who, at] of rows) {
      await until(new Date(Date.parse(at) - 60_000).toISOString());
      expect(await users[who].reads()).not.toContain(words);
      await until(at);
      expect(await users[who].reads()).toContain(words);
    }
  }

  it(
    'begins with a kickoff that its lead reviews and posts',
    async () => {
      const { ana, lena } = users;
      expect(await lena.asks('programme start')).toContain('Q1 launch is started');
      expect(await lena.reads()).toMatch(/Release:? Fri 23 Apr/);
      await lena.clicks('Edit…');
      expect(
        await lena.fills({ scope: 'Orders for partners', actions: '\n@ana send the test data by 12 Feb' }),
      ).toContain('Orders for partners');
      expect(await lena.clicks('Post it now')).toContain('Kickoff of Q1 launch is posted');
      const posted = await lena.reads(launch.programme);
      expect(posted).toContain('Posted by Lena Example');
      expect(posted).toContain('delivers 8');
      expect(await ana.reads()).toContain('ACT-1');
    },
    STORY_TIMEOUT_MS,
  );

  it(
    'asks each owner at 09:30 of their own clock, and takes their words',
    async () => {
      await askedAt(
        [
          ['eve', '2027-02-01T20:30:00Z'],
          ['kim', '2027-02-02T00:30:00Z'],
          ['dev', '2027-02-02T04:00:00Z'],
          ['ana', '2027-02-02T08:30:00Z'],
          ['nils', '2027-02-02T09:30:00Z'],
          ['grace', '2027-02-02T14:30:00Z'],
          ['mei', '2027-02-02T17:30:00Z'],
        ],
        'Wed 3 Feb',
      );
      expect(await users.ana.clicks('✓ Green')).toMatch(/DEP-1 ✓ GREEN recorded/);
      for (const who of ['eve', 'kim', 'dev', 'nils', 'grace', 'mei', 'sana'] as const)
        expect(await users[who].writes('all green')).toContain('✓ GREEN');
    },
    STORY_TIMEOUT_MS,
  );

  it(
    'negotiates a promise, locks it, and signs its contract gate by gate',
    async () => {
      const { ana, chloe, grace } = users;
      await until('2027-02-03T14:00:00Z');
      expect(await ana.asks('commit DEP-1 @ana delivers v1 to staging by 12 Mar TICKET-77')).toContain(
        'COM-1 proposed: DEP-1 by Fri 12 Mar',
      );
      await chloe.clicks('Counter…');
      expect(await chloe.fills({ by: '2027-03-08', reason: 'our tests begin on that day' })).toContain(
        'COM-1 proposed: DEP-1 by Mon 8 Mar',
      );
      expect(await ana.clicks('Sign COM-1 for Mon 8 Mar')).toContain('COM-1 locked: DEP-1 by Mon 8 Mar');

      expect(await ana.asks(`submit DEP-1 v1.0.0 ${SPEC}`)).toContain('Submitted: Orders API v1.0.0');
      expect(await chloe.clicks('Approve v1.0.0')).toContain('Draft review passed');
      await grace.clicks('Approve v1.0.0');
      expect(await chloe.clicks('Approve v1.0.0')).toContain('Technical sign-off passed');
      expect(await users.eve.clicks('Approve v1.0.0')).toContain('QA validation passed');
      expect(await ana.asks('gates DEP-1')).toContain('✓ 3 QA validation: passed');
    },
    STORY_TIMEOUT_MS,
  );

  it(
    'brings a blocker to leadership after a day, which decides by a button; the round and the log tell of it',
    async () => {
      const { lena, mei } = users;
      await round('2027-02-09', ALL);
      await until('2027-02-10T17:00:00Z');
      expect(await mei.asks('block DEP-3 the vendor sandbox is down until 12 Mar')).toContain('blocked');
      expect(await lena.reads(launch.leadership)).not.toContain('DEP-3 blocked');
      await until('2027-02-11T17:00:10Z');
      const escalated = await lena.reads(launch.leadership);
      expect(escalated).toContain('DEP-3 blocked for 24 h');
      const move = /Move [^…[\]]*…/.exec(escalated)?.[0] ?? '';
      await lena.clicks(move, launch.leadership);
      await lena.fills({ date: '2027-03-17', reason: 'the vendor delivers on the 12th' });
      expect(await lena.reads(launch.leadership)).toContain('Logged as DEC-1');
      expect(await lena.asks('decisions')).toContain('DEC-1');

      await round('2027-02-16', ALL);
      await until('2027-02-17T20:00:00Z');
      const told = await lena.reads(launch.programme);
      expect(told).toContain('Dates moved');
      expect(await mei.asks('unblock DEP-3 the vendor restored the sandbox')).toContain('DEP-3');
    },
    STORY_TIMEOUT_MS,
  );
});
