import { isDeepStrictEqual } from 'node:util';
import { UserError } from '../../core/errors.ts';
import type { Programme } from '../programme/index.ts';
import type { Dependency } from '../register/index.ts';
import type { RegisterDocument } from './format/index.ts';
import type { Ids, Import } from './tally.ts';

/** The records of a file, by kind, in the order in which they are written: a risk may have become an action. */
export const RECORDS = ['commitments', 'actions', 'risks', 'decisions'] as const;
export type RecordKind = (typeof RECORDS)[number];
export type EntryOf<Kind extends RecordKind> = NonNullable<RegisterDocument[Kind]>[number];

/** Where records of a file belong, with what they refer to. */
export interface Home extends Ids {
  programme: Programme;
  /** By key. */
  dependencies: ReadonlyMap<string, Dependency>;
}

/** An entry of the file that is new or differs, with what the register has of it filled in. */
export interface Merged<Entry> {
  index: number;
  entry: Entry;
  /** Undefined for a new one. */
  before: Entry | undefined;
}

/** How one kind is written. */
export type Write<Kind extends RecordKind> = (
  job: Import,
  home: Home,
  merged: readonly Merged<EntryOf<Kind>>[],
  present: readonly EntryOf<Kind>[],
) => Promise<void>;

/** Runs what a feature does with one entry; what it refuses is a problem of the file. */
export async function attempt(
  { problems }: Import,
  path: readonly (string | number)[],
  work: () => Promise<unknown>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    problems.push({ path, message: error.message });
  }
}

/** Refuses fields that do not belong to an entry as it stands: `why` says how it stands. */
export function refuseFields<Entry extends object>(
  { problems }: Import,
  path: readonly (string | number)[],
  entry: Entry,
  fields: readonly (keyof Entry & string)[],
  why: string,
): void {
  for (const field of fields) {
    if (entry[field] === undefined || entry[field] === null) continue;
    const message = `${why}. Give it another state, or clear this: \`${field}: null\`.`;
    problems.push({ path: [...path, field], message });
  }
}

/** The fields in which two entries differ. */
export function namesOfChanges(before: object, after: object): string[] {
  const fields = new Set([...Object.keys(before), ...Object.keys(after)]);
  const at = (entry: object, field: string): unknown => Object(entry)[field];
  return [...fields].filter((field) => !isDeepStrictEqual(at(before, field), at(after, field)));
}

/** The number of a key: 3 of RISK-3. */
export function numberIn(key: string): number {
  return Number(key.slice(key.lastIndexOf('-') + 1));
}
