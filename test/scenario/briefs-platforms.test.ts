import { type Launch, PLATFORMS, STORY_TIMEOUT_MS, startLaunch } from '../support/launch.ts';

/** Mon 30 Nov 2026, 07:00 in London: before the brief of the day. */
const MONDAY = '2026-11-30T07:00:00Z';
const report = {
  colour: 'green' as const,
  reason: null,
  mitigation: null,
  trigger: null,
  byId: '00000000-0000-7000-8000-000000000000',
  at: MONDAY,
};

describe.each(PLATFORMS)('on %s', (platform) => {
  let launch: Launch;
  beforeAll(async () => {
    launch = await startLaunch(platform, MONDAY, { dependencies: [{ title: 'Orders API', report }] });
  }, STORY_TIMEOUT_MS);
  afterAll(() => launch.installation.end());

  it(
    'gives the brief to a reader and to a channel, each at 08:30 of their clock, and tells how cadence was kept',
    async () => {
      const { lena, chloe } = launch.users;
      await lena.asks(`settings brief mon 08:30 @chloe ${platform}:${launch.leadership}`);
      await launch.until('2026-11-30T07:45:00Z');
      expect(await chloe.reads()).toContain('Q1 launch: On track, ');
      expect(await lena.reads(launch.leadership)).not.toContain('Confidence');
      await launch.until('2026-11-30T08:45:00Z');
      expect(await lena.reads(launch.leadership)).toContain('Q1 launch: On track, ');
      expect(await lena.asks('communication')).toContain('briefs 2 of 2 sent');
    },
    STORY_TIMEOUT_MS,
  );
});
