import { COLUMNS, type Column, NEEDED, rows } from './cells.ts';
import { RECORDS } from './records.ts';
import { OWNER, SHEETS } from './workbook/sheets.ts';

/** What one CSV file holds, a row each. */
export const CSV_KINDS = ['dependencies', ...RECORDS] as const;
export type CsvKind = (typeof CSV_KINDS)[number];

/** The columns of a CSV file in the order of an export; an import takes them in any, and fewer of them. */
export interface CsvColumns {
  columns: readonly Column[];
  /** Columns without which a row means nothing. */
  needed: readonly string[];
}

/** The columns of each kind. Records have those of their sheet in a workbook, and each of its parts in one cell. */
export const CSV: ReadonlyMap<CsvKind, CsvColumns> = new Map(
  CSV_KINDS.map((kind) => [kind, kind === 'dependencies' ? { columns: COLUMNS, needed: NEEDED } : ofRecords(kind)]),
);

function ofRecords(kind: (typeof RECORDS)[number]): CsvColumns {
  const own = SHEETS.find(({ place }) => place.kind === 'list' && place.of === 'file' && place.field === kind);
  if (own === undefined) throw new Error(`There is no sheet of ${kind}.`);
  const parts = SHEETS.flatMap(({ place, columns }) => {
    if (place.kind !== 'part' || place.of !== kind) return [];
    const owner = OWNER[place.of];
    return rows(
      place.field,
      columns.filter(({ name }) => name !== owner),
    );
  });
  return { columns: [...own.columns, ...parts], needed: own.needed };
}
