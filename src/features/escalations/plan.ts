import { NoWorkingTime } from '../../core/calendar.ts';
import type { Tx } from '../../db/db.ts';
import type { Programme } from '../programme/index.ts';
import { type Change, computed, hasDates, readRecords, type Timeline, wouldFollow } from '../timeline/index.ts';

/** The plan as a matter sees it: null when it cannot be computed, undefined where there is nothing to compute. */
export type Present = Timeline | null | undefined;

/** Gives the plan of a programme on a day, `YYYY-MM-DD`. */
export type Plans = (programme: Programme, today: string) => Promise<Present>;

/**
 * Reads plans, each once: what is done in this transaction after its first look at a programme must not change its plan, or
 * must look by itself. Nothing is read of a programme without a date.
 */
export function plansOf(tx: Tx): Plans {
  const known = new Map<string, Promise<Present>>();
  return (programme, today) => {
    const key = `${programme.id} ${today}`;
    const plan = known.get(key) ?? planOf(tx, programme, today);
    known.set(key, plan);
    return plan;
  };
}

async function planOf(tx: Tx, programme: Programme, today: string): Promise<Present> {
  if (!(await hasDates(tx, programme.id))) return undefined;
  const records = await readRecords({ tx }, programme, today);
  return orNull(() => computed(records));
}

/** What follows in the plan from a change of the records; undefined when it cannot be computed. */
export function following(present: Present, to: Change['to']): ReturnType<typeof wouldFollow> | undefined {
  return present ? (orNull(() => wouldFollow(present, to)) ?? undefined) : undefined;
}

/** An escalation goes without what cannot be computed because a calendar has no working day. */
export function orNull<T>(compute: () => T): T | null {
  try {
    return compute();
  } catch (error) {
    if (error instanceof NoWorkingTime) return null;
    throw error;
  }
}
