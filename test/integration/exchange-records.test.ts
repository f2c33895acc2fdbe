import { readFileSync } from 'node:fs';
import { DateTime } from 'luxon';
import type { Tx } from '../../src/db/db.ts';
import { listCommitments } from '../../src/features/commitments/index.ts';
import { exportProgramme, importFile } from '../../src/features/exchange/index.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';

const now = DateTime.fromISO('2026-11-30T06:00:00Z', { zone: 'utc' });
const later = now.plus({ hours: 1 });
const example = readFileSync('examples/q1-launch.yaml', 'utf8');

const COMMITMENTS = `
commitments:
  - key: COM-1
    dependency: DEP-1
    stage: release
    inForce: 2
    promisedFor: 2026-12-09
    terms:
      - { number: 1, owner: ana, what: Delivers v2 to staging, by: 2026-12-09, trace: LAUNCH-101, proposedBy: ben, proposedAt: 2026-11-20T10:00Z }
      - { number: 2, owner: ana, what: Delivers v2 to staging, by: 2026-12-11, trace: LAUNCH-101, reason: The vendor is late, proposedBy: ana, proposedAt: 2026-11-24T10:00Z }
    signatures:
      - { terms: 2, seat: plat, signedBy: ana, at: 2026-11-24T10:00Z }
      - { terms: 2, seat: part, signedBy: ben, at: 2026-11-25T10:00Z }
  - key: COM-2
    dependency: DEP-2
    stage: test
    terms:
      - { number: 1, owner: ana, what: Tests all refunds, by: 2026-12-18, trace: LAUNCH-102, proposedBy: ana, proposedAt: 2026-11-20T10:00Z }
  - key: COM-3
    dependency: DEP-1
    stage: development
    state: withdrawn
    terms:
      - { number: 1, owner: ana, what: Builds v2, by: 2026-12-01, trace: LAUNCH-103, proposedBy: ana, proposedAt: 2026-11-20T10:00Z, withdrawnAt: 2026-11-21T10:00Z }
`;
const RECORDS = COMMITMENTS;

let database: TestDatabase;

beforeEach(async () => {
  database = await freshDatabase();
});

afterEach(async () => {
  await database.drop();
});

const read = <Result>(work: (tx: Tx) => Promise<Result>) => database.db.tx(database.workspace, work);
const bring = (text: string, { at = now, into = database } = {}) =>
  importFile(into.db, into.workspace, at, { name: 'records.yaml', bytes: Buffer.from(text) });
const taken = (format: 'yaml' | 'json' | 'xlsx' | 'markdown', from = database) =>
  exportProgramme(from.db, from.workspace, later, format);

/** Rows of every table that an import of records may write. */
async function everything() {
  const tables = [
    'commitments',
    'commitment_terms',
    'commitment_signatures',
    'timers',
    'outbox',
    'audit',
    'milestones',
  ];
  return read(async (tx) => {
    const rows = [];
    for (const table of tables) rows.push((await tx.execute(`select * from ${table} order by 1, 2, 3`)).rows);
    return rows;
  });
}

/** Keys of all that is or was to be sent. */
async function cards(): Promise<unknown[]> {
  return (await read((tx) => tx.execute('select key from outbox order by key'))).rows;
}

async function timersOf(prefix: string): Promise<unknown[]> {
  const found = await read((tx) =>
    tx.execute(`select distinct kind from timers where kind like '${prefix}%' order by 1`),
  );
  return found.rows.map(({ kind }) => kind);
}

test.each(['yaml', 'json', 'xlsx'] as const)(
  'records exported as %s change nothing, and are the same elsewhere',
  async (format) => {
    await bring(example);
    await bring(RECORDS);
    const before = await everything();
    const exported = await taken(format);
    const file = { name: `export.${format}`, bytes: Buffer.from(exported) };
    await importFile(database.db, database.workspace, later, file);
    expect(await everything()).toEqual(before);

    const elsewhere = await freshDatabase();
    try {
      await importFile(elsewhere.db, elsewhere.workspace, later, file);
      const text = await taken('yaml');
      expect(text).toContain('key: COM-3');
      expect(await taken('yaml', elsewhere)).toBe(text);
    } finally {
      await elsewhere.drop();
    }
  },
);

test('a commitment keeps its terms and signatures; its clocks run and nobody is told', async () => {
  await bring(example);
  const before = await cards();
  const { commitments } = await bring(COMMITMENTS);
  expect(commitments).toMatchObject({ added: ['COM-1', 'COM-2', 'COM-3'], changed: [] });
  const [first, second] = await read((tx) => listCommitments(tx, { state: 'open' }));
  expect(first).toMatchObject({ commitment: { lockedTerms: 2, promisedFor: '2026-12-09' }, terms: [{}, {}] });
  expect(first?.signatures).toHaveLength(2);
  expect(second).toMatchObject({ commitment: { lockedTerms: null }, signatures: [] });
  expect(await timersOf('commitments.')).toEqual(['commitments.overdue', 'commitments.remind', 'commitments.unsigned']);
  const held = await read((tx) => tx.execute('select committed from milestones where committed is not null'));
  expect(held.rows).toEqual([{ committed: 'COM-1' }]);
  expect(await cards()).toEqual(before);
});

test('what of a record differs is written and told', async () => {
  await bring(example);
  await bring(RECORDS);
  const { commitments } = await bring(COMMITMENTS.replace('LAUNCH-103', 'LAUNCH-104'), { at: later });
  expect(commitments).toMatchObject({ added: [], changed: [{ name: 'COM-3', fields: ['terms'] }], unchanged: 2 });
});

test('Markdown has a table of each kind', async () => {
  await bring(example);
  await bring(RECORDS);
  const page = await taken('markdown');
  expect(page).toContain('## Commitments');
  expect(page).toMatch(/\| COM-1 \| DEP-1 \| release \| ana \| Delivers v2 to staging \| 2026-12-11 \|.*\| locked \|/);
});

test.each([
  [
    'key: COM-1',
    'key: COM1',
    'commitments[0].key, line 3: “COM1” does not fit. The commitment, by key: COM- and a number.',
  ],
  ['dependency: DEP-1', 'dependency: DEP-99', 'commitments[0].dependency, line 4: there is no dependency DEP-99'],
  ['owner: ana', 'owner: anna', 'nobody is called @anna. Did you mean @ana or @lena?'],
  ['seat: part', 'seat: prt', 'there is no team prt. Did you mean part?'],
  ['inForce: 2', 'inForce: 3', 'commitments[0].inForce, line 6: there are no terms 3. There is: 1, 2.'],
  ['{ terms: 2, seat: part', '{ terms: 2, seat: plat', 'plat signed terms 2 twice. Keep one.'],
  ['number: 2', 'number: 1', '1 stands here twice. Keep one.'],
  ['key: COM-2', 'key: COM-1', 'COM-1 stands here twice. Keep one.'],
  ['what: Tests all refunds', 'what: Should test refunds', 'is not a commitment'],
  ['by: 2026-12-11', 'by: 2026-12-10', 'COM-1 is locked for 2026-12-10, and the plan of DEP-1 has 2026-12-11'],
  [
    'stage: development\n    state: withdrawn',
    'stage: release',
    'COM-1 holds the release of DEP-1. Withdraw one of the two',
  ],
])('%p in place of which stands %p is refused with what to send', async (from, to, message) => {
  await bring(example);
  const before = await everything();
  expect(RECORDS).toContain(from);
  await expect(bring(RECORDS.replace(from, to))).rejects.toThrow(message);
  expect(await everything()).toEqual(before);
});
