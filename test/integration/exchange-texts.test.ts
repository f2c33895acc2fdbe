import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { exportProgramme, importFile } from '../../src/features/exchange/index.ts';
import type { TestDatabase } from '../support/database.ts';
import { freshDatabase } from '../support/fresh-database.ts';

/*
 * What people type, in every record and every notation: an export is imported by an empty installation, which then
 * exports the same; and where it came from, it changes nothing.
 */

const now = DateTime.fromISO('2026-11-30T06:00:00Z', { zone: 'utc' });
const at = '2026-11-27T10:00:00.000Z';
const KINDS = ['commitments', 'actions', 'risks', 'decisions'] as const;

const BASE = {
  programme: { key: 'Q1', name: 'Q1 launch', prefix: 'DEP', leads: ['lena'], release: '2027-02-26' },
  teams: [
    { key: 'plat', name: 'Product Platform' },
    { key: 'part', name: 'Partner Experience' },
  ],
  people: [{ handle: 'lena', name: 'Lena Hart', zone: 'Europe/London', country: 'GB' }],
  dependencies: [{ key: 'DEP-1', title: 'Orders API', kind: 'api', producer: 'plat', consumers: ['part'] }],
};

const AWKWARD = [
  '"quoted", with comma',
  '"];evil[',
  "'=1+1",
  '=HYPERLINK("https://x.example.com";"click")',
  '+1',
  '-1',
  '@SUM(A1)',
  'a | b; c \\ d \\| e \\; f\\',
  '; |',
  '_x0041_ and valueOf',
  'valueOf',
  '  white\u00a0space\tall around\u2028 ',
  'first line\r\nsecond line\n\n- third: "line"\n# fourth',
  '\ufeffmark',
  '🚀👩‍👩‍👧 e\u0301',
  'שלום \u202eevil\u202c عالم',
  'null',
  'true',
  '~',
  '2026-12-04',
  '1e3',
  '007',
  '<b>&amp;</b> ]]> &#0;',
  '*anchor &alias !tag %percent `code`',
  'x'.repeat(300),
  '\uffff\ufffe\ud800\u0000\u0085 \u{1fffe}\ufdd0 y',
];

const ADDRESSES = [
  'https://x.example.com/a;b|c?d=1,2&e=(f)',
  'http://x.example.com/\\;\\|"quoted"\'=1+1',
  'https://x.example.com/<b>](javascript:alert)`code`',
  'HTTPS://X.example.com/_x0041_/%20/שלום#🚀',
  `https://x.example.com/${'long'.repeat(400)}`,
];

/** Something to read; two of three times awkward by intent. */
const text = fc
  .oneof(
    { weight: 2, arbitrary: fc.constantFrom(...AWKWARD) },
    fc.string({ unit: 'binary', minLength: 1, maxLength: 80 }),
  )
  .map((said) => (/[^\s\p{C}]/u.test(said) ? said : `x${said}`));
const line = text.map((said) => said.replace(/[\r\n]+/g, ' '));
const some = <Shape>(of: fc.Arbitrary<Shape>) => fc.array(of, { minLength: 4, maxLength: 8 });
const numbered = <Shape extends object>(prefix: string, of: fc.Arbitrary<Shape>) =>
  some(of).map((all) => all.map((one, index) => ({ key: `${prefix}-${index + 1}`, ...one })));

const Records = fc.record({
  commitments: numbered(
    'COM',
    fc.record({
      dependency: fc.constant('DEP-1'),
      stage: fc.constant('development'),
      state: fc.constant('withdrawn'),
      obligations: fc.array(
        line.map((said) => said.slice(0, 80)),
        { maxLength: 3 },
      ),
      terms: fc.record({ what: line, trace: line, reason: text }).map(({ what, ...said }) => [
        {
          number: 1,
          owner: 'lena',
          what: `Delivers ${what}`.slice(0, 300),
          by: '2026-12-11',
          ...said,
          proposedBy: 'lena',
          proposedAt: at,
        },
      ]),
    }),
  ),
  actions: numbered(
    'ACT',
    fc.record({
      what: line,
      owner: fc.constant('lena'),
      due: fc.constant('2026-12-04'),
      dependency: fc.constantFrom('DEP-1', null),
      source: fc.record({ kind: fc.constantFrom('risk', 'person', 'meeting'), why: text }),
      state: fc.constantFrom('done', 'dropped'),
      note: text,
      closedAt: fc.constant(at),
    }),
  ),
  risks: numbered(
    'RISK',
    fc.record({
      text: line,
      mitigation: line,
      owner: fc.constant('lena'),
      trigger: fc.constantFrom('on 2026-12-04', 'DEP-1 red', 'float of DEP-1 below 3', 'gate of DEP-1 late'),
      state: fc.constantFrom('closed', 'triggered'),
      triggeredWhy: text,
      triggeredAt: fc.constant(at),
      action: fc.constantFrom('ACT-1', null),
      note: text,
    }),
  ).map((all) => all.map(({ note, ...risk }) => (risk.state === 'closed' ? { ...risk, note, closedAt: at } : risk))),
  decisions: fc
    .tuple(
      numbered(
        'DEC',
        fc.record({
          question: text,
          options: fc.array(fc.record({ label: text, consequence: fc.option(text) }), { maxLength: 3 }),
          choice: text,
          reason: fc.option(text),
          decidedBy: fc.constant('lena'),
          at: fc.constant(at),
          links: fc.array(fc.constantFrom(...ADDRESSES), { maxLength: 5 }),
          takesAPlace: fc.boolean(),
        }),
      ),
      fc.constantFrom(-1, 1),
    )
    // Of the one before it in the file, or of the one after.
    .map(([all, step]) =>
      all.map(({ takesAPlace, ...one }, index) => ({
        ...one,
        supersedes: (takesAPlace && all[index + step]?.key) || null,
      })),
    ),
});

type Format = Parameters<typeof exportProgramme>[3];
type Kind = (typeof KINDS)[number];

const taken = ({ db, workspace }: TestDatabase, format: Format, of?: Kind) =>
  exportProgramme(db, workspace, now, format, { of });
const bring = ({ db, workspace }: TestDatabase, name: string, bytes: string | Uint8Array) =>
  importFile(db, workspace, now, { name, bytes: Buffer.from(bytes) });
const withBase = (records: object = {}) => JSON.stringify({ ...BASE, ...records });

/** What decisions rest on and whose place they take, in the order of the file. */
const referencesIn = (decisions: readonly { links?: string[]; supersedes?: string | null }[]) =>
  decisions.map(({ links = [], supersedes = null }) => ({ links, supersedes }));

async function withTwo(work: (here: TestDatabase, there: TestDatabase) => Promise<void>): Promise<void> {
  const [here, there] = [await freshDatabase(), await freshDatabase()];
  try {
    await work(here, there);
  } finally {
    await here.drop();
    await there.drop();
  }
}

const unchanged = { added: [], changed: [] };
const nothing = { commitments: unchanged, actions: unchanged, risks: unchanged, decisions: unchanged };

test.each(['yaml', 'json', 'xlsx'] as const)('all texts survive %s', async (format) => {
  await fc.assert(
    fc.asyncProperty(Records, (said) =>
      withTwo(async (here, there) => {
        await bring(here, 'records.json', withBase(said));
        const exported = await taken(here, format);
        expect(await bring(here, `export.${format}`, exported)).toMatchObject(nothing);
        await bring(there, `export.${format}`, exported);
        // A workbook says when it was written.
        if (format !== 'xlsx') expect(await taken(there, format)).toEqual(exported);
        const arrived = String(await taken(there, 'json'));
        expect(arrived).toEqual(await taken(here, 'json'));
        expect(referencesIn(JSON.parse(arrived).decisions)).toEqual(referencesIn(said.decisions));
      }),
    ),
    { numRuns: 3 },
  );
});

test('all texts survive CSV, and none is a formula there', async () => {
  await fc.assert(
    fc.asyncProperty(Records, (said) =>
      withTwo(async (here, there) => {
        await bring(here, 'records.json', withBase(said));
        await bring(there, 'base.json', withBase());
        for (const kind of KINDS) {
          const exported = String(await taken(here, 'csv', kind));
          const cells: string[][] = parse(exported);
          expect(cells.flat().filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
          expect(await bring(here, `${kind}.csv`, exported)).toMatchObject(nothing);
          await bring(there, `${kind}.csv`, exported);
          expect(await taken(there, 'csv', kind)).toBe(exported);
        }
        const arrived = String(await taken(there, 'json'));
        expect(arrived).toEqual(await taken(here, 'json'));
        expect(referencesIn(JSON.parse(arrived).decisions)).toEqual(referencesIn(said.decisions));
      }),
    ),
    { numRuns: 3 },
  );
});

test('no text breaks a table of Markdown', async () => {
  await fc.assert(
    fc.asyncProperty(Records, (said) =>
      withTwo(async (here) => {
        await bring(here, 'records.json', withBase(said));
        const page = String(await taken(here, 'markdown'));
        const rows = page.split('\n').filter((row) => row.startsWith('| '));
        const entries = KINDS.reduce((sum, kind) => sum + said[kind].length, 0);
        // Two tables of dependencies and records have a head and a line below it.
        expect(rows).toHaveLength(entries + 2 * KINDS.length + 3);
        const outsideOfLinks = page.replace(/\]\(<https?:[^<>|\s]*>\)/gi, ']');
        expect(outsideOfLinks).not.toMatch(/<[a-z]/i);
        const addresses = page.match(/\]\(<https?:/gi) ?? [];
        expect(addresses).toHaveLength(said.decisions.flatMap(({ links }) => links).length);
      }),
    ),
    { numRuns: 2 },
  );
});
