import { Priority } from '../register/model.ts';

/*
 * How values stand in the cells of a CSV file and of a workbook. A column is named by the path of its field in the
 * other notations. Lists stand with semicolons between them; one inside an item is written `\;`. Where items have several
 * fields of text, bars stand between these; one inside a field is written `\|`.
 */

export interface Column {
  /** Path of the field: `contacts.qa.person`. */
  name: string;
  write(value: unknown): string;
  /** Not called for an empty cell. */
  read(cell: string): unknown;
  /** What an empty cell means: `cleared`, or for a part of the programme's life `left` as it is. */
  empty: 'cleared' | 'left';
  /** What a workbook shows it as, where it is no text. */
  shown?: 'day' | 'time' | 'number';
}

export const text = (name: string, empty: Column['empty'] = 'cleared'): Column => ({
  name,
  empty,
  write: (value) => (value === undefined || value === null ? '' : String(value)),
  read: (cell) => cell,
});

export const list = (
  name: string,
  write: (item: unknown) => string = String,
  read: (item: string) => unknown = (item) => item,
): Column => ({
  name,
  empty: 'cleared',
  write: (value) => joinBy(';', (Array.isArray(value) ? value : []).map(write)),
  read: (cell) =>
    splitBy(';', cell)
      .filter((item) => item !== '')
      .map(read),
});

/** `PARTNER 2026-12-07 high`: the day, the priority, or both may be left out. */
const consumers = list(
  'consumers',
  (item) =>
    typeof item === 'string'
      ? item
      : [Object(item).team, Object(item).neededBy ?? [], Object(item).priority ?? []].flat().join(' '),
  (item) => {
    const [team, ...own] = item.split(/\s+/);
    const priority = Priority.options.find((one) => one === own.at(-1));
    const neededBy = own.slice(0, priority && -1).join(' ');
    return own.length === 0 ? team : { team, ...(neededBy && { neededBy }), ...(priority && { priority }) };
  },
);

/** `2027-01-15 Code freeze` */
const dates = list(
  'dates',
  (item) => `${Object(item).date} ${Object(item).label}`,
  (item) => {
    const [date, label] = cutAt(item, item.indexOf(' '));
    return { date, label };
  },
);

/** `LAUNCH-101 https://tracker.example.com/LAUNCH-101` */
const links = list(
  'links',
  (item) => `${Object(item).label} ${Object(item).url}`,
  (item) => {
    const [label, url] = cutAt(item, item.lastIndexOf(' '));
    return { label, url };
  },
);

/** `2027-01-15`; in a workbook a date. */
export const day = (name: string, empty?: Column['empty']): Column => ({ ...text(name, empty), shown: 'day' });

export const number = (name: string, empty?: Column['empty']): Column => ({
  ...text(name, empty),
  read: numberOf,
  shown: 'number',
});

/** `Wait | no date moves; Go on | one day is lost`: items with a field for each column, in their order. */
export const rows = (name: string, columns: readonly Column[]): Column =>
  list(
    name,
    (item) => {
      const cells = columns.map((column) => column.write(valueAt(Object(item), column)));
      return joinBy('|', cells.slice(0, cells.findLastIndex((cell) => cell !== '') + 1));
    },
    (item) => {
      const cells = splitBy('|', item);
      // Said as a whole, it does not fit the form, which then tells what would.
      if (cells.length > columns.length) return item;
      const entry: Group = {};
      columns.forEach((column, index) => {
        const cell = cells[index] ?? '';
        if (cell !== '') put(entry, column, column.read(cell));
      });
      return entry;
    },
  );

const CONTACTS = ['product', 'engineering', 'qa', 'analytics', 'compliance'].flatMap((role) =>
  ['person', 'authority', 'cadence', 'delegate'].map((field) => text(`contacts.${role}.${field}`)),
);

/** The columns of an exported register, one row a dependency. An import takes them in any order, and fewer of them. */
export const COLUMNS: readonly Column[] = [
  text('key', 'left'),
  text('title', 'left'),
  text('kind', 'left'),
  text('producer', 'left'),
  text('priority'),
  consumers,
  text('owner'),
  text('delegate'),
  day('due'),
  text('risk', 'left'),
  text('state', 'left'),
  text('goal'),
  text('interface'),
  text('sharedInfrastructure'),
  list('obligations'),
  dates,
  links,
  ...CONTACTS,
  ...['colour', 'reason', 'mitigation', 'trigger', 'by', 'at'].map((field) => text(`status.${field}`, 'left')),
  ...['reason', 'raisedBy', 'raisedAt'].map((field) => text(`blocker.${field}`, 'left')),
  day('blocker.until', 'left'),
  ...['version', 'url', 'submittedBy'].map((field) => text(`contract.${field}`, 'left')),
];

/** Columns without which a row means nothing. */
export const NEEDED = ['title', 'kind', 'producer', 'consumers'] as const;

// Spreadsheets take a cell that begins so for a formula (OWASP, CSV injection); behind an apostrophe it is text.
// Texts that look guarded already get one more, so that reading takes off exactly what writing put on.
const FORMULA = /^'*[=+\-@\t\r]/;
const GUARDED = /^'+[=+\-@\t\r]/;

/** A cell that no spreadsheet takes for a formula. */
export function guard(cell: string): string {
  return FORMULA.test(cell) ? `'${cell}` : cell;
}

/** A cell without the apostrophe that `guard` puts in front. */
export function unguard(cell: string): string {
  return GUARDED.test(cell) ? cell.slice(1) : cell;
}

/** What a column's path leads to. */
export function valueAt(entry: object, { name }: Column): unknown {
  return name.split('.').reduce<unknown>((value, step) => Object(value)[step], entry);
}

export type Group = Record<string, unknown>;

/** Puts a value where a column's path leads, with the groups on the way. */
export function put(entry: Group, { name }: Column, value: unknown): void {
  const steps = name.split('.');
  const last = steps.pop() ?? name;
  const group = steps.reduce((at, step) => {
    at[step] ??= {};
    return at[step] as Group; // groups are made here and nowhere else
  }, entry);
  group[last] = value;
}

/** A whole number as one; what is none stays as it was written. */
export function numberOf(cell: string): unknown {
  return /^\d{1,9}$/.test(cell) ? Number(cell) : cell;
}

type Separator = ';' | '|';

function joinBy(separator: Separator, items: readonly string[]): string {
  const space = separator === ';' ? '' : ' ';
  return items
    .map((item) => item.replace(/\\/g, '\\\\').replaceAll(separator, `\\${separator}`))
    .join(`${space}${separator} `);
}

/** Takes apart what `joinBy` put together; white space around an item does not count. */
function splitBy(separator: Separator, cell: string): string[] {
  const items = [''];
  for (const [sign] of cell.matchAll(/\\[\s\S]|[\s\S]/g)) {
    const last = items.length - 1;
    if (sign === separator) items.push('');
    else items[last] += sign === `\\${separator}` || sign === '\\\\' ? sign.slice(1) : sign;
  }
  return items.map((item) => item.trim());
}

/** What stands before and after a space; without one, all of it and nothing. */
function cutAt(item: string, space: number): [string, string] {
  return space < 0 ? [item, ''] : [item.slice(0, space), item.slice(space + 1).trim()];
}
