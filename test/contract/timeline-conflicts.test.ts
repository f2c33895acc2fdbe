import fc from 'fast-check';
import { Priority } from '../../src/features/register/model.ts';
import type { Environment, Freeze, Plan, PlannedStage } from '../../src/features/timeline/model.ts';
import { calendarsOf } from '../../src/features/timeline/rules/calendars.ts';
import { conflictId, conflictsIn } from '../../src/features/timeline/rules/conflicts/find.ts';
import { resolutionsOf } from '../../src/features/timeline/rules/conflicts/resolve.ts';
import { schedule } from '../../src/features/timeline/rules/schedule.ts';
import { needs, plan, planned, stage } from '../support/plans.ts';

/** A Monday. */
const TODAY = '2026-11-30';
const QA: Environment = {
  id: 'qa',
  programmeId: 'p',
  name: 'qa-1',
  state: 'ready',
  ownerId: 'kenji',
  fromDate: null,
  untilDate: null,
  capacity: 1,
};
const FREEZE: Freeze = { programmeId: 'p', name: 'Year end', startDate: '2026-12-08', endDate: '2026-12-09' };

function found(facts: Partial<Plan>) {
  const one = plan(TODAY, { leadIds: ['lena'], ...facts });
  const calendars = calendarsOf(one);
  const result = schedule(one, calendars);
  return conflictsIn(one, result, calendars).map((conflict) => ({
    id: conflictId(conflict),
    conflict,
    ways: resolutionsOf(conflict, { plan: one, schedule: result, calendars }),
  }));
}

/** A test window from Mon 7 to Wed 9 Dec. */
function window(facts: Partial<PlannedStage> = {}): PlannedStage {
  return stage({ name: 'test', days: null, from: '2026-12-07', by: '2026-12-09', environmentId: 'qa', ...facts });
}

const windowOf = (id: string, facts: Partial<PlannedStage> = {}) =>
  planned(id, [window(facts)], { ownerId: `${id}-owner` });

it('finds nothing in a plan that fits', () => {
  expect(found({ dependencies: [windowOf('A')], environments: [QA], cutOff: '2026-12-09' })).toEqual([]);
});

it('tells a consumer that needs it before it is delivered, and what either side moves', () => {
  const consumers = [{ team: 'Partner', leadId: 'chloe', neededBy: '2026-12-04', priority: null }];
  const [first, ...others] = found({
    dependencies: [planned('A', [stage({ by: '2026-12-09' })], { ownerId: 'ana', consumers })],
  });
  expect(others).toEqual([]);
  expect(first).toMatchObject({ id: 'needed-earlier A Partner', conflict: { days: 3 } });
  expect(first?.ways).toEqual([
    { text: 'Partner takes A on Wed 9 Dec instead of Fri 4 Dec', days: 3, people: ['chloe'] },
    { text: 'Deliver A 3 working days earlier, by Fri 4 Dec', days: 3, people: ['ana'] },
  ]);
});

it('names a circle by its way round, and each need that can go', () => {
  const dependencies = ['A', 'B', 'C'].map((id) => planned(id, [stage()], { ownerId: `${id}-owner` }));
  const [first] = found({ dependencies, needs: [needs('A', 'B'), needs('B', 'C'), needs('C', 'A')] });
  expect(first?.conflict).toEqual({ kind: 'cycle', keys: ['A', 'B', 'C'] });
  expect(first?.ways.map(({ text }) => text)).toContain('Begin B against the contract of C: /deps needs B C none');
});

it('tells of a window without an environment, and where there is room', () => {
  const free: Environment = { ...QA, id: 'free', name: 'qa-2', ownerId: 'omar' };
  const [first] = found({
    dependencies: [windowOf('A', { environmentId: null }), windowOf('B')],
    environments: [QA, free],
  });
  expect(first?.id).toBe('no-environment A');
  expect(first?.ways).toEqual([
    { text: 'Test A in qa-2', days: 0, people: ['omar'] },
    { text: 'Test A in qa-1 on Thu 10 Dec – Mon 14 Dec', days: 3, people: ['kenji', 'A-owner'] },
  ]);
});

it.each([
  [
    'an environment that is not set up',
    { state: 'provisioning' as const },
    'not-ready A',
    'Provision qa-1 by Mon 7 Dec',
  ],
  [
    'an environment that ends too early',
    { untilDate: '2026-12-08' },
    'outside-life A',
    'Keep qa-1 for Mon 7 Dec – Wed 9 Dec',
  ],
  [
    'an environment that begins too late',
    { fromDate: '2026-12-08' },
    'outside-life A',
    'Keep qa-1 for Mon 7 Dec – Wed 9 Dec',
  ],
])('tells of a window in %s', (_what, facts, id, way) => {
  const [first] = found({ dependencies: [windowOf('A')], environments: [{ ...QA, ...facts }] });
  expect(first?.id).toBe(id);
  expect(first?.ways.map(({ text }) => text)).toContain(way);
});

it('tells of a window too many, and moves it to the first room', () => {
  const [first, ...others] = found({ dependencies: [windowOf('A'), windowOf('B')], environments: [QA] });
  expect(others).toEqual([]);
  expect(first).toMatchObject({ id: 'over-capacity B', conflict: { beside: ['A'] } });
  expect(first?.ways).toEqual([
    { text: 'Raise the capacity of qa-1 to 2', days: 0, people: ['kenji', 'lena'] },
    { text: 'Move the test window of B in qa-1 to Thu 10 Dec – Mon 14 Dec', days: 3, people: ['B-owner'] },
  ]);
});

it('tells of a window in a freeze and after the cut-off', () => {
  const conflicts = found({
    dependencies: [windowOf('A')],
    environments: [QA],
    freezes: [FREEZE],
    cutOff: '2026-12-08',
  });
  expect(conflicts.map(({ id }) => id)).toEqual(['after-cut-off A test', 'in-freeze A Year end']);
  expect(conflicts[0]?.ways).toContainEqual({
    text: 'Test A 1 working day earlier, by Tue 8 Dec',
    days: 1,
    people: ['A-owner'],
  });
  expect(found({ dependencies: [windowOf('A')], environments: [QA], freezes: [FREEZE] })[0]?.ways).toEqual([
    { text: 'Except A from “Year end”', days: 0, people: ['lena'] },
    { text: 'Move the test window of A in qa-1 to Thu 10 Dec – Mon 14 Dec', days: 3, people: ['A-owner'] },
  ]);
});

it('tells of holidays of either side within a window', () => {
  const sides = [{ country: 'US' }, { country: 'DE', region: 'BE' }];
  const [first] = found({
    dependencies: [windowOf('A', { sides, from: '2026-12-22', by: '2026-12-28' })],
    environments: [QA],
  });
  expect(first?.id).toBe('on-holiday A');
  expect(first?.ways.map(({ text }) => text)).toEqual([
    'Keep the window: it has 4 working days that both sides work',
    'Move the test window of A to Mon 28 Dec – Thu 31 Dec',
  ]);
});

it('tells of two sides that never work on the same day', () => {
  const sides = [{ weekend: [1, 2, 3] }, { weekend: [4, 5, 6, 7] }];
  expect(found({ dependencies: [windowOf('A', { sides })], environments: [QA] }).map(({ id }) => id)).toEqual([
    'no-shared-day A',
  ]);
});

it('tells of an owner with a fourth development at once; what has the most float gives way', () => {
  const work = (days: number) => [stage({ name: 'development', days })];
  const dependencies = ['A', 'B', 'C', 'D'].map((id, index) =>
    planned(id, work(10 - index), { ownerId: 'ana', delegateId: 'ben' }),
  );
  const [first, ...others] = found({ dependencies });
  expect(others).toEqual([]);
  expect(first?.id).toBe('over-committed ana');
  expect(first?.ways).toEqual([
    { text: 'Hand D to its delegate', days: 0, people: ['ana', 'ben'] },
    { text: 'Begin D on Thu 10 Dec, 5 working days beyond its float', days: 8, people: ['ana'] },
  ]);
  expect(found({ dependencies: dependencies.slice(1) })).toEqual([]);
});

describe('priorities', () => {
  const producer = { team: 'Platform', leadId: 'paul', priority: 'low' as const };
  const high = { team: 'Partner', leadId: 'chloe', neededBy: null, priority: 'high' as const };

  it('tells of one that is high for who waits and low for who delivers, and what each side can do', () => {
    const dependencies = [
      planned('A', [stage({ by: '2026-12-09' })], { ownerId: 'ana', producer, consumers: [high] }),
      planned('B', [stage({ by: '2026-12-11' })]),
    ];
    const [first, ...others] = found({ dependencies });
    expect(others).toEqual([]);
    expect(first?.id).toBe('priorities-disagree A');
    expect(first?.ways).toEqual([
      { text: 'Platform raises A to high', days: 0, people: ['paul'] },
      { text: 'Leadership decides whose priority of A counts', days: 0, people: ['lena', 'paul', 'chloe'] },
      {
        text: 'Partner lowers its priority and takes A by Fri 11 Dec, the last day that moves nothing else',
        days: 2,
        people: ['chloe'],
      },
    ]);
  });

  it('asks the owner where the producer has no lead, and names all who wait', () => {
    const waiting = [high, { ...high, team: 'Data', leadId: null }, { ...high, team: 'QA', priority: 'low' as const }];
    const [first] = found({
      dependencies: [
        planned('A', [stage()], { ownerId: 'ana', producer: { ...producer, leadId: null }, consumers: waiting }),
      ],
    });
    expect(first?.ways[0]).toEqual({ text: 'Platform raises A to high', days: 0, people: ['ana'] });
    expect(first?.ways.map(({ text }) => text)).toContain(
      'Partner, Data lower their priorities and take A by Mon 30 Nov, the last day that moves nothing else',
    );
  });

  it('disagree exactly where one who waits says high and who delivers says low; what is proposed ends it', () => {
    const priority = fc.option(fc.constantFrom(...Priority.options));
    fc.assert(
      fc.property(priority, fc.array(priority, { maxLength: 4 }), (own, theirs) => {
        const consumers = theirs.map((one, index) => ({ ...high, team: `Team ${index}`, priority: one }));
        const conflicts = (by: typeof own, of: typeof consumers) =>
          found({
            dependencies: [planned('A', [stage()], { producer: { ...producer, priority: by }, consumers: of })],
          });
        const [first, ...others] = conflicts(own, consumers);
        expect(others).toEqual([]);
        expect(first !== undefined).toBe(own === 'low' && theirs.includes('high'));
        const days = first?.ways.map((way) => way.days) ?? [];
        expect(days).toEqual(days.toSorted((a, b) => a - b));
        expect(conflicts('high', consumers)).toEqual([]);
        expect(
          conflicts(
            own,
            consumers.map((one) => ({ ...one, priority: 'medium' as const })),
          ),
        ).toEqual([]);
      }),
    );
  });
});
