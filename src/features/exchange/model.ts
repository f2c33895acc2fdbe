/** Where in a register file: `['dependencies', 3, 'owner']`. */
export type Path = readonly (string | number)[];

/** One error of a register file. */
export interface Problem {
  path: Path;
  /** What is wrong and what would be right; completes "owner: …". */
  message: string;
}

/** A file taken apart: what it says, not checked yet, and where it says it. */
export interface Source {
  raw: unknown;
  /** Names a place as the author of the file finds it: `line 88, dependencies[3].owner`. */
  where(path: Path): string;
  /** What could not be taken apart. */
  problems: Problem[];
}

/** What the register knows that a file may refer to. */
export interface Known {
  /** Keys */
  teams: readonly string[];
  /** Handles */
  people: readonly string[];
}

/** What an import did to the entries of one kind. */
export interface Tally {
  /** Keys or handles. */
  added: string[];
  changed: { name: string; fields: string[] }[];
  unchanged: number;
  /** In the register and not in the file: left as they are. */
  leftAlone: number;
}

/** What was made of proposals. */
export interface Judged {
  /** `Orders API: plat → part` */
  added: string[];
  present: string[];
  notJudged: string[];
}

/** What an import did, or would do. */
export interface Summary {
  /** Of the programme. */
  name: string;
  programme: Tally;
  teams: Tally;
  people: Tally;
  dependencies: Tally;
  commitments: Tally;
  actions: Tally;
  risks: Tally;
  decisions: Tally;
  /** What was taken though chat would refuse it, each with its place in the file. */
  warnings: string[];
  /** Of a catalogue or a specification: what was made of what it proposes. */
  proposals?: Judged;
  dryRun: boolean;
}

/** How a register is written. */
export const FORMATS = ['yaml', 'json', 'csv', 'xlsx', 'markdown'] as const;
export type Format = (typeof FORMATS)[number];
