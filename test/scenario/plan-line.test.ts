import { type Launch, PLATFORMS, STORY_TIMEOUT_MS, startLaunch } from '../support/launch.ts';
import type { User } from '../support/user.ts';

/** Mon 30 Nov 2026, 09:00 in Berlin. */
const MONDAY = '2026-11-30T08:00:00Z';

describe.each(PLATFORMS)('one plan, on %s', (platform) => {
  let launch: Launch;
  let ana: User;
  let chloe: User;
  let lena: User;

  beforeAll(async () => {
    launch = await startLaunch(platform, MONDAY, {
      dependencies: [
        { title: 'Orders API', dueDate: '2026-12-11', neededBy: '2026-12-14', delegate: 'ben' },
        { title: 'Usage feed', dueDate: '2026-12-18' },
      ],
    });
    ({ ana, chloe, lena } = launch.users);
    await lena.asks('settings channel leadership here', launch.leadership);
    await lena.asks('settings channel programme here', launch.programme);
  }, STORY_TIMEOUT_MS);
  afterAll(() => launch.installation.end());

  it(
    'is promised by the producer, countered by the consumer, and locked by both',
    async () => {
      expect(await ana.asks('needs DEP-2 DEP-1')).toContain('DEP-2 begins when DEP-1 is delivered');
      expect(await ana.asks('commit DEP-1 @ana will try to deliver v2 by 18 Dec TICKET-77')).toContain('try to');
      expect(await ana.asks('commit DEP-1 @ana delivers v2 to staging by 18 Dec')).toMatch(/ticket/i);
      const proposed = await ana.asks('commit DEP-1 @ana delivers v2 to staging by 18 Dec TICKET-77');
      expect(proposed).toContain('COM-1 proposed: DEP-1 by Fri 18 Dec');
      expect(proposed).toContain('Partner Experience needs it by Mon 14 Dec');

      expect(await chloe.reads()).toContain('COM-1 waits for your signature: DEP-1 by Fri 18 Dec');
      await chloe.clicks('Counter…');
      expect(await chloe.fills({ by: '2026-12-14', reason: 'our tests begin on that day' })).toContain(
        'COM-1 proposed: DEP-1 by Mon 14 Dec',
      );
      expect(await ana.clicks('Sign COM-1 for Mon 14 Dec')).toContain('COM-1 locked: DEP-1 by Mon 14 Dec');
      expect(await chloe.asks('commitments')).toContain('locked');
    },
    STORY_TIMEOUT_MS,
  );

  it(
    'holds: no side moves it alone, and what a slip would cost is known before',
    async () => {
      expect(await ana.asks('milestones DEP-1 release 15 Jan')).toContain('/deps counter COM-1');
      expect(await ana.asks('edit DEP-1 due 15 Jan')).toContain('/deps counter COM-1');
      const cost = await chloe.asks('what-if DEP-1 slips 5 days');
      expect(cost).toContain('DEP-1 Mon 14 Dec → Mon 21 Dec');
      expect(cost).toContain('Partner Experience needs it by Mon 14 Dec');
      expect(await chloe.asks('timeline')).toContain('Mon 14 Dec');
    },
    STORY_TIMEOUT_MS,
  );

  it(
    'slips: what a later day costs is seen before anybody agrees, and leadership hears of the blocker with its consequences',
    async () => {
      const change = await ana.asks('counter COM-1 18 Dec because the vendor is late');
      expect(change).toContain('COM-1 change proposed: DEP-1 by Fri 18 Dec');
      expect(change).toContain('Partner Experience needs it by Mon 14 Dec; it is delivered on Fri 18 Dec');
      expect(await chloe.asks('show DEP-1')).toContain('Mon 14 Dec');

      expect(await chloe.asks('block DEP-1 the vendor sandbox is down until Fri 4 Dec')).toContain('blocked');
      await launch.until('2026-12-01T08:10:00Z');
      const escalated = await lena.reads(launch.leadership);
      expect(escalated).toContain('DEP-1 blocked for 24 h');
      expect(escalated).toContain('Float left');
      expect(escalated).toContain('last delivery');

      await lena.clicks("Move Partner Experience's date to Fri 18 Dec (+4 d)…", launch.leadership);
      expect(await lena.fills({ date: '2026-12-18', reason: 'the vendor delivers on Friday' })).toContain(
        "DEP-1: Partner Experience's date moved to Fri 18 Dec (+4 d)",
      );
      expect(await lena.reads(launch.leadership)).toContain('Logged as DEC-');
    },
    STORY_TIMEOUT_MS,
  );

  it(
    'moves the promise with the decision, and tells everybody in the roll-up',
    async () => {
      expect(await ana.asks('commit COM-1')).toContain('COM-1 locked: DEP-1 by Fri 18 Dec');
      await launch.until('2026-12-03T12:00:00Z');
      const told = await lena.reads(launch.programme);
      expect(told).toContain('Dates moved');
      expect(told).toContain('DEP-1 release Mon 14 Dec → Fri 18 Dec');
    },
    STORY_TIMEOUT_MS,
  );
});
