import fc from 'fast-check';
import type { WorkingDays } from '../../src/core/calendar.ts';
import { addDays, dateOfNumber } from '../../src/core/calendar-date.ts';
import type { Plan, PlannedStage, Schedule, ScheduledStage } from '../../src/features/timeline/model.ts';
import { calendarsOf } from '../../src/features/timeline/rules/calendars.ts';
import { schedule } from '../../src/features/timeline/rules/schedule.ts';
import { slipped } from '../../src/features/timeline/rules/what-if.ts';
import { needs, plan, planned, stage } from '../support/plans.ts';
import { endOf, moves, slowSchedule, walk } from '../support/slow-schedule.ts';

/** Fri 27 Nov 2026: Christmas, the new year and the holidays of the winter lie ahead. */
const TODAY = '2026-11-27';
/** Mon–Fri, Sun–Thu, Mon–Thu with Saturday; with holidays of six countries. */
const CALENDARS: readonly WorkingDays[] = [
  {},
  { country: 'DE', region: 'BE' },
  { country: 'US' },
  { country: 'JP' },
  { country: 'EG' },
  { country: 'IN', weekend: [5, 7] },
];
const MOST_DEPENDENCIES = 12;

const sides = fc.uniqueArray(fc.constantFrom(...CALENDARS), { minLength: 1, maxLength: 2 });
const day = fc.integer({ min: -20, max: 60 }).map((days) => addDays(TODAY, days));
const dates = fc.oneof(
  fc.constant({ from: null, by: null }),
  day.map((by) => ({ from: null, by })),
  day.map((from) => ({ from, by: null })),
  fc.tuple(day, fc.nat(14)).map(([from, long]) => ({ from, by: addDays(from, long) })),
);
const facts = fc.record({ sides, days: fc.option(fc.integer({ min: 1, max: 9 })), dates });
const stages = fc
  .tuple(
    fc.subarray(['contract', 'development', 'test', 'release'] as const, { minLength: 1 }),
    fc.array(facts, { minLength: 4, maxLength: 4 }),
  )
  .map(([names, all]) =>
    names.map((name, place): PlannedStage => {
      const { dates: days, ...others } = all[place] ?? { sides: [{}], days: 1, dates: { from: null, by: null } };
      return stage({ name, ...others, ...days });
    }),
  );
const links = fc.array(fc.tuple(fc.nat(MOST_DEPENDENCIES - 1), fc.nat(MOST_DEPENDENCIES - 1), fc.nat(4)), {
  maxLength: 24,
});

/** Plans of up to twelve dependencies, in circles only where asked for. */
function plans(circles: boolean): fc.Arbitrary<Plan> {
  return fc.tuple(fc.array(stages, { minLength: 1, maxLength: MOST_DEPENDENCIES }), links).map(([all, pairs]) => {
    const dependencies = all.map((one, number) => planned(`DEP-${number}`, one));
    const inside = pairs.filter(([from, to]) => from < all.length && to < all.length && (circles || to < from));
    return plan(TODAY, {
      dependencies,
      needs: inside.map(([from, to, lag]) => needs(`DEP-${from}`, `DEP-${to}`, lag)),
    });
  });
}

function stagesIn(result: Schedule) {
  return [...result.dependencies].flatMap(([id, one]) => one.stages.map((found, place) => ({ id, place, found })));
}

/** All that is computed of a plan, without what it was computed from. */
function factsOf({ dependencies, end, path, cycles }: Schedule) {
  const timesOf = ({ planned: { name }, start, end: last, totalFloat, freeFloat, late }: ScheduledStage) => ({
    ...{ name, start, last, totalFloat, freeFloat, late },
  });
  return {
    stages: [...dependencies].map(([id, one]) => [id, one.stages.map(timesOf)]),
    path: path.map(({ dependency, stage: one }) => [dependency.id, one.planned.name]),
    ...{ end, cycles },
  };
}

describe('against a schedule that walks the calendars day by day', () => {
  it('finds the same days for every stage, and the same end', () => {
    fc.assert(
      fc.property(plans(false), (one) => {
        const slow = slowSchedule(one);
        const result = schedule(one);
        for (const { id, place, found } of stagesIn(result)) {
          expect([id, dateOfNumber(found.start), dateOfNumber(found.end)]).toEqual([
            id,
            ...Object.values(slow.get(`${id} ${place}`) ?? {}),
          ]);
        }
        expect(dateOfNumber(result.end ?? 0)).toBe(endOf(slow));
      }),
      { numRuns: 40 },
    );
  });

  it('float is exactly what a stage can slip: one working day more moves the end, or what comes next', () => {
    fc.assert(
      fc.property(plans(false), (one) => {
        const slow = slowSchedule(one);
        for (const { id, place, found } of stagesIn(schedule(one))) {
          const by = (days: number) => moves(one, slow, { id, place, days });
          expect(by(found.totalFloat).end).toBe(false);
          expect(by(found.totalFloat + 1).end).toBe(true);
          expect(by(found.freeFloat)).toEqual({ end: false, others: false });
          const beyond = by(found.freeFloat + 1);
          expect(beyond.others || beyond.end).toBe(true);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('a slip moves what it moves there, and no more', () => {
    fc.assert(
      fc.property(plans(false), fc.nat(MOST_DEPENDENCIES - 1), fc.integer({ min: 1, max: 15 }), (one, at, days) => {
        const { id, stages: all } = one.dependencies[at % one.dependencies.length] ?? planned('', []);
        const slow = slowSchedule(one);
        const floors = all.map(({ sides: who }, place) => walk(who, slow.get(`${id} ${place}`)?.start ?? TODAY, days));
        const expected = slowSchedule(one, undefined, new Map([[id, floors]]));
        const result = slipped(schedule(one), { dependencyId: id, days });
        for (const { id: of, place, found } of stagesIn(result)) {
          expect(dateOfNumber(found.start)).toBe(expected.get(`${of} ${place}`)?.start);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('a slip is the plan in which the stages begin so much later, circles and float included', () => {
    fc.assert(
      fc.property(plans(true), fc.nat(MOST_DEPENDENCIES - 1), fc.integer({ min: 1, max: 15 }), (one, at, days) => {
        const { id } = one.dependencies[at % one.dependencies.length] ?? planned('', []);
        const present = schedule(one);
        const known = structuredClone(factsOf(present));
        const result = slipped(present, { dependencyId: id, days });

        const calendars = calendarsOf(one);
        const later = one.dependencies.map((dependency) =>
          dependency.id !== id
            ? dependency
            : {
                ...dependency,
                stages: dependency.stages.map((stage, place) => {
                  const { start = 0, end = 0 } = present.dependencies.get(id)?.stages[place] ?? {};
                  const calendar = calendars(stage.sides);
                  const long = calendar.onOrAfter(end) - calendar.onOrAfter(start) + 1;
                  const from = dateOfNumber(calendar.day(calendar.onOrAfter(start) + days));
                  return { ...stage, days: long, from };
                }),
              },
        );
        expect(factsOf(result)).toEqual(factsOf(schedule({ ...one, dependencies: later })));
        // What was computed before stays as it was.
        expect(factsOf(present)).toEqual(known);
      }),
      { numRuns: 100 },
    );
  });

  it('the critical path leads to the end without a gap that anything could use', () => {
    fc.assert(
      fc.property(plans(false), (one) => {
        const slow = slowSchedule(one);
        const { path, end } = schedule(one);
        expect(path.at(-1)?.stage).toMatchObject({ end, totalFloat: 0 });
        path.slice(1).forEach(({ dependency, stage: next }, index) => {
          const before = path[index];
          const place = before?.dependency.stages.indexOf(before.stage.planned) ?? 0;
          const id = before?.dependency.id ?? '';
          // What comes before begins to move what comes next within its own free float and a day.
          const free = before?.stage.freeFloat ?? 0;
          const after = slowSchedule(one, { id, place, days: free + 1 });
          const key = `${dependency.id} ${dependency.stages.indexOf(next.planned)}`;
          expect(after.get(key)?.start).not.toBe(slow.get(key)?.start);
        });
      }),
      { numRuns: 40 },
    );
  });
});

it('names each circle once by a way round it, and those alone', () => {
  fc.assert(
    fc.property(plans(true), (one) => {
      const ids = one.dependencies.map(({ id }) => id);
      const reach = new Map(ids.map((id) => [id, new Set<string>()]));
      for (let round = 0; round < ids.length; round += 1) {
        for (const { dependencyId, neededId } of one.needs) {
          const from = reach.get(dependencyId);
          for (const id of [neededId, ...(reach.get(neededId) ?? [])]) from?.add(id);
        }
      }
      const circular = ids.filter((id) => reach.get(id)?.has(id));
      const together = (id: string) =>
        circular.filter((other) => reach.get(id)?.has(other) && reach.get(other)?.has(id));
      const circles = new Set(circular.map((id) => together(id).join()));

      const { cycles, dependencies } = schedule(one);

      expect(new Set(cycles.map(([first = '']) => together(first).join()))).toEqual(circles);
      expect(cycles).toHaveLength(circles.size);
      for (const cycle of cycles) {
        cycle.forEach((key, index) => {
          const next = cycle[(index + 1) % cycle.length];
          expect(one.needs.some((need) => need.dependencyId === key && need.neededId === next)).toBe(true);
        });
      }
      expect(dependencies.size).toBe(ids.length);
    }),
    { numRuns: 40 },
  );
});

/** A network of a textbook: activities of some days each, every day worked. */
function network(activities: Readonly<Record<string, [days: number, after: string]>>): Schedule {
  const everyDay: WorkingDays[] = [{ weekend: [] }];
  return schedule(
    plan(TODAY, {
      dependencies: Object.entries(activities).map(([id, [days]]) => planned(id, [stage({ days, sides: everyDay })])),
      needs: Object.entries(activities).flatMap(([id, [, after]]) =>
        after.split(' ').flatMap((needed) => (needed === '' ? [] : needs(id, needed))),
      ),
    }),
  );
}

function floatsIn({ dependencies }: Schedule): Record<string, number> {
  return Object.fromEntries([...dependencies].map(([id, { last }]) => [id, last.totalFloat]));
}

function lengthOf({ dependencies, end }: Schedule): number {
  const first = Math.min(...[...dependencies.values()].flatMap(({ stages: all }) => all.map(({ start }) => start)));
  return (end ?? 0) - first + 1;
}

describe('published examples', () => {
  // F. Hillier, G. Lieberman, Introduction to Operations Research, chapter on project management with PERT/CPM: the
  // Reliable Construction Co. project, 44 weeks along A B C E F J L N.
  it('Reliable Construction Co.', () => {
    const result = network({
      A: [2, ''],
      B: [4, 'A'],
      C: [10, 'B'],
      D: [6, 'C'],
      E: [4, 'C'],
      F: [5, 'E'],
      G: [7, 'D'],
      H: [9, 'E G'],
      I: [7, 'C'],
      J: [8, 'F I'],
      K: [4, 'J'],
      L: [5, 'J'],
      M: [2, 'H'],
      N: [6, 'K L'],
    });
    expect(lengthOf(result)).toBe(44);
    expect(result.path.map(({ dependency }) => dependency.key).join(' ')).toBe('A B C E F J L N');
    expect(floatsIn(result)).toEqual({
      ...{ A: 0, B: 0, C: 0, D: 4, E: 0, F: 0, G: 4 },
      ...{ H: 4, I: 2, J: 0, K: 1, L: 0, M: 4, N: 0 },
    });
  });

  // B. Render, R. Stair, M. Hanna, Quantitative Analysis for Management, chapter on project management: General Foundry (and
  // J. Heizer, B. Render, Operations Management: Milwaukee Paper), 15 weeks along A C E G H.
  it('General Foundry', () => {
    const result = network({
      A: [2, ''],
      B: [3, ''],
      C: [2, 'A'],
      D: [4, 'B'],
      E: [4, 'C'],
      F: [3, 'C'],
      G: [5, 'D E'],
      H: [2, 'F G'],
    });
    expect(lengthOf(result)).toBe(15);
    expect(result.path.map(({ dependency }) => dependency.key).join(' ')).toBe('A C E G H');
    expect(floatsIn(result)).toEqual({ A: 0, B: 1, C: 0, D: 1, E: 0, F: 6, G: 0, H: 0 });
  });

  // B. Taylor, Introduction to Management Science, chapter 8 (project management), solution of the first network with times:
  // 20 weeks along 1-3-4-5-6.
  it('a network of Taylor with activities on arrows', () => {
    const result = network({
      '1-2': [7, ''],
      '1-3': [10, ''],
      '2-4': [6, '1-2'],
      '3-4': [5, '1-3'],
      '3-5': [4, '1-3'],
      '4-5': [3, '2-4 3-4'],
      '5-6': [2, '3-5 4-5'],
    });
    expect(lengthOf(result)).toBe(20);
    expect(result.path.map(({ dependency }) => dependency.key)).toEqual(['1-3', '3-4', '4-5', '5-6']);
    expect(floatsIn(result)).toEqual({ '1-2': 2, '1-3': 0, '2-4': 2, '3-4': 0, '3-5': 4, '4-5': 0, '5-6': 0 });
  });
});

it('a side that works on Sundays has a day that the other cannot use', () => {
  const cairo = [{ country: 'EG' }];
  const one = plan('2026-12-03', {
    dependencies: [
      planned('A', [stage({ sides: cairo, days: 1, by: '2026-12-03' })]),
      planned('B', [stage({ days: 2 })]),
    ],
    needs: [needs('B', 'A')],
  });

  const { path, end, dependencies } = schedule(one);

  // A ends on Thursday, works again on Sunday; B begins on Friday and would begin on Monday if A took until Sunday.
  expect(dateOfNumber(end ?? 0)).toBe('2026-12-07');
  expect(path.map(({ dependency }) => dependency.key)).toEqual(['A', 'B']);
  expect(dependencies.get('A')?.last.totalFloat).toBe(0);
});

it('a chain longer than a stack is scheduled', () => {
  const ids = Array.from({ length: 20_000 }, (_, number) => `DEP-${number}`);
  const one = plan(TODAY, {
    dependencies: ids.map((id) => planned(id, [stage({ sides: [{ weekend: [] }] })])),
    needs: ids.slice(1).map((id, index) => needs(id, ids[index] ?? '')),
  });
  expect(schedule(one).path).toHaveLength(ids.length);
});
