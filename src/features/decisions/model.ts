import type { DateTime } from 'luxon';

/** A decision to be written down. */
export interface NewDecision {
  programmeId: string;
  question: string;
  /** Everything that could have been chosen, with what was said to follow from it. */
  options: { label: string; consequence: string }[];
  /** What was chosen, in words that say what was done. */
  choice: string;
  reason: string | null;
  dependencyId: string | null;
  blockerId: string | null;
  byId: string;
}

/** An entry of the decision log. */
export interface Decision extends NewDecision {
  id: string;
  /** DEC-9 */
  key: string;
  number: number;
  at: DateTime;
}
