import { changes } from '../support/confirming.ts';
import { type Actor, startWorld, type World } from '../support/depsync.ts';

/** Mon 19 Oct 2026: Berlin and London change their clocks on Sun 25 Oct, New York a week later. */
const MONDAY = '2026-10-19T07:00:00Z';

let world: World;
let ana: Actor;
let chloe: Actor;
let dev: Actor;
let lena: Actor;

beforeEach(async () => {
  world = await startWorld(MONDAY, {
    people: { nick: { zone: 'UTC', zoneFrom: 'platform' } },
    dependencies: [
      { title: 'Orders API', owner: 'ana' },
      { title: 'Usage feed', owner: 'dev' },
      { title: 'Events', owner: 'chloe' },
      { title: 'Billing', owner: 'nick' },
    ],
  });
  [ana, chloe] = [await world.actor('ana'), await world.actor('chloe')];
  [dev, lena] = [await world.actor('dev'), await world.actor('lena')];
});
afterEach(() => world.end());

const say = async (actor: Actor, words: string) => (await actor.says(`/deps ${words}`)).text;
const about = (actor: Actor, words: string) => actor.inbox.filter(({ text }) => text.includes(words));
const channel = (words: string) => world.channel('programme').filter(({ text }) => text.includes(words));

it('is off until a lead switches it on', async () => {
  expect(await say(ana, 'sync')).toContain('A lead switches it on: /deps sync on');
  expect(await say(ana, 'sync on')).toContain('Only a lead of Q1 launch may switch the weekly sync: @lena');
  await world.advance({ days: 8 });
  expect(about(ana, 'SYNC-')).toEqual([]);
});

it('is planned by itself in the fairest hour, invites by each clock, and has its agenda, notes, actions and minutes', async () => {
  expect(await say(lena, 'sync on tue,wed,thu 45')).toContain(
    'Now: 45 min, Tue, Wed, Thu; leads, owners; agenda 24 h ahead',
  );
  await world.advanceTo('2026-10-21T08:59:00Z');
  expect(about(ana, 'SYNC-1')).toEqual([]);
  // Wed 21 Oct, 10:00 in London: three working days before the week.
  await world.advanceTo('2026-10-21T09:00:00Z');

  const invitation = about(ana, 'SYNC-1')[0]?.text ?? '';
  // Noon in UTC: New York is on summer time still, Berlin and London are not.
  expect(invitation).toContain('New York: Tue 27 Oct, 08:00–08:45 · Chloe Example');
  expect(invitation).toContain('London: Tue 27 Oct, 12:00–12:45 · Lena Example');
  expect(invitation).toContain('Berlin: Tue 27 Oct, 13:00–13:45 · Ana Example');
  expect(invitation).toContain('Kolkata: Tue 27 Oct, 17:30–18:15 · Dev Example');
  expect((await ana.clicks('I attend')).text).toContain('You attend.');
  expect((await dev.clicks('I cannot')).text).toContain('the minutes come to you');

  await say(ana, 'block DEP-1 the sandbox is down');
  await world.advanceTo('2026-10-26T11:59:00Z');
  expect(channel('SYNC-1')).toEqual([]);
  await world.advanceTo('2026-10-26T12:00:00Z');
  const agenda = channel('SYNC-1')[0]?.text ?? '';
  expect(agenda).toContain('10 min · DEP-1 Orders API: blocked');
  expect(agenda).toContain('needs Ana Example and Chloe Example');
  expect(agenda).toContain('Declined: Dev Example');

  await world.advanceTo('2026-10-27T12:10:00Z');
  expect(await say(chloe, 'note DEP-1 the vendor confirmed Friday')).toContain('DEP-1: the vendor confirmed Friday');
  await say(chloe, 'action @ana send the test data by Fri on DEP-1');
  await world.advanceTo('2026-10-27T12:45:00Z');
  expect(lena.last.text).toContain('SYNC-1 is over: complete its minutes by Wed 28 Oct, 12:45');
  await lena.clicks('Post the minutes of SYNC-1');

  const minutes = channel('Minutes of SYNC-1')[0]?.text ?? '';
  expect(minutes).toContain('Minutes of SYNC-1: 0 decided, 1 to do');
  expect(minutes).toContain('ACT-1 send the test data · Ana Example · by Fri 30 Oct');
  expect(minutes).toContain('DEP-1: the vendor confirmed Friday · Chloe Example');
  expect(about(dev, 'Minutes of SYNC-1')).toHaveLength(1);
  expect(about(ana, 'Minutes of SYNC-1')).toEqual([]);
  expect((await lena.clicks('Post the minutes of SYNC-1')).text).toContain('were posted');
  await world.advanceTo('2026-10-28T14:00:00Z');
  expect(channel('Minutes of SYNC-1')).toHaveLength(1);
});

it('talks about a shift under the key of what was moved, with its owner', async () => {
  await say(lena, 'sync plan');
  await world.advanceTo('2026-10-21T12:00:00Z');
  await changes(lena, 'edit DEP-2 due 22 Jan');
  await world.advanceTo('2026-10-26T14:00:00Z');

  expect(channel('SYNC-1')[0]?.text).toMatch(/2 min · DEP-2 release .* → Fri 22 Jan.* · needs Dev Example/);
  await world.advanceTo('2026-10-28T12:45:00Z');
  expect(channel('Minutes of SYNC-1')[0]?.text).toMatch(/^About: DEP-2$/m);
});

it('posts the minutes by itself when nobody completes them', async () => {
  await say(lena, 'sync on');
  await say(lena, 'sync plan');
  await world.advanceTo('2026-10-28T12:44:00Z');
  expect(channel('Minutes of SYNC-1')).toEqual([]);
  await world.advanceTo('2026-10-28T12:45:00Z');
  expect(channel('Minutes of SYNC-1')[0]?.text).toContain('Nothing was written down');
});

it('is moved: everybody is invited anew, the invitation before counts no more', async () => {
  await say(lena, 'sync plan');
  expect(await say(ana, 'sync move Thu 29 Oct 13:00')).toContain('Only a lead of Q1 launch may move the sync');
  const card = await say(lena, 'sync move Thu 29 Oct 13:30 because Ana is away on Tuesday');

  expect(card).toContain('Berlin: Thu 29 Oct, 14:30–15:15');
  expect(about(ana, 'Moved: Ana is away on Tuesday')).toHaveLength(1);
  expect(about(ana, 'SYNC-1 was moved to')).toHaveLength(1);
  await world.advanceTo('2026-10-27T14:00:00Z');
  expect(channel('SYNC-1')).toEqual([]);
  await world.advanceTo('2026-10-28T13:30:00Z');
  expect(channel('SYNC-1')).toHaveLength(1);
});

it('runs in writing when it is cancelled: each gets the points that need them, in one message', async () => {
  await say(lena, 'sync plan');
  await say(ana, 'block DEP-1 the sandbox is down');
  await world.advanceTo('2026-10-26T14:00:00Z');
  const before = chloe.inbox.length;
  expect(await say(lena, 'sync cancel half of us are at the summit')).toContain(
    'SYNC-1 is cancelled and runs in writing',
  );

  expect(about(ana, 'SYNC-1 in writing: 1 point needs you')).toHaveLength(1);
  expect(about(dev, 'SYNC-1 is cancelled: nothing needs you')).toHaveLength(1);
  expect(chloe.inbox.length).toBe(before + 1);
  const form = await ana.clicks('Answer…');
  if (form.reply.kind !== 'form') throw new Error(form.text);
  expect((await ana.submits(form.reply.form, { 'DEP-1': '', other: '' })).text).toContain('Answer one point at least.');
  expect((await ana.submits(form.reply.form, { 'DEP-1': 'we go on with the stub' })).text).toContain(
    'Noted for SYNC-1',
  );
  await say(chloe, 'note DEP-1 fine by us');

  await world.advanceTo('2026-10-27T14:00:00Z');
  const minutes = channel('Minutes of SYNC-1')[0]?.text ?? '';
  expect(minutes).toContain('cancelled: half of us are at the summit');
  expect(minutes).toContain('DEP-1: we go on with the stub · Ana Example');
  expect(minutes).toContain('DEP-1: fine by us · Chloe Example');
});

it('invites with its agenda whom a point needs and nobody had invited', async () => {
  await say(chloe, 'edit DEP-3 state delivered');
  await say(lena, 'sync plan');
  await say(ana, 'block DEP-1 the sandbox is down');
  await world.advanceTo('2026-10-26T08:59:00Z');
  expect(about(chloe, 'SYNC-1')).toEqual([]);

  await world.advanceTo('2026-10-26T09:00:00Z');
  // 05:00 in New York: nobody weighed the hour for her.
  expect(about(chloe, 'SYNC-1')[0]?.text).toContain(
    'The agenda needs you for DEP-1. Say it before, and it stands in the minutes: /deps note DEP-1 WHAT.',
  );
  expect((await chloe.clicks('I attend')).text).toContain('You attend.');
  expect(channel('Agenda of SYNC-1')[0]?.text).toContain('Left out by the hour: Chloe Example');
});

describe('who stands in', () => {
  let ben: Actor;
  beforeEach(async () => {
    ben = await world.actor('ben');
  });

  it('is invited in place of somebody who is away, weighed, and answers; the minutes come to whoever is away', async () => {
    await say(ana, 'away until Mon 2 Nov');
    await say(chloe, 'away until Mon 2 Nov');
    const planned = await say(lena, 'sync plan');

    expect(about(ben, 'SYNC-1')[0]?.text).toContain('You stand in for Ana Example.');
    expect(about(dev, 'SYNC-1')[0]?.text).toContain('You stand in for Chloe Example.');
    expect(about(lena, 'SYNC-1')[0]?.text).toContain('as one who leads, owns or stands in');
    expect(planned).toContain('Ben Example: 0, 0');
    expect((await ben.clicks('I attend')).text).toContain('You attend.');

    await world.advanceTo('2026-10-29T14:00:00Z');
    expect(about(ana, 'Minutes of SYNC-1')).toHaveLength(1);
    expect(about(ben, 'Minutes of SYNC-1')).toEqual([]);
  });

  it('decides over the hour where all others are away', async () => {
    for (const actor of [ana, chloe, dev, lena]) await say(actor, 'away until 7 Dec');
    const planned = await say(lena, 'sync plan');
    expect(planned).toContain('Ben Example: 0, 0');
    expect(about(ben, 'SYNC-1')[0]?.text).toContain('You stand in for Lena Example and Ana Example.');
  });

  it('is invited with the agenda, where somebody said only after the invitation that they are away', async () => {
    await say(lena, 'sync plan');
    await say(ana, 'block DEP-1 the sandbox is down');
    await say(ana, 'away until Mon 2 Nov');
    await world.advanceTo('2026-10-26T11:59:00Z');
    expect(about(ben, 'SYNC-1')).toEqual([]);

    await world.advanceTo('2026-10-26T12:00:00Z');
    expect(about(ben, 'SYNC-1')).toHaveLength(1);
    expect(about(chloe, 'SYNC-1')).toHaveLength(1);

    await say(lena, 'sync cancel half of us are at the summit');
    expect(about(ben, 'SYNC-1 in writing: 1 point needs you')).toHaveLength(1);
  });

  it('is invited to an hour that a sync is moved to', async () => {
    await say(lena, 'sync plan');
    await say(ana, 'away from Thu 29 Oct until Fri 30 Oct');
    await say(lena, 'sync move Thu 29 Oct 13:30');
    expect(about(ben, 'You stand in for Ana Example.')).toHaveLength(1);
  });
});

it('shows who carries how much over the quarter', async () => {
  await say(lena, 'sync on');
  await world.advanceTo('2026-11-12T10:00:00Z');
  const text = await say(lena, 'sync');
  expect(text).toContain('SYNC-4');
  expect(text).toContain('Who carries how much: this time, and in the quarter');
  expect(text).toMatch(/Dev Example: \d+, \d+/);
});

it.each([
  ['sync dance', '“dance” is no word of the sync. Send /deps sync'],
  ['sync on someday', '“someday” is no weekday.'],
  ['sync on 500', 'A sync takes 15 to 120 minutes; you sent 500.'],
  ['sync plan next year', '“next year” is no week.'],
  ['sync move Thu 15:00', 'No sync of Q1 launch is to come. Plan one: /deps sync plan'],
  ['sync move Thu', 'has no time of day'],
  ['sync move', 'The new day and time are missing.'],
  ['sync cancel', 'Say why: /deps sync cancel half of us are at the summit'],
  ['sync minutes', 'No sync of Q1 launch has minutes to be posted'],
  ['note the vendor confirmed', 'No sync of Q1 launch takes notes'],
])('refuses %s', async (words, message) => {
  expect(await say(lena, words)).toContain(message);
});

it('refuses an hour that nobody can attend, and minutes before the meeting', async () => {
  await say(lena, 'sync plan');
  expect(await say(lena, 'sync plan')).toContain('That week has its sync');
  expect(await say(lena, 'sync move Sun 25 Oct 12:00')).toContain('Nobody can attend then');
  await world.advanceTo('2026-10-26T14:00:00Z');
  expect(await say(lena, 'sync minutes')).toContain('SYNC-1 begins Tue 27 Oct, 12:00');
  expect(await say(lena, 'note')).toContain('Say what to write down');
});

it('names whose zone nobody has said, and how it becomes known; they are invited all the same', async () => {
  const planned = await say(lena, 'sync plan');
  expect(planned).toContain('Nobody has said the zone of @nick: the hour is not weighed for them, and shown in UTC.');
  expect(planned).toContain('Their chat profile tells it, or a register file: zone: Europe/Berlin');
  expect((await world.actor('nick')).last.text).toContain('SYNC-1 is Tue 27 Oct, 12:00');
});

it('tells the leads when nobody can attend any hour, and plans nothing', async () => {
  for (const actor of [ana, await world.actor('ben'), chloe, dev, lena]) await say(actor, 'away until 7 Dec');
  expect(await say(lena, 'sync plan')).toContain('Nobody can attend any hour of the week of Mon 26 Oct');
  await say(lena, 'sync on');
  await world.advanceTo('2026-10-21T09:00:00Z');
  expect(about(lena, 'No sync fits next week: Q1 launch')).toHaveLength(1);
  expect(about(ana, 'SYNC-')).toEqual([]);
});
