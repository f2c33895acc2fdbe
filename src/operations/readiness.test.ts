import { DateTime } from 'luxon';
import { judgeReadiness, type Probes } from './readiness.ts';

const now = DateTime.fromISO('2026-11-30T09:00:00Z');
const healthy: Probes = {
  levels: async () => ({ openMessages: 0, oldestOpenSeconds: 0, parkedMessages: 0, overdueTimerSeconds: 0 }),
  lastAudit: async () => undefined,
  nextSweep: async () => now.plus({ seconds: 3 }),
  machineNow: () => now,
  up: () => 86_400,
  staleZoneData: () => undefined,
};
const judged = async (changes: Partial<Probes>) => {
  const { ready, degraded, checks } = await judgeReadiness({ ...healthy, ...changes });
  const wrong = checks.filter((one) => one.state !== 'ok');
  return { ready, degraded, wrong: wrong.map(({ name, state, detail }) => `${name} ${state}: ${detail}`) };
};

it('is ready when everything answers and nothing is late', async () => {
  expect(await judged({})).toEqual({ ready: true, degraded: false, wrong: [] });
});

it('is not ready without database or queue, and still says how the other is', async () => {
  expect(await judged({ levels: () => Promise.reject(new Error('gone')) })).toEqual({
    ready: false,
    degraded: true,
    wrong: ['database failed: does not answer'],
  });
  expect(await judged({ nextSweep: () => Promise.reject(new Error('gone')) })).toEqual({
    ready: false,
    degraded: true,
    wrong: ['queue failed: does not answer'],
  });
});

it.each([
  ['no worker', undefined, 'sweep failed: no process has planned one: start a worker'],
  ['workers that died', now.minus({ seconds: 31 }), 'sweep failed: 31 s overdue'],
])('is not ready with %s', async (_case, next, reason) => {
  expect(await judged({ nextSweep: async () => next })).toEqual({ ready: false, degraded: true, wrong: [reason] });
});

it.each([
  ['timers that are not fired', { overdueTimerSeconds: 121 }, 'timers degraded: 121 s overdue'],
  [
    'a platform that takes no messages',
    { openMessages: 3, oldestOpenSeconds: 601 },
    'messages degraded: 3 wait, the oldest for 601 s',
  ],
])('stays ready with %s, and says so', async (_case, late, reason) => {
  const levels = async () => ({ ...(await healthy.levels()), ...late });

  expect(await judged({ levels })).toEqual({ ready: true, degraded: true, wrong: [reason] });
});

it('gives a process that has just started time to catch up', async () => {
  const levels = async () => ({ ...(await healthy.levels()), overdueTimerSeconds: 90_000, oldestOpenSeconds: 90_000 });

  expect((await judged({ levels, up: () => 2 })).degraded).toBe(false);
  expect((await judged({ levels })).degraded).toBe(true);
});

it('says what the newest check of the schedule found, and when', async () => {
  const clean = { missed: 0, late: 0, doubled: 0, 'wrong-person': 0, unexpected: 0 };
  const checked = { at: now.minus({ minutes: 4 }), judged: 312, notJudged: 0 };
  const lineOf = async (lastAudit: Probes['lastAudit']) =>
    (await judgeReadiness({ ...healthy, lastAudit })).checks.find((one) => one.name === 'schedule');

  expect(await lineOf(async () => undefined)).toMatchObject({ state: 'ok', detail: 'not checked yet' });
  expect(await lineOf(async () => ({ ...checked, counts: clean }))).toMatchObject({
    state: 'ok',
    detail: 'checked 30 Nov 2026, 08:56 UTC: 312 sends, all as due',
  });
  expect(await lineOf(async () => ({ ...checked, counts: { ...clean, missed: 2, 'wrong-person': 1 } }))).toMatchObject({
    state: 'degraded',
    detail: 'checked 30 Nov 2026, 08:56 UTC: 2 missed, 1 wrong-person of 312 sends; run depsync audit schedule',
  });
  expect(await lineOf(() => Promise.reject(new Error('gone')))).toBeUndefined();
});

it('tells of old zone data and goes on', async () => {
  expect(await judged({ staleZoneData: () => 'too old' })).toEqual({
    ready: true,
    degraded: true,
    wrong: ['zone data degraded: too old'],
  });
});
