import type { DateTime } from 'luxon';
import { z } from 'zod';

/** open: to be done · done: done · dropped: not done, by decision. */
export const ActionState = z.enum(['open', 'done', 'dropped']);
export type ActionState = z.infer<typeof ActionState>;

/** Characters of what is to be done, and of a note or a reason. Ours: a line of a list, and a paragraph. */
export const LONGEST = { what: 300, note: 500 } as const;
/** Days ahead an action is due at most. Ours: what is further away is a plan, not an action. */
export const FURTHEST_DAYS = 366;

/** What opened an action: a person, a risk that came true, a meeting, a retrospective. */
export const ActionSource = z.object({
  kind: z.enum(['person', 'risk', 'meeting', 'retro']),
  /** RISK-3, RETRO-1; null where it has none. */
  key: z.string().nullable(),
  /** Why, in words; null where a person's word is enough. */
  why: z.string().nullable(),
});
export type ActionSource = z.infer<typeof ActionSource>;

/** An action to be opened. */
export interface NewAction {
  programmeId: string;
  what: string;
  ownerId: string;
  /** YYYY-MM-DD, a day of the owner's. */
  dueOn: string;
  dependencyId: string | null;
  source: ActionSource;
  /** Null: Depsync itself. */
  openedById: string | null;
}

/** What somebody has to do, and by when. */
export interface ActionItem extends NewAction {
  id: string;
  /** ACT-9 */
  key: string;
  number: number;
  openedAt: DateTime;
  state: ActionState;
  /** What was done, or why it was dropped; null while it is open. */
  note: string | null;
  closedById: string | null;
  closedAt: DateTime | null;
  version: number;
}

/** What of an action may change while it is open, and how it ends. */
export type ActionChanges = Partial<
  Pick<ActionItem, 'what' | 'ownerId' | 'dueOn' | 'dependencyId' | 'state' | 'note' | 'closedById' | 'closedAt'>
>;
