import type { DateTime } from 'luxon';
import type { Colour } from '../../chat/card.ts';
import type { Text } from '../../chat/text.ts';

/** One dependency as the status lists it. */
export interface StatusLine {
  colour: Colour;
  line: Text;
  key: string;
  /** What is missing on it: owner, mitigation, trigger. */
  faults: readonly string[];
}

/** Something that somebody must do, and by when. */
export interface Due {
  key: string;
  text: Text;
  /** Instant it is or was due; decides the order. */
  at: DateTime;
}

/** A programme at a glance. */
export interface Glance {
  name: string;
  /** What the list is narrowed to, in words; undefined for all. */
  filter: string | undefined;
  /** The roll-up of its dependencies. */
  colour: Colour;
  counts: Readonly<Record<Colour, number>>;
  /** Calendar days until release; null without a date. */
  daysToRelease: number | null;
  /** Open blockers: decisions asked of somebody. */
  decisions: readonly Due[];
  /** Gates past their time. */
  overdue: readonly Due[];
  /** Deliveries and gates of the next seven days. */
  thisWeek: readonly Due[];
  silent: readonly { owner: string; keys: readonly string[]; since: DateTime }[];
  /** Worst first. */
  lines: readonly StatusLine[];
}

/** What waits for one person. */
export interface Mine {
  name: string;
  dependencies: readonly StatusLine[];
  approvals: readonly { key: string; text: Text; dependencyId: string }[];
  /** Open prompts, as the keys they ask about. */
  prompts: readonly { keys: readonly string[]; answerBy: DateTime }[];
  nextPromptAt: DateTime | null;
}
