import { ordersDocument, withColour } from '../support/contract-documents.ts';
import { type Launch, PLATFORMS, STORY_TIMEOUT_MS, startLaunch } from '../support/launch.ts';
import type { User } from '../support/user.ts';
import { webUser } from '../support/web-user.ts';

/** Mon 30 Nov 2026, 09:00 in Berlin. */
const MONDAY = '2026-11-30T08:00:00Z';

describe.each(PLATFORMS)('on %s', (platform) => {
  let launch: Launch;
  let leadership: string;
  let until: Launch['until'];
  let ana: User;
  let ben: User;
  let chloe: User;
  let dev: User;
  let eve: User;
  let kim: User;
  let lena: User;

  beforeAll(async () => {
    launch = await startLaunch(platform, MONDAY, {
      dependencies: [
        { title: 'Orders API', contacts: { product: 'dev', engineering: 'dev', qa: 'dev' } },
        { title: 'Usage feed' },
        { title: 'Returns API', delegate: 'ben' },
        { title: 'Search', owner: 'kim', delegate: 'ben' },
      ],
    });
    ({ leadership, until } = launch);
    ({ ana, ben, chloe, dev, eve, kim, lena } = launch.users);
    // The console waits as long as it takes to start the thread that examines documents.
    const { url, ids } = launch.installation;
    await (await webUser(url, ids.get('ana') ?? '')).submits('DEP-1', {}, 'swagger: "2.0"');
  }, STORY_TIMEOUT_MS);
  afterAll(() => launch.installation.end());

  it(
    'answers what everybody asks first, and learns where leadership is',
    async () => {
      expect(await ana.asks('status')).toContain('Q1 launch');
      expect(await ana.asks('help')).toContain('block');
      expect(await ana.asks('mine')).toContain('DEP-1');
      expect(await eve.asks('away until Thursday, @ana stands in')).toMatch(/away until/i);
      expect(await eve.asks('away back')).toMatch(/back/i);
      expect(await ana.asks('blok DEP-1')).toContain('block');

      expect(await ana.asks('settings channel leadership here', leadership)).toContain('Only a lead of Q1 launch');
      expect(await lena.asks('settings channel leadership here', leadership)).toContain('leadership');
      if (platform !== 'web') expect(await lena.reads(leadership)).toContain('Q1 launch speaks here now');
    },
    STORY_TIMEOUT_MS,
  );

  it(
    'asks an owner in their own morning and takes a button, a form and plain words for an answer',
    async () => {
      await until('2026-12-01T08:29:59Z');
      expect(await ana.reads()).not.toContain('need a word');
      await until('2026-12-01T08:30:00Z');
      expect(await ana.reads()).toContain('3 of your dependencies need a word by Wed 2 Dec, 18:00');

      expect(await ana.clicks('✓ Green')).toMatch(/DEP-1 ✓ GREEN recorded from @?Ana/i);
      await ana.clicks('Details…');
      expect(await ana.fills({ colour: 'red', reason: 'two people left', mitigation: 'Ben joins' })).toMatch(
        /DEP-2 ● RED recorded from @?Ana/i,
      );
      expect(await ana.writes('3 green, staging arrived')).toContain('Recorded for DEP-3: ✓ GREEN');

      // Only half of it did.
      await ana.clicks('Correct this…');
      expect(await ana.fills({ colour: 'yellow', reason: 'only half of staging arrived' })).toContain('DEP-3');
      expect(await ana.asks('show DEP-3')).toContain('▲ YELLOW: only half of staging arrived');
    },
    STORY_TIMEOUT_MS,
  );

  it(
    'takes a contract as a file through a change, a delegation and two signatures',
    async () => {
      expect(await ana.submits('DEP-1', ordersDocument('1.0.0'))).toContain('Submitted: Orders API v1.0.0');
      expect(await chloe.reads()).toContain('Draft review needed: Orders API v1.0.0');
      expect(await ana.asks('approve DEP-1')).toContain('You cannot approve DEP-1: you submitted it.');
      expect(await ben.asks('approve DEP-1')).toContain('is for others to sign');

      const outdated = await chloe.holds('Approve v1.0.0');
      await dev.clicks('Request changes…');
      await dev.fills({ 'What must change': 'An item has a colour' });
      expect(await ana.reads()).toContain('Changes requested: Orders API v1.0.0');
      expect(await ana.submits('DEP-1', ordersDocument('1.1.0', withColour))).toContain('Submitted: Orders API v1.1.0');
      expect(await outdated()).toContain('Changes requested: Orders API v1.0.0');
      expect(await ana.asks('gates DEP-1')).toContain('0 of 2 signed');

      await dev.clicks('Delegate…');
      await dev.fills({ 'Who signs instead of @dev': '@eve' });
      expect(await eve.reads()).toContain('Orders API v1.1.0');
      expect(await eve.clicks('Approve v1.1.0')).toContain('1 of 2 signed');
      expect(await chloe.clicks('Approve v1.1.0')).toContain('Draft review passed');
      expect(await ana.asks('gates DEP-1')).toContain('✓ 1 Draft review: passed');
    },
    STORY_TIMEOUT_MS,
  );

  it(
    'reminds who is silent, then asks the delegate',
    async () => {
      await until('2026-12-02T08:31:00Z');
      expect(await kim.reads()).toContain('DEP-4 waits for your status since Tue 1 Dec, 09:30');
      expect(await ben.reads()).not.toContain('Search');
      await until('2026-12-03T08:20:00Z');
      expect(await ben.reads()).toContain('Search');
      expect(await ben.clicks('✓ Green')).toContain('Recorded for DEP-4: ✓ GREEN');
    },
    STORY_TIMEOUT_MS,
  );

  it(
    'takes a blocker to leadership after a day, and tells everybody what was decided by a button',
    async () => {
      await until('2026-12-03T14:00:00Z');
      expect(await chloe.asks('block DEP-3 the vendor sandbox is down until Tuesday')).toContain(
        'Recorded for DEP-3: blocked until Tue 8 Dec',
      );
      expect(await ana.reads()).toContain('DEP-3 is blocked: leadership hears of it Fri 4 Dec, 15:00');
      expect(await lena.reads(leadership)).not.toContain('DEP-3');
      await until('2026-12-04T14:00:10Z');
      expect(await lena.reads(leadership)).toContain('DEP-3 blocked for 24 h');

      expect(await lena.clicks('Reassign to Ben Example', leadership)).toContain('DEP-3: reassigned to');
      expect(await lena.reads(leadership)).toContain('Logged as DEC-1');
      for (const told of [ana, ben, chloe]) expect(await told.reads()).toMatch(/DEP-3: reassigned to @?Ben/i);
      expect(await lena.asks('decisions')).toContain('DEC-1');
    },
    STORY_TIMEOUT_MS,
  );
});
