import { addWorkingDays, type WorkingDays, workingDaysBetween } from '../../../core/calendar.ts';

/**
 * How many promises of its own a team needs to weigh as much as all of the programme. Ours: a launch has some ten
 * dependencies a team, so that after a handful its own history speaks.
 */
const SHRINKAGE = 5;

/** How late promises are kept, in working days; negative is early. */
export interface Lateness {
  /** Half are kept by then. */
  p50: number;
  /** 85 of 100 are kept by then. */
  p85: number;
  /** Kept promises of the team, and of the whole programme, that it was computed from. */
  own: number;
  all: number;
}

/** Working days by which a promise was kept late, by the calendar of who kept it. */
export function lateBy(calendar: WorkingDays, promisedFor: string, keptOn: string): number {
  return workingDaysBetween(calendar, promisedFor, keptOn);
}

/**
 * How late a team keeps a new promise, from how late it kept others. Each quantile is shrunk towards the programme's own by
 * n/(n+k) (empirical Bayes), so that one bad week of a small team does not decide; towards the mean, P85 would promise less
 * spread the less is known. Undefined without any history.
 */
export function latenessOf(own: readonly number[], all: readonly number[]): Lateness | undefined {
  if (all.length === 0) return undefined;
  const weight = own.length / (own.length + SHRINKAGE);
  const shrunk = (level: number) =>
    own.length === 0 ? quantile(all, level) : weight * quantile(own, level) + (1 - weight) * quantile(all, level);
  return { p50: shrunk(0.5), p85: shrunk(0.85), own: own.length, all: all.length };
}

/** The quantile of some values, interpolated (type 7 of Hyndman and Fan 1996, as in R and NumPy). Throws without values. */
export function quantile(values: readonly number[], level: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * level;
  const [low, high] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  if (low === undefined || high === undefined) throw new RangeError('no quantile without values');
  return low + (high - low) * (at - Math.floor(at));
}

/** The working day on which a promise for `date` is kept when it is so late; part of a day is a whole one. */
export function keptBy(calendar: WorkingDays, date: string, late: number): string {
  return addWorkingDays(calendar, date, Math.ceil(late));
}
