import type { DateTime } from 'luxon';
import type { Owner } from './register.ts';

/** One thing that somebody is to receive once. */
export interface Expected {
  /** Such as `prompt owner7 2027-01-12`, `tier DEP-3 24`. */
  what: string;
  dueAt: DateTime;
  /** The owner's handle, or leadership. */
  to: 'leadership' | string;
}

const WEEKDAYS = [2, 4];
const TIERS = [24, 48, 72];
/** On either side of the act that ends a matter it may just have been sent, or just not. */
const UNSURE_HOURS = 24;

/** What the register says at the end about what would have ended a matter. */
export interface Ends {
  /** By key of the dependency. */
  resolved: ReadonlyMap<string, DateTime>;
  /** By `handle date` of a prompt: when it was answered. */
  answered: ReadonlyMap<string, DateTime>;
}

/**
 * What ought to be received between `start` and `end`: computed from owners, weekdays and tiers alone, in a few lines, so
 * that it shares nothing with what it judges. `must` has to come; `may` fell due so close to the end of its matter that
 * both is right.
 */
export function expectedOf(
  owners: readonly Owner[],
  start: DateTime,
  end: DateTime,
  { resolved, answered }: Ends,
): { must: Expected[]; may: Expected[] } {
  const must: Expected[] = [];
  const may: Expected[] = [];
  const add = (one: Expected, over: DateTime | undefined) => {
    if (one.dueAt <= start || one.dueAt > end) return;
    const hours = over === undefined ? Number.POSITIVE_INFINITY : over.diff(one.dueAt).as('hours');
    if (hours > UNSURE_HOURS) must.push(one);
    else if (hours > -UNSURE_HOURS) may.push(one);
  };
  for (const owner of owners) {
    const { handle, zone } = owner;
    for (let day = start.setZone(zone).startOf('day'); day <= end; day = day.plus({ days: 1 })) {
      if (!WEEKDAYS.includes(day.weekday)) continue;
      const date = day.toISODate();
      const asked = day.set({ hour: 9, minute: 30 });
      add({ what: `prompt ${handle} ${date}`, dueAt: asked, to: handle }, undefined);
      const nudged = asked.plus({ days: 1 });
      if (asked > start)
        add({ what: `nudge ${handle} ${date}`, dueAt: nudged, to: handle }, answered.get(`${handle} ${date}`));
    }
    const { blockedSince } = owner;
    if (blockedSince === undefined) continue;
    for (const tier of TIERS) {
      const dueAt = blockedSince.plus({ hours: tier });
      add({ what: `tier ${owner.key} ${tier}`, dueAt, to: 'leadership' }, resolved.get(owner.key));
    }
  }
  return { must, may };
}
