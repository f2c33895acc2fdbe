import { listProgrammes, replanPrompts } from '../../src/features/programme/index.ts';
import { type Actor, startWorld, type World } from '../support/depsync.ts';
import type { Seed } from '../support/seed.ts';

/** Mon 30 Nov 2026, 07:00 in Berlin. Prompts go out on Tuesday and Thursday, 09:30 on the owner's clock. */
const MONDAY = '2026-11-30T06:00:00Z';

let world: World;
let lena: Actor;
afterEach(() => world.end());

async function begins(content: Seed): Promise<void> {
  world = await startWorld(MONDAY, content);
  await world.db.tx(world.workspace, async (tx) => {
    for (const { id } of await listProgrammes(tx)) await replanPrompts({ tx, now: world.now() }, id);
  });
  lena = await world.actor('lena');
}

const say = async (actor: Actor, words: string) => (await actor.says(`/deps ${words}`)).text;

/** What is told of the week that begins on this day. */
async function week(of: string): Promise<string> {
  const lines = (await say(lena, 'communication')).split('\n');
  return lines.find((line) => line.startsWith(`Week of ${of}:`)) ?? '';
}

it('counts steps for the silent that turned to somebody, not those that found nothing to ask', async () => {
  await begins({
    dependencies: [{ title: 'Orders API' }, { title: 'Usage feed', owner: 'ben', delegate: 'chloe' }],
  });
  await world.advanceTo('2026-12-01T12:00:00Z');
  await say(lena, 'assign DEP-2 @ana');

  await world.advanceTo('2026-12-02T20:00:00Z');

  // Ana's three; Ben's fire beside them, and find that he owns nothing any more.
  expect(await week('Mon 30 Nov')).toContain('nudges 3 of 3 sent');
});

describe('a weekly sync', () => {
  beforeEach(async () => {
    await begins({ dependencies: [{ title: 'Orders API' }] });
    await say(lena, 'sync on tue');
    await world.advanceTo('2026-12-02T10:00:00Z');
  });

  it('has an agenda and minutes that were due and sent', async () => {
    await world.advanceTo('2026-12-11T12:00:00Z');
    const told = await week('Mon 7 Dec');
    expect(told).toContain('agendas 1 of 1 sent');
    expect(told).toContain('minutes 1 of 1 sent');
    expect(told).not.toMatch(/(agendas|minutes) [^·]*late/);
  });

  it('tells which of them were late, or are', async () => {
    await world.advanceTo('2026-12-07T08:59:00Z');
    expect(await week('Mon 7 Dec')).not.toContain('agendas');
    world.clock.set(world.now().plus({ minutes: 17 }));
    expect(await week('Mon 7 Dec')).toContain('agendas 0 of 1 sent, 1 late');
    expect(await week('Mon 7 Dec')).toContain('agendas 1 of 1 sent, 1 late');
  });

  it('has its agenda with its cancellation, where that came first', async () => {
    await world.advanceTo('2026-12-03T10:00:00Z');
    await say(lena, 'sync cancel nobody is there');
    await world.advanceTo('2026-12-09T12:00:00Z');
    expect(await week('Mon 30 Nov')).toContain('agendas 1 of 1 sent');
    expect(await week('Mon 7 Dec')).toContain('minutes 1 of 1 sent');
    expect(await week('Mon 7 Dec')).not.toContain('agendas');
  });

  it('has one agenda and one set of minutes, however often it is moved, and also in writing', async () => {
    await world.advanceTo('2026-12-07T20:00:00Z');
    await say(lena, 'sync move Wed 9 Dec 14:00 because of the review');
    await world.advanceTo('2026-12-08T20:00:00Z');
    await say(lena, 'sync cancel nobody is there');
    await world.advanceTo('2026-12-11T12:00:00Z');
    const told = await week('Mon 7 Dec');
    expect(told).toContain('agendas 1 of 1 sent');
    expect(told).toContain('minutes 1 of 1 sent');
  });
});
