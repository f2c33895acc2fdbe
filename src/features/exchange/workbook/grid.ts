import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { MOST_CELLS } from '../limits.ts';
import { refused, unpack } from './unpack.ts';

/*
 * A workbook as cells with what they hold and how they show it (ECMA-376, SpreadsheetML). Own, and not one of the
 * readers of npm, because an import must tell apart what they make the same: a formula from its result, a date or a
 * percentage from the number behind it, a cell far out from a million empty ones before it.
 */

/** What a cell holds. */
export type Content =
  | { kind: 'text'; text: string }
  | { kind: 'number'; number: number /** Shown as its digits. */; isPlain: boolean }
  | { kind: 'date'; date: string /** `HH:MM` */; time: string }
  | { kind: 'boolean'; value: boolean }
  | { kind: 'formula' }
  | { kind: 'error'; text: string };

export interface Row {
  /** As the spreadsheet numbers it, from 1. */
  number: number;
  /** Cells that hold something, by the number of their column, from 0. */
  cells: ReadonlyMap<number, Content>;
}

export interface Grid {
  name: string;
  rows: readonly Row[];
  /** `A1:B2`, of cells that were made one. */
  merged: readonly string[];
}

/** Reads the sheets of an XLSX workbook. Throws InvalidInput for what is none, is damaged or holds too much. */
export function readGrids(name: string, bytes: Uint8Array): Grid[] {
  const parts = unpack(name, bytes);
  try {
    return gridsIn(name, parts);
  } catch (error) {
    // What saxes throws is a plain Error; a bug of ours is a subclass of it, or says what was refused.
    if (!(error instanceof Error) || error.constructor !== Error) throw error;
    throw refused(name, 'damaged: its XML cannot be read. Save it again and send that');
  }
}

function gridsIn(name: string, parts: ReadonlyMap<string, string>): Grid[] {
  const book = parts.get('xl/workbook.xml');
  if (book === undefined) throw refused(name, 'an archive, and no workbook. Save it as “Excel Workbook (.xlsx)”');
  const sheets: { name: string; link: string }[] = [];
  let epoch = EPOCH_1900;
  walk(book, {
    open(tag, at) {
      if (tag === 'workbookPr' && /^(1|true)$/.test(at['date1904'] ?? '')) epoch = EPOCH_1904;
      if (tag === 'sheet') sheets.push({ name: at['name'] ?? '', link: at['id'] ?? '' });
    },
  });
  const links = new Map<string, string>();
  walk(parts.get('xl/_rels/workbook.xml.rels') ?? '', {
    open(tag, at) {
      if (tag === 'Relationship') links.set(at['Id'] ?? '', pathOf(at['Target'] ?? ''));
    },
  });
  const shown = {
    texts: textsOf(parts.get('xl/sharedstrings.xml')),
    formats: formatsOf(parts.get('xl/styles.xml')),
    epoch,
  };
  let cells = 0;
  return sheets.map((sheet) => {
    const part = parts.get(links.get(sheet.link) ?? '');
    if (part === undefined)
      throw refused(name, `damaged: its sheet ${sheet.name} is missing. Save it again and send that`);
    return gridOf(sheet.name, part, shown, () => {
      cells += 1;
      if (cells > MOST_CELLS)
        throw refused(name, `too large: it has more than ${MOST_CELLS.toLocaleString('en')} cells. Send it in parts`);
    });
  });
}

function pathOf(target: string): string {
  return (target.startsWith('/') ? target.slice(1) : `xl/${target}`).toLowerCase();
}

type Attributes = Readonly<Record<string, string>>;
/** The elements that are open, outermost first. */
type Open = readonly string[];

interface Visit {
  open?(tag: string, attributes: Attributes, above: Open): void;
  text?(text: string, within: Open): void;
  close?(tag: string, above: Open): void;
}

/** Walks over XML; names come without their prefixes. */
function walk(xml: string, visit: Visit): void {
  if (xml === '') return;
  const parser = new SaxesParser();
  const local = (name: string) => name.slice(name.indexOf(':') + 1);
  const within: string[] = [];
  parser.on('opentag', ({ name, attributes }: SaxesTagPlain) => {
    const tag = local(name);
    const own = Object.fromEntries(Object.entries(attributes).map(([key, value]) => [local(key), value]));
    visit.open?.(tag, own, within);
    within.push(tag);
  });
  parser.on('text', (text) => visit.text?.(text, within));
  parser.on('cdata', (text) => visit.text?.(text, within));
  parser.on('closetag', () => {
    const tag = within.pop() ?? '';
    visit.close?.(tag, within);
  });
  parser.write(xml).close();
}

/** The texts that cells share; readings of Asian characters (rPh) are not part of them. */
function textsOf(xml = ''): string[] {
  const texts: string[] = [];
  walk(xml, {
    open(tag) {
      if (tag === 'si') texts.push('');
    },
    text(text, within) {
      if (within.at(-1) === 't' && within.at(-2) !== 'rPh') texts[texts.length - 1] += text;
    },
  });
  return texts.map(unescaped);
}

/** Characters that XML cannot hold are written `_x000D_` (ECMA-376, ST_Xstring). */
function unescaped(text: string): string {
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

type Shown = 'plain' | 'date' | 'other';

// Numbers of the formats that are built in (ECMA-376, numFmts).
const PLAIN_FORMATS: readonly number[] = [0, 1, 49];
const isDateFormat = (id: number) =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);

/** How each style of a workbook shows numbers. */
function formatsOf(xml = ''): Shown[] {
  const own = new Map<number, string>();
  const styles: Shown[] = [];
  walk(xml, {
    open(tag, at, above) {
      if (tag === 'numFmt') own.set(Number(at['numFmtId']), at['formatCode'] ?? '');
      if (tag === 'xf' && above.at(-1) === 'cellXfs') styles.push(shownBy(Number(at['numFmtId'] ?? 0), own));
    },
  });
  return styles;
}

function shownBy(id: number, own: ReadonlyMap<number, string>): Shown {
  const code = own.get(id);
  if (code === undefined) return PLAIN_FORMATS.includes(id) ? 'plain' : isDateFormat(id) ? 'date' : 'other';
  // Colours, conditions and words in a format are no letters of dates.
  const signs = code.replace(/\[[^\]]*\]|"[^"]*"|\\./g, '');
  if (/^(General|0|@)$/i.test(code)) return 'plain';
  return /[dmyhs]/i.test(signs) ? 'date' : 'other';
}

interface Showing {
  texts: readonly string[];
  formats: readonly Shown[];
  /** Moment of day 0, in milliseconds. */
  epoch: number;
}

// Excel counts 29 Feb 1900, which never was, so that day 0 is 30 Dec 1899 for all days after it.
const EPOCH_1900 = Date.UTC(1899, 11, 30);
const EPOCH_1904 = Date.UTC(1904, 0, 1);
const DAY = 86_400_000;

/** The time of a date that has none. */
export const MIDNIGHT = '00:00';

function gridOf(name: string, xml: string, showing: Showing, counted: () => void): Grid {
  const rows = new Map<number, Map<number, Content>>();
  const merged: string[] = [];
  let row = 0;
  let column = -1;
  let cell: Attributes = {};
  let held = { value: '', text: '', isFormula: false };
  walk(xml, {
    open(tag, at) {
      if (tag === 'row') {
        row = Number(at['r'] ?? row + 1);
        column = -1;
      } else if (tag === 'c') {
        cell = at;
        column = at['r'] === undefined ? column + 1 : columnOf(at['r']);
        held = { value: '', text: '', isFormula: false };
      } else if (tag === 'f') held.isFormula = true;
      else if (tag === 'mergeCell') merged.push(at['ref'] ?? '');
    },
    text(text, within) {
      const tag = within.at(-1);
      if (tag === 'v') held.value += text;
      else if (tag === 't' && within.at(-2) !== 'rPh') held.text += text;
    },
    close(tag) {
      if (tag !== 'c') return;
      const content = contentOf(cell, held, showing);
      if (content === undefined) return;
      counted();
      const cells = rows.get(row) ?? new Map<number, Content>();
      rows.set(row, cells.set(column, content));
    },
  });
  return { name, merged, rows: [...rows].map(([number, cells]) => ({ number, cells })) };
}

/** `AB12` → 27 */
function columnOf(reference: string): number {
  const letters = /^[A-Z]+/i.exec(reference)?.[0].toUpperCase() ?? '';
  return [...letters].reduce((number, letter) => number * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

function contentOf(
  cell: Attributes,
  { value, text, isFormula }: { value: string; text: string; isFormula: boolean },
  { texts, formats, epoch }: Showing,
): Content | undefined {
  if (isFormula) return { kind: 'formula' };
  const type = cell['t'] ?? 'n';
  if (type === 'e') return { kind: 'error', text: value };
  if (type === 'b') return { kind: 'boolean', value: value === '1' };
  if (type === 'd') return { kind: 'date', date: value.slice(0, 10), time: value.slice(11, 16) || MIDNIGHT };
  const said = { s: texts[Number(value)], str: unescaped(value), inlineStr: unescaped(text) }[type];
  if (type !== 'n') return said === undefined || said === '' ? undefined : { kind: 'text', text: said };
  if (value === '') return undefined;
  const number = Number(value);
  const shown = formats[Number(cell['s'] ?? 0)] ?? 'plain';
  if (shown !== 'date') return { kind: 'number', number, isPlain: shown === 'plain' };
  const moment = new Date(epoch + Math.round(number * DAY));
  if (Number.isNaN(moment.getTime())) return { kind: 'error', text: value };
  const iso = moment.toISOString();
  return { kind: 'date', date: iso.slice(0, 10), time: iso.slice(11, 16) };
}
