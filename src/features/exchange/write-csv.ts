import { stringify } from 'csv-stringify/sync';
import { InvalidInput } from '../../core/errors.ts';
import { guard, valueAt } from './cells.ts';
import { CSV, type CsvKind } from './csv-columns.ts';
import { LONGEST_ROW } from './limits.ts';

/** Entries of one kind as CSV with all its columns, one row each; no cell is a formula to a spreadsheet. */
export function writeCsv(kind: CsvKind, entries: readonly object[]): string {
  const { columns = [] } = CSV.get(kind) ?? {};
  const rows = entries.map((entry) => columns.map((column) => guard(column.write(valueAt(entry, column)))));
  const long = rows.find((cells) => cells.join().length > LONGEST_ROW / 2); // quotes are written twice
  if (long !== undefined) {
    throw new InvalidInput(
      'row-too-long',
      `The row of ${long[0]} is longer than an import of CSV takes. Export as YAML: \`depsync export --format yaml\`.`,
    );
  }
  return stringify([columns.map(({ name }) => name), ...rows], { quoted_match: /[\r\n]/ });
}
