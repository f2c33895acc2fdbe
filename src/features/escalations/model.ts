import type { DateTime } from 'luxon';
import type { Text } from '../../chat/text.ts';

/** Hours leadership has for a decision when no further tier follows: as long as a blocker has before it is heard of. */
const LAST_TIER_DECISION_HOURS = 24;

/** Something that leadership hears of, tier by tier, while it stays open. */
export interface Matter {
  id: string;
  /** Tiers count from here. */
  since: DateTime;
  /** Hours after which leadership hears of it, as the policy stood when it began; ascending. */
  tiers: number[];
}

/** A tier that was taken to leadership. */
export interface Escalation {
  /** Hours */
  tier: number;
  at: DateTime;
  /** By when leadership decides. */
  decideBy: DateTime;
  decisionId: string | null;
}

/** One thing leadership can choose, with what follows from it. */
export interface DecisionOption<Kind extends string = string> {
  kind: Kind;
  /** What the button says. */
  label: string;
  /** What was done, once chosen. */
  done: string;
  consequence: Text;
  /** Whom or what the button means (a person's id, a contract's version), so that an old button cannot mean another; else ''. */
  target: string;
}

/** A decision as cards show it. */
export interface Decided {
  key: string;
  choice: string;
  by: string;
  at: DateTime;
  reason: string | null;
}

/** The tiers of a policy as a matter keeps them: ascending, each once. */
export function tiersOf(tiers: readonly number[]): number[] {
  return [...new Set(tiers)].sort((a, b) => a - b);
}

export function tierAt(since: DateTime, tier: number): DateTime {
  return since.plus({ hours: tier });
}

/** The highest tier that is due at `now`; undefined before the first. */
export function highestDue(since: DateTime, tiers: readonly number[], now: DateTime): number | undefined {
  return tiers.filter((tier) => tierAt(since, tier) <= now).at(-1);
}

/** When leadership hears of it next, when it has heard of these tiers; null when none is left. */
export function nextTierAt(since: DateTime, tiers: readonly number[], heard: readonly number[]): DateTime | null {
  const last = Math.max(0, ...heard);
  const next = tiers.find((tier) => tier > last);
  return next === undefined ? null : tierAt(since, next);
}

/** By when leadership decides: before the next tier makes it worse; after the last one, within a day. */
export function decideBy(since: DateTime, tiers: readonly number[], tier: number, now: DateTime): DateTime {
  return nextTierAt(since, tiers, [tier]) ?? now.plus({ hours: LAST_TIER_DECISION_HOURS });
}

/** What leadership was asked to decide on a matter, and has not decided. */
export interface Asked {
  /** DEP-12 */
  key: string;
  what: string;
  since: DateTime;
  askedAt: DateTime;
  decideBy: DateTime;
  /** The labels of what can be chosen; computed from the plan, so read only for those that are shown. */
  options: () => Promise<string[]>;
}

/** The newest tier, while nothing was decided on it. */
export function undecided(escalations: readonly Escalation[]): Escalation | undefined {
  const newest = escalations.at(-1);
  return newest?.decisionId === null ? newest : undefined;
}
