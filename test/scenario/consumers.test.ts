import type { Card } from '../../src/chat/card.ts';
import type { Form } from '../../src/chat/form.ts';
import { saveTeam } from '../../src/features/people/index.ts';
import { Policy } from '../../src/features/programme/model.ts';
import { findDependency, setConsumers } from '../../src/features/register/index.ts';
import { ordersDocument, withColour, withNumericName } from '../support/contract-documents.ts';
import { type Actor, type Answer, startWorld, type World } from '../support/depsync.ts';
import type { Seed } from '../support/seed.ts';

/** Mon 30 Nov 2026: 08:00 in Berlin, 12:30 in Kolkata, 02:00 in New York, 07:00 in London. */
const MONDAY = '2026-11-30T07:00:00Z';
const SUBMIT: Form = { name: 'approvals.submit', value: { dependency: 'DEP-1' }, title: '', submit: '', fields: [] };

let world: World;
let ana: Actor;
let chloe: Actor;
let dev: Actor;
let eve: Actor;
let fay: Actor;

/** Chloe leads Partner, Dev leads Data, Fay leads Billing: all three consume. Eve signs for product, and Gil is of Partner. */
async function start(policy: Seed['policy'] = {}): Promise<void> {
  world = await startWorld(MONDAY, {
    policy,
    people: { eve: {}, fay: { team: 'data' }, gil: { team: 'part' } },
    dependencies: [{ title: 'Orders API', contacts: { product: 'eve', engineering: 'eve', qa: 'eve' } }],
  });
  [ana, chloe, dev] = [await world.actor('ana'), await world.actor('chloe'), await world.actor('dev')];
  [eve, fay] = [await world.actor('eve'), await world.actor('fay')];
  await world.db.tx(world.workspace, async (tx) => {
    const billing = await saveTeam(tx, { key: 'bill', name: 'Billing', leadId: fay.person.id });
    const teams = [chloe.person.teamId, dev.person.teamId, billing];
    const { id } = await findDependency(tx, 'DEP-1');
    await setConsumers(
      tx,
      id,
      teams.map((teamId) => ({ teamId: teamId ?? '', neededBy: null, priority: null })),
    );
  });
}

beforeEach(() => start());
afterEach(() => world.end());

const submits = (document: string): Promise<Answer> => ana.submits(SUBMIT, { document });
const gates = async () => (await eve.says('/deps gates DEP-1')).text;
const titles = (actor: Actor) => actor.inbox.map((message) => message.text.split('\n')[0]);

function formOf({ reply, text }: Answer): Form {
  if (reply.kind !== 'form') throw new Error(`This is no form: ${text}`);
  return reply.form;
}

function cardOf({ reply, text }: Answer): Card {
  if (reply.kind !== 'card') throw new Error(`This is no card: ${text}`);
  return reply.card;
}

async function declares(actor: Actor, uses: string): Promise<Answer> {
  return actor.submits(formOf(await actor.says('/deps uses DEP-1')), { uses });
}

/** v1.0.0 is signed by all at gate 1, and waits at gate 2. */
async function signsFirst(...signers: Actor[]): Promise<void> {
  await submits(ordersDocument('1.0.0'));
  for (const signer of signers) await signer.says('/deps approve DEP-1');
}

describe('what a team uses', () => {
  it('is declared in a form that is filled in with what was said, and shown to everybody', async () => {
    await submits(ordersDocument('1.0.0'));
    const form = formOf(await chloe.says('/deps uses DEP-1 get /items, GET /items/{item} response.name'));
    expect(form.fields).toMatchObject([{ id: 'uses', initial: 'get /items\nGET /items/{item} response.name' }]);

    const declared = await chloe.submits(form, { uses: 'get /items\nGET /items/{item} response.name' });
    expect(declared.text).toBe(
      [
        'DEP-1: Partner Experience uses 2 parts of it',
        '- GET /items',
        '- GET /items/{id} response.name',
        'A breaking change that touches none of it leaves the signature of Partner Experience standing.',
        '  [Change this…]',
      ].join('\n'),
    );
    expect((await eve.says('/deps uses DEP-1')).text).toContain(
      '- Partner Experience uses GET /items, GET /items/{id} response.name\n- Data Insights uses everything',
    );
    expect(await gates()).toContain('- Partner Experience uses GET /items, GET /items/{id} response.name');
    const again = await chloe.clicks('Change this…', cardOf(declared));
    expect(formOf(again).fields).toMatchObject([{ initial: 'GET /items\nGET /items/{id} response.name' }]);
  });

  it('is taken back by "everything", or by leaving it empty', async () => {
    await submits(ordersDocument('1.0.0'));
    await declares(chloe, 'GET /items');
    expect((await chloe.says('/deps uses DEP-1 everything')).text).toMatch(
      /^DEP-1: Partner Experience uses everything/,
    );
    await declares(chloe, 'GET /items');
    expect((await declares(chloe, '  ')).text).toMatch(/^DEP-1: Partner Experience uses everything/);
    expect(await gates()).not.toContain('uses');
  });

  it.each([
    ['GET /item', '“GET /item” is no operation of Orders API v1.0.0. Did you mean GET /items'],
    ['GET /items/{id} response.nam', 'There is no field “nam” in Orders API v1.0.0. Did you mean name?'],
    ['GET /items request', '“request” is no part of it in Orders API v1.0.0. There is: response.'],
    ['everything else', 'is no operation of Orders API v1.0.0.'],
    [Array.from({ length: 31 }, (_, n) => `GET /items/${n}`).join('\n'), 'These are 31 uses; declare at most 30'],
    [`GET /items response.${'x'.repeat(3_000)}`, 'characters; 3000 are the most.'],
  ])('is refused for %.30s, and nothing is saved', async (uses, message) => {
    await submits(ordersDocument('1.0.0'));

    const refused = await declares(chloe, uses);

    expect(refused.reply.kind).toBe('errors');
    expect(refused.text).toContain(message);
    expect(await gates()).not.toContain('uses');
  });

  it('is said by people of the team alone', async () => {
    const gil = await world.actor('gil');
    const form = formOf(await gil.says('/deps uses DEP-1'));
    expect((await gil.submits(form, { uses: 'GET /anything' })).text).toContain('- GET /anything');

    const refused =
      'You cannot say what is used of DEP-1. These can: @chloe, @dev, @fay, everybody of Billing, everybody of Data Insights, everybody of Partner Experience.';
    expect((await ana.says('/deps uses DEP-1 GET /items')).text).toBe(refused);
    expect((await ana.submits(form, { uses: 'GET /items' })).text).toBe(refused);
  });

  it('asks which team is meant where somebody speaks for two', async () => {
    const form = formOf(await fay.says('/deps uses DEP-1'));

    expect(form.fields.map(({ id }) => id)).toEqual(['team', 'uses']);
    expect((await fay.submits(form, { uses: 'GET /items' })).text).toBe('team: Choose your team.');
    const [field] = form.fields;
    const team = field?.kind === 'choice' ? field.options.find(({ label }) => label === 'Billing')?.value : '';
    expect((await fay.submits(form, { team: team ?? '', uses: 'GET /items' })).text).toContain(
      'Billing uses 1 part of it',
    );
    expect((await eve.says('/deps uses DEP-1')).text).toContain(
      '- Data Insights uses everything\n- Billing uses GET /items',
    );
  });
});

describe('a breaking change', () => {
  it('that hits one of three consumers asks that one, and carries the signatures of the others', async () => {
    await signsFirst(eve, chloe, dev, fay);
    await declares(chloe, 'GET /items response.next');
    await declares(dev, 'GET /items response.items.name');
    const form = formOf(await fay.says('/deps uses DEP-1'));
    const [field] = form.fields;
    const team = field?.kind === 'choice' ? field.options.find(({ label }) => label === 'Billing')?.value : '';
    await fay.submits(form, { team: team ?? '', uses: 'GET /items response.items.id' });
    await world.advance({ hours: 1 });

    await submits(ordersDocument('2.0.0', withNumericName));

    expect(await gates()).toMatch(
      /✓ @Chloe Example: carried from v1.0.0, signed .*: the change does not touch what they use/,
    );
    expect(await gates()).toMatch(/✓ @Fay Example: carried from v1.0.0/);
    expect(await gates()).toContain('2 of 4 signed · waits for @Eve Example, @Dev Example');
    expect(titles(dev).at(-1)).toMatch(/^Draft review.*: Orders API v2.0.0 by/);
    expect(dev.last.text).toMatch(
      /Of what you use (1 change hits|\d changes hit):\n- .*items\[\]\.name.*is an integer now/,
    );
    expect(titles(chloe).at(-1)).toBe('Signature carried over: Orders API v2.0.0');
    expect(titles(eve).at(-1)).toMatch(/^Draft review.*: Orders API v2.0.0 by/);

    await eve.says('/deps approve DEP-1');
    await dev.says('/deps approve DEP-1');
    expect(await gates()).toContain('✓ 1 Draft review: passed');
  });

  it('asks everybody who declared nothing, and who had not signed', async () => {
    await signsFirst(eve, chloe);
    await declares(dev, 'GET /items response.next');

    await submits(ordersDocument('2.0.0', withNumericName));

    expect(await gates()).toContain('0 of 4 signed');
    expect(chloe.last.text).toMatch(/Of what you use/);
    expect(dev.last.text).not.toMatch(/Of what you use/);
  });

  it('leaves a carried signature to its holder: changes can still be requested', async () => {
    await signsFirst(eve, chloe);
    await declares(chloe, 'GET /items response.next');
    await submits(ordersDocument('2.0.0', withNumericName));
    expect((await chloe.says('/deps approve DEP-1')).text).toMatch(/^Signature carried over/);

    const form = formOf(await chloe.clicks('Request changes…'));
    await chloe.submits(form, { comment: 'We plan to read the name' });

    expect(await gates()).toMatch(
      /1 Draft review: changes requested.*changes requested by @Chloe Example.*We plan to read/s,
    );
    await submits(ordersDocument('3.0.0', (text) => withColour(withNumericName(text))));
    expect(await gates()).toContain('0 of 4 signed');
  });
});

it('carries the signatures of consumers where nothing breaks, and asks the producer’s approvers anew', async () => {
  await signsFirst(eve, chloe, dev);

  await submits(ordersDocument('1.1.0', withColour));

  expect(await gates()).toMatch(/@Chloe Example: carried from v1.0.0, signed .*: no change breaks anything/);
  expect(await gates()).toContain('2 of 4 signed · waits for @Eve Example, @Fay Example');

  await submits(ordersDocument('1.2.0', (text) => withColour(text).replace('Stable; never', 'Never')));
  expect(await gates()).toMatch(/@Chloe Example: carried from v1.0.0/);
});

it('passes a gate at once whose signatures are all carried, and opens the next', async () => {
  const [draft, ...others] = Policy.parse({}).gates;
  if (draft === undefined) throw new Error('No gate is the first.');
  const approvers = { roles: [], people: [], teams: [], leadsOf: ['consumers' as const] };
  await world.end();
  await start({ gates: [{ ...draft, approvers }, ...others] });
  await signsFirst(chloe, dev, fay);

  const submitted = await submits(ordersDocument('1.1.0', withColour));

  expect(submitted.text).toContain('Gate 2 of 4 for DEP-1, Technical sign-off');
  expect(await gates()).toContain('✓ 1 Draft review: passed');
  expect(titles(chloe).slice(-2)).toEqual([
    expect.stringMatching(/^Technical sign-off.*: Orders API v1.1.0 by/),
    'Draft review passed: Orders API v1.1.0',
  ]);
});
