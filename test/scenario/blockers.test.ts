import { eq } from 'drizzle-orm';
import { audit } from '../../src/features/audit/tables.ts';
import { startWorld, type World } from '../support/depsync.ts';

let world: World;
afterEach(() => world.end());

/** Monday 10:00 in Berlin, where Ana owns DEP-1; Chloe's team in New York waits for it. */
async function mondayMorning(seed: Parameters<typeof startWorld>[1] = {}) {
  world = await startWorld('2026-11-30T09:00:00Z', {
    dependencies: [{ title: 'Orders API', neededBy: '2027-01-15', delegate: 'ben' }],
    ...seed,
  });
  return {
    ana: await world.actor('ana'),
    ben: await world.actor('ben'),
    chloe: await world.actor('chloe'),
    dev: await world.actor('dev'),
    lena: await world.actor('lena'),
  };
}

const leadership = () => world.channel('leadership');
const about = (words: string) => (message: { text: string }) => message.text.includes(words);

describe('raising', () => {
  it('says what was understood and when leadership hears of it', async () => {
    const { chloe } = await mondayMorning();

    const { text } = await chloe.says('/deps block 1 the vendor sandbox is down until Friday');

    expect(text).toBe(
      [
        'Recorded for DEP-1: blocked until Fri 4 Dec',
        'Reason: the vendor sandbox is down',
        'The 24-hour clock started Mon 30 Nov, 04:00. Leadership hears of it Tue 1 Dec, 04:00 if it is still open.',
        '  [Correct this…] [It is solved]',
      ].join('\n'),
    );
  });

  it('tells the owner, the delegate and who waits, but not the raiser', async () => {
    const { ana, ben, chloe } = await mondayMorning();

    await chloe.says('/deps block 1 the vendor sandbox is down');

    expect(ana.last.text).toBe(
      [
        'DEP-1 is blocked: leadership hears of it Tue 1 Dec, 10:00',
        'Orders API · the vendor sandbox is down',
        'Raised by Chloe Example, Mon 30 Nov, 10:00. Solved before then, it stays among you.',
        'You get this as owner.',
        '  [Correct this…] [It is solved]',
      ].join('\n'),
    );
    expect(ben.last.text).toContain('You get this as delegate.');
    expect(chloe.inbox.filter(about('is blocked'))).toEqual([]);
  });

  it('goes to the stand-in of somebody who is away', async () => {
    const { ana, dev, chloe } = await mondayMorning();
    await ana.says('/deps away until Thursday, @dev stands in');

    await chloe.says('/deps block 1 the vendor sandbox is down');

    expect(dev.last.text).toContain('You get this as stand-in of Ana Example, owner.');
    expect(ana.inbox.filter(about('is blocked'))).toEqual([]);
  });

  it('again brings the reason up to date; the clock does not start again', async () => {
    const { ana, chloe } = await mondayMorning();
    await chloe.says('/deps block 1 the vendor sandbox is down');
    await world.advance({ hours: 20 });

    const { text } = await ana.says('/deps block 1 the vendor lost our data until 8 Dec');

    expect(text).toContain('Recorded for DEP-1: blocked until Tue 8 Dec\nReason: the vendor lost our data');
    expect(text).toContain('The clock runs since Mon 30 Nov, 10:00 and does not start again.');
    await world.advance({ hours: 4 });
    expect(leadership()[0]?.text).toContain('Orders API · the vendor lost our data');
    expect((await ana.says('/deps blockers')).text).toContain('1 blocker open in Q1 launch');
  });

  it('by two people at once makes one blocker', async () => {
    const { ana, chloe } = await mondayMorning();

    await Promise.all([chloe.says('/deps block 1 no sandbox'), ana.says('/deps block 1 no test data')]);

    expect((await ana.says('/deps blockers')).text).toMatch(/^1 blocker open in Q1 launch/);
  });

  it('can be corrected by form, and a form with a past day stays open', async () => {
    const { chloe } = await mondayMorning();
    const { reply } = await chloe.says('/deps block 1 the vendr');
    if (reply.kind !== 'card') throw new Error('no card');
    const opened = await chloe.clicks('Correct this…', reply.card);
    if (opened.reply.kind !== 'form') throw new Error('no form');

    const refused = await chloe.submits(opened.reply.form, { reason: 'the vendor', until: '2026-11-01' });
    const saved = await chloe.submits(opened.reply.form, { reason: 'the vendor', until: '2026-12-04' });

    expect(refused.text).toBe('until: Sun 1 Nov is past. Send a day from 2026-11-30 on, or leave it out.');
    expect(saved.text).toContain('Recorded for DEP-1: blocked until Fri 4 Dec\nReason: the vendor');
  });

  it.each([
    ['/deps block 1 no sandbox until 3 November 2025', /^“3 November 2025” is .* which is past\. Send a date to come/],
    ['/deps block 1', /^The reason is missing\. Send \/deps block DEP-4 REASON \[until DATE\], for example/],
    ['/deps block 99 no sandbox', /^DEP-99 is not in the register\./],
    [`/deps block 1 ${'x'.repeat(501)}`, /^The reason has 501 characters; send at most 500, and link the rest\./],
  ])('refuses %s', async (words, answer) => {
    const { chloe } = await mondayMorning();

    const { text } = await chloe.says(words);

    expect(text).toMatch(answer);
    expect((await chloe.says('/deps blockers')).text).toMatch(/^No blocker is open in Q1 launch/);
  });

  it('keeps hostile words as they were typed', async () => {
    const { chloe } = await mondayMorning();

    await chloe.says('/deps block 1 <!channel> *bold* <script>alert(1)</script>');
    await world.advance({ hours: 24 });

    const [card] = leadership();
    expect(card?.text).toContain('Orders API · <!channel> *bold* <script>alert(1)</script>');
    const spans = card?.card.blocks.flatMap((block) => (block.kind === 'text' ? block.text : []));
    expect(spans).toContain('<!channel> *bold* <script>alert(1)</script>');
  });
});

describe('escalating', () => {
  it('comes to leadership after exactly 24 hours, once', async () => {
    const { chloe } = await mondayMorning();
    await chloe.says('/deps block 1 the vendor sandbox is down until Friday');

    await world.advance({ hours: 23, minutes: 59 });
    expect(leadership()).toEqual([]);
    await world.advance({ minutes: 1 });
    await world.settle();

    expect(leadership().map((message) => message.postedAt.toISO())).toEqual(['2026-12-01T09:00:00.000Z']);
    expect(leadership()[0]?.text).toBe(
      [
        '● DEP-1 blocked for 24 h: decide by Wed 2 Dec, 09:00',
        'Orders API · the vendor sandbox is down',
        'Waits: Partner Experience needs it Fri 15 Jan 2027 (45 days left)',
        'Owner: Ana Example, delegate Ben Example',
        'Open: 24 h since Mon 30 Nov, 09:00, raised by Chloe Example · 3 h of shared working time with Partner Experience',
        'Expected until: Fri 4 Dec',
        'Release: Fri 26 Feb 2027, 87 days left',
        'Float left: 0 working days · then the last delivery moves to Mon 18 Jan',
        'Decide one:',
        '  [Reassign to Ben Example]',
        'no date moves; Ben Example owns nothing else that is open; Ana Example is delegate then',
        "  [Move Partner Experience's date to Thu 21 Jan (+6 d)…]",
        '+6 d; delivery moves to Thu 21 Jan; 36 days before the release Fri 26 Feb; last delivery Fri 15 Jan → Thu 21 Jan',
        '  [Take out of scope…]',
        'not part of Q1 launch any more; Partner Experience loses it; Ana Example, Ben Example and Chloe Example are told',
        'Not offered. Going on against the contract: none is submitted.',
        'Who decides: @Lena Example, @Ben Example, @Chloe Example',
        '  [It is solved]',
      ].join('\n'),
    );
  });

  it('is a new message at 48 and at 72 hours, and the older cards point to it', async () => {
    const { chloe } = await mondayMorning();
    await chloe.says('/deps block 1 no sandbox');

    await world.advance({ hours: 24 * 7 });

    expect(leadership().map((message) => message.postedAt.toISO())).toEqual([
      '2026-12-01T09:00:00.000Z',
      '2026-12-02T09:00:00.000Z',
      '2026-12-03T09:00:00.000Z',
    ]);
    expect(leadership().map((message) => message.text.split('\n')[0])).toEqual([
      'DEP-1: no decision came on the 24 h card',
      'DEP-1: no decision came on the 48 h card',
      '● DEP-1 blocked for 72 h: decide by Fri 4 Dec, 09:00',
    ]);
  });

  it('goes to every channel of leadership', async () => {
    const { chloe } = await mondayMorning({
      policy: {
        channels: {
          programme: [{ platform: 'web', id: 'programme' }],
          leadership: [
            { platform: 'web', id: 'leadership' },
            { platform: 'web', id: 'board' },
          ],
        },
      },
    });
    await chloe.says('/deps block 1 no sandbox');

    await world.advance({ hours: 24 });

    expect(leadership()).toHaveLength(1);
    expect(world.channel('board')).toHaveLength(1);
  });

  it('says the highest tier alone when nothing ran for three days', async () => {
    const { chloe } = await mondayMorning();
    await chloe.says('/deps block 1 no sandbox');

    world.clock.set(world.now().plus({ hours: 80 }));
    await world.settle();
    await world.advance({ hours: 24 });

    expect(leadership().map((message) => message.text.split('\n')[0])).toEqual([
      '● DEP-1 blocked for 80 h: decide by Fri 4 Dec, 17:00',
    ]);
    expect(await audited('blockers.tier-skipped')).toEqual([
      { subject: 'DEP-1', reason: 'late: the 72 h tier is due' },
      { subject: 'DEP-1', reason: 'late: the 72 h tier is due' },
    ]);
  });

  it('comes once although two processes sweep at that moment', async () => {
    const { chloe } = await mondayMorning();
    await chloe.says('/deps block 1 no sandbox');
    world.clock.set(world.now().plus({ hours: 24 }));

    await Promise.all([world.depsync.sweep(), world.depsync.sweep(), world.depsync.sweep()]);
    await world.settle();

    expect(leadership()).toHaveLength(1);
  });
});

describe('solving', () => {
  it('a minute before the tier keeps leadership out of it', async () => {
    const { ana, ben, chloe } = await mondayMorning();
    await chloe.says('/deps block 1 no sandbox');
    await world.advance({ hours: 23, minutes: 59 });

    const { text } = await ana.says('/deps unblock 1 the vendor restored it');
    await world.advance({ hours: 100 });

    expect(text).toBe(
      [
        'DEP-1 is not blocked any more, after 23 h',
        'Ended by Ana Example, Tue 1 Dec, 09:59: the vendor restored it',
        'Orders API · it was: no sandbox · raised by Chloe Example, Mon 30 Nov, 10:00',
      ].join('\n'),
    );
    expect(leadership()).toEqual([]);
    expect(ben.inbox.filter(about('is not blocked any more'))).toHaveLength(1);
    expect(chloe.last.text).toContain('You get this as lead of Partner Experience.');
    expect(ana.inbox.filter(about('is not blocked any more'))).toEqual([]);
  });

  it('updates the cards of all tiers', async () => {
    const { chloe, lena } = await mondayMorning();
    await chloe.says('/deps block 1 no sandbox');
    await world.advance({ hours: 55 });

    await lena.clicks('It is solved', leadership()[1]);

    expect(leadership().map((message) => message.text.split('\n')[0])).toEqual([
      'DEP-1 is not blocked any more, after 55 h',
      'DEP-1 is not blocked any more, after 55 h',
    ]);
  });

  it('twice is answered with how it stands', async () => {
    const { ana, ben, chloe } = await mondayMorning();
    await chloe.says('/deps block 1 no sandbox');
    const [card] = ben.inbox.filter(about('is blocked'));
    await ana.says('/deps unblock 1 it is up again');

    const { text } = await ben.clicks('It is solved', card);

    expect(text).toContain('Ended by Ana Example, Mon 30 Nov, 10:00: it is up again');
    expect((await ben.says('/deps unblock 1')).text).toBe('DEP-1 is not blocked. /deps blockers shows what is open.');
  });

  it('by somebody it does not concern is refused, naming who may', async () => {
    const { chloe, dev } = await mondayMorning();
    await chloe.says('/deps block 1 no sandbox');

    const { text } = await dev.says('/deps unblock 1 never mind');

    expect(text).toBe(
      'You cannot end the blocker of DEP-1. @ana, @ben, @chloe and @lena can, and who stands in for them.',
    );
  });

  it('is open to the stand-in of somebody who is away', async () => {
    const { ana, chloe, dev } = await mondayMorning();
    await ana.says('/deps away until Thursday, @dev stands in');
    await chloe.says('/deps block 1 no sandbox');

    const { text } = await dev.says('/deps unblock 1 it works again');

    expect(text).toMatch(/^DEP-1 is not blocked any more/);
  });

  it('at the moment the tier falls due ends in one state', async () => {
    const { ana, chloe } = await mondayMorning();
    await chloe.says('/deps block 1 no sandbox');
    world.clock.set(world.now().plus({ hours: 24 }));

    const [{ text }] = await Promise.all([ana.says('/deps unblock 1'), world.depsync.sweep(), world.depsync.sweep()]);
    await world.settle();
    await world.advance({ hours: 72 });

    expect(text).toMatch(/^DEP-1 is not blocked any more/);
    expect(leadership().filter((message) => /decide by/.test(message.text))).toEqual([]);
  });
});

it('lists the open ones, the longest open first, and with "all" the ended ones', async () => {
  const { ana, chloe } = await mondayMorning({ dependencies: [{ title: 'Orders API' }, { title: 'Events' }] });
  await chloe.says('/deps block 2 no schema');
  await world.advance({ hours: 25 });
  await chloe.says('/deps block 1 no sandbox');
  await ana.says('/deps unblock 2 the schema came');

  expect((await ana.says('/deps blockers')).text).toBe(
    [
      '1 blocker open in Q1 launch',
      '- DEP-1 Orders API · no sandbox · open 0 min · Partner Experience waits · next tier Wed 2 Dec, 11:00',
      'Solved? /deps unblock DEP-4 what solved it',
    ].join('\n'),
  );
  expect((await ana.says('/deps blockers all')).text).toContain(
    '- DEP-2 Events · no schema · ended Tue 1 Dec, 11:00 after 25 h: the schema came',
  );
});

function audited(action: string): Promise<unknown[]> {
  return world.db.system((tx) =>
    tx.select({ subject: audit.subject, reason: audit.reason }).from(audit).where(eq(audit.action, action)),
  );
}
