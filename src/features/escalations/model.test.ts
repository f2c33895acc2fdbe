import { DateTime } from 'luxon';
import { decideBy, highestDue, nextTierAt, tiersOf } from './model.ts';

const RAISED = DateTime.fromISO('2026-11-30T09:00:00Z', { zone: 'utc' });

describe('tiers', () => {
  it('are kept ascending, each once', () => {
    expect(tiersOf([72, 24, 48, 24])).toEqual([24, 48, 72]);
  });

  it('are due from their very moment on', () => {
    const due = (minutes: number) => highestDue(RAISED, [24, 48, 72], RAISED.plus({ minutes }));

    expect([due(24 * 60 - 1), due(24 * 60), due(80 * 60)]).toEqual([undefined, 24, 72]);
  });

  it('come next after the highest that was heard, skipped ones included', () => {
    expect(nextTierAt(RAISED, [24, 48, 72], [])).toEqual(RAISED.plus({ hours: 24 }));
    expect(nextTierAt(RAISED, [24, 48, 72], [48])).toEqual(RAISED.plus({ hours: 72 }));
    expect(nextTierAt(RAISED, [24, 48, 72], [72])).toBeNull();
  });

  it('give leadership until the next one, and a day after the last', () => {
    const now = RAISED.plus({ hours: 80 });

    expect(decideBy(RAISED, [24, 48, 72], 24, RAISED.plus({ hours: 24 }))).toEqual(RAISED.plus({ hours: 48 }));
    expect(decideBy(RAISED, [24, 48, 72], 72, now)).toEqual(now.plus({ hours: 24 }));
  });

  it('run in hours that passed, also over a change of the clocks', () => {
    const beforeChange = DateTime.fromISO('2026-10-24T10:00:00', { zone: 'Europe/Berlin' });

    expect(nextTierAt(beforeChange, [24], [])?.toUTC().toISO()).toBe('2026-10-25T08:00:00.000Z');
  });
});
