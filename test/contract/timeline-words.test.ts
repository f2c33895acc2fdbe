import { dayNumber } from '../../src/core/calendar-date.ts';
import type { Plan } from '../../src/features/timeline/model.ts';
import type { Consequence } from '../../src/features/timeline/rules/consequence.ts';
import { schedule } from '../../src/features/timeline/rules/schedule.ts';
import { slipped } from '../../src/features/timeline/rules/what-if.ts';
import { floatInWords, inWords, stagesInWords, standingInWords } from '../../src/features/timeline/rules/words.ts';
import { needs, plan, planned, stage } from '../support/plans.ts';

const NOTHING: Consequence = {
  end: { before: dayNumber('2026-12-11'), after: dayNumber('2026-12-11') },
  moved: [],
  eaten: [],
  path: [],
  pathChanged: false,
  appeared: [],
  gone: 0,
};
const move = (key: string) => ({ key, before: dayNumber('2026-12-08'), after: dayNumber('2026-12-10') });
const timelineOf = (one: Plan) => ({ plan: one, schedule: schedule(one) });

describe('what follows, in words', () => {
  it('is nothing when nothing follows, or only what was asked for', () => {
    expect(inWords(NOTHING, '2026-12-11', 'A')).toEqual([]);
    expect(inWords({ ...NOTHING, moved: [move('A')] }, null, 'A')).toEqual([]);
  });

  it('names the last delivery and the cut-off that it passes', () => {
    const later = { ...NOTHING, end: { before: NOTHING.end.before, after: dayNumber('2026-12-14') } };

    expect(inWords(later, '2026-12-14', 'A')).toEqual(['last delivery Fri 11 Dec → Mon 14 Dec']);
    expect(inWords(later, '2026-12-11', 'A')).toEqual([
      'last delivery Fri 11 Dec → Mon 14 Dec, after the cut-off Fri 11 Dec',
    ]);
  });

  it('names three of what moves, and counts the rest', () => {
    expect(inWords({ ...NOTHING, moved: ['B', 'C', 'D', 'E', 'F'].map(move) }, null, 'A')).toEqual([
      'moves B Tue 8 Dec → Thu 10 Dec, C Tue 8 Dec → Thu 10 Dec, D Tue 8 Dec → Thu 10 Dec and 2 more',
    ]);
  });

  it('says whose float is used up, and what is solved', () => {
    const eaten = [
      { key: 'B', before: 2, after: 0 },
      { key: 'C', before: 5, after: 1 },
      { key: 'D', before: 0, after: -1 },
    ];

    expect(inWords({ ...NOTHING, eaten, gone: 1 }, null, 'A')).toEqual(['uses up the float of B', '1 conflict solved']);
  });

  it('names each kind of new conflict once', () => {
    const cycle = { kind: 'cycle' as const, keys: ['A', 'B'] };

    expect(inWords({ ...NOTHING, appeared: [cycle, cycle] }, null, 'A')).toEqual(['new conflict: a circle']);
  });
});

describe('how a dependency stands', () => {
  const short = planned('A', [stage({ by: '2026-12-08' })]);
  const long = planned('B', [stage({ by: '2026-12-11' })]);
  const present = timelineOf(plan('2026-12-01', { dependencies: [short, long], cutOff: '2026-12-11' }));

  it('tells its float, and what slips when that is used up', () => {
    expect(floatInWords(present, 'A')).toBe(
      '3 working days · then the last delivery moves to Mon 14 Dec and passes the cut-off Fri 11 Dec',
    );
    expect(floatInWords(present, 'gone')).toBeUndefined();
  });

  it('tells whether the last delivery keeps the cut-off', () => {
    expect(standingInWords(present, 'A')).toEqual(['3 working days of float left', 'the cut-off Fri 11 Dec holds']);
    const after = { ...present, schedule: slipped(present.schedule, { dependencyId: 'A', days: 4 }) };
    expect(standingInWords(after, 'A')).toEqual([
      'no working days of float left',
      'the last delivery is 3 days after the cut-off Fri 11 Dec',
    ]);
    expect(standingInWords(present, 'gone')).toEqual([]);
  });

  it('tells by which days its stages begin and it is delivered, not what stays', () => {
    const contract = stage({ name: 'contract', by: '2026-12-04' });
    const work = [stage({ name: 'development', days: 2 }), stage({ days: 1 })];
    const on = (by: string) =>
      timelineOf(plan('2026-12-01', { dependencies: [planned('A', [{ ...contract, by }, ...work])] }));

    expect(stagesInWords(on('2026-12-04'), on('2026-12-04'), 'A')).toEqual([]);
    expect(stagesInWords(on('2026-12-04'), on('2026-12-08'), 'A')).toEqual([
      'development begins Mon 7 Dec → Wed 9 Dec',
      'delivery Wed 9 Dec → Fri 11 Dec',
    ]);
  });

  it('counts what waits for it', () => {
    const waiting = plan('2026-12-01', { dependencies: [short, planned('C', [stage()])], needs: [needs('C', 'A')] });

    expect(standingInWords(timelineOf(waiting), 'A')).toEqual(['no working days of float left']);
  });
});
