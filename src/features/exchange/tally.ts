import { isDeepStrictEqual } from 'node:util';
import { DateTime } from 'luxon';
import { UserError } from '../../core/errors.ts';
import type { Scope } from '../feature.ts';
import type { Dependency } from '../register/index.ts';
import type { DependencyEntry } from './format/index.ts';
import type { Path, Problem, Tally } from './model.ts';

/** An import under way. */
export interface Import extends Scope {
  /** Who imports; null for the command line. */
  by: string | null;
  /** The file's name; the reason in the audit. */
  file: string;
  /** Errors that only the register can tell; with any, the import is refused as a whole. */
  problems: Problem[];
  /** What is taken all the same, and told. */
  warnings: Problem[];
}

/** Ids by what the file calls people and teams. */
export interface Ids {
  people: ReadonlyMap<string, string>;
  teams: ReadonlyMap<string, string>;
}

/** An entry of the file and the dependency it is about. */
export interface Placed {
  index: number;
  entry: DependencyEntry;
  id: string;
  key: string;
  /** Undefined for a new one. */
  before: Dependency | undefined;
  /** Fields that were changed; for a new one, none. */
  changed: string[];
}

export function emptyTally(): Tally {
  return { added: [], changed: [], unchanged: 0, leftAlone: 0 };
}

/** Counts an entry that was there before. */
export function count(tally: Tally, name: string, fields: readonly string[]): void {
  if (fields.length === 0) tally.unchanged += 1;
  else tally.changed.push({ name, fields: [...fields] });
}

/** What of `wanted` is given and differs from the present. */
export function differing<Row extends object>(
  present: Row,
  wanted: { [Name in keyof Row]?: Row[Name] | undefined },
): Partial<Row> {
  return Object.fromEntries(
    Object.entries(wanted).filter(
      ([name, value]) => value !== undefined && !isDeepStrictEqual(value, present[name as keyof Row]),
    ),
  ) as Partial<Row>; // names and values are those of `wanted`
}

/** The present values of what changes: the audit's `before`. */
export function valuesOf<Row extends object>(row: Row, fields: object): Partial<Row> {
  return Object.fromEntries(Object.keys(fields).map((name) => [name, row[name as keyof Row]])) as Partial<Row>; // names are Row's
}

/** The id of a name; undefined where the file leaves it out, null where it is cleared. References were checked before. */
export function idOf(ids: ReadonlyMap<string, string>, name: string | null | undefined): string | null | undefined {
  if (name === undefined || name === null) return name;
  const id = ids.get(name);
  if (id === undefined) throw new Error(`The reference to ${name} was not checked.`);
  return id;
}

/** The id of a name that must be given. */
export function requiredId(ids: ReadonlyMap<string, string>, name: string): string {
  return idOf(ids, name) ?? '';
}

/** A moment of the file in UTC; one that lies ahead is the present. */
export function pastMoment(at: string | undefined, now: DateTime): DateTime {
  return (at === undefined ? now : DateTime.min(DateTime.fromISO(at), now)).toUTC();
}

/** Runs a check of the use cases in chat; what it refuses is told at `path`: by default as a problem of the file. */
export function check(job: Import, path: Path, refuse: () => void, as: 'problems' | 'warnings' = 'problems'): void {
  try {
    refuse();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    job[as].push({ path, message: error.message });
  }
}
