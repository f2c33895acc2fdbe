/** Bytes a register file may have: thousands of dependencies; more is a mistake or an attack. Ours. */
export const MAX_FILE_BYTES = 2_000_000;

/** Entries a file may have of each. Ours: a launch has tens; an import of these still ends within a statement's patience. */
export const MOST_ENTRIES = {
  dependencies: 10_000,
  people: 5_000,
  teams: 500,
  leads: 20,
  consumers: 50,
  commitments: 10_000,
  terms: 1_000,
  signatures: 5_000,
  risks: 10_000,
  actions: 10_000,
  decisions: 10_000,
  options: 50,
} as const;

/**
 * Characters; the longest e-mail address is RFC 5321's, the rest are ours: a name must fit a line of a card, and a sentence
 * is what Depsync composes of several texts of people.
 */
export const LONGEST_TEXT = { name: 80, email: 254, goal: 500, identity: 100, key: 20, sentence: 5_000 } as const;

/** Levels a YAML file may be nested within brackets, or on one line. Ours: a register needs seven; the parser's stack ends at some hundred. */
export const DEEPEST = 20;
/** Columns a YAML line may be indented. Ours, for the same reason: each level takes one at least. */
export const WIDEST_INDENT = 200;

/** Characters of one CSV row: every text of a dependency at its longest, with room. Ours. */
export const LONGEST_ROW = 200_000;

/** Errors that are written out; more are counted. Ours: what a person mends in one sitting. */
export const MOST_PROBLEMS = 50;

/** Lines of a summary that name what was changed; more are counted. Ours. */
export const MOST_NAMED = 20;

/** Bytes that the parts of a workbook may unpack to. Ours: 10,000 dependencies with all they may hold stay below half of it. */
export const MOST_UNPACKED_BYTES = 50_000_000;
/** Parts that are read of a workbook: its list of sheets, its texts, its formats, and a sheet each. Ours. */
export const MOST_PARTS = 60;
/** Cells of a workbook that hold something. Ours: a dependency has about fifty with all that belongs to it. */
export const MOST_CELLS = 1_000_000;
/** Characters of one cell: the limit of the spreadsheets themselves (ECMA-376, Microsoft's specifications and limits). */
export const LONGEST_CELL = 32_767;
