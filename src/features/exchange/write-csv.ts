import { stringify } from 'csv-stringify/sync';
import { COLUMNS, guard } from './cells.ts';
import type { DependencyEntry } from './format/index.ts';

/** Dependencies as CSV with all columns, one row each; no cell is a formula to a spreadsheet. */
export function writeCsv(dependencies: readonly DependencyEntry[]): string {
  const rows = dependencies.map((entry) => COLUMNS.map(({ name, write }) => guard(write(valueAt(entry, name)))));
  return stringify([COLUMNS.map(({ name }) => name), ...rows], { quoted_match: /[\r\n]/ });
}

function valueAt(entry: DependencyEntry, name: string): unknown {
  return name.split('.').reduce<unknown>((value, step) => Object(value)[step], entry);
}
