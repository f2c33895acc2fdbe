import { isWorkingDay, type WorkingDays } from '../../src/core/calendar.ts';
import { addDays } from '../../src/core/calendar-date.ts';
import type { Plan, PlannedDependency, PlannedStage } from '../../src/features/timeline/model.ts';

/** One stage that is worse than planned: it ends so many working days later than it otherwise would. */
export interface Delay {
  id: string;
  place: number;
  days: number;
}

/** Start and end of each stage, by dependency and place: `A 0`. */
export type Days = ReadonlyMap<string, { start: string; end: string }>;

const known = new Map<string, boolean>();

function works(sides: readonly WorkingDays[], date: string): boolean {
  return sides.every((side) => {
    const key = `${JSON.stringify(side)} ${date}`;
    const answer = known.get(key) ?? isWorkingDay(side, date);
    known.set(key, answer);
    return answer;
  });
}

/** The working day reached from a date, itself included when it is one, by so many steps of one working day. */
export function walk(sides: readonly WorkingDays[], from: string, steps: number, direction: 1 | -1 = 1): string {
  let date = from;
  for (let left = steps; !works(sides, date) || left > 0; date = addDays(date, direction)) {
    if (works(sides, date)) left -= 1;
  }
  return date;
}

/**
 * When everything takes place, found by walking calendars a day at a time and asking of each stage, again and again, what has
 * to end before it: slow, without an index, an order or a backward pass. `floors` are days before which stages do not begin.
 */
export function slowSchedule(
  plan: Plan,
  delay?: Delay,
  floors: ReadonlyMap<string, readonly string[]> = new Map(),
): Days {
  const byId = new Map(plan.dependencies.map((one) => [one.id, one]));
  const days = new Map<string, { start: string; end: string }>();
  for (const dependency of plan.dependencies) dependency.stages.forEach((_, place) => of(dependency, place));
  return days;

  function of(dependency: PlannedDependency, place: number): { start: string; end: string } {
    const key = `${dependency.id} ${place}`;
    const done = days.get(key);
    if (done !== undefined) return done;
    const stage = dependency.stages[place] as PlannedStage;
    const { sides } = stage;
    const long = lengthOf(stage);
    const floor = floors.get(dependency.id)?.[place];
    const starts = [
      ...ownStarts(stage, long),
      ...(floor === undefined ? [] : [walk(sides, floor, 0)]),
      ...(place === 0 ? [] : [walk(sides, addDays(of(dependency, place - 1).end, 1), 0)]),
      ...(place === firstThatWaits(dependency) ? neededBy(dependency, sides) : []),
    ];
    const start = starts.sort().at(-1) ?? plan.today;
    const late = delay?.id === dependency.id && delay.place === place ? delay.days : 0;
    const found = { start, end: walk(sides, start, long - 1 + late) };
    days.set(key, found);
    return found;
  }

  function ownStarts({ sides, from, by }: PlannedStage, long: number): string[] {
    const present = walk(sides, plan.today, 0);
    if (from === null && by === null) return [present];
    return [
      walk(sides, present, long - 1, -1),
      ...(from === null ? [] : [walk(sides, from, 0)]),
      ...(by === null ? [] : [walk(sides, walk(sides, by, 0, -1), long - 1, -1)]),
    ];
  }

  function neededBy({ id }: PlannedDependency, sides: readonly WorkingDays[]): string[] {
    return plan.needs.flatMap(({ dependencyId, neededId, lag }) => {
      const needed = byId.get(neededId);
      if (dependencyId !== id || needed === undefined) return [];
      return [walk(sides, addDays(of(needed, needed.stages.length - 1).end, 1), lag)];
    });
  }
}

function lengthOf({ days, from, by, sides }: PlannedStage): number {
  if (days !== null) return days;
  if (from === null || by === null) return 1;
  let long = 0;
  for (let date = from; date <= by; date = addDays(date, 1)) if (works(sides, date)) long += 1;
  return Math.max(1, long);
}

function firstThatWaits({ stages }: PlannedDependency): number {
  return Math.max(
    0,
    stages.findIndex((one) => one.name !== 'contract'),
  );
}

/** The last day on which anything ends. */
export function endOf(days: Days): string {
  return (
    [...days.values()]
      .map(({ end }) => end)
      .sort()
      .at(-1) ?? ''
  );
}

/** What a delay of one stage moves beside itself: starts of others, or the end of all. */
export function moves(plan: Plan, before: Days, delay: Delay): { end: boolean; others: boolean } {
  const after = slowSchedule(plan, delay);
  return {
    end: endOf(after) !== endOf(before),
    others: [...after].some(([key, { start }]) => start !== before.get(key)?.start),
  };
}
