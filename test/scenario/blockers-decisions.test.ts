import { eq } from 'drizzle-orm';
import type { Form } from '../../src/chat/form.ts';
import type { Reply } from '../../src/chat/inbound.ts';
import { audit } from '../../src/features/audit/tables.ts';
import { importBlocker, openBlockers } from '../../src/features/blockers/index.ts';
import { addContract } from '../../src/features/contracts/index.ts';
import { people } from '../../src/features/people/tables.ts';
import { type Dependency, listDependencies, updateDependency } from '../../src/features/register/index.ts';
import { nextTimer } from '../../src/timers/timers.ts';
import { type ShownMessage, startWorld, type World } from '../support/depsync.ts';

let world: World;
afterEach(() => world.end());

/** DEP-1 of Ana is blocked for 24 hours, and leadership was asked just now: Tuesday 09:00 in London, where Lena is. */
async function askedLeadership(seed: Parameters<typeof startWorld>[1] = {}) {
  world = await startWorld('2026-11-30T09:00:00Z', {
    dependencies: [
      {
        title: 'Orders API',
        neededBy: '2027-01-15',
        delegate: 'ben',
        criticalDates: [{ label: 'QA window', date: '2027-01-18' }],
      },
      { title: 'Events', owner: 'ben' },
    ],
    ...seed,
  });
  const people = {
    ana: await world.actor('ana'),
    ben: await world.actor('ben'),
    chloe: await world.actor('chloe'),
    dev: await world.actor('dev'),
    lena: await world.actor('lena'),
  };
  await people.dev.says('/deps block 1 the vendor sandbox is down until Friday');
  await world.advance({ hours: 24 });
  return people;
}

const card = (tier = 0): ShownMessage => {
  const message = world.channel('leadership')[tier];
  if (message === undefined) throw new Error('leadership got no card');
  return message;
};

async function dependency(key = 'DEP-1'): Promise<Dependency> {
  const [found] = await world.db.tx(world.workspace, (tx) => listDependencies(tx, { keys: [key] }));
  if (found === undefined) throw new Error(`no ${key}`);
  return found;
}

function formOf(reply: Reply): Form {
  if (reply.kind !== 'form') throw new Error(`a ${reply.kind}, no form`);
  return reply.form;
}

const linesAbout = (inbox: readonly ShownMessage[], words: string) =>
  inbox.map((message) => message.text).filter((text) => text.includes(words));

describe('reassigning to the delegate', () => {
  it('changes the owner, is logged, told and shown', async () => {
    const { ana, ben, chloe, dev, lena } = await askedLeadership();
    expect(card().text).toContain(
      '[Reassign to Ben Example]\nno date moves; Ben Example owns 1 other open dependency, 0 RED; Ana Example is delegate then',
    );

    const { reply } = await lena.clicks('Reassign to Ben Example', card());

    const after = await dependency();
    expect([after.ownerId, after.delegateId]).toEqual([ben.person.id, ana.person.id]);
    expect(reply.kind).toBe('replace');
    expect(card().text).toBe(
      [
        'DEP-1: reassigned to Ben Example',
        'Decided by Lena Example, Tue 1 Dec, 09:00. Logged as DEC-1.',
        'Ben Example, Ana Example, Chloe Example and Dev Example were told; the register is changed. The blocker stays open; next tier Wed 2 Dec, 09:00.',
        '  [It is solved]',
      ].join('\n'),
    );
    for (const { inbox } of [ana, ben, chloe, dev]) {
      expect(linesAbout(inbox, 'DEP-1: reassigned to Ben Example')).toHaveLength(1);
    }
    expect(linesAbout(lena.inbox, 'reassigned')).toEqual([]);
    expect((await lena.says('/deps decisions 1')).text).toContain(
      '1 decision logged for DEP-1\n- DEC-1 DEP-1: reassigned to Ben Example · Lena Example, Tue 1 Dec, 09:00 · chosen from 3',
    );
  });

  it('does not stop the clock: the next tier asks again and says what was decided', async () => {
    const { lena } = await askedLeadership();
    await lena.clicks('Reassign to Ben Example', card());

    await world.advance({ hours: 24 });

    expect(card(0).text).toMatch(/^DEP-1: reassigned to Ben Example/);
    expect(card(1).text).toMatch(/^● DEP-1 blocked for 48 h: decide by Thu 3 Dec, 09:00/);
    expect(card(1).text).toContain('Decided so far: DEC-1: reassigned to Ben Example');
    expect(card(1).text).toContain('[Reassign to Ana Example]');
  });

  it('is not offered while the delegate is away, and the card says until when', async () => {
    const people = await askedLeadership();
    await people.ben.says('/deps away until Friday, @dev stands in');

    await world.advance({ hours: 24 });

    expect(card(1).text).not.toContain('[Reassign');
    expect(card(1).text).toContain('Not offered. Reassigning: Ben Example is away until Thu 3 Dec, 23:00.');
  });

  it('refuses a button that meant another delegate, and shows the present card', async () => {
    const { dev, lena } = await askedLeadership();
    const { id } = await dependency();
    await world.db.tx(world.workspace, (tx) => updateDependency(tx, id, { delegateId: dev.person.id }, world.now()));

    const { text } = await lena.clicks('Reassign to Ben Example', card());

    expect(text).toContain('[Reassign to Dev Example]');
    expect((await dependency()).ownerId).not.toBe(dev.person.id);
  });
});

it.each(['ana', 'ben'] as const)('comes in time when %s has no working day, and says what follows', async (name) => {
  world = await startWorld('2026-11-30T09:00:00Z', {
    dependencies: [{ title: 'Orders API', dueDate: '2027-01-11', neededBy: '2027-01-15', delegate: 'ben' }],
  });
  const [dev, idle] = [await world.actor('dev'), await world.actor(name)];
  await dev.says('/deps block 1 the vendor sandbox is down');
  await world.db.tx(world.workspace, (tx) =>
    tx
      .update(people)
      .set({ weekend: [1, 2, 3, 4, 5, 6, 7] })
      .where(eq(people.id, idle.person.id)),
  );

  await world.advance({ hours: 24 });

  expect(card().text).toMatch(/^● DEP-1 blocked for 24 h: decide by/);
  expect(card().text).not.toContain('not computed');
});

describe("moving the consumer's date", () => {
  it('asks for the day, moves what waits and says what it costs', async () => {
    const { ana, chloe, lena } = await askedLeadership();

    const form = formOf((await lena.clicks(/^Move Partner Experience's date to Thu 21 Jan/, card())).reply);
    expect(form.fields[0]).toMatchObject({ kind: 'date', initial: '2027-01-21' });
    await lena.submits(form, { date: '2027-01-22', reason: 'the vendor says Friday' });

    const after = await dependency();
    expect([after.consumers[0]?.neededBy, after.dueDate]).toEqual(['2027-01-22', '2027-01-22']);
    expect(card().text).toMatch(
      /^DEP-1: Partner Experience's date moved to Fri 22 Jan \(\+7 d\)\nDecided by Lena Example, Tue 1 Dec, 09:00\. Logged as DEC-1\. Reason: the vendor says Friday\n/,
    );
    expect(linesAbout(ana.inbox, "DEP-1: Partner Experience's date moved to Fri 22 Jan (+7 d)")).toHaveLength(1);
    expect(linesAbout(chloe.inbox, 'You get this as lead of Partner Experience.').join()).toContain('moved to');
    const [shift] = await world.db.tx(world.workspace, (tx) =>
      tx.select().from(audit).where(eq(audit.action, 'timeline.shifted')),
    );
    expect(shift).toMatchObject({
      subject: 'DEP-1',
      before: { dueDate: '2027-01-15' },
      after: { dueDate: '2027-01-22', consequence: { end: { before: '2027-01-15', after: '2027-01-22' } } },
      reason: "DEC-1: Partner Experience's date moved to Fri 22 Jan (+7 d)",
    });
  });

  it('states which critical dates it passes and how far the release is', async () => {
    await askedLeadership();

    expect(card().text).toContain(
      '+6 d; delivery moves to Thu 21 Jan; 36 days before the release Fri 26 Feb; last delivery Fri 15 Jan → Thu 21 Jan; passes QA window Mon 18 Jan',
    );
  });

  it.each([
    ['2026-11-02', 'date: Choose a day after Fri 15 Jan, such as 2027-01-16.'],
    ['', 'date: Choose a day, such as 2027-01-16.'],
    ['2029-01-01', 'date: Choose a day up to Mon 17 Jan, such as 2027-01-16; for later, take it out of scope.'],
  ])('keeps the form open for the day "%s"', async (date, answer) => {
    const { lena } = await askedLeadership();
    const form = formOf((await lena.clicks(/^Move/, card())).reply);

    const { text } = await lena.submits(form, { date });

    expect(text).toBe(answer);
    expect((await dependency()).consumers[0]?.neededBy).toBe('2027-01-15');
  });
});

describe('going on against the contract', () => {
  it('is offered once a contract is submitted, and shows yellow until the next tier', async () => {
    const { ana, ben, lena } = await askedLeadership();
    expect(card().text).toContain('Not offered. Going on against the contract: none is submitted.');
    const { id } = await dependency();
    const submission = {
      version: '2.0.0',
      url: 'https://example.com/orders',
      note: null,
      submittedById: ana.person.id,
    };
    await world.db.tx(world.workspace, (tx) => addContract({ tx, now: world.now() }, id, submission));
    await world.advance({ hours: 24 });
    expect(card(1).text).toContain(
      '[Go on against contract v2.0.0 as drafted]\nno date moves; blocked until Fri 4 Dec, 2 working days: delivery Fri 15 Jan → Tue 19 Jan; last delivery Fri 15 Jan → Tue 19 Jan; new conflict: needed before it is delivered; no working days of float left; the cut-off Fri 26 Feb holds; 4 of 4 gates not passed; shows YELLOW until the next tier',
    );

    await lena.clicks(/^Go on against contract/, card(1));

    const { override, ownerId } = await dependency();
    expect(ownerId).toBe(ana.person.id);
    expect(override).toEqual({
      colour: 'yellow',
      reason: 'DEC-1: going on against contract v2.0.0 as drafted',
      byId: lena.person.id,
      until: '2026-12-03T09:00:00.000Z',
    });
    expect(card(1).text).toMatch(/^DEP-1: going on against contract v2\.0\.0 as drafted\n/);
    expect(linesAbout(ben.inbox, 'DEP-1: going on against contract v2.0.0')).toHaveLength(1);
  });
});

describe('taking it out of scope', () => {
  it('wants a reason, ends the blocker and its clock, and tells everybody', async () => {
    const { ana, ben, chloe, dev, lena } = await askedLeadership();
    const form = formOf((await lena.clicks('Take out of scope…', card())).reply);

    expect((await lena.submits(form, { reason: '  ' })).text).toBe('reason: Say why it goes: those who wait read it.');
    await lena.submits(form, { reason: 'no vendor, no launch' });

    const { state, signals } = await dependency();
    expect([state, signals]).toEqual(['dropped', []]);
    expect(card().text).toBe(
      [
        'DEP-1: taken out of scope',
        'Decided by Lena Example, Tue 1 Dec, 09:00. Logged as DEC-1. Reason: no vendor, no launch',
        'Ana Example, Ben Example, Chloe Example and Dev Example were told; the register is changed. The blocker is closed.',
      ].join('\n'),
    );
    for (const { inbox } of [ana, ben, chloe, dev]) {
      expect(linesAbout(inbox, 'DEP-1: taken out of scope')).toHaveLength(1);
    }
    await world.advance({ hours: 100 });
    expect(world.channel('leadership')).toHaveLength(1);
    expect((await ana.says('/deps blockers')).text).toMatch(/^No blocker is open in Q1 launch/);
    expect((await ana.says('/deps block 1 again')).text).toMatch(/^DEP-1 is dropped, so nothing can block it\./);
  });
});

describe('clicks', () => {
  it('of somebody who may not decide are refused, naming who may', async () => {
    const { ana } = await askedLeadership();

    const { text } = await ana.clicks('Reassign to Ben Example', card());

    expect(text).toBe('You cannot decide on DEP-1. @lena, @ben and @chloe can, and who stands in for them.');
    expect((await ana.says('/deps decisions')).text).toMatch(/^No decision is logged for Q1 launch yet/);
  });

  it('a hundred at once on one option make one decision, and each is answered', async () => {
    const { chloe, lena } = await askedLeadership();
    const shown = card().card;

    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        (index % 2 === 0 ? lena : chloe).clicks('Reassign to Ben Example', shown),
      ),
    );

    expect(answers.filter((answer) => answer.text === '')).toEqual([]);
    expect((await lena.says('/deps decisions')).text).toMatch(/^1 decision logged for Q1 launch/);
    expect(answers.filter(({ reply }) => reply.kind === 'replace').length).toBe(50);
    const second = answers.find(({ reply }) => reply.kind === 'card')?.text;
    expect(second).toMatch(
      /Example decided on DEP-1 first, Tue 1 Dec, \d\d:00: reassigned to Ben Example \(DEC-1\)\. Your click changed nothing\.$/,
    );
  });

  it('of two people on different options: the first is heard, the second is told', async () => {
    const { chloe, lena } = await askedLeadership();
    const shown = card().card;
    const form = formOf((await chloe.clicks('Take out of scope…', shown)).reply);

    const [first, second] = await Promise.all([
      lena.clicks('Reassign to Ben Example', shown),
      chloe.submits(form, { reason: 'enough' }),
    ]);

    const texts = [first.text, second.text];
    expect(texts.filter((text) => text.includes('Your click changed nothing.'))).toHaveLength(1);
    expect((await lena.says('/deps decisions')).text).toMatch(/^1 decision logged for Q1 launch/);
    const { state, ownerId } = await dependency();
    const reassigned = ownerId !== (await world.actor('ana')).person.id;
    expect(reassigned).toBe(state === 'open');
  });

  it('at the moment a tier falls due and it is solved end in one state', async () => {
    const { ana, chloe, lena } = await askedLeadership();
    const shown = card().card;
    const form = formOf((await lena.clicks('Take out of scope…', shown)).reply);
    world.clock.set(world.now().plus({ hours: 24 }));

    const sweep = () => world.depsync.sweep().then(() => undefined);
    const answers = await Promise.all([
      lena.submits(form, { reason: 'enough' }),
      sweep(),
      ana.says('/deps unblock 1 it works'),
      sweep(),
      chloe.says('/deps block 1 it broke again'),
      chloe.clicks('Reassign to Ben Example', shown),
    ]);
    await world.settle();

    const texts = answers.flatMap((answer) => (answer === undefined ? [] : [answer.text]));
    expect(texts.filter((text) => text === '' || text.includes('failed inside Depsync'))).toEqual([]);
    const { state, signals, programmeId } = await dependency();
    const open = await world.db.tx(world.workspace, (tx) => openBlockers(tx, programmeId));
    expect(signals.filter((signal) => signal.kind === 'blocker').map((signal) => signal.subject)).toEqual(
      open.map((blocker) => blocker.id),
    );
    expect(state === 'dropped' && open.length > 0).toBe(false);
  });

  it('on the card of an earlier tier are answered with where the choices are', async () => {
    const { lena } = await askedLeadership();
    const old = card(0).card;
    await world.advance({ hours: 24 });

    const { text } = await lena.clicks('Reassign to Ben Example', old);

    expect(text).toBe(
      'DEP-1: no decision came on the 24 h card\nThe 48 h card below has the present choices: decide by Thu 3 Dec, 09:00.',
    );
  });

  it('on a card whose blocker is over are answered with how it ended', async () => {
    const { ana, lena } = await askedLeadership();
    const old = card(0).card;
    await ana.says('/deps unblock 1 the vendor is back');

    const { text } = await lena.clicks('Take out of scope…', old);

    expect(text).toMatch(/^DEP-1 is not blocked any more, after 24 h\nEnded by Ana Example, .*: the vendor is back/);
    expect((await dependency()).state).toBe('open');
  });

  it('on a card that was corrected meanwhile show the present card', async () => {
    const { chloe, lena } = await askedLeadership();
    const old = card(0).card;
    await chloe.says('/deps block 1 the vendor is bankrupt');

    const { text } = await lena.clicks('Reassign to Ben Example', old);

    expect(text).toContain('Orders API · the vendor is bankrupt');
    expect((await lena.clicks('Reassign to Ben Example', card(0))).text).toMatch(/^DEP-1: reassigned/);
  });

  it('of the stand-in of a lead who is away count', async () => {
    const { dev, lena } = await askedLeadership();
    await lena.says('/deps away until Friday, @dev stands in');

    const { text } = await dev.clicks('Reassign to Ben Example', card());

    expect(text).toMatch(/^DEP-1: reassigned to Ben Example\nDecided by Dev Example/);
  });
});

it('leaves no timer behind when the blocker is solved after a decision', async () => {
  const { ana, lena } = await askedLeadership();
  await lena.clicks('Reassign to Ben Example', card());
  const { programmeId } = await dependency();
  const [open] = await world.db.tx(world.workspace, (tx) => openBlockers(tx, programmeId));
  await ana.says('/deps unblock 1 the sandbox is up');

  expect(card().text).toMatch(/^DEP-1 is not blocked any more, after 24 h/);
  expect(card().text).toContain('- DEC-1: reassigned to Ben Example · Lena Example');
  const next = (id = '') => world.db.tx(world.workspace, (tx) => nextTimer(tx, id, 'blockers.escalate'));
  expect(open?.nextTierAt?.toISO()).toBe('2026-12-02T09:00:00.000Z');
  expect(await next(open?.id)).toBeUndefined();
});

describe('an imported blocker', () => {
  it('that is days old goes to leadership once, with its highest tier', async () => {
    world = await startWorld('2026-11-30T09:00:00Z', { dependencies: [{ title: 'Orders API' }] });
    const ana = await world.actor('ana');
    const blocker = {
      reason: 'no sandbox',
      raisedById: ana.person.id,
      raisedAt: world.now().minus({ hours: 60 }),
      expectedUntil: null,
    };
    const found = await dependency();
    const bring = () =>
      world.db.tx(world.workspace, (tx) =>
        importBlocker({ tx, workspace: world.workspace, now: world.now() }, found, blocker),
      );

    await bring();
    await world.settle();
    await bring();
    await world.settle();

    expect(world.channel('leadership').map((message) => message.text.split('\n')[0])).toEqual([
      '● DEP-1 blocked for 60 h: decide by Mon 30 Nov, 21:00',
    ]);
    await world.advance({ hours: 12 });
    expect(world.channel('leadership')).toHaveLength(2);
  });
});
