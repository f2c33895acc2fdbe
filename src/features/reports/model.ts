import type { DateTime } from 'luxon';
import type { Colour } from '../../chat/card.ts';
import type { Text } from '../../chat/text.ts';

/** How many of each one card shows: what fits on a phone's screen or two. */
export const SHOWN = { due: 5, lines: 15 } as const;

/** The first of many, and how many there are. */
export interface Top<Item> {
  first: readonly Item[];
  total: number;
}

/** One dependency as the status lists it. */
export interface StatusLine {
  line: Text;
  key: string;
  /** What is missing on it: owner, mitigation, trigger. */
  faults: readonly string[];
}

/** Something that somebody must do, and by when. */
export interface Due {
  text: Text;
  /** Instant it is or was due; decides the order. */
  at: DateTime;
}

/** A programme at a glance. */
export interface Glance {
  name: string;
  /** What the list is narrowed to, in words; undefined for all. */
  filter: string | undefined;
  counts: Readonly<Record<Colour, number>>;
  /** Calendar days until release; null without a date. */
  daysToRelease: number | null;
  /** Open blockers: decisions asked of somebody. */
  decisions: Top<Due>;
  /** Gates past their time. */
  overdue: Top<Due>;
  /** Gates that passed without their signatures, and until when that holds. */
  waived: Top<Due>;
  /** Deliveries and gates of the next seven days. */
  thisWeek: Top<Due>;
  silent: Top<{ owner: string; keys: readonly string[]; since: DateTime }>;
  /** Those on which something is missing, worst first. */
  faulty: Top<StatusLine>;
  /** Worst first; without a filter only what is not green. */
  lines: Top<StatusLine>;
}

/** What waits for one person. */
export interface Mine {
  name: string;
  dependencies: readonly StatusLine[];
  approvals: readonly { key: string; text: Text; dependencyId: string }[];
  /** Open actions that are theirs, by due day. */
  actions: readonly Text[];
  /** Open prompts, as the keys they ask about. */
  prompts: readonly { keys: readonly string[]; answerBy: DateTime }[];
  nextPromptAt: DateTime | null;
}
