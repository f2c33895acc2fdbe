import { invitation } from '../support/calendar.ts';
import { type Launch, PLATFORMS, STORY_TIMEOUT_MS, startLaunch } from '../support/launch.ts';
import type { User } from '../support/user.ts';

/** Mon 19 Oct 2026: Europe changes its clocks on Sun 25 Oct, New York a week later; Auckland has done so. */
const MONDAY = '2026-10-19T08:00:00Z';

describe.each(PLATFORMS)('one sync, on %s', (platform) => {
  let launch: Launch;
  let ana: User;
  let chloe: User;
  let dev: User;
  let eve: User;
  let lena: User;

  beforeAll(async () => {
    const owners = ['ana', 'dev', 'chloe', 'eve'];
    const dependencies = owners.map((owner, n) => ({ title: `Interface ${n + 1}`, owner }));
    const zones = { dev: 'Asia/Kolkata', chloe: 'America/New_York', eve: 'Pacific/Auckland' };
    launch = await startLaunch(platform, MONDAY, { dependencies }, zones);
    ({ ana, chloe, dev, eve, lena } = launch.users);
    await lena.asks('settings channel programme here', launch.programme);
  }, STORY_TIMEOUT_MS);
  afterAll(() => launch.installation.end());

  it(
    'is planned at the fairest hour of a week in which clocks differ, and each reads it by their own',
    async () => {
      const planned = await lena.asks('sync plan');
      expect(planned).toMatch(/New York:? Tue 27 Oct, 09:00–09:45 · Chloe Example/);
      expect(planned).toMatch(/Kolkata:? Tue 27 Oct, 18:30–19:15 · Dev Example/);
      expect(planned).toMatch(/Auckland:? Wed 28 Oct, 02:00–02:45 · Eve Example/);
      expect(planned).toContain('Eve Example: 20, 20');
      expect(await eve.reads()).toContain('It leaves you out this week');
      expect(await dev.reads()).toContain('It lies 1.5 h outside your working hours');
      expect(await ana.clicks('I attend')).toContain('You attend.');
      expect(await invitation(launch.installation)).toMatchObject({
        sequence: 0,
        method: 'REQUEST',
        start: '2026-10-27T13:00:00.000Z',
      });
    },
    STORY_TIMEOUT_MS,
  );

  it(
    'is moved: the same UID, one higher SEQUENCE',
    async () => {
      const { uid } = await invitation(launch.installation);
      const moved = await lena.asks('sync move Wed 28 Oct 13:00 because Ana is away on Tuesday');
      expect(moved).toMatch(/New York:? Wed 28 Oct, 09:00–09:45/);
      expect(await ana.reads()).toContain('Moved: Ana is away on Tuesday');
      expect(await invitation(launch.installation)).toEqual({
        uid,
        sequence: 1,
        method: 'REQUEST',
        start: '2026-10-28T13:00:00.000Z',
      });
    },
    STORY_TIMEOUT_MS,
  );

  it(
    'has its agenda a day ahead, takes notes and actions, and posts its minutes',
    async () => {
      await ana.asks('block DEP-1 the sandbox is down');
      await launch.until('2026-10-27T13:01:00Z');
      const agenda = await lena.reads(launch.programme);
      expect(agenda).toContain('DEP-1 Interface 1: blocked');
      await launch.until('2026-10-28T13:10:00Z');
      expect(await chloe.asks('note DEP-1 the vendor confirmed Friday', launch.programme)).toContain(
        'Noted for SYNC-1',
      );
      await chloe.asks('action @ana send the test data by 6 Nov on DEP-1');
      await launch.until('2026-10-28T13:46:00Z');
      expect(await lena.clicks('Post the minutes of SYNC-1')).toContain('The minutes of SYNC-1 are posted');

      for (const read of [await lena.reads(launch.programme), await eve.reads()]) {
        expect(read).toContain('Minutes of SYNC-1: 0 decided, 1 to do');
        expect(read).toContain('ACT-1 send the test data · Ana Example · by Fri 6 Nov');
        expect(read).toContain('DEP-1: the vendor confirmed Friday · Chloe Example');
      }
    },
    STORY_TIMEOUT_MS,
  );

  it(
    'runs in writing when it is cancelled',
    async () => {
      await lena.asks('sync plan');
      const { uid, sequence } = await invitation(launch.installation);
      expect(await lena.asks('sync cancel half of us are at the summit')).toContain('SYNC-2 is cancelled');
      expect(await invitation(launch.installation)).toMatchObject({ uid, sequence: sequence + 1, method: 'CANCEL' });
      expect(await ana.reads()).toContain('SYNC-2 in writing');
      await ana.clicks('Answer…');
      expect(await ana.fills({ 'DEP-1': 'we go on with the stub' })).toContain('Noted for SYNC-2');

      await launch.until('2026-11-05T20:00:00Z');
      const minutes = await lena.reads(launch.programme);
      expect(minutes).toContain('cancelled: half of us are at the summit');
      expect(minutes).toContain('DEP-1: we go on with the stub · Ana Example');
    },
    STORY_TIMEOUT_MS,
  );
});
