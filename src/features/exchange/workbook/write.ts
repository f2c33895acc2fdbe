import writeExcelFile, { type Cell, type Row } from 'write-excel-file/node';
import { InvalidInput } from '../../../core/errors.ts';
import { type Column, valueAt } from '../cells.ts';
import type { RegisterDocument } from '../format/index.ts';
import { LONGEST_CELL } from '../limits.ts';
import { OWNER, SHEETS, type Sheet } from './sheets.ts';

/** Widths of columns, in characters. Ours: a key, a date and a line fit. */
const WIDTH = { usual: 16, title: 40 } as const;

/** A register as an XLSX workbook: a sheet for each kind, the first row stays in sight, texts are never formulas. */
export async function writeWorkbook(document: RegisterDocument): Promise<Uint8Array> {
  const sheets = SHEETS.map((sheet) => ({
    sheet: sheet.name,
    data: [
      sheet.columns.map(({ name }): Cell => ({ value: name, type: String, fontWeight: 'bold' })),
      ...entriesOf(document, sheet.place).map((entry) => rowOf(sheet, entry)),
    ],
    columns: sheet.columns.map(({ name }) => ({ width: name === 'title' ? WIDTH.title : WIDTH.usual })),
    stickyRowsCount: 1,
  }));
  return writeExcelFile(sheets).toBuffer();
}

/** What stands in a sheet, an entry a row. */
function entriesOf(document: RegisterDocument, place: Sheet['place']): object[] {
  const { programme } = document;
  switch (place.kind) {
    case 'programme':
      return programme === undefined ? [] : [programme];
    case 'policy':
      return Object.entries(programme?.policy ?? {}).map(([part, value]) => ({ part, value }));
    case 'list':
      return listIn(place.of === 'programme' ? programme : document, place.field);
    case 'part':
      return (document[place.of] ?? []).flatMap((whole: { key?: string | null | undefined; title?: string }) => {
        const owner = { [OWNER[place.of]]: whole.key ?? whole.title };
        const { field, by } = place;
        if (by === undefined) return listIn(whole, field).map((one) => ({ ...owner, ...one }));
        const group: unknown = Object(whole)[field];
        return Object.entries(Object(group)).map(([name, one]) => ({ ...owner, [by]: name, ...Object(one) }));
      });
  }
}

function listIn(group: unknown, field: string): object[] {
  const items: unknown = Object(group)[field];
  return Array.isArray(items) ? items : [];
}

function rowOf({ name, columns }: Sheet, entry: object): Row {
  return columns.map((column) => {
    const value = valueAt(entry, column);
    return value === undefined || value === null ? null : cellOf(name, column, column.write(value));
  });
}

function cellOf(sheet: string, { name, shown }: Column, written: string): Cell {
  if (written === '') return null;
  if (written.length > LONGEST_CELL) {
    throw new InvalidInput(
      'cell-too-long',
      `A cell of ${sheet}, column ${name}, takes ${LONGEST_CELL.toLocaleString('en')} characters and would hold ${written.length.toLocaleString('en')}. Export as YAML: \`depsync export --format yaml\`.`,
    );
  }
  if (shown === 'day') return { value: new Date(`${written}T00:00:00Z`), type: Date, format: 'yyyy-mm-dd' };
  if (shown === 'number') return { value: Number(written), type: Number };
  return { value: escaped(written), type: String, format: '@' };
}

/**
 * Signs that a spreadsheet would read as an escape: `_x0041_` is A to it (ECMA-376, ST_Xstring). What write-excel-file 4.1.1
 * would change is escaped too: it takes out U+FFFD and what is no character, and looks texts up in a plain object, where it
 * finds `valueOf`.
 */
function escaped(text: string): string {
  const plain = text
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replace(/[\uFFFD\p{Noncharacter_Code_Point}]/gu, (sign) => sign.split('').map(escapeOf).join(''));
  return text in Object.prototype ? `${escapeOf(plain.slice(0, 1))}${plain.slice(1)}` : plain;
}

/** `_x0041_` of A. */
function escapeOf(unit: string): string {
  return `_x${unit.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`;
}
