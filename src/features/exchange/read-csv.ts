import { CsvError, parse } from 'csv-parse/sync';
import { type Column, type Group, put, unguard } from './cells.ts';
import { cleanText } from './clean.ts';
import { CSV, CSV_KINDS, type CsvColumns, type CsvKind } from './csv-columns.ts';
import { LONGEST_ROW } from './limits.ts';
import type { Path, Problem, Source } from './model.ts';
import { didYouMean } from './problems.ts';

/** Rows as a spreadsheet numbers them: the first one names the columns. */
const FIRST_ROW = 2;

/** Reads CSV: one row a dependency or a record, columns in any order. People and teams are those of the register. */
export function readCsv(text: string): Source {
  let rows: string[][];
  try {
    rows = parse(text, { delimiter: delimiterOf(text), relax_column_count: true, max_record_size: LONGEST_ROW });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return broken([{ path: [], message: `${error.message}.` }]);
  }
  const [head = [], ...body] = rows;
  const names = head.map((name) => unguard(cleanText(name)));
  const kind = kindOf(names);
  const { columns: known = [], needed = [] } = CSV.get(kind) ?? {};
  const problems = headProblems(names, { columns: known, needed });
  if (problems.length > 0) return broken(problems, 'row 1');

  const columns = names.map((name) => known.find((column) => column.name === name));
  const filled = body
    .map((cells, index) => ({
      cells: cells.map((cell) => cleanText(unguard(cell.trimStart()))),
      row: index + FIRST_ROW,
    }))
    .filter(({ cells }) => cells.some((cell) => cell !== ''));
  const long = filled.filter(({ cells }) => cells.slice(names.length).some((cell) => cell !== ''));
  if (long.length > 0) {
    const message = `has more cells than the first row has columns. Put cells with commas in quotes.`;
    return {
      ...broken(long.map((_, index) => ({ path: [index], message }))),
      where: ([index]) => `row ${long[Number(index)]?.row}`,
    };
  }
  return {
    raw: { [kind]: filled.map(({ cells }) => entryOf(columns, cells)) },
    where: (path) =>
      placeOf(
        path,
        known,
        filled.map(({ row }) => row),
      ),
    problems: [],
  };
}

function broken(problems: Problem[], place = ''): Source {
  return { raw: null, where: () => place, problems };
}

/** Spreadsheets of countries with a decimal comma write semicolons. Names of columns hold neither. */
function delimiterOf(text: string): string {
  const head = text.slice(0, text.search(/[\r\n]|$/));
  return [',', ';', '\t'].find((one) => head.includes(one)) ?? ',';
}

/** The kind whose columns these are: the one that has the most of them. */
function kindOf(names: readonly string[]): CsvKind {
  const shared = (kind: CsvKind) => {
    const known = CSV.get(kind)?.columns.map(({ name }) => name) ?? [];
    return names.filter((name) => known.includes(name)).length;
  };
  return CSV_KINDS.reduce((best, kind) => (shared(kind) > shared(best) ? kind : best));
}

function headProblems(names: readonly string[], { columns, needed }: CsvColumns): Problem[] {
  const known = columns.map((column) => column.name);
  const unknown = names.filter((name) => !known.includes(name));
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  const missing = needed.filter((name) => !names.includes(name));
  return [
    ...unknown.map(
      (name) =>
        `there is no column “${name.slice(0, 40)}”.${didYouMean(name, known) || ` There is: ${known.join(', ')}.`}`,
    ),
    ...twice.map((name) => `the column ${name} is there twice. Keep one.`),
    ...missing.map((name) => `the column ${name} is missing. An export has all columns.`),
  ].map((message) => ({ path: [], message }));
}

function entryOf(columns: readonly (Column | undefined)[], cells: readonly string[]): object {
  const entry: Group = {};
  columns.forEach((column, index) => {
    const cell = cells[index] ?? '';
    if (column === undefined || (cell === '' && column.empty === 'left')) return;
    put(entry, column, cell === '' ? null : column.read(cell));
  });
  const { contacts, ...rest } = entry;
  return contacts === undefined ? rest : { ...rest, contacts: withoutEmpty(contacts as Group) }; // put made it a group
}

/** Contacts whose cells are all empty are cleared. */
function withoutEmpty(contacts: Group): Group {
  return Object.fromEntries(
    Object.entries(contacts).map(([role, contact]) => [
      role,
      Object.values(Object(contact)).every((cell) => cell === null) ? null : contact,
    ]),
  );
}

function placeOf(path: Path, columns: readonly Column[], rows: readonly number[]): string {
  const [, index, ...rest] = path;
  if (index === undefined) return '';
  const name = rest.filter((step) => typeof step === 'string').join('.');
  const column = columns.find((one) => one.name === name)?.name ?? String(rest[0] ?? '');
  return `row ${rows[Number(index)]}${column === '' ? '' : `, column ${column}`}`;
}
