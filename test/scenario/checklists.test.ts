import { ticks } from '../../src/features/approvals/tables.ts';
import { type Actor, type Answer, startWorld, type World } from '../support/depsync.ts';
import type { Seed } from '../support/seed.ts';

/** Mon 30 Nov 2026: 08:00 in Berlin, 12:30 in Kolkata, 02:00 in New York. */
const MONDAY = '2026-11-30T07:00:00Z';
const SPEC = 'https://specs.example.com/orders.yaml';
/** Chloe and Dev sign the draft review: she leads Partner, which consumes; he is the product contact. */
const ORDERS: Seed = { dependencies: [{ title: 'Orders API', contacts: { product: 'dev', engineering: 'dev' } }] };

let world: World;
let ana: Actor;
let chloe: Actor;
let dev: Actor;

beforeEach(async () => {
  world = await startWorld(MONDAY, ORDERS);
  [ana, chloe, dev] = [await world.actor('ana'), await world.actor('chloe'), await world.actor('dev')];
  await ana.says(`/deps submit DEP-1 v3.0.0 ${SPEC}`);
});
afterEach(() => world.end());

const ticked = async () =>
  (await world.db.tx(world.workspace, (tx) => tx.select().from(ticks)))
    .map(({ item, byId }) => [item, [ana, chloe, dev].find((one) => one.person.id === byId)?.person.handle])
    .sort();

async function checklistOf(actor: Actor) {
  const { reply, text }: Answer = await actor.clicks('Tick items…');
  if (reply.kind !== 'form') throw new Error(text);
  return reply.form;
}

it('shows who ticked what, and lets a signature tick what is left', async () => {
  expect(chloe.last.text).toContain(
    'Checklist, 0 of 2 ticked; signing ticks the rest:\n- 1 Scope matches the roadmap goal\n- 2 Every consumer is named',
  );

  await dev.says('/deps tick DEP-1 2');
  expect(chloe.last.text).toContain(
    'Checklist, 1 of 2 ticked; signing ticks the rest:\n- 1 Scope matches the roadmap goal\n- ✓ 2 Every consumer is named (@Dev Example, Mon 30 Nov, 02:00)',
  );
  await chloe.clicks('Approve v3.0.0');
  expect(dev.last.text).toContain('Checklist, all 2 ticked:');
  expect(await ticked()).toEqual([
    [1, 'chloe'],
    [2, 'dev'],
  ]);
  expect((await dev.clicks('Approve v3.0.0')).text).toMatch(/^Draft review passed/);
});

it('lets people take back their own ticks by the form, and none of others', async () => {
  await chloe.says('/deps tick DEP-1 1');
  const form = await checklistOf(dev);
  expect(form.fields).toMatchObject([{ options: [{ value: '2', label: '2 Every consumer is named' }], initial: [] }]);
  await dev.submits(form, { items: ['2'] });
  expect(await ticked()).toEqual([
    [1, 'chloe'],
    [2, 'dev'],
  ]);

  await dev.submits(await checklistOf(dev), { items: [] });
  expect(await ticked()).toEqual([[1, 'chloe']]);
});

it('refuses ticks of others, of no item, and of a version that was replaced', async () => {
  const form = await checklistOf(chloe);
  expect((await ana.says('/deps tick DEP-1 1')).text).toContain('You cannot approve DEP-1: you submitted it.');
  expect((await ana.submits(form, { items: ['1'] })).text).toContain('you submitted it');
  expect((await dev.says('/deps tick DEP-1 7')).text).toBe(
    'Gate 1 has no item 7. It has items 1 to 2: /deps tick DEP-1 1.',
  );
  expect((await dev.says('/deps tick DEP-1 first')).text).toContain('“first” is no number of an item.');

  await ana.says(`/deps submit DEP-1 v3.0.1 ${SPEC}`);
  expect((await chloe.submits(form, { items: ['1'] })).text).toContain('v3.0.1 replaced v3.0.0');
  expect(await ticked()).toEqual([]);
});
