import { type Launch, PLATFORMS, STORY_TIMEOUT_MS, startLaunch } from '../support/launch.ts';
import type { User } from '../support/user.ts';

/** Mon 30 Nov 2026, 09:00 in Berlin. */
const MONDAY = '2026-11-30T08:00:00Z';

describe.each(PLATFORMS)('a change of the plan from which more follows, on %s', (platform) => {
  let launch: Launch;
  let ana: User;

  beforeAll(async () => {
    launch = await startLaunch(platform, MONDAY, {
      dependencies: [
        { title: 'Orders API', dueDate: '2026-12-11' },
        { title: 'Usage feed', dueDate: '2026-12-18' },
      ],
    });
    ({ ana } = launch.users);
    await ana.asks('needs DEP-2 DEP-1');
  }, STORY_TIMEOUT_MS);
  afterAll(() => launch.installation.end());

  it(
    'is shown first, and left as it is by a click',
    async () => {
      const asked = await ana.asks('edit DEP-1 due 15 Jan');
      expect(asked).toContain('not saved yet');
      expect(asked).toContain('Fri 18 Dec → Mon 18 Jan');

      expect(await ana.clicks('Leave as it is')).toContain('stays as it is');
      expect(await ana.asks('show DEP-1')).toContain('Fri 11 Dec');
    },
    STORY_TIMEOUT_MS,
  );

  it(
    'is made by a click',
    async () => {
      await ana.asks('edit DEP-1 due 15 Jan');

      await ana.clicks('Move DEP-1 to Fri 15 Jan (+35 d)');

      expect(await ana.asks('show DEP-1')).toContain('Fri 15 Jan');
    },
    STORY_TIMEOUT_MS,
  );
});
