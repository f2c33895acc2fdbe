import { eq } from 'drizzle-orm';
import { savePerson } from '../../src/features/people/index.ts';
import { listProgrammes, replanPrompts } from '../../src/features/programme/index.ts';
import { timers } from '../../src/timers/tables.ts';
import { changes } from '../support/confirming.ts';
import { type Actor, formOf, startWorld, type World } from '../support/depsync.ts';

/** Mon 30 Nov 2026: 08:00 in Berlin, 07:00 in London. */
const MONDAY = '2026-11-30T07:00:00Z';
const GREEN = {
  colour: 'green' as const,
  reason: null,
  mitigation: null,
  trigger: null,
  byId: '00000000-0000-7000-8000-000000000000',
  at: MONDAY,
};

let world: World;
let ana: Actor;
let ben: Actor;
let chloe: Actor;
let lena: Actor;

beforeEach(async () => {
  world = await startWorld(MONDAY, {
    dependencies: [
      { title: 'Orders API', report: GREEN },
      { title: 'Usage feed', report: GREEN },
    ],
  });
  [ana, ben] = [await world.actor('ana'), await world.actor('ben')];
  [chloe, lena] = [await world.actor('chloe'), await world.actor('lena')];
});
afterEach(() => world.end());

const say = async (actor: Actor, words: string) => (await actor.says(`/deps ${words}`)).text;
const VENDOR = 'risk DEP-1 @ben the vendor has one sandbox mitigation: book our own sandbox';
const actionsOf = (actor: Actor) => actor.inbox.filter(({ text }) => text.startsWith('ACT-'));

it('records a risk with owner, mitigation and trigger, and tells its owner', async () => {
  const text = await say(chloe, `${VENDOR} trigger: DEP-1 red kind: vendor`);

  expect(text).toContain('RISK-1: the vendor has one sandbox');
  expect(text).toContain('Kind: Vendor');
  expect(text).toContain('Trigger: DEP-1 red');
  expect(ben.last.text).toContain('When the trigger comes true, the mitigation becomes an action of Ben Example.');
  expect(await say(lena, 'risks')).toContain(
    'RISK-1 the vendor has one sandbox · DEP-1 · Ben Example · when DEP-1 red: book our own sandbox',
  );
});

it('opens the action once when a colour comes, tells its owner why, and the lead sees it', async () => {
  await say(chloe, `${VENDOR} trigger: yellow`);
  await world.advance({ hours: 2 });
  expect(actionsOf(ben)).toHaveLength(0);

  await say(ana, 'block DEP-1 the sandbox is down');
  await world.advance({ minutes: 15 });

  expect(actionsOf(ben)).toHaveLength(1);
  expect(ben.last.text).toContain('ACT-1: book our own sandbox by Wed 2 Dec');
  expect(ben.last.text).toContain(
    'Why: RISK-1: DEP-1 is ▲ YELLOW: blocked: the sandbox is down. The risk: the vendor has one sandbox',
  );
  expect(ben.last.text).toContain('Opened: by Depsync');
  expect(await say(lena, 'risks triggered')).toContain(
    'RISK-1 the vendor has one sandbox · DEP-1 · Ben Example · triggered',
  );
  expect(await say(lena, 'risks')).toContain('ACT-1 open, by Wed 2 Dec');

  await world.advance({ hours: 30 });
  expect(await say(lena, 'actions')).toContain('1 action');
});

it('leaves one timer behind, however often the facts are looked at', async () => {
  await say(chloe, `${VENDOR} trigger: yellow`);
  await world.advance({ hours: 2 });

  const rows = await world.db.tx(world.workspace, (tx) =>
    tx.select({ doneAt: timers.doneAt }).from(timers).where(eq(timers.kind, 'risks.watch')),
  );
  expect(rows).toEqual([{ doneAt: null }]);
});

it('waits for red where red was said', async () => {
  await say(chloe, `${VENDOR} trigger: DEP-1 red`);
  await say(ana, 'block DEP-1 the sandbox is down');
  await world.advance({ hours: 23 });
  expect(actionsOf(ben)).toHaveLength(0);
  await world.advance({ hours: 1, minutes: 15 });
  expect(actionsOf(ben)).toHaveLength(1);
});

it('begins on a day when its owner’s working day begins', async () => {
  await say(chloe, `${VENDOR} trigger: on 3 Dec`);
  await world.advanceTo('2026-12-03T07:59:00Z');
  expect(actionsOf(ben)).toHaveLength(0);
  await world.advanceTo('2026-12-03T08:00:00Z');
  expect(actionsOf(ben)[0]?.text).toContain('Why: RISK-1: it is Thu 3 Dec.');
});

it('begins after a weekend for a day in it', async () => {
  await say(chloe, `${VENDOR} trigger: on 2026-12-05`);
  await world.advanceTo('2026-12-07T07:59:00Z');
  expect(actionsOf(ben)).toHaveLength(0);
  await world.advanceTo('2026-12-07T08:00:00Z');
  expect(actionsOf(ben)).toHaveLength(1);
});

it('begins when float falls below a number of days', async () => {
  await changes(ana, 'milestones DEP-2 release 19 Feb');
  await say(chloe, `${VENDOR} trigger: float of DEP-1 below 3`);
  await world.advance({ hours: 1 });
  expect(actionsOf(ben)).toHaveLength(0);

  await changes(ana, 'milestones DEP-1 release 18 Feb');
  await world.advance({ minutes: 15 });
  expect(ben.last.text).toContain('Why: RISK-1: the float of DEP-1 is 1 d, below 3.');
});

it('watches floats too when somebody has no working day', async () => {
  await world.db.tx(world.workspace, async (tx) => {
    const { id, calendar, ...person } = ana.person;
    const hours = { workStart: '09:00', workEnd: '17:00' };
    const never = {
      ...person,
      ...hours,
      zone: calendar.zone,
      zoneFrom: 'register' as const,
      weekend: [1, 2, 3, 4, 5, 6, 7],
    };
    await savePerson(tx, { ...never, country: null, region: null });
  });
  await say(chloe, `${VENDOR} trigger: float of DEP-1 below 250`);
  await say(chloe, `${VENDOR} trigger: DEP-1 yellow`);
  await say(ana, 'block DEP-1 the sandbox is down');
  await world.advance({ minutes: 15 });

  expect(actionsOf(ben)).toHaveLength(2);
});

it('begins when an owner is silent for so many days', async () => {
  await world.db.tx(world.workspace, async (tx) => {
    for (const { id } of await listProgrammes(tx)) await replanPrompts({ tx, now: world.now() }, id);
  });
  // Asked on Tue 1 Dec, 09:30 in Berlin.
  await world.advanceTo('2026-12-06T07:00:00Z');
  await say(chloe, `${VENDOR} trigger: DEP-1 silent for 5 days`);
  await world.advanceTo('2026-12-06T08:29:00Z');
  expect(actionsOf(ben)).toHaveLength(0);
  await world.advanceTo('2026-12-06T08:45:00Z');
  expect(actionsOf(ben)[0]?.text).toContain('Why: RISK-1: DEP-1 has been silent for 5 days.');
});

it('begins when a gate is late', async () => {
  await say(lena, 'submit DEP-1 v3.0.0 https://specs.example.com/orders.yaml');
  await world.advance({ days: 2 });
  await say(chloe, `${VENDOR} trigger: gate of DEP-1 late`);
  await world.advance({ hours: 1 });
  expect(actionsOf(ben)).toHaveLength(0);
  await world.advance({ days: 1 });
  expect(actionsOf(ben)[0]?.text).toContain('Why: RISK-1: DEP-1: gate 1 (Draft review) is late.');
});

it('takes effect once when the same look is fired again after a crash', async () => {
  await say(chloe, `${VENDOR} trigger: yellow`);
  await say(ana, 'block DEP-1 the sandbox is down');
  // Two processes sweep at the same moment, and again.
  world.clock.set(world.now().plus({ minutes: 15 }));
  await Promise.all([world.depsync.sweep(), world.depsync.sweep()]);
  await world.advance({ hours: 1 });
  expect(await say(lena, 'actions')).toContain('1 action');
});

it('lists a red or yellow without a plan first, and what to send; a risk on it is a plan', async () => {
  await say(ana, 'block DEP-1 the sandbox is down');
  const text = await say(lena, 'risks');
  expect(text).toContain('1 without a plan');
  expect(text).toContain('DEP-1 ▲ YELLOW has no mitigation (Orders API)');
  expect(text).toContain('/deps risk DEP-1 @handle WHAT mitigation: WHAT IS DONE trigger: DEP-1 red');
  expect(await say(lena, 'status')).toContain('Missing: DEP-1 (no mitigation)');

  await say(chloe, `${VENDOR} trigger: DEP-1 red`);

  expect(await say(lena, 'risks')).not.toContain('without a plan');
  expect(await say(lena, 'status')).not.toContain('Missing');
});

it('is changed and closed by those who may', async () => {
  await say(chloe, `${VENDOR} trigger: DEP-1 red`);
  const card = ben.last;
  expect((await ana.clicks('Close…', card)).text).toContain('You cannot change RISK-1. @ben, @chloe and @lena can');

  const change = formOf(await ben.clicks('Change…'));
  const answers = {
    kind: 'vendor',
    text: 'the vendor has one sandbox',
    owner: ben.person.id,
    mitigation: 'use the stub',
    trigger: 'silent for 3 days',
    dependency: 'DEP-1',
  };
  expect((await ben.submits(change, answers)).text).toContain('Trigger: DEP-1 silent for 3 days');
  expect((await ben.submits(change, answers)).text).toContain('RISK-1 changed while your form was open');

  const close = formOf(await ben.clicks('Close…'));
  expect((await ben.submits(close, { note: 'we have two now' })).text).toContain('Closed by Ben Example');
  expect((await ben.submits(close, { note: 'again' })).text).toContain(
    'RISK-1 is closed already: @ben, Mon 30 Nov, 08:00: “we have two now”. Nothing of yours was saved.',
  );
  expect(await say(lena, 'risks closed')).toContain('Closed by Ben Example');
  await say(ana, 'block DEP-1 the sandbox is down');
  await world.advance({ days: 2 });
  expect(await say(lena, 'actions')).toContain('No action');
});

it('stands in the roll-up of a round', async () => {
  await world.db.tx(world.workspace, async (tx) => {
    for (const { id } of await listProgrammes(tx)) await replanPrompts({ tx, now: world.now() }, id);
  });
  await say(chloe, `${VENDOR} trigger: DEP-1 yellow`);
  await say(ana, 'block DEP-1 the sandbox is down');
  await say(ana, 'block DEP-2 no events');
  await world.advanceTo('2026-12-03T12:00:00Z');
  const text = world.channel('programme')[0]?.text ?? '';
  expect(text).toContain('Risks: RISK-1 the vendor has one sandbox · DEP-1 · Ben Example · triggered');
  expect(text).toContain('Without a plan: DEP-2 (no mitigation)');
});

const FORMS =
  'Send one of: “on 5 Dec”, “DEP-4 red”, “float of DEP-4 below 3”, “DEP-4 silent for 5 days”, “gate of DEP-4 late”.';

it.each([
  [`${VENDOR} trigger: when the moon is full`, FORMS],
  [`${VENDOR} trigger: on 1 Nov 2026`, 'is past'],
  [`${VENDOR} trigger: on 2026-11-01`, 'is past'],
  [`${VENDOR} trigger: float of DEP-1 below 0`, 'A trigger takes 1 to 250 working days of float; you sent 0.'],
  [`${VENDOR} trigger: DEP-1 silent for 999 days`, 'A trigger takes 1 to 60 days of silence; you sent 999.'],
  [`${VENDOR} trigger: DEP-99 red`, 'DEP-99 is not in the register'],
  ['risk DEP-99 @ben x mitigation: y trigger: red', 'DEP-99 is not in the register'],
  ['risk @ben x mitigation: y trigger: red', FORMS],
  [`${VENDOR} trigger: red kind: vendr`, '“vendr” is no kind. Did you mean vendor?'],
  [`risk @ben ${'x'.repeat(301)} mitigation: y trigger: DEP-1 red`, 'Shorten it to 300 characters; it has 301.'],
  ['risks RISK-9', 'RISK-9 is not in the register'],
])('refuses %.80s', async (words, message) => {
  expect(await say(chloe, words)).toContain(message);
  expect(await say(chloe, 'risks')).toContain('No risk');
});

it('asks by a form for what is missing', async () => {
  const form = formOf(await chloe.says('/deps risk DEP-1 @ben the vendor has one sandbox'));
  expect(form.intro).toEqual(['Still missing: ', 'what is done about it, when that begins', '.']);
  const answers = { kind: 'vendor', text: '"];evil[ 🚀', owner: ben.person.id, mitigation: 'שלום', dependency: '1' };
  expect((await chloe.submits(form, { ...answers, trigger: 'whenever' })).text).toContain('I cannot read “whenever”');
  expect((await chloe.submits(form, { ...answers, trigger: 'gate late' })).text).toContain(
    'Trigger: gate of DEP-1 late',
  );
  expect(ben.last.text).toContain('"];evil[ 🚀');
});
