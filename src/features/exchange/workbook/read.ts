import { type Column, type Group, put } from '../cells.ts';
import { cleanText } from '../clean.ts';
import { LONGEST_CELL } from '../limits.ts';
import type { Path, Problem, Source } from '../model.ts';
import { didYouMean, pathText } from '../problems.ts';
import { type Content, type Grid, MIDNIGHT, type Row, readGrids } from './grid.ts';
import { OWNER, SHEETS, type Sheet, type Whole } from './sheets.ts';

/** Where an entry of the file stands in the workbook. */
interface Origin {
  sheet: string;
  row: number;
}

/** A row of a sheet with what its cells say. */
interface Entry extends Origin {
  entry: Group;
}

/** A workbook being taken apart. */
interface Book {
  root: Group;
  /** By the text of the path of what a row became. */
  origins: Map<string, Origin>;
  problems: Problem[];
}

/**
 * Reads an XLSX workbook: a sheet for each kind, found by its name, columns in any order. A sheet that is left out
 * leaves what it is about as it is; one that is there holds all of it. Throws InvalidInput for what is no workbook.
 */
export function readWorkbook(name: string, bytes: Uint8Array): Source {
  const book: Book = { root: {}, origins: new Map(), problems: [] };
  const grids = readGrids(name, bytes).filter(({ rows }) => rows.length > 0);
  const named = grids.map((grid) => ({ grid, sheet: sheetNamed(grid.name) }));
  for (const { grid, sheet } of named) if (sheet === undefined) book.problems.push(unknownSheet(grid.name));
  // In the order of the format: what belongs to a dependency comes after it.
  for (const sheet of SHEETS) {
    const found = named.find((one) => one.sheet === sheet);
    if (found !== undefined) place(book, sheet, entriesOf(book, sheet, found.grid));
  }
  if (book.problems.length > 0) return { raw: null, where: ([place]) => String(place ?? ''), problems: book.problems };
  return { raw: grids.length === 0 ? null : book.root, where: (path) => placeOf(book, path), problems: [] };
}

function sheetNamed(name: string): Sheet | undefined {
  return SHEETS.find((one) => one.name.toLowerCase() === name.trim().toLowerCase());
}

function unknownSheet(name: string): Problem {
  const names = SHEETS.map((one) => one.name);
  const offer = didYouMean(name, names) || ` There is: ${names.join(', ')}.`;
  return { path: [], message: `there is no sheet “${name.slice(0, 40)}”.${offer} Rename it, or take it out.` };
}

/** The rows below the first, which names the columns. */
function entriesOf({ problems }: Book, sheet: Sheet, { rows, merged }: Grid): Entry[] {
  const tell = (place: string, message: string) => problems.push({ path: [place], message });
  const at = `sheet ${sheet.name}`;
  for (const cells of merged) tell(at, `the cells ${cells} are merged. Unmerge them, one value a cell.`);
  const [head, ...body] = rows;
  const columns = head === undefined ? undefined : columnsOf(sheet, head, tell);
  if (columns === undefined) return [];
  return body.map((row) => {
    const entry: Group = {};
    const place = `${at}, row ${row.number}`;
    for (const [number, content] of row.cells) {
      const column = columns.get(number);
      if (column === undefined) {
        tell(place, 'a cell stands beside the columns of the first row. Take it out, or name its column.');
        continue;
      }
      const cell = writtenIn(column, content);
      if (cell.wrong !== undefined) tell(`${place}, column ${column.name}`, cell.wrong);
      else if (cell.written !== '') put(entry, column, column.read(cell.written));
    }
    if (isUpdate(sheet)) clearEmpty(entry, columns, row);
    return { entry, sheet: sheet.name, row: row.number };
  });
}

/** Rows of the register's own kinds say what changes; all others are replaced as a whole. */
function isUpdate({ place }: Sheet): boolean {
  return place.kind === 'programme' || (place.kind === 'list' && place.of === 'file');
}

function clearEmpty(entry: Group, columns: ReadonlyMap<number, Column>, { cells }: Row): void {
  for (const [number, column] of columns) {
    if (!cells.has(number) && column.empty === 'cleared') put(entry, column, null);
  }
}

function columnsOf(
  sheet: Sheet,
  head: Row,
  tell: (place: string, message: string) => void,
): ReadonlyMap<number, Column> | undefined {
  const place = `sheet ${sheet.name}, row ${head.number}`;
  const known = sheet.columns.map(({ name }) => name);
  const columns = new Map<number, Column>();
  let isRight = true;
  const refuse = (message: string) => {
    isRight = false;
    tell(place, message);
  };
  for (const [number, content] of head.cells) {
    const name = content.kind === 'text' ? cleanText(content.text) : '';
    const column = sheet.columns.find((one) => one.name === name);
    if (column === undefined) {
      refuse(
        `there is no column “${name.slice(0, 40)}”.${didYouMean(name, known) || ` There is: ${known.join(', ')}.`}`,
      );
    } else if ([...columns.values()].includes(column)) refuse(`the column ${name} is there twice. Keep one.`);
    else columns.set(number, column);
  }
  const names = [...columns.values()].map(({ name }) => name);
  for (const name of sheet.needed) {
    if (!names.includes(name)) refuse(`the column ${name} is missing. An export has all columns.`);
  }
  return isRight ? columns : undefined;
}

/** What a cell says in the words of its column, or what is wrong with it. */
function writtenIn(
  { shown }: Column,
  content: Content,
): { written: string; wrong?: never } | { written?: never; wrong: string } {
  switch (content.kind) {
    case 'text': {
      const written = cleanText(content.text);
      if (written.length <= LONGEST_CELL) return { written };
      return { wrong: `has ${written.length} characters. A cell takes ${LONGEST_CELL}.` };
    }
    case 'number':
      if (content.isPlain) return { written: String(content.number) };
      return { wrong: 'shows a number in a format of its own. Format the cell as text and write what it shows.' };
    case 'boolean':
      return { written: String(content.value) };
    case 'date':
      if (shown === 'day' && content.time === MIDNIGHT) return { written: content.date };
      if (shown === 'time') return { written: content.time };
      return shown === 'day'
        ? { wrong: `holds a time of day beside its date. Write the date alone: ${content.date}.` }
        : {
            wrong:
              'holds a date, where the spreadsheet took a text for one. Format the cell as text and write it again.',
          };
    case 'formula':
      return { wrong: 'holds a formula. Put its result there: copy, and paste values.' };
    case 'error':
      return { wrong: `holds the error ${content.text.slice(0, 20)}. Write the value.` };
  }
}

function place(book: Book, { place, name }: Sheet, entries: readonly Entry[]): void {
  switch (place.kind) {
    case 'programme':
      entries.forEach((one, index) => {
        if (index === 0) at(book, ['programme'], one);
        else refuse(book, one, 'a workbook holds one programme. Send a file for each.');
      });
      return;
    case 'policy':
      for (const one of entries) {
        const { part, value } = one.entry;
        at(book, ['programme', 'policy', String(part ?? '')], one, value);
      }
      return;
    case 'list': {
      const path = place.of === 'programme' ? ['programme', place.field] : [place.field];
      if (path.length === 1 || 'programme' in book.root) set(book.root, path, []);
      else if (entries[0] !== undefined)
        refuse(book, entries[0], `${name} belong to a programme. Fill in the sheet Programme.`);
      entries.forEach((one, index) => at(book, [...path, index], one));
      return;
    }
    case 'part':
      placeParts(book, place, entries);
  }
}

/** Gives each dependency or record of the workbook its parts; one that has no row for a part has none. */
function placeParts(
  book: Book,
  { of, field, by }: { of: Whole; field: string; by?: string },
  entries: readonly Entry[],
): void {
  const wholes = (book.root[of] ?? []) as Group[]; // made here, by `at`
  const indexes = new Map(wholes.flatMap(({ key, title }, index) => [[key ?? title, index] as const]));
  for (const whole of wholes) whole[field] = by === undefined ? [] : noneOf(by);
  for (const one of entries) {
    const { [OWNER[of]]: owner, ...entry } = one.entry;
    const index = indexes.get(owner);
    const whole = wholes[index ?? -1];
    if (index === undefined || whole === undefined) {
      const keys = [...indexes.keys()].map(String);
      refuse(book, one, `the sheet ${SHEET_OF[of]} has no ${owner ?? 'empty key'}.${didYouMean(String(owner), keys)}`);
      continue;
    }
    if (by === undefined) {
      const parts = whole[field] as Group[]; // made above
      at(book, [of, index, field, parts.length], { ...one, entry });
    } else {
      const { [by]: name, ...rest } = entry;
      if (Object(whole[field])[String(name)] != null) refuse(book, one, `${owner} has ${name} twice. Keep one.`);
      at(book, [of, index, field, String(name)], { ...one, entry: rest });
    }
  }
}

const SHEET_OF: Readonly<Record<Whole, string>> = {
  dependencies: 'Dependencies',
  commitments: 'Commitments',
  decisions: 'Decisions',
};

/** The parts that are named by a column, each cleared where no row has it. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  role: ['product', 'engineering', 'qa', 'analytics', 'compliance'],
  stage: ['contract', 'development', 'test', 'release'],
};

function noneOf(by: string): Group {
  return Object.fromEntries((NAMES[by] ?? []).map((name) => [name, null]));
}

function refuse({ problems }: Book, { sheet, row }: Origin, message: string): void {
  problems.push({ path: [`sheet ${sheet}, row ${row}`], message });
}

/** Puts what a row says at a path of the file, and remembers where it stood. */
function at({ root, origins }: Book, path: Path, { entry, sheet, row }: Entry, value: unknown = entry): void {
  set(root, path, value);
  origins.set(pathText(path), { sheet, row });
}

function set(root: Group, path: Path, value: unknown): void {
  const last = path.at(-1) ?? '';
  const holder = path.slice(0, -1).reduce<Group>((group, step) => {
    group[step] ??= {};
    return group[step] as Group; // groups and lists are made here
  }, root);
  holder[last] = value;
}

/** `sheet Links, row 7, column url` */
function placeOf({ origins }: Book, path: Path): string {
  for (let length = path.length; length > 0; length -= 1) {
    const origin = origins.get(pathText(path.slice(0, length)));
    if (origin === undefined) continue;
    const names = path.slice(length).filter((step) => typeof step === 'string');
    const columns = sheetNamed(origin.sheet)?.columns ?? [];
    const column =
      columns.find(({ name }) => name === names.join('.')) ?? columns.find(({ name }) => name === names[0]);
    return `sheet ${origin.sheet}, row ${origin.row}${column === undefined ? '' : `, column ${column.name}`}`;
  }
  return '';
}
