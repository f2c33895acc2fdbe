import type { DateTime } from 'luxon';

/** Hours of wall-clock time from the start of a programme to its kickoff summary (D7), and to the warning, 4 h before it. */
export const HOURS = { post: 24, warn: 20 } as const;

/** Characters of the sentence that says the scope. Ours: two lines of a card. */
export const LONGEST_SCOPE = 300;

/** The start of a programme, and what became of its kickoff summary. */
export interface Kickoff {
  id: string;
  programmeId: string;
  startedAt: DateTime;
  startedById: string;
  /** The scope in a lead's words; null: as the register has it. */
  scope: string | null;
  postedAt: DateTime | null;
  /** Null: Depsync itself, since nobody did within 24 h. */
  postedById: string | null;
  version: number;
}

/** When the summary posts itself. */
export const dueAt = ({ startedAt }: Pick<Kickoff, 'startedAt'>) => startedAt.plus({ hours: HOURS.post });

/** What the register lacks. */
export type GapKind =
  | 'release'
  | 'lead'
  | 'owner'
  | 'delegate'
  | 'contact'
  | 'trace'
  | 'contract'
  | 'evidence'
  | 'action';

/** One thing that is missing, of all that lack it. */
export interface Gap {
  kind: GapKind;
  /** What lacks it, such as DEP-4 or `DEP-4 (qa, analytics)`; empty for the programme itself. */
  of: readonly string[];
  /** What to say that mends the first of them, without `/deps`. */
  mend: string;
}

/** Somebody who has a say, and in what. */
export interface Stakeholder {
  name: string;
  /** `owner of 3, QA contact of 2` */
  as: string;
  /** What they may decide, in the register's words; each once. */
  authority: readonly string[];
}

/** Something that is to be done next. */
export interface NextStep {
  /** ACT-3, or the key of the dependency that is due. */
  key: string;
  what: string;
  owner: string | null;
  /** YYYY-MM-DD */
  dueOn: string;
  /** RETRO-1, the retrospective that agreed it; null for what none did. */
  from: string | null;
}

/** All that the kickoff summary says, composed from the register. */
export interface Summary {
  name: string;
  goal: string | null;
  /** YYYY-MM-DD */
  releaseDate: string | null;
  /** `3 APIs, 1 data feed` */
  touchpoints: string;
  /** `Product Platform (Ben Example): delivers 3, waits for 1` */
  teams: readonly string[];
  stakeholders: readonly Stakeholder[];
  gaps: readonly Gap[];
  next: readonly NextStep[];
  /** Open since before the start: carried over, such as improvements of the last retrospective. */
  carried: readonly NextStep[];
}
