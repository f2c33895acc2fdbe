import { dayNumber } from '../../../../core/calendar-date.ts';
import { groupBy } from '../../../../core/group.ts';
import { shareWorkingDays } from '../../../../core/working-days.ts';
import type {
  Environment,
  Plan,
  PlanConflict,
  Schedule,
  ScheduledDependency,
  ScheduledStage,
  Step,
  Window,
} from '../../model.ts';
import type { Calendars } from '../calendars.ts';

/** Developments that one owner carries at once. Ours: with a fourth, each gets less than a day and a half of a week. */
export const MOST_AT_ONCE = 3;

/** Everything of a plan that contradicts itself (REQUIREMENTS C2), by the days on which things take place; the worst kinds first. */
export function conflictsIn(plan: Plan, { dependencies, cycles }: Schedule, calendars: Calendars): PlanConflict[] {
  const all = [...dependencies.values()];
  const windows = all.flatMap(windowsOf);
  return [
    ...plan.idle.map((idle): PlanConflict => ({ kind: 'never-works', idle })),
    ...cycles.map((keys): PlanConflict => ({ kind: 'cycle', keys })),
    ...all.flatMap((one) => afterCutOff(plan, one, calendars)),
    ...all.flatMap((one) => neededEarlier(one, calendars)),
    ...windowConflicts(plan, windows, calendars),
    ...overCommitted(all),
    ...all.flatMap(prioritiesDisagree),
  ];
}

/** One text for the same conflict before and after a change. */
export function conflictId(conflict: PlanConflict): string {
  switch (conflict.kind) {
    case 'never-works':
      return `${conflict.kind} ${conflict.idle.personId}`;
    case 'cycle':
      return `cycle ${conflict.keys.toSorted().join(' ')}`;
    case 'needed-earlier':
      return `${conflict.kind} ${conflict.dependency.dependency.id} ${conflict.waiting.team}`;
    case 'after-cut-off':
      return `${conflict.kind} ${conflict.dependency.dependency.id} ${conflict.stage.planned.name}`;
    case 'priorities-disagree':
      return `${conflict.kind} ${conflict.dependency.dependency.id}`;
    case 'over-committed':
      return `${conflict.kind} ${conflict.ownerId}`;
    case 'in-freeze':
      return `${conflict.kind} ${conflict.window.dependency.dependency.id} ${conflict.freeze.name}`;
    case 'no-environment':
    case 'not-ready':
    case 'outside-life':
    case 'over-capacity':
    case 'on-holiday':
    case 'no-shared-day':
      return `${conflict.kind} ${conflict.window.dependency.dependency.id}`;
  }
}

function windowsOf(dependency: ScheduledDependency): Window[] {
  return dependency.stages.filter(({ planned }) => planned.name === 'test').map((stage) => ({ dependency, stage }));
}

/** Working days of a stage's sides from the last of them on or before `promised` to the stage's end. */
function daysAfter(promised: string, { planned, end }: ScheduledStage, calendars: Calendars): number {
  const calendar = calendars(planned.sides);
  return calendar.onOrAfter(end) - calendar.onOrBefore(dayNumber(promised));
}

function neededEarlier(dependency: ScheduledDependency, calendars: Calendars): PlanConflict[] {
  const { last } = dependency;
  return dependency.dependency.consumers.flatMap((waiting): PlanConflict[] => {
    const { neededBy } = waiting;
    if (neededBy === null || last.end <= dayNumber(neededBy)) return [];
    const days = daysAfter(neededBy, last, calendars);
    return [{ kind: 'needed-earlier', dependency, waiting: { ...waiting, neededBy }, days }];
  });
}

/** A window that ends too late is told of, and a delivery; not both of one dependency. */
function afterCutOff({ cutOff }: Plan, dependency: ScheduledDependency, calendars: Calendars): PlanConflict[] {
  if (cutOff === null) return [];
  const last = dayNumber(cutOff);
  const late = dependency.stages.find((stage) => {
    const bound = stage.planned.name === 'test' || stage === dependency.last;
    return bound && stage.end > last;
  });
  if (late === undefined) return [];
  return [{ kind: 'after-cut-off', dependency, stage: late, cutOff, days: daysAfter(cutOff, late, calendars) }];
}

/** High for who waits and low for who delivers. A step between is a shade: each side plans by its own scale. */
function prioritiesDisagree(dependency: ScheduledDependency): PlanConflict[] {
  const { producer, consumers } = dependency.dependency;
  const waiting = consumers.filter(({ priority }) => priority === 'high');
  if (producer.priority !== 'low' || waiting.length === 0) return [];
  return [{ kind: 'priorities-disagree', dependency, waiting }];
}

function windowConflicts(plan: Plan, windows: readonly Window[], calendars: Calendars): PlanConflict[] {
  const environments = new Map(plan.environments.map((one) => [one.id, one]));
  const freezes = plan.freezes.map((freeze) => ({
    freeze,
    start: dayNumber(freeze.startDate),
    end: dayNumber(freeze.endDate),
  }));
  const single = windows.flatMap((window): PlanConflict[] => {
    const { planned, start, end } = window.stage;
    const environment = environments.get(planned.environmentId ?? '');
    const frozen = freezes.find((one) => one.start <= end && start <= one.end);
    const holidays = holidaysIn(window, calendars);
    return [
      ...environmentConflicts(window, environment),
      ...(frozen === undefined ? [] : [{ kind: 'in-freeze' as const, window, freeze: frozen.freeze }]),
      ...(holidays.length === 0 ? [] : [{ kind: 'on-holiday' as const, window, holidays }]),
      ...(shareWorkingDays(planned.sides) ? [] : [{ kind: 'no-shared-day' as const, window }]),
    ];
  });
  const crowded = [...groupBy(windows, ({ stage }) => stage.planned.environmentId)].flatMap(([id, inside]) => {
    const environment = environments.get(id ?? '');
    return environment === undefined ? [] : overCapacity(environment, inside);
  });
  return [...single, ...crowded];
}

function environmentConflicts(window: Window, environment: Environment | undefined): PlanConflict[] {
  if (environment === undefined) return [{ kind: 'no-environment', window }];
  if (environment.state !== 'ready') return [{ kind: 'not-ready', window, environment }];
  return isWithinLife(environment, window.stage) ? [] : [{ kind: 'outside-life', window, environment }];
}

/** True when an environment is there on all of these days. */
export function isWithinLife(
  { fromDate, untilDate }: Pick<Environment, 'fromDate' | 'untilDate'>,
  { start, end }: { start: number; end: number },
): boolean {
  return (fromDate === null || dayNumber(fromDate) <= start) && (untilDate === null || end <= dayNumber(untilDate));
}

function holidaysIn({ stage }: Window, calendars: Calendars): { day: number; name: string }[] {
  const calendar = calendars(stage.planned.sides);
  const found: { day: number; name: string }[] = [];
  for (let day = stage.start; day <= stage.end; day += 1) {
    const holiday = calendar.holiday(day);
    if (holiday !== undefined) found.push({ day, name: holiday.name });
  }
  return found;
}

/** Windows that begin while their environment is full already; those that began before stay. */
function overCapacity(environment: Environment, windows: readonly Window[]): PlanConflict[] {
  let under: Window[] = [];
  return windows
    .toSorted((a, b) => a.stage.start - b.stage.start)
    .flatMap((window): PlanConflict[] => {
      under = under.filter(({ stage }) => stage.end >= window.stage.start);
      const beside = under.map(({ dependency }) => dependency.dependency.key);
      under.push(window);
      return beside.length < environment.capacity ? [] : [{ kind: 'over-capacity', window, environment, beside }];
    });
}

/** Each owner once, on the day with the most. */
function overCommitted(all: readonly ScheduledDependency[]): PlanConflict[] {
  const work = all.flatMap(({ dependency, stages }): Step[] =>
    stages.filter(({ planned }) => planned.name === 'development').map((stage) => ({ dependency, stage })),
  );
  return [...groupBy(work, ({ dependency }) => dependency.ownerId)].flatMap(([ownerId, own]): PlanConflict[] => {
    if (ownerId === null || own.length <= MOST_AT_ONCE) return [];
    let under: Step[] = [];
    let most: Step[] = [];
    for (const one of own.toSorted((a, b) => a.stage.start - b.stage.start)) {
      under = [...under.filter(({ stage }) => stage.end >= one.stage.start), one];
      if (under.length > most.length) most = under;
    }
    if (most.length <= MOST_AT_ONCE) return [];
    return [{ kind: 'over-committed', ownerId, day: most.at(-1)?.stage.start ?? 0, work: most }];
  });
}
