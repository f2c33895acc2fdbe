import { DateTime } from 'luxon';
import { judgeReadiness, type Probes } from './readiness.ts';

const now = DateTime.fromISO('2026-11-30T09:00:00Z');
const healthy: Probes = {
  levels: async () => ({ openMessages: 0, oldestOpenSeconds: 0, parkedMessages: 0, overdueTimerSeconds: 0 }),
  nextSweep: async () => now.plus({ seconds: 3 }),
  machineNow: () => now,
  up: () => 86_400,
  staleZoneData: () => undefined,
};
const failed = async (changes: Partial<Probes>) => {
  const { ready, checks } = await judgeReadiness({ ...healthy, ...changes });
  return { ready, failed: checks.filter((one) => !one.ok).map((one) => `${one.name}: ${one.detail}`) };
};

it('is ready when everything answers and nothing is late', async () => {
  expect(await failed({})).toEqual({ ready: true, failed: [] });
});

it('is not ready without database or queue, and still says how the other is', async () => {
  expect(await failed({ levels: () => Promise.reject(new Error('gone')) })).toEqual({
    ready: false,
    failed: ['database: does not answer'],
  });
  expect(await failed({ nextSweep: () => Promise.reject(new Error('gone')) })).toEqual({
    ready: false,
    failed: ['queue: does not answer'],
  });
});

it.each([
  ['no worker', { nextSweep: async () => undefined }, 'sweep: no process has planned one: start a worker'],
  ['workers that died', { nextSweep: async () => now.minus({ seconds: 31 }) }, 'sweep: 31 s overdue'],
  [
    'timers that are not fired',
    { levels: async () => ({ ...(await healthy.levels()), overdueTimerSeconds: 121 }) },
    'timers: 121 s overdue',
  ],
  [
    'messages that do not leave',
    { levels: async () => ({ ...(await healthy.levels()), openMessages: 3, oldestOpenSeconds: 601 }) },
    'messages: 3 wait, the oldest for 601 s',
  ],
])('is not ready with %s', async (_case, changes, reason) => {
  expect(await failed(changes)).toEqual({ ready: false, failed: [reason] });
});

it('gives a process that has just started time to catch up', async () => {
  const levels = async () => ({ ...(await healthy.levels()), overdueTimerSeconds: 90_000, oldestOpenSeconds: 90_000 });

  expect((await failed({ levels, up: () => 2 })).ready).toBe(true);
  expect((await failed({ levels })).ready).toBe(false);
});

it('tells of old zone data and goes on', async () => {
  expect(await failed({ staleZoneData: () => 'too old' })).toEqual({ ready: true, failed: ['zone data: too old'] });
});
