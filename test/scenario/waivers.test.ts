import { listProgrammes, replanPrompts } from '../../src/features/programme/index.ts';
import { changes } from '../support/confirming.ts';
import { type Actor, formOf, startWorld, type World } from '../support/depsync.ts';
import type { Seed } from '../support/seed.ts';

/** Mon 30 Nov 2026: 08:00 in Berlin, 12:30 in Kolkata, 02:00 in New York, 07:00 in London. */
const MONDAY = '2026-11-30T07:00:00Z';
const SPEC = 'https://specs.example.com/orders.yaml';
/** Dev and Chloe sign the draft review, Dev and Chloe the technical sign-off, Dev for QA. Lena and Ben lead. */
const ORDERS: Seed = {
  leads: ['lena', 'ben'],
  dependencies: [{ title: 'Orders API', contacts: { product: 'dev', engineering: 'dev', qa: 'dev' } }],
};

let world: World;
let ana: Actor;
let ben: Actor;
let chloe: Actor;
let dev: Actor;
let lena: Actor;

beforeEach(async () => {
  world = await startWorld(MONDAY, ORDERS);
  [ana, ben, chloe] = [await world.actor('ana'), await world.actor('ben'), await world.actor('chloe')];
  [dev, lena] = [await world.actor('dev'), await world.actor('lena')];
  await ana.says(`/deps submit DEP-1 v3.0.0 ${SPEC}`);
});
afterEach(() => world.end());

const WAIVE = '/deps waive DEP-1 until Fri because the vendor tests next week';
const gates = async () => (await ana.says('/deps gates DEP-1')).text;

it('lets a gate pass by a signed waiver, which every report shows', async () => {
  const { text } = await lena.says(WAIVE);
  expect(text).toContain('Draft review passed: Orders API v3.0.0');
  expect(text).toContain('By waiver until Fri 4 Dec, 18:00, signed by @Lena Example, Mon 30 Nov, 07:00');
  expect(text).toContain('Reason: “the vendor tests next week”');
  expect(dev.inbox[0]?.text).toContain('By waiver until');
  expect(dev.last.text).toMatch(/^Technical sign-off: Orders API v3.0.0/);

  expect(await gates()).toContain(
    '✓ 1 Draft review: By waiver until Fri 4 Dec, 19:00, signed by @Lena Example, Mon 30 Nov, 08:00: “the vendor tests next week”',
  );
  expect((await ana.says('/deps gates')).text).toContain('gate 2 of 4, Technical sign-off · waits for');
  expect((await ana.says('/deps gates')).text).toContain('· gate 1 by waiver until Fri 4 Dec, 19:00');
  expect((await ana.says('/deps status')).text).toContain('By waiver: gate 1 of DEP-1 until Fri 4 Dec, 19:00');
});

it('stands in the roll-up of a round', async () => {
  await world.db.tx(world.workspace, async (tx) => {
    for (const { id } of await listProgrammes(tx)) await replanPrompts({ tx, now: world.now() }, id);
  });
  await lena.says(WAIVE);
  await world.advanceTo('2026-12-03T12:00:00Z');

  expect(world.channel('programme').map((message) => message.text)).toEqual([
    expect.stringMatching(
      /DEP-1 v3.0.0 at gate 2 of 4.*waits for @dev, @chloe · gate 1 by waiver until Fri 4 Dec, 18:00/,
    ),
  ]);
});

it('asks for the signatures again when the waiver ends, and tells owner and leads', async () => {
  await lena.says(WAIVE);
  await dev.says('/deps approve DEP-1');
  await world.advanceTo('2026-12-04T18:00:01Z');

  for (const actor of [ana, lena, ben]) {
    const told = actor.inbox.map((message) => message.text).find((text) => text.startsWith('Waiver of gate 1 ended'));
    expect(told).toContain('It was waived until Fri 4 Dec');
  }
  expect(await gates()).toMatch(/1 Draft review: 0 of 2 signed.*2 Technical sign-off: 1 of 2 signed/s);
  expect((await ana.says('/deps status')).text).not.toContain('By waiver');
  expect(dev.last.text).toMatch(/^Draft review needed: Orders API v3.0.0/);

  // The later gate passes meanwhile; nothing opens until the first one is signed.
  await chloe.clicks(
    'Approve v3.0.0',
    chloe.inbox.find((one) => one.text.startsWith('Technical sign-off')),
  );
  expect(await gates()).toMatch(
    /1 Draft review: 0 of 2 signed.*✓ 2 Technical sign-off: passed.*3 QA validation: opens/s,
  );
  await dev.says('/deps approve DEP-1');
  expect((await chloe.says('/deps approve DEP-1')).text).toMatch(/^Draft review passed/);
  expect(await gates()).toContain('3 QA validation: 0 of 1 signed');
});

it('asks again after the contract was signed off', async () => {
  await lena.says(WAIVE);
  for (const actor of [dev, chloe, dev]) await actor.says('/deps approve DEP-1');
  await dev.says('/deps approve DEP-1');
  expect(ana.inbox.map((one) => one.text).join('\n')).toContain('Gate 1, Draft review: by waiver until Fri 4 Dec');
  expect((await ana.says('/deps gates')).text).toContain('signed off · gate 1 by waiver until Fri 4 Dec, 19:00');

  await world.advance({ days: 5 });
  expect((await ana.says('/deps gates')).text).toMatch(/^Q1 launch: 0 of 1 contracts signed off/);
});

it('is asked for by a form', async () => {
  const form = formOf(await lena.says('/deps waive DEP-1'));
  expect((await lena.submits(form, { until: '2026-12-04', reason: ' ' })).text).toMatch(
    /^reason: A waiver needs a reason/,
  );
  expect((await lena.submits(form, { until: '2026-11-27', reason: 'x' })).text).toMatch(/^until: .*past/);
  expect((await lena.submits(form, { until: '2027-01-29', reason: 'x' })).text).toBe(
    'until: A waiver lasts 30 days at most: end it by Wed 30 Dec, 07:00.',
  );
  expect((await lena.submits(form, { reason: 'x' })).text).toMatch(/^until: A waiver needs an end/);
  expect((await lena.submits(form, { until: '2026-12-04', reason: 'The vendor is closed' })).text).toMatch(
    /^Draft review passed/,
  );
  expect((await lena.submits(form, { until: '2026-12-04', reason: 'again' })).text).toMatch(/^Draft review passed/);
});

it('is given by no one else than a lead, not for what they submitted, and not without end or reason', async () => {
  expect((await chloe.says(WAIVE)).text).toBe('Only a lead of Q1 launch may waive gates of DEP-1: @ben, @lena.');
  expect((await ana.says('/deps waive DEP-1')).text).toContain('Only a lead of Q1 launch');
  expect((await lena.says('/deps waive DEP-1 until Fri')).text).toContain('A waiver needs a reason');
  expect((await lena.says('/deps waive DEP-1 until 2026-11-27 because of the vendor')).text).toContain('past');
  expect((await lena.says('/deps waive DEP-1 until 2027-03-01 because of the vendor')).text).toContain(
    '30 days at most',
  );
  expect(await gates()).toContain('1 Draft review: 0 of 2 signed');

  await ben.says(`/deps submit DEP-1 v3.0.1 ${SPEC}`);
  expect((await ben.says(WAIVE)).text).toBe('You cannot waive gates of DEP-1: you submitted v3.0.1. Another lead can.');
});

it('is forgotten with the version it was given for', async () => {
  await lena.says(WAIVE);
  await ana.says(`/deps submit DEP-1 v3.0.1 ${SPEC}`);
  await world.advance({ days: 5 });
  expect(lena.inbox.map((one) => one.text).join('\n')).not.toContain('Waiver of gate');

  // It comes back with the version, whose waiver has ended by now.
  await ana.says('/deps withdraw DEP-1 the first one was right');
  expect(await gates()).toMatch(/^Gates of DEP-1: Orders API v3.0.0.*1 Draft review: 0 of 2 signed/s);
});

it('is told of when a slip moves the delivery past its end', async () => {
  await ana.says('/deps edit DEP-1 due 11 Dec');
  await lena.says('/deps waive DEP-1 until 11 Dec because the vendor tests next week');
  const ended = 'Waivers that end before the delivery: 1';

  const later = (await chloe.says('/deps what-if DEP-1 slips 2 days')).text;
  expect(later).toContain(`${ended}\n- Gate 1 of DEP-1 is waived until Fri 11 Dec: it ends 4 d before the delivery\n`);
  expect(later).toContain('Nothing is saved.');

  // Planned past the waiver already: the slip adds to what is there.
  await changes(ana, 'edit DEP-1 due 14 Dec');
  expect((await chloe.says('/deps what-if DEP-1 slips 1 day')).text).toContain(
    'is waived until Fri 11 Dec: it ends 4 d before the delivery, 3 d as planned now',
  );
});

it('is not told of when it lasts until the later delivery, or the delivery does not move', async () => {
  await ana.says('/deps edit DEP-1 due 11 Dec');
  await ana.says('/deps add "Usage feed" from plat to part due 4 Dec');
  await lena.says('/deps waive DEP-1 until 15 Dec because the vendor tests next week');

  expect((await chloe.says('/deps what-if DEP-1 slips 2 days')).text).not.toContain('is waived until');
  expect((await chloe.says('/deps what-if DEP-1 slips 3 days')).text).toContain('is waived until Tue 15 Dec');
  expect((await chloe.says('/deps what-if DEP-2 slips 20 days')).text).not.toContain('is waived until');
});
