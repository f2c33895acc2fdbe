import { type Launch, PLATFORMS, STORY_TIMEOUT_MS, startLaunch } from '../support/launch.ts';
import { everyRow } from '../support/rows.ts';

/** Fri 4 Dec 2026, 09:00 in Berlin: the day of the milestone. */
const FRIDAY = '2026-12-04T08:00:00Z';
/** The next working day, when everybody was asked. */
const ASKED = '2026-12-07T15:00:00Z';
const LINES = { ana: 'zebra in the contract', chloe: 'apple of discord', dev: 'mango season' } as const;

describe.each(PLATFORMS)('an anonymous retrospective, on %s', (platform) => {
  let launch: Launch;

  beforeAll(async () => {
    launch = await startLaunch(platform, FRIDAY, {
      policy: { retrospectives: { anonymous: true, workingDays: 5 } },
      dependencies: [{ title: 'Orders API', contacts: { product: 'chloe', qa: 'dev' } }],
    });
    const { lena } = launch.users;
    await lena.asks('settings channel programme here', launch.programme);
    await lena.asks('milestones programme Beta: 4 Dec');
    await launch.until(ASKED);
  }, STORY_TIMEOUT_MS);
  afterAll(() => launch.installation.end());

  it(
    'is answered by form, and no row of the database holds an answer and a person',
    async () => {
      const { users, installation } = launch;
      for (const name of ['ana', 'chloe', 'dev'] as const) {
        expect(await users[name].reads()).toContain('Three questions about Beta');
        await users[name].clicks('Answer…');
        const shown = await users[name].fills({
          coordination: '2',
          contracts: '3',
          'contracts-words': LINES[name],
          tooling: '4',
        });
        expect(shown).toContain('Your answers about Beta are in');
      }

      const holding = (await everyRow(installation.db.url)).filter(({ row }) =>
        Object.values(LINES).some((words) => row.includes(words)),
      );
      expect(holding.map(({ table }) => table)).toEqual(['survey_boxes']);
      for (const words of Object.values(LINES)) expect(holding[0]?.row).toContain(words);
      for (const [handle, id] of installation.ids) {
        expect(holding[0]?.row).not.toContain(id);
        expect(holding[0]?.row).not.toContain(`"${handle}`);
      }
    },
    STORY_TIMEOUT_MS,
  );

  it(
    'shows what it came to in the programme’s channel',
    async () => {
      await launch.until('2026-12-14T18:01:00Z');
      const told = await launch.users.lena.reads(launch.programme);
      expect(told).toContain('RETRO-1: what Beta taught us');
      expect(told).toMatch(/Coordination:? 2\.0 of 5 \(3× 2\)/);
      expect(told).toContain('mango season');
    },
    STORY_TIMEOUT_MS,
  );
});
