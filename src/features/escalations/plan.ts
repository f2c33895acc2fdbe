import type { Tx } from '../../db/db.ts';
import type { Programme } from '../programme/index.ts';
import { type Change, computed, hasDates, readRecords, type Timeline, wouldFollow } from '../timeline/index.ts';

/** The plan as a matter sees it; undefined where there is nothing to compute. */
export type Present = Timeline | undefined;

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
  return computed(await readRecords({ tx }, programme, today));
}

/** What follows in the plan from a change of the records; undefined where there is no plan. */
export function following(present: Present, to: Change['to']): ReturnType<typeof wouldFollow> | undefined {
  return present && wouldFollow(present, to);
}
