import type { DateTime } from 'luxon';
import { z } from 'zod';

/** Characters of a decision's parts. Ours: a question and a choice are a line each, a reason a paragraph. */
export const LONGEST = { question: 300, choice: 300, option: 200, reason: 500, url: 2_000 } as const;
/** What one decision may have of each. Ours: what a card shows whole. */
export const MOST = { options: 10, links: 5 } as const;

/** Everything that could have been chosen, with what was said to follow from it; empty where nothing was said. */
export const DecisionOption = z.object({ label: z.string(), consequence: z.string() });
export type DecisionOption = z.infer<typeof DecisionOption>;

/** What a decision rests on or leads to: web addresses. */
export const DecisionLinks = z.array(z.string());

/** A decision to be written down. */
export interface NewDecision {
  programmeId: string;
  question: string;
  options: DecisionOption[];
  /** What was chosen, in words that say what was done. */
  choice: string;
  reason: string | null;
  dependencyId: string | null;
  blockerId: string | null;
  byId: string;
  links?: string[];
  /** The decision whose place it takes; left out: the one in force on the same question, if there is one. */
  supersedesId?: string;
}

/** An entry of the decision log. */
export interface Decision extends Omit<NewDecision, 'links' | 'supersedesId'> {
  id: string;
  /** DEC-9 */
  key: string;
  number: number;
  at: DateTime;
  links: string[];
  supersedesId: string | null;
}
