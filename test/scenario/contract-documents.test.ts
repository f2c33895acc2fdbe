import type { Answers, Form } from '../../src/chat/form.ts';
import { openSpecificationThread } from '../../src/specifications/worker/index.ts';
import { ordersDocument, withColour, withNumericName } from '../support/contract-documents.ts';
import { type Actor, type Answer, startWorld, type World } from '../support/depsync.ts';
import type { Seed } from '../support/seed.ts';

const MONDAY = '2026-11-30T07:00:00Z';
const ORDERS: Seed = {
  people: { eve: { team: 'part' } },
  dependencies: [{ title: 'Orders API', contacts: { product: 'chloe', engineering: 'dev', qa: 'dev' } }],
};
const FORM: Form = { name: 'approvals.submit', value: { dependency: 'DEP-1' }, title: '', submit: '', fields: [] };

let world: World;
let ana: Actor;
let chloe: Actor;

beforeEach(async () => {
  world = await startWorld(MONDAY, ORDERS);
  [ana, chloe] = [await world.actor('ana'), await world.actor('chloe')];
});
afterEach(() => world.end());

const submits = (document: string, more: Answers = {}): Promise<Answer> => ana.submits(FORM, { document, ...more });
const gates = async () => (await chloe.says('/deps gates DEP-1')).text;

it('takes a first document, and says what was found in it', async () => {
  const submitted = await submits(ordersDocument('1.0.0'));

  expect(submitted.text).toMatch(/^Submitted: Orders API v1.0.0\nGate 1 of 4 for DEP-1, Draft review/);
  expect(chloe.last.text).toContain('Compared with nothing: no document came before it\nLint: clean');
  expect(chloe.last.text).toMatch(/\[Document, lint and changes: \/contracts\/[\w-]+\]/);
});

it('refuses a version that hides a break, and takes the smallest that tells it', async () => {
  await submits(ordersDocument('2.0.0'));

  const refused = await submits(ordersDocument('2.1.0', withNumericName));
  expect(refused.text).toMatch(/^v2.1.0 does not fit: send it as v3.0.0 or higher\nSince v2.0.0: \d breaking/);
  expect(refused.text).toContain('Nothing was saved. Write v3.0.0 into the document of DEP-1');
  expect(await gates()).toMatch(/^Gates of DEP-1: Orders API v2.0.0/);

  await submits(ordersDocument('3.0.0', withNumericName));
  expect(chloe.last.text).toMatch(/Since v2.0.0: 2 breaking \(Response field `items\[\].name` is an integer now/);
  expect(await gates()).toMatch(/^Gates of DEP-1: Orders API v3.0.0/);
});

it('asks a minor step for an addition, and a patch for a version alone', async () => {
  await submits(ordersDocument('2.0.0'));

  expect((await submits(ordersDocument('2.0.1', withColour))).text).toMatch(/send it as v2.1.0 or higher/);
  expect((await submits(ordersDocument('2.0.1'))).text).toContain('Since v2.0.0: nothing but the version');
  expect((await submits(ordersDocument('4.0.0', withColour))).text).toMatch(/^Submitted: Orders API v4.0.0/);
  expect((await submits(ordersDocument('3.0.0'))).text).toMatch(/^v3.0.0 does not fit: send it as v\d/);
});

it('counts votes for the content they were given for', async () => {
  await submits(ordersDocument('2.0.0'));
  const old = chloe.last;
  const asked = await chloe.clicks('Request changes…');
  if (asked.reply.kind !== 'form') throw new Error(asked.text);
  await chloe.submits(asked.reply.form, { comment: 'The name is missing its length' });

  await submits(ordersDocument('2.0.1', (text) => text.replace('Stable; never', 'Never')));
  expect((await chloe.clicks('Approve v2.0.1')).text).toMatch(/^Draft review passed: Orders API v2.0.1/);
  expect(old.text).toMatch(/^Changes requested: Orders API v2.0.0/);
});

it('changes nothing for the same content, however it is laid out', async () => {
  await submits(ordersDocument('2.0.0'));

  const again = await submits(`# the same\n${ordersDocument('2.0.0')}\n`);
  expect(again.text).toMatch(/^Submitted already: Orders API v2.0.0\nv2.0.0 of .* holds exactly this content/);
  expect(chloe.inbox).toHaveLength(1);
});

it('refuses a document with errors, with their lines, and takes warnings', async () => {
  const refused = await submits(ordersDocument('1.0.0', (text) => text.replace(/ {2}x-sla:\n.*\n.*\n/, '')));
  expect(refused.text).toMatch(/^v1.0.0 was not taken: 1 error\n- Line \d+: .* \(sla\)/);
  expect((await chloe.says('/deps gates DEP-1')).text).toContain('DEP-1 has no contract yet');
});

it.each([
  ['hello', 'This holds no specification. Send an OpenAPI, AsyncAPI or JSON Schema document in YAML or JSON.'],
  ['swagger: "2.0"', 'document: This is Swagger 2.0. Convert it to OpenAPI and send openapi: 3.0.3 or newer.'],
  ['openapi: 3.1.0\nopenapi: 3.1.0', 'this key stands here twice. Keep one.'],
  [ordersDocument('1.0.0').replace('  version: 1.0.0\n', ''), 'The document has no version: send it here'],
  [ordersDocument('latest'), '"latest" is not a version. Send three numbers'],
  [ordersDocument('1.0.0').replaceAll("'#/components/schemas/Item'", 'other.yaml'), 'other.yaml'],
])('says what to send instead of %.20s', async (document, message) => {
  const answer = await submits(document);

  expect(answer.reply.kind).toBe('errors');
  expect(answer.text).toContain(message);
  expect((await chloe.says('/deps gates DEP-1')).text).toContain('DEP-1 has no contract yet');
});

it('takes the version beside a document that has none, and no second one', async () => {
  expect((await submits(ordersDocument('1.0.0'), { version: 'v1.1.0' })).text).toContain('says that it is v1.0.0');
  const schema = '$schema: https://json-schema.org/draft/2020-12/schema\ntype: object\n';
  const taken = await submits(schema, { version: '1.0.0' });
  expect(taken.text).not.toContain('The document has no version');
});

it('goes on from an address without comparing', async () => {
  await ana.says('/deps submit DEP-1 v2.0.0 https://specs.example.com/orders.yaml');
  expect((await submits(ordersDocument('2.0.1', withNumericName))).text).toContain('Compared with nothing');
});

it('saves nothing when another version came in meanwhile', async () => {
  const answers = await Promise.all([submits(ordersDocument('1.0.0')), submits(ordersDocument('1.1.0', withColour))]);

  expect(answers.filter(({ text }) => text.startsWith('Submitted: '))).toHaveLength(1);
  expect(answers.map(({ text }) => text).join('\n')).toContain('while yours was compared with the version before it');
});

it('lets nobody submit who may not, before anything is examined', async () => {
  const eve = await world.actor('eve');
  expect((await eve.submits(FORM, { document: 'hello' })).text).toMatch(/^You cannot submit a contract for DEP-1/);
});

it('saves nothing when examining takes too long', async () => {
  const slow = openSpecificationThread({ timeMs: 1, memoryMb: 700 });
  const hurried = await startWorld(MONDAY, ORDERS, slow);
  const owner = await hurried.actor('ana');

  const answer = await owner.submits(FORM, { document: ordersDocument('1.0.0') });
  expect(answer.text).toContain('Examining this specification takes more than 0.001 s.');
  expect((await owner.says('/deps gates DEP-1')).text).toContain('DEP-1 has no contract yet');
  await hurried.end();
});
