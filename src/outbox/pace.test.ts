import fc from 'fast-check';
import { DateTime } from 'luxon';
import { freeAfter } from './pace.ts';

const start = DateTime.fromISO('2026-11-30T09:00:00Z', { zone: 'utc' });

/** Lets through what may go of what comes at these moments (milliseconds); gives the moments it went. */
function passing(moments: readonly number[], pace: { everyMs: number; burst: number }, speed: number): number[] {
  let freeAt: DateTime | undefined;
  return moments.filter((ms) => {
    const now = start.plus(ms);
    if (freeAt !== undefined && freeAt > now) return false;
    freeAt = freeAfter(freeAt, pace, now, speed);
    return true;
  });
}

const cases = fc.record({
  moments: fc.array(fc.integer({ min: 0, max: 20_000 }), { maxLength: 60 }).map((all) => all.sort((a, b) => a - b)),
  pace: fc.record({ everyMs: fc.integer({ min: 1, max: 2_000 }), burst: fc.integer({ min: 1, max: 20 }) }),
});

it('never lets more through in any span than a burst and one each interval', () => {
  fc.assert(
    fc.property(cases, ({ moments, pace }) => {
      const went = passing(moments, pace, 1);
      went.forEach((from, index) => {
        went.slice(index).forEach((to, later) => {
          expect(later + 1).toBeLessThanOrEqual(pace.burst + Math.floor((to - from) / pace.everyMs));
        });
      });
    }),
  );
});

it('lets everything through that keeps the pace', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2_000 }), fc.integer({ min: 1, max: 20 }), (everyMs, burst) => {
      const moments = Array.from({ length: 30 }, (_, n) => n * everyMs);
      expect(passing(moments, { everyMs, burst }, 1)).toEqual(moments);
    }),
  );
});

it('counts in real time when the clock is fast', () => {
  expect(passing([0, 1_000, 59_000, 60_000], { everyMs: 1_000, burst: 1 }, 60)).toEqual([0, 60_000]);
});
