import { UserError } from '../../core/errors.ts';
import type { Programme } from '../programme/index.ts';
import type { Dependency } from '../register/index.ts';
import type { RegisterDocument } from './format/index.ts';
import type { Ids, Import } from './tally.ts';

/** The records of a file, by kind. */
export const RECORDS = ['commitments'] as const;
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

/** The number of a key: 3 of RISK-3. */
export function numberIn(key: string): number {
  return Number(key.slice(key.lastIndexOf('-') + 1));
}
