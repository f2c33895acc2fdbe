import { readFileSync } from 'node:fs';
import { DateTime } from 'luxon';
import { exportProgramme, type ImportOptions, importFile, summaryLines } from '../../src/features/exchange/index.ts';
import type { TestDatabase } from '../support/database.ts';
import { freshDatabase } from '../support/fresh-database.ts';

const now = DateTime.fromISO('2026-11-30T06:00:00Z', { zone: 'utc' });
let database: TestDatabase;

beforeEach(async () => {
  database = await freshDatabase();
  await bring('q1-launch.yaml', readFileSync('examples/q1-launch.yaml', 'utf8'));
});

afterEach(async () => {
  await database.drop();
});

const bring = (name: string, text: string, options: ImportOptions = {}) =>
  importFile(database.db, database.workspace, now, { name, bytes: Buffer.from(text) }, options);
const register = async () => String(await exportProgramme(database.db, database.workspace, now, 'yaml'));

const catalogue = readFileSync('examples/catalog-info.yaml', 'utf8');
const orders = (info: string, more = 'paths: {}') =>
  `openapi: 3.1.0\ninfo: { title: Refunds, version: 1.0.0${info} }\n${more}`;

test('a catalogue proposes what teams need of each other, and is taken as a whole when it is not a dry run', async () => {
  const before = await register();
  const told = await bring('catalog-info.yaml', catalogue, { dryRun: true });
  expect(await register()).toBe(before);
  expect(told.proposals).toEqual({
    added: ['Refunds API: plat → part, api', 'Usage lake: data → part, data-feed'],
    present: [],
    notJudged: [],
  });
  expect(summaryLines(told)).toContain('- Refunds API: plat → part, api');

  const done = await bring('catalog-info.yaml', catalogue);
  expect(done.dependencies.added).toEqual(['DEP-17', 'DEP-18']);
  const after = await register();
  expect(after).toContain('interface: api:default/refunds');
  expect(after).toContain('url: https://catalog.example.com/refunds');

  const again = await bring('catalog-info.yaml', catalogue);
  expect(again.proposals).toMatchObject({
    added: [],
    present: ['DEP-17 Refunds API: plat → part', 'DEP-18 Usage lake: data → part'],
  });
  expect(await register()).toBe(after);
});

test('a team that waits for a dependency which is there already is added to it', async () => {
  await bring('catalog-info.yaml', catalogue);
  const more = `${catalogue}---\napiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: { name: reports }\nspec: { owner: data, consumesApis: [refunds] }\n`;
  const done = await bring('catalog-info.yaml', more);
  expect(done.proposals?.added).toEqual(['DEP-17 Refunds API: data waits for it too']);
  expect(done.dependencies.changed).toEqual([{ name: 'DEP-17', fields: ['consumers'] }]);
});

test('what cannot be judged is named with the nearest teams', async () => {
  const told = await bring(
    'catalog-info.yaml',
    catalogue.replace('owner: partner-experience', 'owner: partner-experiense'),
  );
  expect(told.dependencies.added).toEqual([]);
  expect(told.proposals?.notJudged).toContain(
    'Refunds API: there is no team “partner-experiense”. Did you mean partner-experience?',
  );
});

test('an OpenAPI and an AsyncAPI document propose a dependency between the teams they or their sender name', async () => {
  const named = await bring('refunds.yaml', orders(', x-owner: plat, x-consumers: [part, data]'), { dryRun: true });
  expect(named.proposals?.added).toEqual(['Refunds: plat → part, data, api']);
  const sent = await bring('refunds.yaml', orders(''), { producer: 'plat', consumers: ['part'] });
  expect(sent.dependencies.added).toEqual(['DEP-17']);
  const events = 'asyncapi: 3.0.0\ninfo: { title: Refund events, version: 1.0.0 }\nchannels: {}';
  const topic = await bring('events.yaml', events, { producer: 'plat', consumers: ['part'] });
  expect(topic.proposals?.added).toEqual(['Refund events: plat → part, event-topic']);
});

test('a specification that does not say whose it is is not judged, and says how to name the teams', async () => {
  const { proposals, dependencies } = await bring('refunds.yaml', orders(''));
  expect(dependencies.added).toEqual([]);
  expect(proposals?.notJudged).toEqual([
    'Refunds: the file does not say who produces it. Send `--producer TEAM`.',
    'Refunds: the file does not say who waits for it. Send `--consumers TEAM,TEAM`.',
  ]);
});

test.each([
  [catalogue.replace('owner: data-insights', 'owner: *owner'), 'aliases (*owner) are not read'],
  [catalogue.replace('name: refunds\n', `name: refunds\n  deep: ${'['.repeat(3_000)}\n`), 'it is nested too deeply'],
  ['swagger: "2.0"\ninfo: { title: Old }\npaths: {}', 'This is Swagger 2.0'],
  [catalogue.replace('title: Refunds API', `title: ${'x'.repeat(201)}`), 'has 201 characters. Shorten it to 200.'],
])('a bad file is refused as a whole', async (text, message) => {
  const before = await register();
  await expect(bring('catalog-info.yaml', text)).rejects.toThrow(message);
  expect(await register()).toBe(before);
});
