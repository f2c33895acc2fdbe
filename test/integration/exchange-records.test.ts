import { readFileSync } from 'node:fs';
import { DateTime } from 'luxon';
import type { Tx } from '../../src/db/db.ts';
import { listActions } from '../../src/features/actions/index.ts';
import { listCommitments } from '../../src/features/commitments/index.ts';
import { listDecisions } from '../../src/features/decisions/index.ts';
import { exportProgramme, importFile } from '../../src/features/exchange/index.ts';
import { listRisks } from '../../src/features/risks/index.ts';
import type { TestDatabase } from '../support/database.ts';
import { freshDatabase } from '../support/fresh-database.ts';

const now = DateTime.fromISO('2026-11-30T06:00:00Z', { zone: 'utc' });
const later = now.plus({ hours: 1 });
/** Without its records, which come here. */
const example = readFileSync('examples/q1-launch.yaml', 'utf8').replace(/\nactions:[\s\S]*$/, '\n');

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
const RISKS = `
actions:
  - key: ACT-1
    what: Book our own sandbox
    owner: mateus
    due: 2026-12-03
    dependency: DEP-5
    source: { kind: risk, key: RISK-1, why: 'DEP-5 is red: the sandbox is down' }
    openedAt: 2026-11-27T12:00Z
  - key: ACT-2
    what: Send the test data
    owner: ana
    due: 2026-11-26
    openedBy: lena
    openedAt: 2026-11-20T10:00Z
    state: done
    note: Sent
    closedBy: ana
    closedAt: 2026-11-25T10:00Z
risks:
  - key: RISK-1
    kind: vendor
    text: The vendor has one sandbox
    dependency: DEP-5
    owner: mateus
    mitigation: Book our own sandbox
    trigger: DEP-5 red
    openedBy: mateus
    openedAt: 2026-11-20T10:00Z
    state: triggered
    triggeredAt: 2026-11-27T12:00Z
    triggeredWhy: 'DEP-5 is red: the sandbox is down'
    action: ACT-1
  - key: RISK-2
    text: Staging is shared
    owner: kenji
    mitigation: Move the test window
    trigger: on 2026-12-07
    openedAt: 2026-11-20T10:00Z
  - key: RISK-3
    text: Tax rules change
    owner: ruth
    mitigation: Ship without invoices
    trigger: float of DEP-13 below 3
    state: closed
    closedBy: ruth
    closedAt: 2026-11-24T10:00Z
    note: They stay as they are
decisions:
  - key: DEC-1
    dependency: DEP-5
    question: DEP-5 is blocked. How does it go on?
    options:
      - { label: Go on against recorded answers, consequence: no date moves }
      - { label: Wait }
    choice: Platform builds against recorded answers
    reason: The vendor named no day
    decidedBy: omar
    at: 2026-11-27T15:00Z
    links: ['https://wiki.example.com/sandbox;v=1', 'https://tracker.example.com/LAUNCH-101']
    supersedes: DEC-7
  - key: DEC-7
    dependency: DEP-5
    question: DEP-5 is blocked. How does it go on?
    choice: Platform waits
    decidedBy: omar
    at: 2026-11-26T15:00Z
`;
const RECORDS = COMMITMENTS + RISKS;

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
    'actions',
    'risks',
    'decisions',
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

test('actions, risks and decisions come with their clocks, and nobody is told', async () => {
  await bring(example);
  const before = await cards();
  const { actions, risks, decisions } = await bring(RISKS);
  expect({ actions, risks, decisions }).toMatchObject({
    actions: { added: ['ACT-1', 'ACT-2'] },
    risks: { added: ['RISK-1', 'RISK-2', 'RISK-3'] },
    decisions: { added: ['DEC-1', 'DEC-7'] },
  });
  const [triggered, watching] = await read((tx) => listRisks(tx, {}));
  const [action] = await read((tx) => listActions(tx, { states: ['open'] }));
  expect(triggered).toMatchObject({ key: 'RISK-1', actionId: action?.id });
  expect(watching).toMatchObject({ key: 'RISK-2', trigger: { kind: 'date', on: '2026-12-07' } });
  expect(await timersOf('risks.')).toEqual(['risks.date']);
  expect(await timersOf('actions.')).toEqual(['actions.overdue', 'actions.remind']);
  const logged = await read((tx) => tx.execute("select subject from audit where action like '%s.imported' order by 1"));
  expect(logged.rows.map(({ subject }) => subject)).toEqual(
    expect.arrayContaining(['ACT-1', 'ACT-2', 'DEC-1', 'RISK-1', 'RISK-2', 'RISK-3']),
  );
  expect(await cards()).toEqual(before);
});

test('a trigger is compared by what it means', async () => {
  await bring(example);
  await bring(RISKS);
  const said = RISKS.replace('DEP-5 red', 'is red').replace('float of DEP-13 below 3', 'Float of dep-13 < 3 days');
  expect(await bring(said, { at: later })).toMatchObject({ risks: { added: [], changed: [], unchanged: 3 } });
});

test('the decision log never changes', async () => {
  await bring(example);
  await bring(RISKS);
  const before = await everything();
  await expect(bring(RISKS.replace('named no day', 'named a day'), { at: later })).rejects.toThrow(
    'decisions[0], line 50: DEC-1 is in the log already, which never changes, and differs in reason. Take the entry out',
  );
  expect(await everything()).toEqual(before);
});

test('a decision takes the place of one of the file or of the log, once', async () => {
  await bring(example);
  await bring(RISKS);
  const decided = () => read((tx) => listDecisions(tx, {}, 10));
  const [first, before] = await decided();
  expect(first).toMatchObject({ key: 'DEC-1', supersedesId: before?.id, links: [expect.stringContaining(';v=1'), {}] });
  expect(before).toMatchObject({ key: 'DEC-7', supersedesId: null, links: [] });

  const next = (of: string) => `
decisions:
  - { key: DEC-8, question: How does it go on?, choice: We wait, decidedBy: omar, at: 2026-11-28T10:00Z, supersedes: ${of} }
`;
  const refusals = {
    'DEC-9': 'there is no decision DEC-9 in this programme. Add it under decisions, or clear this: `supersedes: null`',
    'DEC-7': 'DEC-1 takes the place of DEC-7 already. Name DEC-1, or clear this',
    'DEC-8': 'DEC-8 cannot take its own place. Name an earlier one, or clear this',
    ACT1: 'decisions[0].supersedes, line 3: “ACT1” does not fit. The decision whose place it takes, by key',
  };
  for (const [of, message] of Object.entries(refusals)) await expect(bring(next(of))).rejects.toThrow(message);
  expect(await bring(next('DEC-1'))).toMatchObject({ decisions: { added: ['DEC-8'], leftAlone: 2 } });
  const [latest] = await decided();
  expect(latest).toMatchObject({ key: 'DEC-8', supersedesId: first?.id });
});

test('decisions that take each other’s place in a circle are refused', async () => {
  await bring(example);
  const round = (...takes: [string, string][]) =>
    `decisions:${takes.map(
      ([key, of]) => `
  - { key: ${key}, question: How?, choice: We wait, decidedBy: omar, at: 2026-11-28T10:00Z, supersedes: ${of} }`,
    )}`.replaceAll(',\n', '\n');
  const circle = round(['DEC-5', 'DEC-1'], ['DEC-1', 'DEC-2'], ['DEC-2', 'DEC-3'], ['DEC-3', 'DEC-1']);
  await expect(bring(circle)).rejects.toThrow('DEC-1 takes its own place by way of DEC-2');
  const twice = round(['DEC-5', 'DEC-1'], ['DEC-6', 'DEC-1'], ['DEC-1', 'null']);
  await expect(bring(twice)).rejects.toThrow('decisions[1].supersedes, line 3: DEC-5 takes the place of DEC-1 already');
  const chain = round(['DEC-3', 'DEC-2'], ['DEC-2', 'DEC-1'], ['DEC-1', 'null']);
  expect(await bring(chain)).toMatchObject({ decisions: { added: ['DEC-3', 'DEC-2', 'DEC-1'] } });
});

test('what of a record differs is written and told', async () => {
  await bring(example);
  await bring(RECORDS);
  const { commitments } = await bring(COMMITMENTS.replace('LAUNCH-103', 'LAUNCH-104'), { at: later });
  expect(commitments).toMatchObject({ added: [], changed: [{ name: 'COM-3', fields: ['terms'] }], unchanged: 2 });
});

test('CSV holds the records of one kind, known by its columns', async () => {
  await bring(example);
  await bring(RECORDS);
  const csv = String(await exportProgramme(database.db, database.workspace, later, 'csv', { of: 'decisions' }));
  expect(csv.split('\n')[0]).toBe('key,dependency,question,choice,reason,decidedBy,at,links,supersedes,options');
  expect(csv).toContain('Go on against recorded answers | no date moves; Wait');
  const more = `${csv}DEC-2,,Who goes first?,=The three that are ready,,omar,2026-11-28T10:00Z,,DEC-1,All at once; The three\n`;
  const summary = await importFile(database.db, database.workspace, later, { name: 'd.csv', bytes: Buffer.from(more) });
  expect(summary).toMatchObject({ decisions: { added: ['DEC-2'], unchanged: 2 }, risks: { leftAlone: 3 } });
  const bytes = Buffer.from(more.replace(/omar,2026-11-28/, 'omr,2026-11-28').replace('All at once', 'a | b | c'));
  const refusal = importFile(database.db, database.workspace, later, { name: 'd.csv', bytes });
  await expect(refusal).rejects.toThrow('row 4, column decidedBy: nobody is called @omr');
  await expect(refusal).rejects.toThrow('row 4, column options: “a | b | c” does not fit. What could be chosen, and');
});

test('Markdown has a table of each kind', async () => {
  await bring(example);
  await bring(RECORDS);
  const page = await taken('markdown');
  expect(page).toContain('## Commitments');
  expect(page).toMatch(/\| ACT-1 \| mateus \| Book our own sandbox \| 2026-12-03 \| DEP-5 \| open \|/);
  expect(page).toMatch(
    /\| RISK-2 \| – \| Staging is shared \| kenji \| Move the test window \| on 2026-12-07 \| watching \|/,
  );
  expect(page).toMatch(
    /\| DEC-1 \| DEP-5 \|.*\| The vendor named no day \| omar \| 2026-11-27 \| DEC-7 \| .*\(<https:\/\/tracker\.example\.com\/LAUNCH-101>\) \|/,
  );
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
  ['openedBy: lena', 'openedBy: lean', 'nobody is called @lean. Did you mean '],
  ['key: ACT-2', 'key: ACT-1', 'ACT-1 stands here twice. Keep one.'],
  ['due: 2026-12-03', 'due: Thursday', '“Thursday” does not fit. By when, a day of the owner: year-month-day.'],
  ['state: done', 'state: open', 'ACT-2 is open. Give it another state, or clear this: `note: null`.'],
  ['action: ACT-1', 'action: ACT-9', 'there is no action ACT-9 in this programme. Add it under actions.'],
  ['trigger: DEP-5 red', 'trigger: DEP-99 red', 'there is no dependency DEP-99 in this programme.'],
  [
    'trigger: DEP-5 red',
    'trigger: when it rains',
    'I cannot read “when it rains” as a trigger. Send one of: “on 5 Dec”',
  ],
  ['on 2026-12-07', 'on Friday', 'has a day that moves. Write it as year-month-day: `on 2026-12-04`.'],
  ['state: triggered', 'state: watching', 'the trigger of RISK-1 is waited for. Give it another state, or clear this'],
  ['state: closed', 'state: watching', 'RISK-3 is not closed. Give it another state, or clear this: `note: null`.'],
  ['supersedes: DEC-7', 'supersedes: DEC-9', 'decisions[0].supersedes, line 85: there is no decision DEC-9'],
  ['https://tracker', 'ftp://tracker', '“ftp://tracker.example.com/LAUNCH-101” does not fit. An address: begins with'],
  ['decidedBy: omar', 'decidedBy: omr', 'nobody is called @omr. Did you mean @omar'],
])('%p in place of which stands %p is refused with what to send', async (from, to, message) => {
  await bring(example);
  const before = await everything();
  expect(RECORDS).toContain(from);
  await expect(bring(RECORDS.replace(from, to))).rejects.toThrow(message);
  expect(await everything()).toEqual(before);
});
