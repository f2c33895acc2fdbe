import fc from 'fast-check';
import { COLUMNS, guard, unguard } from './cells.ts';
import type { DependencyEntry, RegisterDocument } from './format/index.ts';
import { readRegister } from './read.ts';
import { writeCsv } from './write-csv.ts';
import { writeMarkdown } from './write-markdown.ts';

const known = { teams: ['plat', 'part', 'data', 'mobile'], people: ['ana', 'ben'] };

const hostile: DependencyEntry = {
  key: 'DEP-1',
  title: '=HYPERLINK("https://x.example.com";"click")',
  kind: 'api',
  producer: 'plat',
  priority: 'low',
  consumers: ['part', { team: 'mobile', priority: 'high' }, { team: 'data', neededBy: '2026-12-07', priority: 'low' }],
  owner: 'ana',
  risk: 'low',
  goal: '-1+1',
  interface: "'=already guarded",
  sharedInfrastructure: '@SUM(A1)',
  obligations: ['a;b', 'back\\slash', '"quoted", with comma', '=1+1'],
  dates: [{ label: 'Freeze; of code', date: '2026-12-11' }],
  links: [{ label: 'Two words', url: 'https://x.example.com/a;b?c=1,2' }],
  contacts: { qa: { person: 'ben', authority: '+ signs', cadence: 'weekly' } },
  status: { colour: 'red', reason: 'first line\nsecond "line"', at: '2026-11-27T10:00:00.000Z' },
};

test('what CSV holds comes back as it was', () => {
  const bytes = Buffer.from(writeCsv('dependencies', [hostile]));
  const { document } = readRegister({ name: 'x.csv', bytes }, known);
  expect(document.dependencies[0]).toMatchObject(hostile);
});

test('no cell is a formula', () => {
  const cells = writeCsv('dependencies', [hostile]).split('\n').slice(1).join('\n');
  expect(cells).toContain(`"'=HYPERLINK(""https://x.example.com"";""click"")"`);
  expect(cells).not.toMatch(/(^|,)"?[=+\-@\t\r]/);
});

test('the guard comes off exactly', () => {
  const cell = fc.array(fc.constantFrom("'", '=', '+', '-', '@', '\t', '\r', 'a', ' ')).map((signs) => signs.join(''));
  fc.assert(
    fc.property(cell, (text) => {
      expect(unguard(guard(text))).toBe(text);
      expect(guard(text)).not.toMatch(/^[=+\-@\t\r]/);
    }),
  );
});

test('every column has a name of its own', () => {
  expect(new Set(COLUMNS.map((column) => column.name)).size).toBe(COLUMNS.length);
});

const document: RegisterDocument = {
  programme: { key: 'Q1', name: 'Q1 <b>launch</b>', leads: ['ana'], release: '2027-02-26' },
  teams: [
    { key: 'plat', name: 'Plat | form' },
    { key: 'part', name: 'Partner' },
  ],
  people: [],
  dependencies: [
    {
      ...hostile,
      title: 'a | b\n# c <script>alert(1)</script> [x](javascript:y) `code` **bold**',
      links: [{ label: 'x](https://evil.example.com)', url: 'https://x.example.com/|>a' }],
    },
  ],
};

test('user text cannot break the Markdown table or become HTML', () => {
  const page = writeMarkdown(document, new Map([['DEP-1', 'red']]));
  const rows = page.split('\n').filter((line) => line.startsWith('| '));
  expect(rows).toHaveLength(3);
  for (const line of rows) expect(line.match(/(?<!\\)\|/g)).toHaveLength(9);
  expect(page).not.toMatch(/<(?!https:\/\/x\.example\.com\/%7C%3Ea>)/);
  expect(page).toContain('● RED');
  expect(page).toContain('\\[x\\](javascript:y)');
  expect(page.split('\n').filter((line) => line.startsWith('#'))).toHaveLength(2);
});
