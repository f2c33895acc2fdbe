import { DateTime } from 'luxon';
import { type Colour, MARK } from '../../../chat/card.ts';
import { formatDay } from '../../../core/format-time.ts';
import type { Risk, Trigger } from '../model.ts';

/** What triggers look at of one dependency. */
export interface WatchedFacts {
  colour: Colour;
  /** Why it has that colour; null when it is green. */
  reason: string | null;
  /** Since when its owner has not answered, ISO; null while nothing is open. */
  silentSince: string | null;
  /** Which of its gates is late, in words; null when none is. */
  lateGate: string | null;
  /** Working days it can slip before the end of the programme does; null when the plan does not say. */
  float: number | null;
}

/** Why a trigger that watches a dependency is true at `now`, in words for its owner; undefined while it is not. */
export function whyTrue(trigger: Trigger, facts: WatchedFacts | undefined, now: DateTime): string | undefined {
  if (trigger.kind === 'date' || facts === undefined) return undefined;
  const { dependency } = trigger;
  switch (trigger.kind) {
    case 'status': {
      const holds = facts.colour === 'red' || (trigger.colour === 'yellow' && facts.colour === 'yellow');
      return holds
        ? `${dependency} is ${MARK[facts.colour]}${facts.reason === null ? '' : `: ${facts.reason}`}`
        : undefined;
    }
    case 'float':
      return facts.float !== null && facts.float < trigger.below
        ? `the float of ${dependency} is ${facts.float} d, below ${trigger.below}`
        : undefined;
    case 'silence': {
      if (facts.silentSince === null) return undefined;
      const days = Math.floor(now.diff(DateTime.fromISO(facts.silentSince)).as('days'));
      return days >= trigger.days ? `${dependency} has been silent for ${days} days` : undefined;
    }
    case 'gate-late':
      return facts.lateGate === null ? undefined : `${dependency}: ${facts.lateGate}`;
  }
}

/** Why the trigger of a date is true, once its day has come. */
export function dateCame(on: string): string {
  return `it is ${formatDay(on)}`;
}

/** True for a trigger that needs the plan to be computed. */
export function needsPlan({ trigger }: Pick<Risk, 'trigger'>): boolean {
  return trigger.kind === 'float';
}
