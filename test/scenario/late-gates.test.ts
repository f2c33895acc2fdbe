import { desc, eq } from 'drizzle-orm';
import { DateTime } from 'luxon';
import { z } from 'zod';
import type { Form } from '../../src/chat/form.ts';
import { formatDay } from '../../src/core/format-time.ts';
import { audit } from '../../src/features/audit/tables.ts';
import { auditSpan } from '../../src/features/selfaudit/index.ts';
import { changes } from '../support/confirming.ts';
import { type Actor, type Answer, type ShownMessage, startWorld, type World } from '../support/depsync.ts';
import type { Seed } from '../support/seed.ts';

/** Mon 30 Nov 2026, 07:00 in London, where Lena leads the programme. */
const MONDAY = '2026-11-30T07:00:00Z';
/** Gate 1 is due on Wed 2 Dec at 17:00 in New York. */
const DUE = DateTime.fromISO('2026-12-02T22:00:00Z', { zone: 'utc' });
const SPEC = 'https://specs.example.com/orders.yaml';

const ORDERS: Seed = {
  people: { eve: { zone: 'America/New_York', team: 'part', delegate: 'chloe' } },
  dependencies: [{ title: 'Orders API', neededBy: '2027-01-15', contacts: { product: 'dev', engineering: 'eve' } }],
};

/** What the log keeps of a shift of the plan. */
const Shift = z.object({
  subject: z.string(),
  reason: z.string().nullable(),
  after: z.object({
    state: z.string().optional(),
    contract: z.object({ endDate: z.string() }).optional(),
    consequence: z.object({ end: z.object({ before: z.string(), after: z.string().nullable() }) }),
  }),
});

let world: World;
let ana: Actor;
let chloe: Actor;
let dev: Actor;
let eve: Actor;
let lena: Actor;

beforeEach(async () => {
  world = await startWorld(MONDAY, ORDERS);
  [ana, chloe, dev] = [await world.actor('ana'), await world.actor('chloe'), await world.actor('dev')];
  [eve, lena] = [await world.actor('eve'), await world.actor('lena')];
  await ana.says(`/deps submit DEP-1 v3.0.0 ${SPEC}`);
});
afterEach(() => world.end());

const hoursLate = (hours: number) => world.advanceTo(DUE.plus({ hours }).toISO() ?? '');
const titles = (messages: readonly ShownMessage[]) => messages.map((message) => message.text.split('\n')[0]);
const leadership = () => titles(world.channel('leadership'));

function card(tier = 0): ShownMessage {
  const message = world.channel('leadership')[tier];
  if (message === undefined) throw new Error('leadership got no card');
  return message;
}

function formOf({ reply, text }: Answer): Form {
  if (reply.kind !== 'form') throw new Error(`This is no form: ${text}`);
  return reply.form;
}

/** By the second computation nothing of gates is missing, late, doubled or astray. Nobody planned prompts here. */
async function isAudited(): Promise<void> {
  const span = { from: DateTime.fromISO(MONDAY, { zone: 'utc' }), to: world.now().minus({ minutes: 5 }) };
  const { findings } = await world.db.tx(world.workspace, (tx) => auditSpan(tx, span, 5));
  expect(findings.filter(({ send }) => send !== 'prompt')).toEqual([]);
}

it('climbs to leadership like a blocker, with decisions to choose from', async () => {
  await hoursLate(23);
  expect(leadership()).toEqual([]);

  await hoursLate(24);
  expect(card().text).toBe(
    [
      '● Gate 1 of DEP-1 late for 24 h: decide by Fri 4 Dec, 22:00',
      'Orders API v3.0.0 · Draft review',
      'Signatures: 0 of 2 signed · waits for @Dev Example, @Chloe Example by Wed 2 Dec, 22:00',
      'Late: 24 h since Wed 2 Dec, 22:00',
      'Waits: Partner Experience needs it Fri 15 Jan 2027',
      'Owner: Ana Example',
      'Float left: 0 working days · then the last delivery moves to Mon 18 Jan',
      'Decide one:',
      '  [Name another approver for Dev Example…]',
      'signs as product contact of Data Insights; no date moves, and the gate stays late until it is signed',
      '  [Name another approver for Chloe Example…]',
      'signs as lead of Partner Experience; no date moves, and the gate stays late until it is signed',
      '  [Give until Mon 7 Dec…]',
      'no date moves: the plan has no contract stage to wait for; later gates move as far; approvers are reminded again every working day',
      '  [Take out of scope…]',
      'not part of Q1 launch any more; Partner Experience loses it; nothing is signed',
      'Who decides: @Lena Example, @Ben Example, @Chloe Example',
      `  [Open contract: ${SPEC}]`,
    ].join('\n'),
  );

  await hoursLate(48);
  await hoursLate(200);
  expect(leadership()).toEqual([
    'Gate 1 of DEP-1: no decision came on the 24 h card',
    'Gate 1 of DEP-1: no decision came on the 48 h card',
    '● Gate 1 of DEP-1 late for 72 h: decide by Sun 6 Dec, 22:00',
  ]);
  await isAudited();
});

it('ends when the gate is signed, and nothing climbs after that', async () => {
  await hoursLate(24);
  await dev.says('/deps approve DEP-1');
  expect(card().text).toContain('1 of 2 signed · waits for @Chloe Example');
  await chloe.says('/deps approve DEP-1');

  expect(leadership()).toEqual(['Gate 1 of DEP-1 passed']);
  await hoursLate(40);
  expect(leadership()).toHaveLength(1);
  expect(card().text).not.toContain('[Take out of scope…]');
  await isAudited();
});

it('does not climb where it is signed in time, or before the first tier', async () => {
  await dev.says('/deps approve DEP-1');
  await hoursLate(10);
  await chloe.says('/deps approve DEP-1');

  await hoursLate(47);
  expect(leadership()).toEqual([]);
});

it('has somebody else sign whom leadership names, and asks again while it stays late', async () => {
  await hoursLate(24);
  const form = formOf(await lena.clicks('Name another approver for Dev Example…', card()));
  expect((await lena.submits(form, { person: 'nobody' })).text).toBe('person: Name somebody of the register.');
  expect((await lena.submits(form, { person: ana.person.id })).text).toContain(
    '@ana submitted v3.0.0 and cannot sign it.',
  );

  const decided = await lena.submits(form, { person: eve.person.id, reason: 'Dev is at a customer' });

  expect(decided.reply.kind).toBe('replace');
  expect(card().text).toContain(
    'Gate 1 of DEP-1: Eve Example signs instead of Dev Example\nDecided by Lena Example, Thu 3 Dec, 22:00. Logged as DEC-1. Reason: Dev is at a customer\n',
  );
  expect(card().text).toContain('waits for @Eve Example, @Chloe Example');
  expect(eve.last.text).toMatch(/^Draft review needed: Orders API v3.0.0/);
  expect(titles(ana.inbox)).toContain('Gate 1 of DEP-1: Eve Example signs instead of Dev Example');
  expect((await lena.says('/deps decisions 1')).text).toContain(
    'DEC-1 DEP-1: Eve Example signs instead of Dev Example · Lena Example, Thu 3 Dec, 22:00 · reason: Dev is at a customer · chosen from 4',
  );
  await hoursLate(48);
  expect(card(1).text).toMatch(/^● Gate 1 of DEP-1 late for 48 h/);
  expect(card(1).text).toContain('Decided so far: DEC-1: Eve Example signs instead of Dev Example');
});

it('gives until another day: not late any more, reminded again, and late again after that', async () => {
  await hoursLate(24);
  const form = formOf(await lena.clicks(/^Give until/, card()));
  expect(form.fields[0]).toMatchObject({ kind: 'date', initial: '2026-12-07' });
  expect((await lena.submits(form, { date: '2026-12-01' })).text).toMatch(/^date: Choose a day after/);
  expect((await lena.submits(form, { date: '2027-03-01' })).text).toMatch(/^date: Choose a day up to/);

  await lena.submits(form, { date: '2026-12-08' });

  expect(leadership()).toEqual(['Gate 1 of DEP-1: given until Tue 8 Dec']);
  expect((await ana.says('/deps show DEP-1')).text).not.toContain('is late');
  expect(titles(lena.inbox)).toContain('Gate 1 of DEP-1 has until Tue 8 Dec, 22:00');
  expect((await ana.says('/deps gates')).text).toContain('waits for @dev, @chloe by Tue 8 Dec, 23:00');
  await world.advanceTo('2026-12-08T21:00:00Z');
  // On Tue and Wed before it was late, on Fri, Mon and Tue since it was given more time.
  expect(titles(chloe.inbox).filter((title) => title?.startsWith('Still to be signed'))).toHaveLength(5);
  expect(leadership()).toHaveLength(1);
  await world.advanceTo('2026-12-09T22:00:00Z');
  expect(leadership().at(-1)).toMatch(/^● Gate 1 of DEP-1 late for 24 h: decide by Thu 10 Dec, 22:00/);
  await isAudited();
});

describe('where the plan has stages', () => {
  beforeEach(async () => {
    await changes(ana, 'milestones DEP-1 contract 4 Dec');
    await changes(ana, 'milestones DEP-1 development 30d');
    await hoursLate(24);
  });

  const lastShift = async () => {
    const [shift] = await world.db.tx(world.workspace, (tx) =>
      tx
        .select()
        .from(audit)
        .where(eq(audit.action, 'timeline.shifted'))
        .orderBy(desc(audit.at), desc(audit.id))
        .limit(1),
    );
    return Shift.parse(shift);
  };

  it('says what more time does to the stages after the gate, and does and logs what it said', async () => {
    const said =
      card()
        .text.split('\n')
        .find((line) => line.startsWith('contract stage ')) ?? '';
    expect(said).toMatch(
      /^contract stage Fri 4 Dec → .*; development begins Mon 7 Dec → .*; delivery Mon 18 Jan → .*working days? of float left; the cut-off Fri 26 Feb holds; later gates move as far; approvers are reminded again every working day$/,
    );

    const form = formOf(await lena.clicks(/^Give until/, card()));
    await lena.submits(form, { date: '2026-12-07' });

    const { reason, after } = await lastShift();
    expect(reason).toBe('DEC-1: given until Mon 7 Dec');
    const day = formatDay(after.contract?.endDate ?? '');
    expect(said).toContain(`contract stage Fri 4 Dec → ${day};`);
    const { before: from, after: to } = after.consequence.end;
    expect(said).toContain(`last delivery ${formatDay(from)} → ${formatDay(to ?? '')};`);
    expect((await ana.says('/deps milestones DEP-1')).text).toContain(`Contract by ${day}`);
    expect((await ana.says('/deps timeline')).text).toContain(formatDay(to ?? ''));
  });

  it('logs as a shift that it goes out of scope', async () => {
    const form = formOf(await lena.clicks('Take out of scope…', card()));
    await lena.submits(form, { reason: 'no partner, no launch' });

    expect(await lastShift()).toMatchObject({
      subject: 'DEP-1',
      after: { state: 'dropped', consequence: { end: { before: '2027-01-18', after: null } } },
    });
  });
});

it('is taken out of scope with a reason, and waits for nobody', async () => {
  await hoursLate(24);
  const form = formOf(await lena.clicks('Take out of scope…', card()));
  expect((await lena.submits(form, { reason: ' ' })).text).toBe('reason: Say why it goes: those who wait read it.');

  await lena.submits(form, { reason: 'no partner, no launch' });

  expect(card().text).toContain('Gate 1 of DEP-1: taken out of scope\nDecided by Lena Example');
  expect(card().text).toContain('nothing is to be signed any more');
  await hoursLate(100);
  expect(leadership()).toHaveLength(1);
  expect((await chloe.says('/deps approve DEP-1')).text).toContain('taken out of scope');
  await isAudited();
});

it('hears the first of two who decide at once, and nobody who may not', async () => {
  await hoursLate(24);
  expect((await eve.clicks(/^Give until/, card())).text).toBe(
    'You cannot decide on DEP-1. @lena, @ben and @chloe can, and who stands in for them.',
  );
  const shown = card().card;
  const [extend, drop] = [
    formOf(await lena.clicks(/^Give until/, shown)),
    formOf(await chloe.clicks('Take out of scope…', shown)),
  ];

  const answers = await Promise.all([
    lena.submits(extend, { date: '2026-12-08' }),
    chloe.submits(drop, { reason: 'enough' }),
  ]);

  expect(answers.filter(({ text }) => text.includes('Your click changed nothing.'))).toHaveLength(1);
  expect((await lena.says('/deps decisions')).text).toMatch(/^1 decision logged/);
});

it('goes on with the version that takes its place', async () => {
  await hoursLate(24);
  await ana.says(`/deps submit DEP-1 v3.0.1 ${SPEC}`);

  expect(leadership()).toEqual(['Gate 1 of DEP-1 ended: v3.0.1 replaced v3.0.0']);
});
