import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { initialOf } from '../../src/chat/form.ts';
import type { Reply } from '../../src/chat/inbound.ts';
import { formatDay } from '../../src/core/format-time.ts';
import { people } from '../../src/features/people/tables.ts';
import { changes } from '../support/confirming.ts';
import { type Actor, startWorld, type World } from '../support/depsync.ts';

/** Mon 30 Nov 2026: 08:00 in Berlin. */
const MONDAY = '2026-11-30T07:00:00Z';

const Logged = z.object({
  after: z.object({
    consequence: z.object({
      end: z.object({ before: z.string(), after: z.string() }),
      moved: z.array(z.object({ key: z.string(), before: z.string(), after: z.string() })),
      eaten: z.array(z.object({ key: z.string(), before: z.number(), after: z.number() })),
      conflicts: z.number(),
    }),
  }),
});

let world: World;
let ana: Actor;
let chloe: Actor;
let lena: Actor;

beforeEach(async () => {
  world = await startWorld(MONDAY, {
    dependencies: [
      { title: 'Orders API', dueDate: '2026-12-11', neededBy: '2026-12-14' },
      { title: 'Usage feed', dueDate: '2026-12-18' },
      { title: 'Invoices', dueDate: '2027-01-15' },
    ],
  });
  [ana, chloe, lena] = [await world.actor('ana'), await world.actor('chloe'), await world.actor('lena')];
});
afterEach(() => world.end());

const say = async (actor: Actor, words: string) => (await actor.says(`/deps ${words}`)).text;

function shownOn(reply: Reply) {
  if (reply.kind !== 'card' && reply.kind !== 'replace') throw new Error('No card was shown.');
  return reply.card;
}

/** What the log keeps of the last shift. */
async function lastShift() {
  return world.db.tx(world.workspace, async (tx) => {
    const { rows } = await tx.execute(
      sql`select subject, before, after from audit where action = 'timeline.shifted' order by at desc, id desc limit 1`,
    );
    return rows[0];
  });
}

describe('somebody without a working day', () => {
  beforeEach(async () => {
    await world.db.tx(world.workspace, (tx) =>
      tx
        .update(people)
        .set({ weekend: [1, 2, 3, 4, 5, 6, 7] })
        .where(eq(people.id, ana.person.id)),
    );
  });

  it('is named with what to change, and all is planned', async () => {
    expect(await say(chloe, 'timeline')).toContain(
      'No working day: Ana Example. What they do is planned by the weekend of their country',
    );
    const conflicts = await say(chloe, 'conflicts');
    expect(conflicts).toContain('Ana Example rests on all days of the week: DEP-1, DEP-2, DEP-3 are planned');
    expect(conflicts).toContain('weekend: [6, 7] under people in the register file · 0 d · Ana Example');
    expect(await say(chloe, 'what-if DEP-1 slips 5 days')).toContain('DEP-1 Fri 11 Dec → Fri 18 Dec');
    expect(await changes(ana, 'milestones DEP-2 development 10d')).toContain('DEP-2');
  });
});

describe('the timeline', () => {
  it('names the critical path, what is late, and the float of the rest', async () => {
    await say(ana, 'milestones DEP-2 development 10d');
    await changes(ana, 'needs DEP-2 DEP-1 +2d');

    const text = await say(chloe, 'timeline');

    expect(text).toContain('The last delivery is on Fri 15 Jan');
    expect(text).toContain('Critical path: DEP-3');
    expect(text).toContain('Later than planned: 1\n- DEP-2 Usage feed: Wed 30 Dec instead of Fri 18 Dec, +8 d');
    expect(text).toContain('DEP-1 Orders API: Fri 11 Dec · float 12 d, free 0 d');
  });

  it('says what happens if a dependency slips, and saves nothing', async () => {
    await say(ana, 'needs DEP-3 DEP-1');
    const before = await say(chloe, 'timeline');

    const text = await say(chloe, 'what-if DEP-1 slips 30 days');

    expect(text).toContain('If DEP-1 slips 30 working days');
    expect(text).toContain('The last delivery moves from Fri 15 Jan to Mon 25 Jan');
    expect(text).toContain('Critical path now: DEP-1 → DEP-3');
    expect(text).toContain('DEP-1 Fri 11 Dec → Fri 22 Jan');
    expect(text).toContain(
      'DEP-1 Partner Experience needs it by Mon 14 Dec; it is delivered on Fri 22 Jan, 29 d later',
    );
    expect(text).toContain('Nothing is saved');
    expect(await say(chloe, 'timeline')).toBe(before);
  });

  it.each([
    ['what-if DEP-1', 'Say by how many working days, 1 to 250'],
    ['what-if DEP-1 slips 0 days', 'Say by how many working days, 1 to 250'],
    ['what-if DEP-1 slips 999999 days', 'Say by how many working days, 1 to 250'],
    ['what-if DEP-99 slips 5 days', 'DEP-99 is not in the register'],
  ])('refuses %s', async (words, message) => {
    expect(await say(chloe, words)).toContain(message);
  });
});

describe('milestones', () => {
  it('are planned by who looks after the dependency; the log keeps the shift with what follows', async () => {
    await say(ana, 'needs DEP-3 DEP-1');

    const text = await changes(ana, 'milestones DEP-1 release 15 Jan');

    expect(text).toContain('DEP-1: Release by Fri 15 Jan');
    expect(text).toContain('Before: by Fri 11 Dec');
    expect(text).toContain('The last delivery moves from Fri 15 Jan to Mon 18 Jan');
    expect(text).toContain('Conflicts that appear: 1');
    expect(await lastShift()).toMatchObject({
      subject: 'DEP-1',
      before: { dueDate: '2026-12-11' },
      after: {
        dueDate: '2027-01-15',
        consequence: { end: { before: '2027-01-15', after: '2027-01-18' }, conflicts: 1 },
      },
    });
    expect(await say(chloe, 'show DEP-1')).toContain('Fri 15 Jan');
    expect(await say(chloe, 'milestones DEP-1 release 11 Dec')).toContain('You may not plan DEP-1');
  });

  it('show what is planned beside what comes of it', async () => {
    await say(ana, 'milestones DEP-1 contract 2 Dec');
    await say(ana, 'milestones DEP-1 development 5d');
    await say(ana, 'milestones DEP-1 contract done');

    const text = await say(chloe, 'milestones DEP-1');

    expect(text).toContain('Contract done on Mon 30 Nov');
    expect(text).toContain('Development 5 d · takes place Mon 30 Nov – Fri 4 Dec');
    expect(text).toContain('Release by Fri 11 Dec · takes place Fri 11 Dec – Fri 11 Dec');
    await say(ana, 'milestones DEP-1 development none');
    expect(await say(chloe, 'milestones DEP-1')).not.toContain('Development');
  });

  it.each([
    ['milestones DEP-1 development 20 Nov 2026', 'is past'],
    ['milestones DEP-1 development 5 Mar 2027', 'Fri 5 Mar 2027 is after the cut-off Fri 26 Feb 2027'],
    ['milestones DEP-1 test 9 Dec to 7 Dec', 'Wed 9 Dec is after Mon 7 Dec. Send the first day first'],
    ['milestones DEP-1 development 0d', 'A stage takes 1 to 250 working days'],
    ['milestones DEP-1 development 100000d', 'A stage takes 1 to 250 working days'],
    ['milestones DEP-1 developmnt 5d', 'Did you mean development?'],
    ['milestones DEP-1 test 7 Dec in nowhere', 'No environment is called “nowhere”. There is none yet'],
    ['milestones DEP-1 release done', '/deps edit DEP-1 state delivered'],
    ['milestones DEP-1 test', 'Say when'],
    ['milestones DEP-1 test "];evil[', 'I cannot read'],
    [`milestones DEP-1 test ${'x'.repeat(300)}`, 'I cannot read'],
  ])('refuse %.60s', async (words, message) => {
    expect(await say(ana, words)).toContain(message);
  });
});

describe('a change of which more follows', () => {
  const ask = async () => {
    const { reply, text } = await ana.says('/deps milestones DEP-1 release 15 Jan');
    return { card: shownOn(reply), text };
  };
  const MOVE = 'Move DEP-1 to Fri 15 Jan (+35 d)';
  beforeEach(() => say(ana, 'needs DEP-3 DEP-1'));

  it('is shown first, saves nothing, and is made by the button', async () => {
    const { card, text } = await ask();
    expect(text).toContain('DEP-1: Release by Fri 15 Jan · not saved yet');
    expect(text).toContain('The last delivery moves from Fri 15 Jan to Mon 18 Jan');
    expect(text).toContain('DEP-3 Fri 15 Jan → Mon 18 Jan');
    expect(text).toContain('Nothing is saved until you confirm it.');
    expect(await say(chloe, 'show DEP-1')).toContain('Due: Fri 11 Dec');

    const done = await ana.clicks(MOVE, card);

    expect(done.reply.kind).toBe('replace');
    expect(done.text).toContain('DEP-1: Release by Fri 15 Jan\n');
    expect(done.text).toContain('The last delivery moves from Fri 15 Jan to Mon 18 Jan');
    expect(await say(chloe, 'show DEP-1')).toContain('Due: Fri 15 Jan');
  });

  it('is logged exactly as the card that asked had shown it', async () => {
    const { card, text } = await ask();
    await ana.clicks(MOVE, card);

    const { end, moved, eaten, conflicts } = Logged.parse(await lastShift()).after.consequence;
    const below = (label: string) => {
      const lines = text.split('\n');
      const from = lines.findIndex((line) => line.startsWith(`${label}: `)) + 1;
      const rest = from === 0 ? [] : lines.slice(from);
      const after = rest.findIndex((line) => !line.startsWith('- '));
      return rest.slice(0, after === -1 ? rest.length : after).map((line) => line.slice(2));
    };
    expect(text).toContain(`The last delivery moves from ${formatDay(end.before)} to ${formatDay(end.after)}`);
    expect(below('Deliveries that move')).toEqual(
      moved.map(({ key, before, after }) => `${key} ${formatDay(before)} → ${formatDay(after)}`),
    );
    expect(below('Float eaten')).toEqual(eaten.map(({ key, before, after }) => `${key} ${before} d → ${after} d`));
    expect(below('Conflicts that appear')).toHaveLength(conflicts);
    expect(moved.length).toBeGreaterThan(1);
  });

  it('is shown anew, and not made, when something else follows by now', async () => {
    const { card } = await ask();
    await say(ana, 'milestones DEP-3 development 15d');

    const again = await ana.clicks(MOVE, card);

    expect(again.text).toContain('What follows has changed since it was shown.');
    expect(again.text).toContain('The last delivery moves from Fri 15 Jan to Mon 8 Feb');
    expect(await say(chloe, 'show DEP-1')).toContain('Due: Fri 11 Dec');
    await ana.clicks(MOVE, shownOn(again.reply));
    expect(await say(chloe, 'show DEP-1')).toContain('Due: Fri 15 Jan');
  });

  it('can be left, and is answered by who asked alone, as long as they may', async () => {
    const { card } = await ask();
    expect((await lena.clicks(MOVE, card)).text).toContain('@ana asked for this, and answers it');
    expect((await ana.clicks('Leave as it is', card)).text).toContain('DEP-1 stays as it is');

    await say(lena, 'assign DEP-1 @dev delegate @chloe');
    expect((await ana.clicks(MOVE, card)).text).toContain('You may not plan DEP-1');
    expect(await say(chloe, 'show DEP-1')).toContain('Due: Fri 11 Dec');
  });

  it('follows from days of the programme, freezes, environments and dates of those who wait alike', async () => {
    await say(lena, 'environment qa-1 ready');
    await say(ana, 'milestones DEP-1 test 8 Dec to 10 Dec in qa-1');
    for (const [actor, words, conflict] of [
      [lena, 'milestones programme Cut-off: 12 Jan', 'DEP-3 Release ends on Fri 15 Jan, 3 d after the cut-off'],
      [lena, 'freeze Audit: 9 Dec to 9 Dec', 'DEP-1 Test window Tue 8 Dec – Thu 10 Dec falls into Audit'],
      [lena, 'environment qa-1 retired', 'DEP-1 Test window Tue 8 Dec – Thu 10 Dec: qa-1 is retired'],
      [ana, 'edit DEP-1 needed part 9 Dec', 'DEP-1 Partner Experience needs it by Wed 9 Dec'],
      [ana, 'edit DEP-1 due 18 Jan', 'DEP-3 Fri 15 Jan → Tue 19 Jan'],
    ] as const) {
      const text = await say(actor, words);
      expect(text).toContain('not saved yet');
      expect(text).toContain(conflict);
    }
    expect(await say(chloe, 'conflicts')).toContain('no conflicts');
  });

  it('follows from the day in a form, whose other answers are saved', async () => {
    const { reply } = await ana.says('/deps edit DEP-1');
    if (reply.kind !== 'form') throw new Error('No form was opened.');
    const answers = Object.fromEntries(reply.form.fields.map((field) => [field.id, initialOf(field) ?? '']));

    const late = await ana.submits(reply.form, { ...answers, due: '2027-03-05' });
    expect(late.text).toContain('is after the cut-off Fri 26 Feb');
    const { text, reply: shown } = await ana.submits(reply.form, { ...answers, due: '2027-01-15', risk: 'low' });

    expect(text).toContain('DEP-1: due Fri 15 Jan · not saved yet\nDEP-1: risk changed');
    const before = await say(chloe, 'show DEP-1');
    expect(before).toContain('Risk: low');
    expect(before).toContain('Due: Fri 11 Dec');
    expect((await ana.clicks(MOVE, shownOn(shown))).text).toContain('DEP-1: due Fri 15 Jan');
    expect(await lastShift()).toMatchObject({ subject: 'DEP-1', after: { dueDate: '2027-01-15' } });
  });

  it('never comes of a day after the cut-off', async () => {
    expect(await say(ana, 'edit DEP-1 due 5 Mar 2027')).toContain('is after the cut-off Fri 26 Feb');
  });
});

describe('days of the programme', () => {
  it('are set by leads, whatever their names hold; the cut-off bounds the rest', async () => {
    expect(await say(ana, 'milestones programme Cut-off: 12 Feb')).toContain('Only a lead of Q1 launch');
    await say(lena, 'milestones programme cut-off: 12 Feb');
    await say(lena, 'milestones programme "];evil[ 🚀 שלום *bold*: 15 Jan');
    await say(lena, 'freeze Year end: 21 Dec to 1 Jan');

    const text = await say(chloe, 'milestones');

    expect(text).toContain('- "];evil[ 🚀 שלום *bold*: Fri 15 Jan\n- Cut-off: Fri 12 Feb');
    expect(text).toContain('- Year end: Mon 21 Dec – Fri 1 Jan');
    expect(await say(ana, 'milestones DEP-1 release 15 Feb')).toContain('is after the cut-off Fri 12 Feb');
    await say(lena, 'freeze Year end: none');
    expect(await say(chloe, 'freeze')).not.toContain('Freezes');
  });

  it.each([
    [`milestones programme ${'n'.repeat(300)}: 15 Jan`, 'Shorten it to 80 characters'],
    ['milestones programme Code freeze 15 Jan', 'Put a colon between the name and the day'],
    ['freeze Year end: 21 Dec', 'Send the first and the last day'],
    ['freeze Nothing: none', 'No freeze is called “Nothing”'],
  ])('are refused for %.60s', async (words, message) => {
    expect(await say(lena, words)).toContain(message);
  });
});

describe('needs', () => {
  it('make work wait, and stop doing so when taken away', async () => {
    const text = await changes(ana, 'needs DEP-2 DEP-1 +10d');
    expect(text).toContain('DEP-2 begins when DEP-1 is delivered, 10 working days after it');
    expect(text).toContain('DEP-2 Fri 18 Dec → Mon 28 Dec');
    expect(await say(chloe, 'milestones DEP-2')).toContain('It needs DEP-1 +10 d.');

    expect(await say(ana, 'needs DEP-2 DEP-1 none')).toContain('DEP-2 does not need DEP-1 any more');
    expect(await say(chloe, 'milestones DEP-2')).toContain('It needs no other dependency.');
  });

  it('never close a circle: the refusal names the way round', async () => {
    await say(ana, 'needs DEP-2 DEP-1');
    await say(ana, 'needs DEP-3 DEP-2');
    expect(await say(ana, 'needs DEP-1 DEP-3')).toContain(
      'That closes a circle: DEP-1 needs DEP-3 needs DEP-2 needs DEP-1',
    );
    expect(await say(chloe, 'milestones DEP-1')).toContain('It needs no other dependency.');
  });

  it.each([
    ['needs DEP-1 DEP-1', 'DEP-1 cannot wait for itself'],
    ['needs DEP-1 DEP-99', 'DEP-99 is not in the register'],
    ['needs DEP-1 DEP-2 +99d', 'Send 0 to 60 working days'],
    ['needs DEP-1 DEP-2 maybe', 'Send 0 to 60 working days'],
    ['needs DEP-1 DEP-2 none', 'DEP-1 does not need DEP-2'],
    ['needs DEP-1', 'The needed is missing'],
  ])('are refused for %s', async (words, message) => {
    expect(await say(ana, words)).toContain(message);
  });
});

describe('environments', () => {
  it('take windows within their life and capacity; conflicts name what does not fit, and ways out', async () => {
    expect(await say(ana, 'environment qa-1 ready')).toContain('Only a lead of Q1 launch may change environments');
    await say(lena, 'environment qa-1 provisioning owner @dev until 8 Jan');
    expect(await say(chloe, 'environment')).toContain(
      'qa-1 provisioning · Dev Example · until Fri 8 Jan · takes 1 window',
    );
    expect(await say(ana, 'milestones DEP-1 test 7 Jan to 12 Jan in qa-1')).toContain('qa-1 is there until Fri 8 Jan');

    await changes(ana, 'milestones DEP-1 test 8 Dec to 10 Dec in qa-1');
    await changes(ana, 'milestones DEP-2 test 9 Dec to 10 Dec in qa-1');
    const text = await say(chloe, 'conflicts');

    expect(text).toContain('DEP-1 Test window Tue 8 Dec – Thu 10 Dec: qa-1 is provisioning');
    expect(text).toContain('- Provision qa-1 by Tue 8 Dec · 0 d · Dev Example');
    expect(text).toContain('DEP-2 Test window Wed 9 Dec – Thu 10 Dec: qa-1 takes 1 and has DEP-1');
    expect(text).toContain(
      'Move the test window of DEP-2 in qa-1 to Fri 11 Dec – Mon 14 Dec · 2 d · Ana Example, Chloe Example',
    );

    const dev = await world.actor('dev');
    expect(await say(dev, 'environment qa-1 ready capacity 2')).toContain('3 conflicts solved');
    expect(await say(chloe, 'conflicts')).toContain('no conflicts in the plan');
    await changes(lena, 'environment qa-1 none');
    expect(await say(chloe, 'conflicts')).toContain('DEP-1 Test window Tue 8 Dec – Thu 10 Dec has no environment');
  });

  it.each([
    ['environment "];evil[ ready', 'Name an environment in one word'],
    [`environment ${'q'.repeat(300)} ready`, 'Name an environment in one word'],
    ['environment qa-1 ready capacity 0', 'takes 1 to 100 test windows'],
    ['environment qa-1 ready from 9 Feb until 8 Feb', 'is after Mon 8 Feb'],
    ['environment qa-1 reddy', 'is none of: planned, provisioning, ready, retired, none'],
    ['environment qa-9', 'No environment is called “qa-9”'],
    ['environment qa-1 ready owner @nobody', 'Nobody in the register is called @nobody'],
  ])('are refused for %.60s', async (words, message) => {
    expect(await say(lena, words)).toContain(message);
  });
});
