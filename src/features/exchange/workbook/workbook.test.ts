import fc from 'fast-check';
import { strToU8, unzipSync, zipSync } from 'fflate';
import writeExcelFile, { type SheetData } from 'write-excel-file/node';
import { InvalidInput } from '../../../core/errors.ts';
import { cleanText } from '../clean.ts';
import type { RegisterDocument } from '../format/index.ts';
import { readRegister } from '../read.ts';
import { readGrids } from './grid.ts';
import { writeWorkbook } from './write.ts';

const known = { teams: ['plat', 'part'], people: ['ana', 'ben'] };
const read = (bytes: Uint8Array, name = 'book.xlsx') => readRegister({ name, bytes }, known).document;

function refused(bytes: Uint8Array, name?: string): string {
  try {
    read(bytes, name);
  } catch (error) {
    if (error instanceof InvalidInput) return error.message;
    throw error;
  }
  throw new Error('The workbook was accepted.');
}

const full: RegisterDocument = {
  programme: {
    key: 'Q1',
    name: 'Q1 launch',
    leads: ['ana'],
    release: '2027-02-26',
    milestones: [{ name: 'Cut-off', date: '2027-02-19' }],
    freezes: [{ name: 'Year end', from: '2026-12-21', until: '2027-01-01' }],
    environments: [{ name: 'qa-1', state: 'ready', owner: 'ana', capacity: 2 }],
    policy: { tiers: [24, 48] },
  },
  teams: [{ key: 'plat', name: 'Platform', lead: 'ana' }],
  people: [{ handle: 'ana', name: 'Ana', weekend: [5, 6], work: { start: '09:00', end: '17:30' } }],
  dependencies: [
    {
      key: 'DEP-1',
      title: 'Orders API',
      kind: 'api',
      producer: 'plat',
      priority: 'low',
      consumers: [{ team: 'part', neededBy: '2026-12-07', priority: 'high' }],
      owner: 'ana',
      due: '2026-12-11',
      obligations: ['PII', 'a;b'],
      stages: { test: { from: '2027-01-07', by: '2027-01-09', environment: 'qa-1' }, release: { days: 2 } },
      needs: [{ key: 'DEP-2', lag: 2 }],
      dates: [{ label: 'Freeze', date: '2027-01-15' }],
      links: [{ label: 'LAUNCH-1', url: 'https://x.example.com/1' }],
      contacts: { qa: { person: 'ben', authority: '007' } },
      status: { colour: 'red', reason: 'first\nsecond', at: '2026-11-27T10:00:00.000Z' },
    },
    { key: 'DEP-2', title: '=1+1', kind: 'api', producer: 'plat', consumers: [{ team: 'part' }] },
  ],
};

test('what a workbook holds comes back as it was', async () => {
  const { programme, teams, people, dependencies } = read(await writeWorkbook(full));
  expect({ programme, teams, people }).toMatchObject({
    programme: full.programme,
    teams: full.teams,
    people: full.people,
  });
  expect(dependencies).toMatchObject(full.dependencies);
});

test('days are dates, keys are texts, and nothing is a formula', async () => {
  const bytes = await writeWorkbook(full);
  const sheet = (name: string) => readGrids('book.xlsx', bytes).find((one) => one.name === name);
  expect(sheet('Milestones')?.rows[1]?.cells.get(1)).toEqual({ kind: 'date', date: '2027-02-19', time: '00:00' });
  expect(sheet('Dependencies')?.rows[2]?.cells.get(1)).toEqual({ kind: 'text', text: '=1+1' });
  expect(sheet('Needs')?.rows[1]?.cells.get(2)).toEqual({ kind: 'number', number: 2, isPlain: true });
});

const awkward = fc.oneof(
  fc.constantFrom(
    '=1+1',
    '+1',
    '@SUM(A1)',
    '-2',
    '2026-01-05',
    '1/2',
    '1E5',
    '007',
    '50%',
    'TRUE',
    '_x0041_',
    '_x000D_',
  ),
  fc.constantFrom('valueOf', 'toString', '__proto__'),
  fc.constantFrom('😀 ok', 'שלום עולם', "'=quoted", ' trailing ', '<b>&"', 'a\tb', '\u200fx', 'null', '#REF!'),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }),
);

test('awkward texts come back as they were', async () => {
  const line = awkward.map((text) => cleanText(text).replace(/\n/g, ' ')).filter((text) => text !== '');
  await fc.assert(
    fc.asyncProperty(line, line, line, async (title, label, reason) => {
      const [first] = full.dependencies;
      if (first === undefined) throw new Error('There is one.');
      const status = { colour: 'red' as const, reason: `${reason}\n${title}` };
      const links = [{ label, url: 'https://x.example.com/1' }];
      const book = await writeWorkbook({ ...full, dependencies: [{ ...first, needs: [], title, links, status }] });
      expect(read(book).dependencies[0]).toMatchObject({ title, links, status });
    }),
    { numRuns: 40 },
  );
});

test('a text of the longest cell is read; a longer one is told', async () => {
  const book = (length: number) =>
    sheets({
      Teams: [
        ['key', 'name'],
        ['plat', 'x'.repeat(length)],
      ],
    });
  expect(refused(await book(32_767))).toContain('has 32767 characters. Shorten it to 80.');
  expect(refused(await book(32_768))).toContain(
    'sheet Teams, row 2, column name: has 32768 characters. A cell takes 32767.',
  );
});

/** A workbook of texts, with cells of other kinds where they are objects. */
async function sheets(content: Readonly<Record<string, SheetData>>): Promise<Uint8Array> {
  return writeExcelFile(Object.entries(content).map(([sheet, data]) => ({ sheet, data }))).toBuffer();
}

const head = ['title', 'kind', 'producer'];
const row = ['Orders API', 'api', 'plat'];

test.each<[Record<string, SheetData>, string]>([
  [{ Dependncies: [head] }, 'there is no sheet “Dependncies”. Did you mean Dependencies?'],
  [{ Teams: [['key', 'nam']] }, 'sheet Teams, row 1: there is no column “nam”. Did you mean name?'],
  [{ Teams: [['key', 'name', 'name']] }, 'sheet Teams, row 1: the column name is there twice. Keep one.'],
  [{ Teams: [['key']] }, 'sheet Teams, row 1: the column name is missing.'],
  [
    {
      Teams: [
        ['key', 'name'],
        ['plat', 'Platform', 'x'],
      ],
    },
    'sheet Teams, row 2: a cell stands beside the columns',
  ],
  [
    {
      Teams: [
        ['key', 'name'],
        ['plat', { value: '=1+1', type: 'Formula' }],
      ],
    },
    'sheet Teams, row 2, column name: holds a formula.',
  ],
  [
    {
      Teams: [
        ['key', 'name'],
        ['plat', { value: new Date('2026-01-02'), type: Date, format: 'd/m' }],
      ],
    },
    'sheet Teams, row 2, column name: holds a date, where the spreadsheet took a text for one.',
  ],
  [
    {
      Teams: [
        ['key', 'name'],
        ['plat', { value: 0.5, type: Number, format: '0%' }],
      ],
    },
    'sheet Teams, row 2, column name: shows a number in a format of its own.',
  ],
  [{ Dependencies: [head, row] }, 'sheet Dependencies, row 2: is missing. The teams that wait for it'],
  [
    {
      Dependencies: [head, row],
      Consumers: [
        ['dependency', 'team'],
        ['Orders APY', 'part'],
      ],
    },
    'sheet Consumers, row 2: the sheet Dependencies has no Orders APY. Did you mean Orders API?',
  ],
  [
    {
      Dependencies: [
        [...head, 'owner'],
        [...row, 'amna'],
      ],
      Consumers: [
        ['dependency', 'team'],
        ['Orders API', 'prt'],
      ],
    },
    'sheet Dependencies, row 2, column owner: nobody is called @amna. Did you mean @ana?',
  ],
  [
    {
      Dependencies: [head, row],
      Consumers: [
        ['dependency', 'team'],
        ['Orders API', 'prt'],
      ],
    },
    'sheet Consumers, row 2: there is no team prt. Did you mean part?',
  ],
  [
    {
      Milestones: [
        ['name', 'date'],
        ['Cut-off', '2027-02-19'],
      ],
    },
    'Fill in the sheet Programme.',
  ],
])('%j is refused with its place', async (content, message) => {
  expect(refused(await sheets(content))).toContain(message);
});

test('numbers that stand for texts are taken as their digits', async () => {
  const book = await sheets({
    Teams: [
      ['key', 'name'],
      ['plat', { value: 2027, type: Number }],
    ],
  });
  expect(read(book).teams).toEqual([{ key: 'plat', name: '2027', lead: undefined }]);
});

/** The workbook with one of its parts written anew. */
function changed(bytes: Uint8Array, part: string, write: (xml: string) => string): Uint8Array {
  const parts = unzipSync(bytes);
  const xml = new TextDecoder().decode(parts[part]);
  expect(write(xml)).not.toBe(xml);
  return zipSync({ ...parts, [part]: strToU8(write(xml)) });
}

test('days are counted from the year that the workbook says', async () => {
  const old = changed(await writeWorkbook(full), 'xl/workbook.xml', (xml) =>
    xml.replace('<workbookPr/>', '<workbookPr date1904="1"/>'),
  );
  expect(read(old).programme?.release).toBe('2031-02-27');
});

test('merged cells are told', async () => {
  const merged = changed(await writeWorkbook(full), 'xl/worksheets/sheet6.xml', (xml) =>
    xml.replace('</sheetData>', '</sheetData><mergeCells count="1"><mergeCell ref="A2:B2"/></mergeCells>'),
  );
  expect(refused(merged)).toContain('sheet Teams: the cells A2:B2 are merged.');
});

test('a cell at the far end of a sheet costs no more than any other', async () => {
  const far = changed(await writeWorkbook(full), 'xl/worksheets/sheet6.xml', (xml) =>
    xml.replace(
      '</sheetData>',
      '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>far</t></is></c></row></sheetData>',
    ),
  );
  expect(refused(far)).toContain('sheet Teams, row 1048576: a cell stands beside the columns');
});

test('archives that grow, lie of their size or hold entities are refused', async () => {
  const book = await writeWorkbook(full);
  const sheet = 'xl/worksheets/sheet6.xml';
  const grown = changed(book, sheet, (xml) => xml.replace('</sheetData>', `${' '.repeat(60_000_000)}</sheetData>`));
  expect(grown.length).toBeLessThan(200_000);
  expect(refused(grown)).toContain('is too large: it unpacks to more than 50 MB.');

  const lying = Buffer.from(grown);
  for (let at = lying.indexOf('PK\u0001\u0002'); at >= 0; at = lying.indexOf('PK\u0001\u0002', at + 4)) {
    lying.writeUInt32LE(1_000, at + 24);
  }
  expect(refused(lying)).toContain('is damaged');

  const entities = changed(book, sheet, (xml) =>
    xml
      .replace('<worksheet', '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]><worksheet')
      .replace('</sheetData>', '<row r="9"><c r="A9" t="inlineStr"><is><t>&a;</t></is></c></row></sheetData>'),
  );
  expect(refused(entities)).toContain('is damaged: its XML cannot be read.');
});

const compound = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);

test.each([
  [compound, 'is an old Excel workbook (.xls). Save it as'],
  [Buffer.concat([compound, Buffer.from('EncryptedPackage', 'utf16le')]), 'is protected by a password. Take it off'],
  [Buffer.from('title,kind\n'), 'is no XLSX workbook. Save it as “Excel Workbook (.xlsx)”, or name it by what it is'],
  [Buffer.from('PK\u0003\u0004 and nothing else'), 'is damaged: it does not unpack.'],
  [Buffer.from(zipSync({ 'a.txt': strToU8('a') })), 'is an archive, and no workbook.'],
])('a file that is no workbook is told what it is', (bytes, message) => {
  expect(refused(bytes)).toContain(message);
});

test('a workbook is one by what it holds, whatever it is called', async () => {
  expect(read(await writeWorkbook(full), 'book.csv').teams).toHaveLength(1);
});
