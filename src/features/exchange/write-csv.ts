import { stringify } from 'csv-stringify/sync';
import { COLUMNS, guard, valueAt } from './cells.ts';
import type { DependencyEntry } from './format/index.ts';

/** Dependencies as CSV with all columns, one row each; no cell is a formula to a spreadsheet. */
export function writeCsv(dependencies: readonly DependencyEntry[]): string {
  const rows = dependencies.map((entry) => COLUMNS.map((column) => guard(column.write(valueAt(entry, column)))));
  return stringify([COLUMNS.map(({ name }) => name), ...rows], { quoted_match: /[\r\n]/ });
}
