import { dateOfNumber, dayNumber } from '../../../core/calendar-date.ts';
import type { PlanConflict, Schedule, Step } from '../model.ts';
import { conflictId } from './conflicts/find.ts';

/** What of a plan is otherwise after a change. Days are numbers. */
export interface Consequence {
  /** Last delivery, before and after. */
  end: { before: number | null; after: number | null };
  /** Dependencies whose delivery moves. */
  moved: readonly { key: string; before: number; after: number }[];
  /** Dependencies that have less float than before, in working days. */
  eaten: readonly { key: string; before: number; after: number }[];
  path: readonly Step[];
  pathChanged: boolean;
  appeared: readonly PlanConflict[];
  gone: number;
}

interface Computed {
  schedule: Schedule;
  conflicts: readonly PlanConflict[];
}

/** Compares a plan before and after a change. */
export function consequenceOf(before: Computed, after: Computed): Consequence {
  const pairs = [...after.schedule.dependencies].flatMap(([id, now]) => {
    const old = before.schedule.dependencies.get(id);
    return old === undefined ? [] : [{ key: now.dependency.key, old: old.last, now: now.last }];
  });
  const known = new Set(before.conflicts.map(conflictId));
  const left = new Set(after.conflicts.map(conflictId));
  return {
    end: { before: before.schedule.end, after: after.schedule.end },
    moved: pairs
      .filter(({ old, now }) => old.end !== now.end)
      .map(({ key, old, now }) => ({ key, before: old.end, after: now.end })),
    eaten: pairs
      .filter(({ old, now }) => now.totalFloat < old.totalFloat)
      .map(({ key, old, now }) => ({ key, before: old.totalFloat, after: now.totalFloat })),
    path: after.schedule.path,
    pathChanged: keysOn(before.schedule.path).join() !== keysOn(after.schedule.path).join(),
    appeared: after.conflicts.filter((one) => !known.has(conflictId(one))),
    gone: [...known].filter((id) => !left.has(id)).length,
  };
}

/**
 * Whether more follows from a change than what was asked for: another delivery gets later than the one it is about (`about`,
 * its key), the last of all does, a float that was there is used up, or a conflict appears. Such a change is shown first.
 */
export function followsMore({ end, moved, eaten, appeared }: Consequence, about?: string): boolean {
  return (
    moved.some(({ key, before, after }) => key !== about && before < after) ||
    (end.before !== null && end.after !== null && end.before < end.after) ||
    eaten.some(({ before, after }) => before > 0 && after <= 0) ||
    appeared.length > 0
  );
}

/** What follows, in a form that is the same for the same and is kept: with dates, and conflicts by their ids. */
export interface Followed {
  end: { before: string | null; after: string | null };
  moved: { key: string; before: string; after: string }[];
  eaten: { key: string; before: number; after: number }[];
  conflicts: string[];
  solved: number;
}

export function followed({ end, moved, eaten, appeared, gone }: Consequence): Followed {
  const date = (day: number | null) => (day === null ? null : dateOfNumber(day));
  return {
    end: { before: date(end.before), after: date(end.after) },
    moved: moved.map(({ key, before, after }) => ({ key, before: dateOfNumber(before), after: dateOfNumber(after) })),
    eaten: [...eaten],
    conflicts: appeared.map(conflictId),
    solved: gone,
  };
}

/** The dependencies of a path, each once. */
export function keysOn(path: readonly Step[]): string[] {
  return [...new Set(path.map(({ dependency }) => dependency.key))];
}

/** True when the end moves to a day after the cut-off. */
export function passesCutOff({ end }: Consequence, cutOff: string | null): boolean {
  return cutOff !== null && end.after !== null && end.after > dayNumber(cutOff);
}
