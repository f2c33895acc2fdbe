import type { Inbound } from '../../src/chat/inbound.ts';
import { prompts, reports } from '../../src/features/checkins/tables.ts';
import { listProgrammes, replanPrompts } from '../../src/features/programme/index.ts';
import { findDependency } from '../../src/features/register/index.ts';
import { changes } from '../support/confirming.ts';
import { type Actor, startWorld, type World } from '../support/depsync.ts';

let world: World;
let ana: Actor;
let ben: Actor;

/** Tuesday 10:00 in Berlin; Ana was asked at 09:30 about three dependencies. */
beforeEach(async () => {
  world = await startWorld('2026-11-30T06:00:00Z', {
    dependencies: [
      { number: 4, title: 'Orders API v2', risk: 'low', report: report('green') },
      { number: 7, title: 'Usage feed', risk: 'high', report: report('yellow', 'QA has no environment') },
      { number: 12, title: 'Payment sandbox' },
    ],
  });
  await world.db.tx(world.workspace, async (tx) => {
    for (const { id } of await listProgrammes(tx)) await replanPrompts({ tx, now: world.now() }, id);
  });
  [ana, ben] = [await world.actor('ana'), await world.actor('ben')];
  await world.advanceTo('2026-12-01T09:00:00Z');
});
afterEach(() => world.end());

function report(colour: 'green' | 'yellow', reason: string | null = null) {
  return { colour, reason, mitigation: 'Ben borrows one', trigger: 'Fri', byId: '', at: '2026-11-26T09:00:00.000Z' };
}

const of = (key: string) => world.db.tx(world.workspace, (tx) => findDependency(tx, key));
const saved = () => world.db.tx(world.workspace, (tx) => tx.select().from(reports).orderBy(reports.at));

describe('the prompt', () => {
  it('is one message for all, with what is riskiest first', () => {
    expect(ana.inbox).toHaveLength(1);
    const { text } = ana.last;
    expect(text.split('\n')[0]).toBe('3 of your dependencies need a word by Wed 2 Dec, 18:00');
    expect(text.indexOf('DEP-7')).toBeLessThan(text.indexOf('DEP-12'));
    expect(text.indexOf('DEP-12')).toBeLessThan(text.indexOf('DEP-4'));
  });

  it('offers to keep only what was said before', () => {
    const rows = ana.last.text.split('\n').filter((line) => line.includes('[Details…]'));
    expect(rows).toEqual([
      '  [No change] [✓ Green] [● Red] [Details…]',
      '  [✓ Green] [▲ Yellow] [● Red] [Details…]',
      '  [No change] [▲ Yellow] [● Red] [Details…]',
    ]);
  });
});

describe('one click', () => {
  it('records, and the card shows it and what is left', async () => {
    const { text } = await ana.clicks('No change');

    expect(text.split('\n')[0]).toBe('2 of your dependencies need a word by Wed 2 Dec, 18:00');
    expect(text).toMatch(/DEP-7.*▲ YELLOW recorded.*Ana Example/);
    const { report } = await of('DEP-7');
    expect(report).toMatchObject({ colour: 'yellow', reason: 'QA has no environment', mitigation: 'Ben borrows one' });
    expect((await saved()).map((one) => one.via)).toEqual(['button']);
  });

  it('of another colour asks for the reason, which the form takes', async () => {
    await ana.clicks('● Red');
    expect(ana.last.text).toMatch(/reason.*missing/i);
    expect((await of('DEP-7')).report).toMatchObject({ colour: 'red', reason: null, mitigation: null });

    const opened = await ana.clicks(/reason…/i);
    if (opened.reply.kind !== 'form') throw new Error(`no form: ${opened.text}`);
    const empty = await ana.submits(opened.reply.form, { colour: 'red', reason: ' ' });
    expect(empty.text).toMatch(/^reason: /);
    const { text } = await ana.submits(opened.reply.form, { colour: 'red', reason: 'no hardware', mitigation: 'rent' });

    expect(text).not.toMatch(/missing/);
    expect((await of('DEP-7')).report).toMatchObject({ colour: 'red', reason: 'no hardware', mitigation: 'rent' });
  });

  it('on the last one ends the prompt', async () => {
    await ana.clicks('No change');
    await ana.clicks('✓ Green');
    const { text } = await ana.clicks('No change');

    expect(text).not.toContain('[No change]');
    const [prompt] = await world.db.tx(world.workspace, (tx) => tx.select().from(prompts));
    expect(prompt?.state).toBe('answered');
    await world.advanceTo('2026-12-02T23:00:00Z');
    expect(ana.inbox).toHaveLength(1);
  });

  it('that comes three times counts once', async () => {
    const inbound: Inbound = {
      workspace: world.workspace,
      sender: ana.person.id,
      place: { platform: 'web', conversation: `person:${ana.person.id}`, direct: true },
      receipt: 'the-same-click',
      kind: 'action',
      name: 'checkins.answer',
      value: { prompt: await promptId(), dependency: (await of('DEP-12')).id, answer: 'green' },
    };

    await Promise.all([1, 2, 3].map(() => world.depsync.dispatch(inbound)));

    expect(await saved()).toHaveLength(1);
  });

  it('"no change" of something without a status asks which', async () => {
    const { text } = await clicksAnswer('DEP-12', 'same');

    expect(text).toContain('DEP-12 has no status yet');
    expect(await saved()).toEqual([]);
  });

  it('that is late counts as the present status and says when the round closed', async () => {
    await world.advanceTo('2026-12-03T08:00:00Z');

    const { text } = await clicksAnswer('DEP-4', 'red');

    expect(text).toContain('closed Wed 2 Dec, 18:00');
    expect((await of('DEP-4')).report?.colour).toBe('red');
  });

  it('on a card that somebody else answered meanwhile shows their answer instead', async () => {
    await ben.says('/deps reply 4 red, two people left');

    const { text } = await clicksAnswer('DEP-4', 'green');

    expect(text).toMatch(/DEP-4.*● RED.*Ben Example/);
    expect((await of('DEP-4')).report?.colour).toBe('red');
  });

  it('with ids that are none of ours is out of date', async () => {
    const reply = await world.depsync.dispatch({
      workspace: world.workspace,
      sender: ana.person.id,
      place: { platform: 'web', conversation: `person:${ana.person.id}`, direct: true },
      receipt: 'tampered',
      kind: 'action',
      name: 'checkins.answer',
      value: { prompt: 'x', dependency: 'y', answer: 'green' },
    });

    expect(JSON.stringify(reply)).toContain('older version');
  });
});

async function promptId(): Promise<string> {
  const [prompt] = await world.db.tx(world.workspace, (tx) => tx.select().from(prompts));
  return prompt?.id ?? '';
}

/** Ana presses a button that her card no longer shows, or does not show yet. */
async function clicksAnswer(key: string, answer: string) {
  const value = { prompt: await promptId(), dependency: (await of(key)).id, answer };
  const button = { kind: 'action' as const, label: 'press', name: 'checkins.answer', value };
  return ana.clicks('press', { title: [], blocks: [{ kind: 'buttons', buttons: [button] }] });
}

describe('plain words', () => {
  it('are recorded, shown as understood, and can be corrected', async () => {
    const { text } = await ana.writes('7 green, staging arrived');

    expect(text).toContain('Recorded for DEP-7: ✓ GREEN');
    expect(text).toContain('staging arrived');
    const opened = await ana.clicks('Correct this…');
    if (opened.reply.kind !== 'form') throw new Error(`no form: ${opened.text}`);
    expect(opened.reply.form.fields).toContainEqual(expect.objectContaining({ id: 'colour', initial: 'green' }));
    await ana.submits(opened.reply.form, { colour: 'yellow', reason: 'staging is slow' });

    expect((await of('DEP-7')).report).toMatchObject({ colour: 'yellow', reason: 'staging is slow' });
    expect(ana.inbox[0]?.text.split('\n')[0]).toBe('2 of your dependencies need a word by Wed 2 Dec, 18:00');
  });

  it('raise a blocker whose day is in the speaker’s zone, and end it', async () => {
    const { text } = await ana.writes('12 blocked by the vendor until Friday');

    expect(text).toContain('Recorded for DEP-12: blocked until Fri 4 Dec\nReason: the vendor');
    expect(text).toContain('[Correct this…] [It is solved]');

    const after = await ana.writes('12 unblocked, the vendor restored it; 12 green');

    expect(after.text).toContain('DEP-12');
    const { signals, report } = await of('DEP-12');
    expect(signals).toEqual([]);
    expect(report?.colour).toBe('green');
  });

  it('of several parts are one answer', async () => {
    const { text } = await ana.writes('7 green, staging arrived; 12 blocked by the vendor until Friday\n4 no change');

    expect(text).toContain('Recorded for 3 dependencies');
    expect(text).toContain('blocked until Fri 4 Dec');
    expect(ana.inbox[0]?.text).not.toContain('[No change]');
  });

  it('"all green" is every one that is asked', async () => {
    await ana.writes('all green');

    expect(await Promise.all(['DEP-4', 'DEP-7', 'DEP-12'].map(async (key) => (await of(key)).report?.colour))).toEqual([
      'green',
      'green',
      'green',
    ]);
  });

  it.each([
    ['green', /Which/],
    ['7 green; 4 is coming along', /4 is coming along/],
    ['7 green; 99 red, lost', /DEP-99/],
    ['7 green; 12 blocked by the vendor until yesterday', /yesterday/],
    ['7 green; 7 red', /DEP-7/],
  ])('"%s" are asked back, and nothing is half-saved', async (words, complaint) => {
    const { text } = await ana.writes(words);

    expect(text).toMatch(complaint);
    expect(await saved()).toEqual([]);
    expect((await of('DEP-7')).report?.colour).toBe('yellow');
  });

  it('name every problem at once', async () => {
    const { text } = await ana.writes('99 red, lost; 4 is coming along; 98 green');

    expect(text).toContain('DEP-99');
    expect(text).toContain('4 is coming along');
    expect(text).toContain('DEP-98');
  });

  it('of somebody who may not speak for it are refused, naming who may', async () => {
    const dev = await world.actor('dev');

    const { text } = await dev.says('/deps reply 7 green');

    expect(text).toContain('@ana');
    expect(await saved()).toEqual([]);
  });

  it('without meaning for check-ins are no answer', async () => {
    const { text } = await ana.writes('hello there');

    expect(text).toContain('/deps help');
  });
});

it('a round that closes is told to the programme on one screen', async () => {
  await ana.writes('7 green, staging arrived; 12 blocked by the vendor until Friday');
  await changes(ana, 'edit DEP-4 due 29 Jan');

  await world.advanceTo('2026-12-02T23:00:00Z');

  const [rollUp] = world.channel('programme').filter((one) => one.text.includes('round of'));
  expect(rollUp?.text).toContain('round of Tue 1 Dec');
  expect(rollUp?.text).toContain('DEP-7 YELLOW → ✓ GREEN: staging arrived');
  expect(rollUp?.text).toContain('DEP-12');
  expect(rollUp?.text).toContain('Fri 15 Jan → Fri 29 Jan');
  expect(rollUp?.text).toMatch(/Ana Example.*DEP-4.*Tue 1 Dec/);
  expect(rollUp?.text.split('\n').length).toBeLessThan(20);
});

it('what is answered between two rounds is told with the next', async () => {
  await world.advanceTo('2026-12-03T07:00:00Z');
  await ana.writes('4 red, two people left');

  await world.advanceTo('2026-12-04T23:00:00Z');

  expect(world.channel('programme').at(-1)?.text).toContain('DEP-4 GREEN → ● RED: two people left');
});
