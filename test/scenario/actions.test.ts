import { type Actor, formOf, startWorld, type World } from '../support/depsync.ts';

/** Mon 30 Nov 2026: 08:00 in Berlin, 12:30 in Kolkata, 02:00 in New York, 07:00 in London. */
const MONDAY = '2026-11-30T07:00:00Z';

let world: World;
let ana: Actor;
let ben: Actor;
let chloe: Actor;
let dev: Actor;
let lena: Actor;

beforeEach(async () => {
  world = await startWorld(MONDAY, { dependencies: [{ title: 'Orders API' }, { title: 'Usage feed', owner: 'dev' }] });
  [ana, ben, chloe] = [await world.actor('ana'), await world.actor('ben'), await world.actor('chloe')];
  [dev, lena] = [await world.actor('dev'), await world.actor('lena')];
});
afterEach(() => world.end());

const say = async (actor: Actor, words: string) => (await actor.says(`/deps ${words}`)).text;

async function fills(actor: Actor, button: string, answers: Record<string, string>) {
  return (await actor.submits(formOf(await actor.clicks(button)), answers)).text;
}

it('gives somebody something to do: its owner hears of it, and it is in the register', async () => {
  const text = await say(chloe, 'action @ana send the test data by Fri on DEP-1');

  expect(text).toContain('ACT-1: send the test data by Fri 4 Dec');
  expect(ana.last.text).toContain('ACT-1: send the test data by Fri 4 Dec');
  expect(ana.last.text).toContain('For: DEP-1 Orders API');
  expect(ana.last.text).toContain('Opened: by Chloe');
  expect(await say(dev, 'actions')).toContain('1 action: open in Q1 launch');
  expect(await say(ana, 'actions mine')).toContain('ACT-1 send the test data · Ana Example · Fri 4 Dec · DEP-1');
  expect(await say(ana, 'mine')).toContain('ACT-1 send the test data by Fri 4 Dec');
});

it('is closed with a note by whom it concerns; the card then says so, and the second is told', async () => {
  await say(chloe, 'action @ana send the test data by Fri on DEP-1');
  const late = formOf(await ana.clicks('Done…'));
  await say(chloe, 'actions ACT-1');
  const first = (await chloe.says('/deps actions ACT-1')).reply;
  if (first.kind !== 'card') throw new Error('no card');
  const form = formOf(await chloe.clicks('Done…', first.card));

  expect((await chloe.submits(form, { state: 'done', note: 'in the bucket' })).text).toContain(
    'Done by Chloe Example, Mon 30 Nov, 02:00: in the bucket',
  );

  expect((await ana.submits(late, { state: 'dropped', note: 'not needed' })).text).toContain(
    'ACT-1 is done already: @chloe, Mon 30 Nov, 08:00: “in the bucket”. Nothing of yours was saved.',
  );
  const cards = ana.inbox.filter((message) => message.text.includes('ACT-1'));
  expect(cards).toHaveLength(1);
  expect(cards[0]?.text).toContain('ACT-1 done: send the test data');
  expect(await say(dev, 'actions done')).toContain('Done by Chloe Example, Mon 30 Nov, 12:30: in the bucket');
  expect(await say(dev, 'actions')).toContain('No action: open in Q1 launch');
});

it('reminds the owner in their morning of the due day: once, of everything', async () => {
  await say(chloe, 'action @ana send the test data by Thu');
  await say(chloe, 'action @ana order the licences by Thu on DEP-1');
  const before = ana.inbox.length;

  await world.advanceTo('2026-12-03T08:29:00Z');
  expect(ana.inbox).toHaveLength(before);
  await world.advanceTo('2026-12-03T08:30:00Z');

  expect(ana.inbox).toHaveLength(before + 1);
  expect(ana.last.text).toContain('2 actions are due today');
  expect(ana.last.text).toContain('ACT-1 send the test data');
  expect(ana.last.text).toContain('ACT-2 order the licences');
  expect(await fills(ana, 'Done…', { state: 'done', note: 'sent' })).toContain('ACT-1 done: send the test data');
});

it('reminds on the last working day before a weekend', async () => {
  await say(chloe, 'action @ana send the test data by 2026-12-06');
  await world.advanceTo('2026-12-04T08:30:00Z');
  expect(ana.last.text).toContain('Due today: ACT-1 send the test data');
  expect(ana.last.text).toContain('Sun 6 Dec');
});

it('reminds whoever stands in, in their own working hours', async () => {
  await say(chloe, 'action @ana send the test data by Thu');
  await say(ana, 'away until 2026-12-07, @chloe stands in');

  await world.advanceTo('2026-12-03T13:59:00Z');
  expect(chloe.inbox).toHaveLength(0);
  await world.advanceTo('2026-12-03T14:00:00Z');

  expect(chloe.last.text).toContain('You stand in for Ana Example, who is away and owns it.');
  expect(await fills(chloe, 'Done…', { state: 'done', note: 'sent for Ana' })).toContain('ACT-1 done');
});

it('tells the leads of an overdue action once, in their next working morning', async () => {
  await say(chloe, 'action @ana send the test data by Fri');
  await world.advanceTo('2026-12-07T09:29:00Z');
  expect(lena.inbox).toHaveLength(0);

  await world.advanceTo('2026-12-07T09:30:00Z');
  expect(lena.last.text).toContain('Overdue: ACT-1, Ana Example, since Fri 4 Dec');
  expect(ana.inbox.filter(({ text }) => text.includes('was due Fri 4 Dec'))).toHaveLength(1);
  await world.advanceTo('2026-12-14T12:00:00Z');

  expect(lena.inbox.filter(({ text }) => text.includes('Overdue: ACT-1'))).toHaveLength(1);
  expect(await say(lena, 'actions overdue')).toContain('Fri 4 Dec, overdue');
});

it('moves with a reason; reminder and lead follow the new day', async () => {
  await say(chloe, 'action @ana send the test data by Tue');

  expect(await fills(ana, 'Move date…', { due: '2026-12-04', reason: 'the vendor is late' })).toContain(
    'ACT-1: send the test data by Fri 4 Dec',
  );
  await world.advanceTo('2026-12-03T20:00:00Z');
  expect(lena.inbox).toHaveLength(0);
  expect(ana.inbox.filter(({ text }) => text.includes('Due today'))).toHaveLength(0);

  await world.advanceTo('2026-12-04T08:30:00Z');
  expect(ana.last.text).toContain('Due today: ACT-1');
});

it('is handed over: the new owner gets it and is reminded', async () => {
  await say(chloe, 'action @ana send the test data by Thu');

  expect(await fills(ana, 'Hand over…', { owner: dev.person.id })).toContain('Owner: Dev Example');
  expect(dev.last.text).toContain('ACT-1: send the test data by Thu 3 Dec');
  await world.advanceTo('2026-12-03T12:00:00Z');

  expect(dev.inbox.filter(({ text }) => text.includes('Due today'))).toHaveLength(1);
  expect(ana.inbox.filter(({ text }) => text.includes('Due today'))).toHaveLength(0);
});

it('refuses others and names who may; refuses a form that shows an earlier day', async () => {
  await say(chloe, 'action @ana send the test data by Thu');
  const stale = formOf(await ana.clicks('Move date…'));
  const card = ana.last;
  expect((await ben.clicks('Done…', card)).text).toContain('You cannot change ACT-1.');
  expect((await ben.clicks('Done…', card)).text).toContain('@ana, @chloe and @lena can, and who stands in for them.');

  await fills(ana, 'Move date…', { due: '2026-12-08', reason: 'later' });
  expect((await ana.submits(stale, { due: '2026-12-09', reason: 'later' })).text).toContain(
    'ACT-1 changed while your form was open: @ana does it by Tue 8 Dec',
  );
});

it('asks by a form for what is missing', async () => {
  const form = formOf(await chloe.says('/deps action @ana send the test data'));
  expect(form.intro).toEqual(['Still missing: ', 'by when', '.']);

  expect((await chloe.submits(form, { what: 'send it', owner: ana.person.id, due: '2026-11-27' })).text).toContain(
    'Fri 27 Nov is past. Send a day from Mon 30 Nov on.',
  );
  expect((await chloe.submits(form, { what: ' ', owner: '', due: '' })).text).toContain('Say what is to be done.');
  expect(
    (await chloe.submits(form, { what: 'send it', owner: ana.person.id, due: '2026-12-04', dependency: '2' })).text,
  ).toContain('For: DEP-2 Usage feed');
});

it.each([
  ['action @ana send it by 1 Nov 2026', 'is past'],
  ['action @ana send it by Frday', 'I cannot read “Frday” as a date'],
  ['action @anna send it by Fri', 'Nobody in the register is called @anna. Did you mean @ana'],
  ['action @ana send it by Fri on DEP-99', 'DEP-99 is not in the register'],
  [`action @ana ${'x'.repeat(301)} by Fri`, 'Shorten it to 300 characters; it has 301.'],
  ['action @ana send it by 4 Dec 2040', 'is too far away'],
  ['actions DEP-99', 'DEP-99 is not in the register'],
])('refuses %.50s', async (words, message) => {
  expect(await say(chloe, words)).toContain(message);
  expect(await say(chloe, 'actions')).toContain('No action');
});

it.each(['say "hi" to \'them\'', '"];evil[', '<!channel> *now*', 'מבחן לפני שחרור', '🚀🚀 launch', 'x'.repeat(300)])(
  'takes %.40s as it is written',
  async (what) => {
    await say(chloe, `action @ana ${what} by Fri`);
    expect(ana.last.text).toContain(what);
    expect(await say(chloe, `actions ${what.slice(0, 10)}`)).toContain('1 action');
  },
);

it('finds by owner, since when, by dependency and by words', async () => {
  await say(chloe, 'action @ana send the test data by Fri on DEP-1');
  await world.advanceTo('2026-12-02T07:00:00Z');
  await say(chloe, 'action @dev order the licences by Fri');

  expect(await say(ben, 'actions @dev')).toContain('1 action: by Dev Example in Q1 launch');
  expect(await say(ben, 'actions since Tue')).toContain('ACT-2 order the licences');
  expect(await say(ben, 'actions since Tue')).not.toContain('ACT-1 ');
  expect(await say(ben, 'actions data by @ana since Mon DEP-1')).toContain(
    '1 action: with “data”, by Ana Example, since Mon 30 Nov for DEP-1',
  );
  expect(await say(ben, 'actions done @ana')).toContain('No action: closed by Ana Example in Q1 launch');
  expect(await say(ben, 'actions ACT-9')).toContain('ACT-9 is not in the register');
});

it('finds by words and says what it left out', async () => {
  for (let n = 0; n < 22; n++) await say(chloe, `action @ana step ${n} of 100% by Fri`);
  const text = await say(chloe, 'actions 100%');
  expect(text).toContain('22 actions: with “100%” in Q1 launch');
  expect(text).toContain('and 2 more');
  expect(await say(chloe, 'actions 1_0')).toContain('No action');
});
