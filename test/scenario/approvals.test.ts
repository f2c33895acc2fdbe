import type { Form } from '../../src/chat/form.ts';
import { Policy } from '../../src/features/programme/model.ts';
import { type Actor, type Answer, startWorld, type World } from '../support/depsync.ts';
import type { Seed } from '../support/seed.ts';

/** Mon 30 Nov 2026: 08:00 in Berlin, 12:30 in Kolkata, 02:00 in New York. */
const MONDAY = '2026-11-30T07:00:00Z';
const SPEC = 'https://specs.example.com/orders.yaml';

/** Chloe signs for product and leads Partner, which consumes; Eve signs for engineering, Dev for QA. */
const ORDERS: Seed = {
  people: { eve: { zone: 'America/New_York', team: 'part', delegate: 'chloe' } },
  dependencies: [{ title: 'Orders API', contacts: { product: 'chloe', engineering: 'eve', qa: 'dev' } }],
};

let world: World;
let ana: Actor;
let ben: Actor;
let chloe: Actor;
let dev: Actor;
let eve: Actor;
let lena: Actor;

beforeEach(async () => {
  world = await startWorld(MONDAY, ORDERS);
  [ana, ben, chloe] = [await world.actor('ana'), await world.actor('ben'), await world.actor('chloe')];
  [dev, eve, lena] = [await world.actor('dev'), await world.actor('eve'), await world.actor('lena')];
});
afterEach(() => world.end());

const titles = (actor: Actor) => actor.inbox.map((message) => message.text.split('\n')[0]);

function formOf({ reply, text }: Answer): Form {
  if (reply.kind !== 'form') throw new Error(`This is no form: ${text}`);
  return reply.form;
}

async function openGate2(): Promise<void> {
  await ana.says(`/deps submit DEP-1 v3.0.0 ${SPEC}`);
  await chloe.clicks('Approve v3.0.0');
}

it('takes a contract through its four gates, one after another', async () => {
  const submitted = await ana.says(`/deps submit DEP-1 v3.0.0 ${SPEC} error codes are new`);
  expect(submitted.text).toMatch(/^Submitted: Orders API v3.0.0\nGate 1 of 4 for DEP-1, Draft review · 0 of 1 signed/);
  expect(chloe.last.text).toBe(
    [
      'Draft review needed: Orders API v3.0.0 by Wed 2 Dec, 17:00',
      'Gate 1 of 4 for DEP-1 · submitted by @Ana Example · you sign as product contact and lead of Partner Experience',
      'Note: “error codes are new”',
      'By address alone: neither linted nor compared',
      'Checklist, 0 of 2 ticked; signing ticks the rest:',
      '- 1 Scope matches the roadmap goal',
      '- 2 Every consumer is named',
      '0 of 1 signed · waits for @Chloe Example by Wed 2 Dec, 17:00',
      `  [Approve v3.0.0] [Request changes…] [Tick items…] [Delegate…] [Open contract: ${SPEC}]`,
    ].join('\n'),
  );
  expect(titles(eve)).toEqual([]);

  await world.advance({ hours: 1 });
  const first = await chloe.clicks('Approve v3.0.0');
  expect(first.text).toBe(
    [
      'Draft review passed: Orders API v3.0.0',
      'Gate 1 of 4 for DEP-1',
      '- ✓ signed by @Chloe Example, Mon 30 Nov, 03:00',
      'Next: gate 2 of 4, Technical sign-off, waits for @Eve Example, @Chloe Example by Wed 2 Dec, 17:00.',
      `  [Open contract: ${SPEC}]`,
    ].join('\n'),
  );

  const second = await eve.says('/deps approve DEP-1 rate limits fit our client');
  expect(second.text).toMatch(/^You approved Orders API v3.0.0\nGate 2 of 4 for DEP-1, Technical sign-off · @Eve/);
  expect(second.text).toContain('1 of 2 signed · waits for @Chloe Example by Wed 2 Dec, 17:00');
  expect(chloe.last.text).toContain('✓ signed by @Eve Example, Mon 30 Nov, 03:00: “rate limits fit our client”');
  await chloe.clicks('Approve v3.0.0');
  await dev.clicks('Approve v3.0.0');
  expect((await ben.says('/deps gates DEP-1')).text).toMatch(
    /✓ 1 Draft review: passed.*✓ 2 Technical sign-off: passed.*✓ 3 QA validation: passed.*4 Production readiness: 0 of 2 signed · waits for @Chloe Example, @Eve Example/s,
  );
  await chloe.clicks('Approve v3.0.0');
  await eve.clicks('Approve v3.0.0');

  expect(titles(ana)).toEqual(['Orders API v3.0.0 is signed off']);
  expect(titles(chloe).at(-1)).toBe('Orders API v3.0.0 is signed off');
  expect(world.channel('programme').map((message) => message.text.split('\n')[0])).toEqual([
    'Orders API v3.0.0 is signed off',
  ]);
  expect((await ben.says('/deps gates')).text).toMatch(/^Q1 launch: 1 of 1 contracts signed off/);
  expect((await dev.says('/deps approve DEP-1')).text).toBe(
    'Orders API v3.0.0 is signed off: all 4 gates of DEP-1 passed.',
  );
});

it('lets nobody sign what they submitted, and says who can', async () => {
  await openGate2();

  expect((await ana.says('/deps approve DEP-1')).text).toBe(
    'You cannot approve DEP-1: you submitted it. @eve and @chloe can; both were asked on Mon 30 Nov, 08:00.',
  );
  expect((await ana.clicks('Approve v3.0.0', eve.last)).text).toContain('you submitted it');
  expect((await ana.clicks('Request changes…', eve.last)).text).toContain('you submitted it');
  expect((await ben.clicks('Approve v3.0.0', eve.last)).text).toBe(
    'You cannot approve DEP-1: gate 2 (Technical sign-off) is for others to sign. @eve and @chloe can; both were asked on Mon 30 Nov, 08:00.',
  );
  expect((await ben.says('/deps gates DEP-1')).text).toContain('0 of 2 signed');
});

it('has the delegate of a submitter sign instead', async () => {
  await eve.says(`/deps submit DEP-1 v3.0.0 ${SPEC}`);
  await chloe.clicks('Approve v3.0.0');

  expect(titles(eve)).toEqual([]);
  expect(chloe.last.text).toContain(
    'you sign as engineering contact of Partner Experience, for @eve who submitted it and lead of Partner Experience',
  );
});

it('lets a stand-in sign for somebody away, once', async () => {
  await eve.says('/deps away until Thursday, @ben stands in');
  await openGate2();
  expect(titles(eve)).toEqual([]);
  expect(ben.last.text).toContain('you sign for @Eve Example as engineering contact of Partner Experience');

  const signed = await ben.clicks('Approve v3.0.0');
  expect(signed.text).toContain('@Ben Example for @Eve Example, Mon 30 Nov, 08:00');
  expect((await ben.says('/deps approve DEP-1')).text).toMatch(/^You approved Orders API v3.0.0/);
  expect((await eve.says('/deps approve DEP-1')).text).toMatch(/^Approved for you: Orders API v3.0.0/);
  expect((await ben.says('/deps gates DEP-1')).text).toContain('1 of 2 signed');
});

it('does not count somebody twice who signs for themselves and stands in for another', async () => {
  await eve.says('/deps away until Thursday, @chloe stands in');
  await openGate2();

  expect((await chloe.clicks('Approve v3.0.0')).text).toContain('1 of 2 signed · waits for @Eve Example');
  expect((await chloe.says('/deps approve DEP-1')).text).toContain('1 of 2 signed · waits for @Eve Example');
  await eve.says('/deps away back');
  expect((await eve.says('/deps approve DEP-1')).text).toMatch(/^Technical sign-off passed/);
});

it('hands a signature over to somebody else', async () => {
  await openGate2();
  const form = formOf(await eve.clicks('Delegate…'));
  expect(form.fields.map((field) => field.label)).toEqual(['Who signs instead of @eve']);

  expect((await eve.submits(form, { person: ana.person.id })).text).toBe(
    'person: @ana submitted v3.0.0 and cannot sign it. Name somebody else.',
  );
  expect((await eve.submits(form, { person: eve.person.id })).text).toContain('@eve is asked already');
  expect((await eve.submits(form, { person: chloe.person.id })).text).toContain('nobody signs twice');
  expect((await eve.submits(form, {})).text).toBe('person: Name somebody of the register.');
  expect((await ben.submits(form, { person: dev.person.id })).text).toBe(
    "You cannot hand this signature over: it is @eve's. They, who stands in for them, or a lead of Q1 launch may.",
  );
  const done = await eve.submits(form, { person: dev.person.id });
  expect(done.text).toContain(
    '@Dev Example signs as engineering contact of Partner Experience (handed over by @Eve Example, Mon 30 Nov, 02:00)',
  );
  expect(eve.last.text).not.toContain('[Approve');
  expect(dev.last.text).toContain(
    'you sign as engineering contact of Partner Experience (handed over by @Eve Example, Mon 30 Nov, 12:30)',
  );

  expect((await eve.says('/deps approve DEP-1')).text).toContain('@dev and @chloe can');
  expect((await dev.clicks('Approve v3.0.0')).text).toMatch(/^You approved/);
});

it('waits for a new version after changes were requested', async () => {
  await openGate2();
  const form = formOf(await eve.clicks('Request changes…'));
  expect((await eve.submits(form, { comment: '  ' })).text).toBe('comment: Say what must change.');
  const refused = await eve.submits(form, { comment: 'total must stay a number <!channel>' });

  expect(refused.text).toMatch(/^Changes requested: Orders API v3.0.0\nGate 2 of 4 for DEP-1, Technical sign-off/);
  expect(chloe.last.text).not.toContain('[Approve');
  expect(ana.last.text).toBe(
    [
      'Changes requested: Orders API v3.0.0',
      'Gate 2 of 4 for DEP-1, Technical sign-off',
      '- changes requested by @Eve Example, Mon 30 Nov, 08:00: “total must stay a number <!channel>”',
      'Send v3.0.1 or higher: /deps submit DEP-1 v3.0.1 URL. It starts again at gate 1.',
      `  [Send a new version…] [Open contract: ${SPEC}]`,
    ].join('\n'),
  );
  expect((await chloe.says('/deps approve DEP-1')).text).toBe(
    'DEP-1 waits for a new version: changes to v3.0.0 were requested at gate 2 (Technical sign-off). /deps gates DEP-1 shows them.',
  );

  const again = formOf(await ana.clicks('Send a new version…'));
  expect((await ana.submits(again, { version: 'v3.0.0', url: SPEC })).text).toBe(
    'version: v3.0.0 is submitted already. Send v3.0.1 or higher.',
  );
  await ana.submits(again, { version: 'v3.0.1', url: SPEC });
  expect(chloe.last.text).toMatch(/^Draft review needed: Orders API v3.0.1/);
});

it('answers a click on a replaced version with how it stands', async () => {
  await openGate2();
  const old = structuredClone(eve.last.card);
  const oldOfChloe = structuredClone(chloe.last.card);
  await world.advance({ hours: 3 });
  await ana.says(`/deps submit DEP-1 v3.0.1 ${SPEC}`);

  expect(eve.last.text).toBe(
    [
      'This card is out of date: v3.0.1 replaced v3.0.0',
      'DEP-1 Orders API · v3.0.0 was replaced by v3.0.1 on Mon 30 Nov, 05:00 by @Ana Example. Nothing is to be signed here.',
      '  [Open the present card]',
    ].join('\n'),
  );
  expect((await eve.clicks('Approve v3.0.0', old)).text).toMatch(/^This card is out of date: v3.0.1 replaced v3.0.0/);
  const late = await chloe.clicks('Approve v3.0.0', oldOfChloe);
  expect(late.text).toContain('Your vote is needed there.');
  if (late.reply.kind !== 'replace') throw new Error(`A card that is replaced, not ${late.reply.kind}.`);
  expect((await chloe.clicks('Open the present card', late.reply.card)).text).toMatch(
    /^Draft review needed: Orders API v3.0.1/,
  );
  expect((await ben.says('/deps gates DEP-1')).text).toContain('1 Draft review: 0 of 1 signed');
});

it('takes one vote from a hundred clicks at once, and answers them all', async () => {
  await openGate2();
  const { person } = eve;
  const button = { gate: '', version: '' };
  for (const block of eve.last.card.blocks) {
    if (block.kind !== 'buttons') continue;
    for (const one of block.buttons) if (one.kind === 'action') Object.assign(button, one.value);
  }
  const click = (receipt: string) =>
    world.depsync.dispatch({
      kind: 'action',
      workspace: world.workspace,
      sender: person.id,
      place: { platform: 'web', conversation: `person:${person.id}`, direct: true },
      receipt,
      name: 'approvals.approve',
      value: button,
    });

  const replies = await Promise.all(Array.from({ length: 100 }, (_, index) => click(`click-${index}`)));
  const repeated = [await click('click-0'), await click('click-0')];

  expect(new Set(replies.map((reply) => (reply.kind === 'replace' ? reply.card.title[0] : reply.kind)))).toEqual(
    new Set(['You approved Orders API v3.0.0']),
  );
  expect(repeated.map((reply) => reply.kind)).toEqual(['none', 'none']);
  expect((await ben.says('/deps gates DEP-1')).text).toContain('1 of 2 signed');
});

it('asks by a form for what a submission leaves out, and refuses what does not fit', async () => {
  expect((await lena.says('/deps submit DEP-1')).text).toContain('Version');
  const form = formOf(await ana.says('/deps submit'));
  expect(form.fields.map((field) => field.id)).toEqual(['dependency', 'document', 'pasted', 'version', 'url', 'note']);
  const [choice] = form.fields;
  if (choice?.kind !== 'choice') throw new Error('The first question is which dependency.');

  expect((await ana.submits(form, { version: '', url: 'orders.yaml' })).text).toBe(
    'version: Send a version such as v2.1.0.',
  );
  expect((await ana.submits(form, { version: 'v3.0.0' })).text).toBe(
    'document: Send a file, its text, or its version and address.',
  );
  expect((await ana.submits(form, { document: 'a', pasted: 'b' })).text).toBe(
    'pasted: Send the file or its text, not both.',
  );
  expect((await ana.submits(form, { version: '3', url: SPEC })).text).toBe('dependency: Choose a dependency.');
  const dependency = choice.options[0]?.value ?? '';
  expect((await ana.submits(form, { dependency, version: '3', url: SPEC })).text).toMatch(
    /^version: "3" is not a version/,
  );
  expect((await ana.says('/deps submit DEP-1 v3.0.0 specs/orders.yaml')).text).toMatch(
    /^"specs\/orders.yaml" is not the address of a contract/,
  );
  expect((await ana.submits(form, { dependency, version: 'v3.0.0', url: SPEC, note: '' })).text).toMatch(/^Submitted/);
  expect((await ana.says(`/deps submit DEP-1 v2.9.0 ${SPEC}`)).text).toBe(
    'v2.9.0 is not above v3.0.0. Send v3.0.1 or higher.',
  );
  expect((await ana.says(`/deps submit DEP-7 v1.0.0 ${SPEC}`)).text).toContain('DEP-7 is not in the register');
});

it('says what there is when nothing was submitted, and who may', async () => {
  expect((await ana.says('/deps gates')).text).toMatch(/^No contract is submitted in Q1 launch/);
  expect((await chloe.says('/deps approve DEP-1')).text).toMatch(/^DEP-1 has no contract yet. Its owner submits one/);
  const stranger = await startWorld(MONDAY, { dependencies: [{ title: 'Orders API', contacts: {} }] });
  try {
    const other = await stranger.actor('dev');
    expect((await other.says(`/deps submit DEP-1 v1.0.0 ${SPEC}`)).text).toBe(
      'You cannot submit a contract for DEP-1. These can: @ana, everybody of Product Platform.',
    );
    expect((await other.says('/deps submit')).text).toMatch(/^You build no open dependency of Q1 launch/);
  } finally {
    await stranger.end();
  }
});

it('passes with one signature where one is enough, and tells who comes too late', async () => {
  const { gates } = Policy.parse({});
  const any = await startWorld(MONDAY, {
    ...ORDERS,
    policy: { gates: gates.map((gate) => ({ ...gate, quorum: 'any' })) },
  });
  try {
    const [owner, lead, contact] = [await any.actor('ana'), await any.actor('chloe'), await any.actor('eve')];
    await owner.says(`/deps submit DEP-1 v3.0.0 ${SPEC}`);
    await lead.clicks('Approve v3.0.0');
    expect(contact.last.text).toContain('1 needed of 2 approvers, 0 signed · waits for @Eve Example, @Chloe Example');
    const question = structuredClone(contact.last.card);
    await lead.clicks('Approve v3.0.0');

    expect((await contact.clicks('Approve v3.0.0', question)).text).toMatch(
      /^Technical sign-off passed: Orders API v3.0.0\nGate 2 of 4 for DEP-1\n- ✓ signed by @Chloe/,
    );
  } finally {
    await any.end();
  }
});
