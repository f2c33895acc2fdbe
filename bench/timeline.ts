// A plan computed anew: order, critical path and float over the calendars of 200 teams, circles and conflicts; what a slip
// changes; and how the time grows with the plan.

import type { WorkingDays } from '../src/core/calendar.ts';
import { addDays } from '../src/core/calendar-date.ts';
import type { Environment, Need, Plan, PlannedDependency } from '../src/features/timeline/model.ts';
import { type Calendars, calendarsOf } from '../src/features/timeline/rules/calendars.ts';
import { conflictsIn } from '../src/features/timeline/rules/conflicts/find.ts';
import { schedule } from '../src/features/timeline/rules/schedule.ts';
import { slipped } from '../src/features/timeline/rules/what-if.ts';
import { type Row, report } from './support/result.ts';

const SIZES = [1_000, 10_000, 100_000];
const AIMED = 10_000;
const TEAMS = 200;
const WIDTH = 1_000;
const ENVIRONMENT_FOR = 20;
const TODAY = '2026-11-30';
const MOST_SECONDS = 1;
const MOST_MS_WHAT_IF = 200;
const ROUNDS = 5;
const COUNTRIES: readonly WorkingDays[] = [
  { country: 'DE', region: 'BE' },
  { country: 'US' },
  { country: 'IN' },
  { country: 'EG' },
  { country: 'JP' },
  { country: 'BR' },
  { country: 'GB' },
  { country: 'AE', weekend: [5, 6] },
];
/** Of one team each. */
const CALENDARS = Array.from({ length: TEAMS }, (_, n) => COUNTRIES[n % COUNTRIES.length] ?? {});

/** A launch: each dependency needs two of the thousand before it, so that chains grow with the plan; 1 of 500 closes a circle. */
function planOf(many: number): Plan {
  const idOf = (n: number) => `DEP-${n}`;
  const environments = Array.from({ length: Math.ceil(many / ENVIRONMENT_FOR) }, (_, n): Environment => {
    const name = `qa-${n}`;
    return {
      id: name,
      programmeId: '',
      name,
      state: 'ready',
      ownerId: null,
      fromDate: null,
      untilDate: null,
      capacity: 2,
    };
  });
  const dependencies = Array.from({ length: many }, (_, n): PlannedDependency => {
    const own = [CALENDARS[n % TEAMS] ?? {}];
    const both = [...own, CALENDARS[(n * 7 + 1) % TEAMS] ?? {}];
    const begins = addDays(TODAY, n % 180);
    const none = { from: null, by: null, environmentId: null };
    return {
      id: idOf(n),
      key: idOf(n),
      title: `Interface ${n}`,
      ownerId: `owner-${n % (TEAMS * 10)}`,
      delegateId: null,
      producer: { team: `Team ${n % 7}`, leadId: null, priority: 'low' },
      consumers: [{ team: `Team ${n % TEAMS}`, leadId: null, neededBy: addDays(begins, 25), priority: 'high' }],
      stages: [
        { ...none, name: 'contract', days: null, sides: own, by: begins },
        { ...none, name: 'development', days: 5 + (n % 10), sides: own },
        { ...none, name: 'test', days: 3, sides: both, environmentId: `qa-${n % environments.length}` },
        { ...none, name: 'release', days: 1, sides: own },
      ],
    };
  });
  const needs = dependencies.flatMap(({ id }, n): Need[] => {
    // Every tenth of a chain begins anew, so that a plan of any size lasts for years and not for centuries.
    const near = n % 10 === 0 ? [] : [n - 1, n - Math.min(n, WIDTH) + (n % 10)].filter((one) => one >= 0 && one < n);
    const back = n % 500 === 499 ? [{ dependencyId: idOf(n - 1), neededId: id, lag: 0 }] : [];
    return [...[...new Set(near)].map((one) => ({ dependencyId: id, neededId: idOf(one), lag: n % 3 })), ...back];
  });
  return {
    today: TODAY,
    cutOff: addDays(TODAY, 200),
    leadIds: [],
    dependencies,
    idle: [],
    needs,
    environments,
    freezes: [],
  };
}

/** The middle of some rounds, in milliseconds: the garbage of one falls into the next. */
function median(round: () => void): number {
  const times = Array.from({ length: ROUNDS }, () => {
    const began = performance.now();
    round();
    return performance.now() - began;
  });
  return times.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? 0;
}

function recompute(plan: Plan): { calendars: Calendars; conflicts: number } {
  const calendars = calendarsOf(plan);
  return { calendars, conflicts: conflictsIn(plan, schedule(plan, calendars), calendars).length };
}

// The library of holidays computes a year of a country once for a process.
const cold = performance.now();
recompute(planOf(SIZES[0] ?? 0));
const rows: Row[] = [
  { what: 'the first plan of a process, with its holidays', value: performance.now() - cold, unit: 'ms' },
];
const perThousand: number[] = [];
for (const many of SIZES) {
  const plan = planOf(many);
  const { calendars, conflicts } = recompute(plan);
  const present = schedule(plan, calendars);
  const found = `${present.cycles.length} circles, ${conflicts} conflicts`;
  const full = median(() => recompute(plan));
  const whatIf = median(() => {
    const after = slipped(present, { dependencyId: `DEP-${Math.floor(many / 2)}`, days: 5 });
    conflictsIn(plan, after, calendars);
  });
  perThousand.push((full * 1_000) / many);
  const aimed = many === AIMED;
  rows.push(
    {
      what: `${many} dependencies of ${TEAMS} teams in full (${found}), median`,
      value: full,
      unit: 'ms',
      ...(aimed && { aim: `≤ ${MOST_SECONDS} s`, met: full <= MOST_SECONDS * 1_000 }),
    },
    {
      what: `what if one of ${many} slips 5 days, median`,
      value: whatIf,
      unit: 'ms',
      ...(aimed && { aim: `≤ ${MOST_MS_WHAT_IF} ms`, met: whatIf <= MOST_MS_WHAT_IF }),
    },
  );
}
const [small = 0, , large = 0] = perThousand;
rows.push({
  what: `a thousand dependencies in a plan of ${SIZES.at(-1)}`,
  value: large,
  unit: 'ms',
  comparedWith: `alone, ${small.toFixed(1)} ms`,
  ratio: large / small,
  aim: '≤ 2 x',
  met: large / small <= 2,
});
report('timeline', rows);
