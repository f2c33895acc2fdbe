import { audit } from '../../src/features/audit/tables.ts';
import { listProgrammes } from '../../src/features/programme/index.ts';
import { type Actor, type Answer, formOf, startWorld, type World } from '../support/depsync.ts';

let world: World;
let ana: Actor;
let lena: Actor;

beforeEach(async () => {
  world = await startWorld('2026-11-30T06:00:00Z', { leads: ['lena', 'ben'] });
  [ana, lena] = [await world.actor('ana'), await world.actor('lena')];
});
afterEach(() => world.end());

const policy = async () => (await world.db.tx(world.workspace, listProgrammes))[0]?.policy;

async function formBehind(actor: Actor, button: string) {
  const { reply } = await actor.says('/deps settings');
  if (reply.kind !== 'card') throw new Error('not a card');
  const answer: Answer = await actor.clicks(button, reply.card);
  if (answer.reply.kind !== 'form') throw new Error(`not a form: ${answer.text}`);
  return answer.reply.form;
}

it('shows everybody the policy and leads the ways to change it', async () => {
  const { text } = await ana.says('/deps settings');

  expect(text).toContain('Cadence: Tue, Thu 09:30, on each owner’s clock');
  expect(text).toContain('Tiers: an open blocker goes to leadership after 24 h, 48 h, 72 h');
  expect(text).toContain('Leadership channel: web:leadership');
  expect(text).toContain('- QA validation · QA contact · all · within 2 working days');
  expect(text).toContain('Leads of Q1 launch change them.');
  expect(text).not.toContain('[Cadence…]');
  expect(text).toContain('Contract rules: all as documented');
  expect((await lena.says('/deps settings')).text).toContain(
    '[Cadence…] [Channels…] [Tiers…] [Checklists…] [Contract rules…] [Brief…]',
  );
});

it('changes them in words, with what was before in the audit log', async () => {
  const { text } = await lena.says('/deps settings cadence mon, wed 10:00');

  expect(text).toContain('Q1 launch: cadence changed\nNow: Mon, Wed 10:00');
  expect(text).toContain('Before: Tue, Thu 09:30');
  expect(await policy()).toMatchObject({ cadence: { weekdays: [1, 3], time: '10:00' } });
  const rows = await world.db.tx(world.workspace, (tx) => tx.select().from(audit));
  expect(rows).toMatchObject([
    {
      action: 'programme.settings-changed',
      subject: 'Q1',
      byId: lena.person.id,
      before: { cadence: { weekdays: [2, 4], time: '09:30' } },
      after: { cadence: { weekdays: [1, 3], time: '10:00' } },
    },
  ]);
  expect((await lena.says('/deps settings tiers 12 24')).text).toContain('after 12 h, 24 h');
  expect((await lena.says('/deps settings tiers 12 24')).text).toContain('tiers stays as it was');
});

it('says a first word in a new channel', async () => {
  await lena.says('/deps settings channel leadership web:leadership web:board');

  expect(world.channel('board')).toMatchObject([{ text: expect.stringMatching(/^Q1 launch speaks here now\n/) }]);
  expect(world.channel('leadership')).toEqual([]);
  expect((await lena.says('/deps settings channel leadership here')).text).toContain(
    'Here is no channel that others read.',
  );
  expect((await lena.says('/deps settings channel everybody here')).text).toContain('programme or leadership');
});

it('is changed by leads only, and says what it understands', async () => {
  expect((await ana.says('/deps settings tiers 1')).text).toBe(
    'Only a lead of Q1 launch may change the settings: @ben, @lena.',
  );
  expect((await lena.says('/deps settings tiers 48 24')).text).toContain('rising numbers of hours');
  expect((await lena.says('/deps settings colours blue')).text).toContain('“colours” is no setting of chat.');
  expect(await policy()).toMatchObject({ tiers: [24, 48, 72] });
});

it('changes them by form, which stays open while something does not fit', async () => {
  const cadence = await formBehind(lena, 'Cadence…');
  expect((await lena.submits(cadence, { time: 'noon' })).text).toBe(
    'weekdays: Choose at least one weekday.\ntime: I cannot read “noon” as a time. Send hours and minutes, such as 09:30.',
  );
  expect((await lena.submits(cadence, { weekdays: ['2', '5'], time: '9:15' })).text).toContain('Now: Tue, Fri 09:15');

  const tiers = await formBehind(lena, 'Tiers…');
  expect((await lena.submits(tiers, { tiers: '72 24' })).text).toContain('tiers: 72 24 does not fit.');
  expect((await lena.submits(tiers, { tiers: '6 24' })).text).toContain('after 6 h, 24 h');

  const channels = await formBehind(lena, 'Channels…');
  expect((await lena.submits(channels, { programme: 'web:programme' })).text).toContain('leadership: Name one to 5');
  expect((await lena.submits(channels, { programme: 'web:programme', leadership: 'web:board' })).text).toContain(
    'leadership web:board',
  );
});

it('changes the checklists of gates, in words and by form', async () => {
  const checklist = async (gate: number) => (await policy())?.gates[gate - 1]?.criteria;
  expect((await ana.says('/deps settings')).text).toContain(
    '- Draft review: Scope matches the roadmap goal; Every consumer is named',
  );

  const said = await lena.says('/deps settings checklist 2 Error model is  complete; Limits are agreed;');
  expect(said.text).toMatch(
    /^Q1 launch: gates changed\n.*Technical sign-off: Error model is complete; Limits are agreed/,
  );
  expect(said.text).toContain('They count for gates that open from now on');
  expect(await checklist(2)).toEqual(['Error model is complete', 'Limits are agreed']);
  await lena.says('/deps settings checklist 3 none');
  expect(await checklist(3)).toEqual([]);

  const form = await formBehind(lena, 'Checklists…');
  expect((await lena.submits(form, { gate1: Array(11).fill('x').join('\n') })).text).toBe(
    'gate1: That is 11 items; send at most 10.',
  );
  await lena.submits(form, { gate1: 'Scope is agreed\n\nDates are agreed', gate4: 'Monitoring is in place' });
  expect(await checklist(1)).toEqual(['Scope is agreed', 'Dates are agreed']);
  expect(await checklist(2)).toEqual([]);
});

it.each([
  ['checklist 5 x', 'Gates have the numbers 1 to 4.'],
  ['checklist two x', 'Gates have the numbers 1 to 4.'],
  ['checklist 2', 'The items are missing.'],
  [`checklist 2 ${'long '.repeat(40)}`, 'has 199 characters; shorten it to 150.'],
  ['checklist 2 same; same', '“same” stands there twice. Keep one.'],
])('refuses "%.20s", and changes nothing', async (words, complaint) => {
  expect((await lena.says(`/deps settings ${words}`)).text).toContain(complaint);
  expect((await policy())?.gates[1]?.criteria).toContain('Error model is complete');
});

it('weighs rules for contracts in words and by form', async () => {
  const words = await lena.says('/deps settings rules sla warn, purpose off');
  expect(words.text).toContain(
    'Q1 launch: contract rules changed\nNow: purpose off, sla warn; the others as documented',
  );
  expect(words.text).toContain('Before: all as documented');
  expect((await lena.says('/deps settings rules sla default')).text).toContain('Now: purpose off; the others');
  expect((await lena.says('/deps settings rules purpos off')).text).toBe(
    '“purpos” is no rule for contracts. Did you mean purpose? All stand in docs/contract-rules.md.',
  );
  expect((await lena.says('/deps settings rules ,')).text).toContain('Say which rules.');
  expect((await ana.says('/deps settings rules sla off')).text).toContain('Only a lead of Q1 launch may');
  expect(await policy()).toMatchObject({ contracts: { lint: { purpose: 'off' } } });

  const form = await formBehind(lena, 'Contract rules…');
  expect(form.fields).toMatchObject([{ id: 'rules', initial: 'purpose off' }]);
  expect((await lena.submits(form, { rules: 'sla heavy' })).text).toContain('rules: “heavy” is no weight.');
  expect((await lena.submits(form, { rules: 'sla warn\ncontact error' })).text).toContain(
    'Now: contact error, sla warn',
  );
  const empty = await formBehind(lena, 'Contract rules…');
  expect((await lena.submits(empty, {})).text).toContain('Now: all as documented');
});

it('opens the form of a setting that is named alone, for leads', async () => {
  expect(formOf(await lena.says('/deps settings tiers')).name).toBe('programme.save-tiers');
  expect((await ana.says('/deps settings brief')).text).toContain('Only a lead of Q1 launch may change the settings');
  expect((await lena.says('/deps settings tickets')).reply.kind).not.toBe('form');
});

it('says by form who gets the brief, on which weekday and when', async () => {
  const form = formOf(await lena.says('/deps settings brief'));
  expect(form.fields).toMatchObject([{ initial: '' }, { initial: '1' }, { initial: '08:30' }]);

  const said = { weekday: '3', time: '9:15' };
  expect((await lena.submits(form, { readers: '@ana', time: '9:15' })).text).toBe('weekday: Choose a weekday.');
  expect((await lena.submits(form, { ...said, readers: '@ana @nobody' })).text).toContain(
    'readers: Nobody in the register is called @nobody',
  );
  expect((await lena.submits(form, { ...said, readers: 'ana' })).text).toContain('readers: ');
  expect((await lena.submits(form, { ...said, readers: '@ana', time: 'noon' })).text).toContain(
    'time: I cannot read “noon”',
  );
  expect((await policy())?.brief.people).toEqual([]);

  const saved = await lena.submits(form, { ...said, readers: '@Ana, web:leadership' });
  expect(saved.text).toContain(
    'Q1 launch: brief changed\nNow: Wed 09:15 on each reader’s clock, to @ana, web:leadership',
  );
  const again = await formBehind(lena, 'Brief…');
  expect(again.fields).toMatchObject([{ initial: '@ana web:leadership' }, { initial: '3' }, { initial: '09:15' }]);
  expect((await lena.submits(again, { ...said, readers: '' })).text).toContain('Now: not sent: nobody is named');
});

it('refuses a form that another lead overtook', async () => {
  const ben = await world.actor('ben');
  const form = await formBehind(lena, 'Tiers…');
  await ben.says('/deps settings cadence mon 09:00');

  expect((await lena.submits(form, { tiers: '6' })).text).toBe(
    'The settings of Q1 launch changed while your form was open: @ben set cadence, Mon 30 Nov, 06:00. Nothing of yours was saved. Send /deps settings for the present ones.',
  );
  expect(await policy()).toMatchObject({ tiers: [24, 48, 72] });
});
