import { eq } from 'drizzle-orm';
import { DateTime } from 'luxon';
import { prompts, reports } from '../../src/features/checkins/tables.ts';
import { listProgrammes, replanPrompts } from '../../src/features/programme/index.ts';
import { startWorld, type World } from '../support/depsync.ts';

let world: World;
afterEach(() => world.end());

const plan = (started: World) =>
  started.db.tx(started.workspace, async (tx) => {
    const [programme] = await listProgrammes(tx);
    await replanPrompts({ tx, now: started.now() }, programme?.id ?? '');
  });

async function start(...args: Parameters<typeof startWorld>): Promise<World> {
  world = await startWorld(...args);
  await plan(world);
  await world.settle();
  return world;
}

const titles = (messages: readonly { text: string }[]) => messages.map((message) => message.text.split('\n')[0]);

it('asks an owner at 09:30 on their own Tuesday and Thursday, one message for all they own', async () => {
  await start('2026-11-30T00:00:00Z', { dependencies: [{ title: 'Orders API' }, { title: 'Usage feed' }] });
  const ana = await world.actor('ana');

  await world.advanceTo('2026-12-01T08:29:59Z');
  expect(ana.inbox).toEqual([]);
  await world.advanceTo('2026-12-01T08:30:00Z');

  expect(titles(ana.inbox)).toEqual(['2 of your dependencies need a word by Wed 2 Dec, 18:00']);
  expect(ana.last.text).toContain('DEP-1 Orders API · Product Platform → Partner Experience · due Fri 15 Jan');
});

it('takes a click for an answer, shows it on the card, and asks no more', async () => {
  await start('2026-12-01T06:00:00Z', { dependencies: [{}, {}] });
  const ana = await world.actor('ana');
  await world.advanceTo('2026-12-01T09:00:00Z');

  const first = await ana.clicks('✓ Green');
  const second = await ana.clicks('✓ Green');
  await world.advanceTo('2026-12-03T06:00:00Z');

  expect(first.text).toMatch(/^DEP-2 needs a word|^1 of your dependencies needs a word/);
  expect(second.text).toMatch(/^Answered: DEP-1, DEP-2/);
  expect(second.text).toContain('DEP-1 ✓ GREEN recorded from Ana Example, Tue 1 Dec, 10:00');
  expect(titles(ana.inbox)).toEqual(['Answered: DEP-1, DEP-2']);
});

it('understands plain words, shows what it understood and lets it be corrected', async () => {
  await start('2026-12-01T06:00:00Z', { dependencies: [{}, {}] });
  const ana = await world.actor('ana');
  await world.advanceTo('2026-12-01T09:42:00Z');

  const answer = await ana.writes('1 green, staging arrived; 2 blocked by the vendor until Friday');

  expect(answer.text).toContain('Recorded for 2 dependencies');
  expect(answer.text).toContain('DEP-1 ✓ GREEN: staging arrived');
  expect(answer.text).toContain('DEP-2 blocked until Fri 4 Dec: the vendor');
  expect(answer.text).toContain('leadership hears of it Wed 2 Dec, 10:42');
  const { reply } = await ana.clicks('Correct DEP-1…');
  if (reply.kind !== 'form') throw new Error(`Expected a form, got ${reply.kind}`);
  const corrected = await ana.submits(reply.form, { colour: 'yellow', reason: 'only half of staging arrived' });
  expect(corrected.text).toContain('DEP-1');
  expect((await ana.says('/deps show DEP-1')).text).toContain('▲ YELLOW: only half of staging arrived');
});

it('records nothing of words it understands only in part, and says what to write', async () => {
  await start('2026-12-01T06:00:00Z', { dependencies: [{}, {}] });
  const ana = await world.actor('ana');
  await world.advanceTo('2026-12-01T09:00:00Z');

  const answer = await ana.writes('1 green; 2 is coming along');

  expect(answer.text).toMatch(/^Nothing is recorded yet. "2 is coming along" has no status. Write for example/);
  expect((await ana.says('/deps show DEP-1')).text).toContain('no status yet');
});

it('keeps a form open that lacks a reason for red', async () => {
  await start('2026-12-01T06:00:00Z', { dependencies: [{}] });
  const ana = await world.actor('ana');
  await world.advanceTo('2026-12-01T09:00:00Z');

  const { reply } = await ana.clicks('Details…');
  if (reply.kind !== 'form') throw new Error(`Expected a form, got ${reply.kind}`);
  const refused = await ana.submits(reply.form, { colour: 'red', reason: ' ' });
  const accepted = await ana.submits(reply.form, {
    colour: 'red',
    reason: 'two people left',
    mitigation: 'Ben joins',
    trigger: 'Mon 7 Dec',
  });

  expect(refused.text).toBe('reason: Yellow and red need a reason: what happened, in one sentence.');
  expect(accepted.text).toContain('DEP-1 ● RED recorded from Ana Example');
});

it('climbs the ladder while an owner is silent, each step in its reader’s day, and closes the round', async () => {
  await start('2026-12-01T06:00:00Z', {
    people: { ana: { zone: 'Europe/Berlin', delegate: 'ben' }, ben: { zone: 'Asia/Tokyo', delegate: 'ana' } },
    dependencies: [{ title: 'Orders API' }],
  });
  const ana = await world.actor('ana');
  const ben = await world.actor('ben');
  const lena = await world.actor('lena');

  await world.advanceTo('2026-12-02T08:30:00Z');
  expect(titles(ana.inbox)).toEqual([
    'DEP-1 needs a word by Wed 2 Dec, 18:00',
    'DEP-1 waits for your status since Tue 1 Dec, 09:30',
  ]);
  await world.advanceTo('2026-12-02T23:59:00Z');
  expect(ben.inbox).toEqual([]);
  expect(titles(lena.inbox)).toEqual(['Ana Example is silent on DEP-1 since Tue 1 Dec, 08:30']);
  expect(titles(world.channel('programme'))).toEqual(['▲ Q1 launch, round of Tue 1 Dec: 0 of 1 answered']);
  await world.advanceTo('2026-12-03T00:00:00Z');

  expect(titles(ben.inbox)).toEqual(
    ['DEP-1 needs a word by Wed 2 Dec, 18:00'].map((title) => title.replace('Wed 2 Dec, 18:00', 'Thu 3 Dec, 02:00')),
  );
  const late = await ben.clicks('✓ Green');
  expect(late.text).toContain('this counts as the present status');
  await world.advanceTo('2026-12-03T08:00:00Z');
  expect(titles(ana.inbox)).toEqual(['Answered: DEP-1', 'Answered: DEP-1']);
});

it('stops the ladder at an answer', async () => {
  await start('2026-12-01T06:00:00Z', { dependencies: [{}] });
  const ana = await world.actor('ana');
  await world.advanceTo('2026-12-02T08:29:00Z');

  await ana.writes('all green');
  await world.advanceTo('2026-12-02T22:00:00Z');

  expect((await world.actor('ben')).inbox).toEqual([]);
  expect((await world.actor('lena')).inbox).toEqual([]);
  expect(titles(world.channel('programme'))).toEqual(['✓ Q1 launch, round of Tue 1 Dec: 1 of 1 answered']);
});

it('tells a change from what was said before, also that it is blocked', async () => {
  await start('2026-12-01T06:00:00Z', { dependencies: [{}] });
  const ana = await world.actor('ana');
  await world.advanceTo('2026-12-01T09:00:00Z');
  await ana.writes('1 blocked by the vendor until 11 Dec');
  await world.advanceTo('2026-12-03T09:00:00Z');
  await ana.writes('1 red because the vendor has not signed');
  await world.advanceTo('2026-12-05T08:00:00Z');

  const [first, second] = world.channel('programme').filter(({ text }) => text.includes('round of'));
  expect(first?.text).toContain('DEP-1 no status → ▲ YELLOW: blocked: the vendor');
  expect(second?.text).toContain('DEP-1 YELLOW → ● RED: the vendor has not signed');
});

it('asks the stand-in of somebody away, in the stand-in’s own morning', async () => {
  await start('2026-11-30T06:00:00Z', { dependencies: [{ title: 'Orders API' }] });
  const ana = await world.actor('ana');
  const chloe = await world.actor('chloe');
  await ana.says('/deps away until Thursday, @chloe stands in');

  await world.advanceTo('2026-12-01T13:59:00Z');
  expect(chloe.inbox).toEqual([]);
  await world.advanceTo('2026-12-01T14:00:00Z');

  expect(chloe.last.text).toMatch(/^DEP-1 needs a word by Wed 2 Dec, 18:00\nAna Example is away; you stand in\./);
  expect((await chloe.clicks('✓ Green')).text).toContain('DEP-1 ✓ GREEN recorded from Chloe Example');
  expect(ana.inbox).toEqual([]);
});

it('moves a prompt from a holiday to the next working day, and a weekend is the country’s own', async () => {
  await start('2026-12-21T06:00:00Z', {
    people: {
      ana: { zone: 'Europe/Berlin', country: 'DE' },
      dev: { zone: 'Asia/Jerusalem', country: 'IL' },
    },
    policy: { cadence: { weekdays: [5], time: '09:30' } },
    dependencies: [{}, { owner: 'dev' }],
  });
  const ana = await world.actor('ana');
  const dev = await world.actor('dev');

  await world.advanceTo('2026-12-31T00:00:00Z');

  const asked = (messages: readonly { postedAt: DateTime }[], zone: string) =>
    messages.map((one) => one.postedAt.setZone(zone).toFormat('ccc d LLL HH:mm'));
  expect(asked(ana.inbox.slice(0, 1), 'Europe/Berlin')).toEqual(['Mon 28 Dec 09:30']);
  expect(asked(dev.inbox.slice(0, 1), 'Asia/Jerusalem')).toEqual(['Sun 27 Dec 09:30']);
});

it('drops a prompt that comes more than two hours late, records that, and asks again at the next time', async () => {
  await start('2026-12-01T06:00:00Z', { dependencies: [{}] });
  const ana = await world.actor('ana');

  world.clock.set(DateTime.fromISO('2026-12-01T11:00:00Z'));
  await world.settle();
  expect(ana.inbox).toEqual([]);
  await world.advanceTo('2026-12-03T08:30:00Z');

  expect(titles(ana.inbox)).toEqual(['DEP-1 needs a word by Fri 4 Dec, 18:00']);
  const dropped = await world.db.tx(world.workspace, (tx) =>
    tx.select().from(prompts).where(eq(prompts.state, 'dropped')),
  );
  expect(dropped).toHaveLength(1);
});

it('asks whoever owns it when the time comes, also when that changed since', async () => {
  await start('2026-11-30T06:00:00Z', { dependencies: [{}] });
  const lena = await world.actor('lena');
  await lena.says('/deps assign DEP-1 @dev');

  await world.advanceTo('2026-12-01T12:00:00Z');

  expect(titles((await world.actor('ana')).inbox).filter((title) => title?.includes('needs a word'))).toEqual([]);
  const dev = await world.actor('dev');
  const prompt = dev.inbox.find((one) => one.text.includes('needs a word'));
  expect(prompt?.postedAt.setZone('Asia/Kolkata').toFormat('ccc HH:mm')).toBe('Tue 09:30');
});

it('hears nobody who has no say, and names who has', async () => {
  await start('2026-12-01T06:00:00Z', { dependencies: [{}] });
  const ana = await world.actor('ana');
  const dev = await world.actor('dev');
  await world.advanceTo('2026-12-01T09:00:00Z');

  const refused = await dev.clicks('✓ Green', ana.last);

  expect(refused.text).toBe('You cannot speak for DEP-1: @ana, @ben, @lena can.');
});

it('asks outside of the cadence for a lead, once a day', async () => {
  await start('2026-12-02T09:00:00Z', { dependencies: [{}] });
  const lena = await world.actor('lena');
  const dev = await world.actor('dev');

  expect((await lena.says('/deps ask DEP-1')).text).toMatch(
    /^Ana Example is asked about DEP-1\n An answer is due|^Ana Example is asked about DEP-1/,
  );
  expect(titles((await world.actor('ana')).inbox)).toEqual(['DEP-1 needs a word by Thu 3 Dec, 18:00']);
  expect((await lena.says('/deps ask @ana')).text).toMatch(/^Ana Example was asked today/);
  expect((await dev.says('/deps ask DEP-1')).text).toMatch(/^Only a lead of Q1 launch may ask/);
});

it('does an act once that is delivered three times', async () => {
  await start('2026-12-01T06:00:00Z', { dependencies: [{}] });
  const ana = await world.actor('ana');
  const words = {
    kind: 'message' as const,
    text: '1 green, three times',
    workspace: world.workspace,
    sender: ana.person.id,
    place: { platform: 'web' as const, conversation: `person:${ana.person.id}`, direct: true },
    receipt: 'the same event',
  };

  await Promise.all([world.depsync.dispatch(words), world.depsync.dispatch(words), world.depsync.dispatch(words)]);
  await world.settle();

  expect(titles(ana.inbox)).toEqual(['Recorded for DEP-1: ✓ GREEN']);
  expect(await world.db.tx(world.workspace, (tx) => tx.select().from(reports))).toHaveLength(1);
});
