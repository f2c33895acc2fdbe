import { type Actor, startWorld, type World } from '../support/depsync.ts';

/** Mon 30 Nov 2026: 08:00 in Berlin. */
const MONDAY = '2026-11-30T07:00:00Z';

let world: World;
let ana: Actor;
let chloe: Actor;
let dev: Actor;
let lena: Actor;

beforeEach(async () => {
  world = await startWorld(MONDAY, {
    dependencies: [
      { title: 'Orders API', dueDate: '2026-12-11', neededBy: '2026-12-14' },
      { title: 'Usage feed', dueDate: '2026-12-18' },
    ],
  });
  ana = await world.actor('ana');
  chloe = await world.actor('chloe');
  dev = await world.actor('dev');
  lena = await world.actor('lena');
});
afterEach(() => world.end());

const say = async (actor: Actor, words: string) => (await actor.says(`/deps ${words}`)).text;

it('is said by each side for itself, and a plan in which they disagree says so', async () => {
  expect(await say(ana, 'edit DEP-1 priority low')).toContain('Priority of the producer: low (was none)');
  expect(await say(lena, 'conflicts')).toContain('no conflicts in the plan');

  const said = await say(chloe, 'edit DEP-1 priority high');
  expect(said).toContain('Partner Experience (needed by Mon 14 Dec, priority high)');
  expect(said).toContain(
    'DEP-1 stands high in the backlog of Partner Experience and low in that of Product Platform, which delivers it',
  );

  const conflicts = await say(lena, 'conflicts');
  expect(conflicts).toContain('1 conflict');
  expect(conflicts).toContain('Product Platform raises DEP-1 to high · 0 d · Ben');
  expect(conflicts).toContain('Leadership decides whose priority of DEP-1 counts · 0 d · Lena');
  expect(conflicts).toContain('takes DEP-1 by Fri 18 Dec, the last day that moves nothing else · 5 d');
  const card = await say(dev, 'show DEP-1');
  expect(card).toContain('Priority of the producer: low');
  expect(card).toContain('priority high');

  expect(await say(lena, 'edit DEP-1 priority plat high')).not.toContain('Conflicts');
  expect(await say(lena, 'conflicts')).toContain('no conflicts in the plan');
  expect(await say(chloe, 'edit DEP-1 priority part none')).toContain('Partner Experience (needed by Mon 14 Dec)');
});

it('keeps the day on which a consumer needs it, and the other side keeps its own word', async () => {
  await say(chloe, 'edit DEP-1 priority part high');
  await say(ana, 'edit DEP-1 needed part 21 Dec');
  expect(await say(ana, 'show DEP-1')).toContain('Partner Experience (needed by Mon 21 Dec, priority high)');
});

it.each([
  ['chloe', 'edit DEP-1 priority plat high', 'Only people of Product Platform or a lead of Q1 launch (@lena)'],
  ['ana', 'edit DEP-1 priority part low', 'Only people of Partner Experience or a lead of Q1 launch (@lena)'],
  ['dev', 'edit DEP-1 priority high', 'Say whose priority and which, low, medium or high'],
  ['dev', 'edit DEP-1 priority data high', 'Teams of DEP-1: plat (delivers), part (waits)'],
  ['ana', 'edit DEP-1 priority', 'Say whose priority and which'],
  ['ana', 'edit DEP-1 priority urgent', '“urgent” is none of: low, medium, high'],
  ['ana', 'edit DEP-1 priority plaat high', 'No team is called “plaat”'],
  ['ana', 'edit DEP-9 priority high', 'DEP-9 is not in the register'],
])('refuses %s: %s', async (handle, words, message) => {
  expect(await say(await world.actor(handle), words)).toContain(message);
  expect(await say(lena, 'show DEP-1')).not.toContain('riority');
});
