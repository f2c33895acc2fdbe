import { readFileSync } from 'node:fs';
import { DateTime } from 'luxon';
import { plainText } from '../../src/chat/plain.ts';
import type { Tx } from '../../src/db/db.ts';
import { loadExample } from '../../src/example.ts';
import { approvalsFor } from '../../src/features/approvals/index.ts';
import { openBlockers } from '../../src/features/blockers/index.ts';
import { exportProgramme, importFile, summaryLines } from '../../src/features/exchange/index.ts';
import { listPeople, listPersonRows, listTeams } from '../../src/features/people/index.ts';
import { listProgrammes } from '../../src/features/programme/index.ts';
import { listDependencies, setReport } from '../../src/features/register/index.ts';
import { shiftsSince } from '../../src/features/timeline/index.ts';
import type { TestDatabase } from '../support/database.ts';
import { freshDatabase } from '../support/fresh-database.ts';

const now = DateTime.fromISO('2026-11-30T06:00:00Z', { zone: 'utc' });
const later = now.plus({ hours: 1 });
const example = { name: 'q1-launch.yaml', text: readFileSync('examples/q1-launch.yaml', 'utf8') };
let database: TestDatabase;

beforeEach(async () => {
  database = await freshDatabase();
});

afterEach(async () => {
  await database.drop();
});

const read = <Result>(work: (tx: Tx) => Promise<Result>) => database.db.tx(database.workspace, work);
const bring = ({ name, text }: { name: string; text: string }, options = {}, at = now) =>
  importFile(database.db, database.workspace, at, { name, bytes: Buffer.from(text) }, options);
const taken = async (format: 'yaml' | 'json' | 'csv' | 'markdown', key?: string) =>
  String(await exportProgramme(database.db, database.workspace, later, format, { programme: key }));

/** All of the register that an import may write, with its versions. */
async function everything() {
  return read(async (tx) => ({
    programmes: await listProgrammes(tx),
    teams: await listTeams(tx),
    people: await listPersonRows(tx),
    dependencies: await listDependencies(tx, {}),
    audit: (await tx.execute('select count(*)::int as entries from audit')).rows,
    timers: (await tx.execute('select count(*)::int as entries from timers')).rows,
    outbox: (await tx.execute('select count(*)::int as entries from outbox')).rows,
  }));
}

async function dependency(key: string) {
  const [found] = await read((tx) => listDependencies(tx, { keys: [key] }));
  if (found === undefined) throw new Error(`There is no ${key}.`);
  return found;
}

const unchanged = { added: [], changed: [] };
const nothing = { programme: unchanged, teams: unchanged, people: unchanged, dependencies: unchanged };

test('an empty workspace starts with the example, once', async () => {
  const { db, workspace } = database;
  expect(await loadExample(db, workspace, now)).toBe(
    'The example programme "Q1 launch" is loaded: 3 teams, 14 people, 16 dependencies.',
  );
  expect(await loadExample(db, workspace, now)).toBeUndefined();

  const people = await read(listPeople);
  expect(new Set(people.map((person) => person.calendar.zone)).size).toBeGreaterThanOrEqual(6);
  expect(people.filter((person) => person.delegateId === null || person.email === null)).toEqual([]);
  const dependencies = await read((tx) => listDependencies(tx, {}));
  expect(new Set(dependencies.map((one) => one.kind)).size).toBe(5);
  const [programme] = await read(listProgrammes);
  expect(await read((tx) => openBlockers(tx, programme?.id ?? ''))).toMatchObject([{ key: 'DEP-5' }]);
});

test('the contracts of the example wait for approvers who did not submit them', async () => {
  await bring(example);
  const waiting = await read(async (tx) => {
    const people = await listPeople(tx);
    const lists = [];
    for (const person of people) {
      for (const approval of await approvalsFor(tx, person.id, now)) lists.push({ handle: person.handle, approval });
    }
    return lists;
  });
  expect(new Set(waiting.map(({ handle }) => handle))).toEqual(new Set(['chloe', 'dev', 'ben']));
});

test('loaded long after, the example is alive', async () => {
  const { db, workspace } = database;
  const muchLater = DateTime.fromISO('2028-03-01T12:00:00Z', { zone: 'utc' });
  await loadExample(db, workspace, muchLater);
  const dependencies = await read((tx) => listDependencies(tx, {}));
  for (const { report, dueDate } of dependencies) {
    const age = muchLater.diff(DateTime.fromISO(report?.at ?? '')).as('days');
    expect(age).toBeGreaterThanOrEqual(0);
    expect(age).toBeLessThan(11);
    expect(dueDate ?? '').toMatch(/^2028-/);
  }
});

test('importing the same file again changes nothing', async () => {
  const first = await bring(example);
  expect(first.dependencies.added).toHaveLength(16);
  const before = await everything();
  expect(await bring(example, {}, later)).toMatchObject(nothing);
  expect(await everything()).toEqual(before);
});

test('a workbook that was exported changes nothing, and makes the same register elsewhere', async () => {
  await bring(example);
  const before = await everything();
  const exported = await exportProgramme(database.db, database.workspace, later, 'xlsx');
  const book = { name: 'q1.xlsx', bytes: Buffer.from(exported) };
  expect(await importFile(database.db, database.workspace, later, book)).toMatchObject(nothing);
  expect(await everything()).toEqual(before);

  const elsewhere = await freshDatabase();
  try {
    await importFile(elsewhere.db, elsewhere.workspace, later, book);
    expect(await exportProgramme(elsewhere.db, elsewhere.workspace, later, 'yaml')).toBe(await taken('yaml'));
  } finally {
    await elsewhere.drop();
  }
});

test('a dry run tells exactly what the import then does, and leaves nothing', async () => {
  const before = await everything();
  const told = await bring(example, { dryRun: true });
  expect(await everything()).toEqual(before);
  expect({ ...(await bring(example)), dryRun: true }).toEqual(told);
  expect(summaryLines(told).slice(0, 5)).toEqual([
    'Q1 launch: a dry run; nothing was changed. An import would do this:',
    'Programme: 1 added, 0 changed, 0 unchanged, 0 not in the file and left alone',
    'Teams: 3 added, 0 changed, 0 unchanged, 0 not in the file and left alone',
    'People: 14 added, 0 changed, 0 unchanged, 0 not in the file and left alone',
    'Dependencies: 16 added, 0 changed, 0 unchanged, 0 not in the file and left alone',
  ]);
  expect(summaryLines(told).at(-1)).toBe('and 22 more');
});

test('a file with an error leaves nothing', async () => {
  const before = await everything();
  const broken = { ...example, text: example.text.replace('owner: kenji', 'owner: kenzi') };
  await expect(bring(broken)).rejects.toThrow(/dependencies\[5\]\.owner, line \d+: nobody is called @kenzi/);
  expect(await everything()).toEqual(before);
});

test('what only the register can tell is refused as a whole', async () => {
  await bring(example);
  const before = await everything();
  const text = `
programme: { key: Q2, name: Q2 launch, prefix: DEP, leads: [lena] }
people: [{ handle: new, name: Somebody New, email: ana@example.com }]
`;
  const refusal = bring({ name: 'q2.yaml', text });
  await expect(refusal).rejects.toThrow('Q1 launch has this prefix');
  await expect(refusal).rejects.toThrow('people[0].email, line 3: ana@example.com belongs to ana');
  expect(await everything()).toEqual(before);
});

test('a key of another programme is refused', async () => {
  const text = example.text.replace('key: DEP-16', 'key: OTHER-16');
  await expect(bring({ ...example, text })).rejects.toThrow('OTHER-16 does not belong to Q1 launch');
});

test.each([
  ['until: 2027-01-01', 'until: 2026-12-01', /programme\.freezes\[0\], line \d+: .* is after/],
  ['owner: ruth, from: 2026-12-14', 'owner: ruth, from: 2027-02-26, until: 2027-02-01', /programme\.environments\[1\]/],
])('%p in place of which stands %p is refused, as in chat', async (from, to, message) => {
  expect(example.text).toContain(from);
  await expect(bring({ ...example, text: example.text.replace(from, to) })).rejects.toThrow(message);
});

test('an export of days that a cut-off or an environment was moved past fills another workspace, with a warning', async () => {
  await bring(example);
  const programme = example.text
    .slice(0, example.text.indexOf('\nteams:'))
    .replace('date: 2027-02-19', 'date: 2026-12-10')
    .replace('until: 2027-02-26, capacity', 'until: 2026-12-08, capacity');
  await bring({ name: 'moved.yaml', text: programme }, {}, later);
  const text = await taken('yaml');
  await database.drop();
  database = await freshDatabase();
  const { warnings, ...summary } = await bring({ name: 'export.yaml', text });
  expect(warnings).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^dependencies\[0\]\.due, line \d+: Fri 11 Dec is after the cut-off/),
      expect.stringMatching(/^dependencies\[0\]\.stages\.test, line \d+: qa-1 is there until Tue 8 Dec/),
    ]),
  );
  expect(summaryLines({ ...summary, warnings })).toContain(
    `Taken as it stands, and to be looked at: ${warnings.length}`,
  );
  expect(await taken('yaml')).toBe(text);
  expect(await bring({ name: 'export.yaml', text }, {}, later)).toMatchObject({ ...nothing, warnings: [] });
});

test.each([
  ['{ by: 2027-02-22 }', 'is after the cut-off'],
  ['{ from: 2026-12-09, by: 2026-12-07 }', 'is after Mon 7 Dec'],
  ['{ from: 2026-12-01, by: 2026-12-15, environment: qa-2 }', 'qa-2 is there from Mon 14 Dec'],
])('a test window %p is refused with its place, as in chat', async (window, message) => {
  await bring(example);
  const text = `dependencies: [{ key: DEP-1, title: Orders API v2, kind: api, producer: plat, consumers: [part], stages: { test: ${window} } }]`;
  await expect(bring({ name: 'one.yaml', text })).rejects.toThrow(`dependencies[0].stages.test, line 1: `);
  await expect(bring({ name: 'one.yaml', text })).rejects.toThrow(message);
});

test('only what differs is written, and recorded with what was before', async () => {
  await bring(example);
  const text = example.text.replace('due: 2026-12-11', 'due: 2026-12-14');
  const summary = await bring({ ...example, text }, {}, later);
  expect(summary.dependencies).toMatchObject({
    added: [],
    changed: [{ name: 'DEP-1', fields: ['dueDate'] }],
    unchanged: 15,
    leftAlone: 0,
  });
  expect(summaryLines(summary).at(-1)).toBe('~ DEP-1: due');
  const [entry] = await read(
    async (tx) => (await tx.execute('select before, after, subject from audit order by at desc limit 1')).rows,
  );
  expect(entry).toEqual({ subject: 'DEP-1', before: { dueDate: '2026-12-11' }, after: { dueDate: '2026-12-14' } });
});

test('what a file leaves out stays, what it empties is cleared', async () => {
  await bring(example);
  const part = (more: string) => `
dependencies:
  - { key: DEP-1, title: Partner account API v2, kind: api, producer: plat, consumers: [part]${more} }
`;
  const summary = await bring({ name: 'part.yaml', text: part(', delegate: null, obligations: []') }, {}, later);
  expect(summary.dependencies).toMatchObject({ changed: [{ name: 'DEP-1' }], leftAlone: 15 });
  const { delegateId, obligations, dueDate, contacts, consumers } = await dependency('DEP-1');
  expect({ delegateId, obligations, dueDate }).toEqual({ delegateId: null, obligations: [], dueDate: '2026-12-11' });
  expect(contacts).toHaveLength(4);
  expect(consumers).toMatchObject([{ neededBy: null }]);
});

test('a dependency without a key gets the next number, and is found again by its title', async () => {
  await bring(example);
  const text = `
dependencies:
  - { title: New feed, kind: data-feed, producer: data, consumers: [part] }
`;
  expect((await bring({ name: 'new.yaml', text })).dependencies.added).toEqual(['DEP-17']);
  expect(await bring({ name: 'new.yaml', text }, {}, later)).toMatchObject(nothing);
});

test('a later word of the owner outlives an older file', async () => {
  await bring(example);
  const { id, ownerId } = await dependency('DEP-1');
  const words = { reason: 'The build is red', mitigation: null, trigger: null, byId: ownerId ?? '' };
  await read((tx) => setReport(tx, id, { colour: 'red', ...words, at: now.toISO() ?? '' }, now));
  expect(await bring(example, {}, later)).toMatchObject(nothing);
  expect((await dependency('DEP-1')).report?.colour).toBe('red');
});

test.each(['yaml', 'json', 'csv'] as const)('importing an export as %s changes nothing', async (format) => {
  await bring(example);
  const before = await everything();
  const text = await taken(format);
  expect(await bring({ name: `export.${format}`, text }, {}, later)).toMatchObject(nothing);
  expect(await everything()).toEqual(before);
});

test('how heavy rules for contracts weigh goes out and comes back', async () => {
  await bring(example);
  const text = 'programme: { key: Q1, name: Q1 launch, leads: [lena], policy: { contracts: { lint: { sla: warn } } } }';
  expect((await bring({ name: 'rules.yaml', text })).programme.changed).toMatchObject([{ name: 'Q1' }]);
  const exported = await taken('yaml');
  expect(exported).toMatch(/contracts:\n\s+lint:\n\s+sla: warn/);
  expect(await bring({ name: 'export.yaml', text: exported }, {}, later)).toMatchObject(nothing);
});

test('an export fills another workspace with the same register', async () => {
  await bring(example);
  const text = await taken('yaml');
  await database.drop();
  database = await freshDatabase();
  await bring({ name: 'export.yaml', text });
  expect(await taken('yaml')).toBe(text);
});

test('CSV needs the people and teams of the register, and a programme', async () => {
  const text = 'title,kind,producer,consumers,owner\nNew feed,data-feed,data,part,ines\n';
  await expect(bring({ name: 'new.csv', text })).rejects.toThrow('row 2, column producer: there is no team data');
  await bring(example);
  expect((await bring({ name: 'new.csv', text })).dependencies).toMatchObject({ added: ['DEP-17'], leftAlone: 16 });
});

test('Markdown names every dependency with its colour', async () => {
  await bring(example);
  const page = await taken('markdown');
  expect(page).toContain('# Q1 launch');
  expect(page.split('\n').filter((line) => line.startsWith('| DEP-'))).toHaveLength(16);
  expect(page).toMatch(/\| DEP-5 \|.*● RED \| high \|/);
});

test('an export of a programme that is not there names those that are', async () => {
  await expect(taken('yaml')).rejects.toThrow('There is no programme yet');
  await bring(example);
  await expect(taken('yaml', 'Q9')).rejects.toThrow('No programme is called Q9. There is: Q1 (Q1 launch).');
});

test('files that are too large or would fill memory are refused', async () => {
  const large = { name: 'large.csv', text: 'x'.repeat(3_000_000) };
  await expect(bring(large)).rejects.toThrow('large.csv has 3.0 MB; at most 2.0 MB are taken');
  const levels = Array.from({ length: 9 }, (_, n) => `a${n + 1}: &a${n + 1} [${Array(9).fill(`*a${n}`).join()}]`);
  const bomb = { name: 'bomb.yaml', text: ['a0: &a0 [x]', ...levels].join('\n') };
  await expect(bring(bomb)).rejects.toThrow('line 2: aliases (*a0) are not read. Write the part out.');
});

describe('the plan of a file', () => {
  const plan = (needs: string, stage = '') => ({
    name: 'plan.yaml',
    text: `dependencies:
  - { key: DEP-1, title: Partner account API v2, kind: api, producer: plat, consumers: [part], needs: ${needs}${stage} }`,
  });

  test('is exported, and cleared by an empty list', async () => {
    await bring(example);
    const text = await taken('yaml');
    expect(text).toContain('name: qa-1');
    expect(text).toContain('needs:\n      - key: DEP-1\n        lag: 2');
    const summary = await bring(plan('[]', ', stages: { development: null }'), {}, later);
    expect(summary.dependencies.changed).toMatchObject([{ name: 'DEP-1', fields: ['consumers', 'stages'] }]);
  });

  test('moves dates that roll-ups tell of, and messages nobody', async () => {
    await bring(example);
    const [programme] = await read(listProgrammes);
    const told = () => read((tx) => shiftsSince(tx, programme?.id ?? '', now));
    const sent = async () => (await everything()).outbox;
    // What is new has not moved.
    expect(await told()).toEqual([]);
    const before = await sent();

    await bring(plan('[]', ', due: 2026-12-22, stages: { development: null }'), {}, later);

    const lines = (await told()).map(({ words }) => plainText(words));
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^DEP-1 release .* → Tue 22 Dec \([+−]\d+ d\).* · by the command line · plan\.yaml$/);
    expect(lines[1]).toMatch(/^DEP-1 development .* → not planned · by the command line · plan\.yaml$/);
    expect(await sent()).toEqual(before);
  });

  test.each([
    ['[{ key: DEP-13 }]', '', 'these wait for each other: DEP-1 needs DEP-13 needs DEP-1'],
    ['[{ key: DEP-99 }]', '', 'there is no dependency DEP-99'],
    ['[{ key: DEP-1 }]', '', 'DEP-1 cannot wait for itself'],
    ['[{ key: DEP-99 }]', '', 'needs[0].key'],
    ['[]', ', stages: { test: { environment: qa-9 } }', 'there is no environment qa-9'],
    ['[]', ', stages: { development: { days: 0 } }', '“0” is less than 1'],
  ])('is refused with needs %s %s', async (needs, stage, message) => {
    await bring(example);
    await expect(bring(plan(needs, stage), {}, later)).rejects.toThrow(message);
  });
});
