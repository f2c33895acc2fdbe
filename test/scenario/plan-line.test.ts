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
});
