import { type Actor, formOf, startWorld, type World } from '../support/depsync.ts';

/** Mon 30 Nov 2026, 07:00 in London. */
const MONDAY = '2026-11-30T07:00:00Z';

let world: World;
let ana: Actor;
let lena: Actor;

beforeEach(async () => {
  world = await startWorld(MONDAY, { dependencies: [{ title: 'Orders API' }] });
  [ana, lena] = [await world.actor('ana'), await world.actor('lena')];
});
afterEach(() => world.end());

const say = async (actor: Actor, words: string) => (await actor.says(`/deps ${words}`)).text;
const sends = async (file: string, mode: 'look' | 'apply') =>
  (await lena.submits(formOf(await lena.says('/deps policy apply')), { file, mode })).text;

it('is shown as one file, which says what holds when it comes back', async () => {
  const shown = await say(ana, 'policy');
  expect(shown).toContain('Policy of Q1 launch');
  expect(shown).toContain('programme: Q1');
  expect(shown).toContain('time: 09:30');

  const file = shown.slice(shown.indexOf('# Policy'), shown.indexOf('Change it as a file'));
  expect(await sends(file, 'apply')).toContain('The policy of Q1 launch is as the file says');
});

it('is changed by a file: first shown, then made, with a version and who changed what', async () => {
  await say(lena, 'settings tiers 12 24');
  const file = 'programme: q1\ncadence: { weekdays: [1], time: "10:00" }\ntiers: [24, 48]\n';

  const look = await sends(file, 'look');
  expect(look).toContain('3 fields of the policy would change · not saved');
  expect(look).toContain('cadence.weekdays: [2,4] → [1]');
  expect(await say(ana, 'settings')).toContain('Tue, Thu 09:30');

  expect(await sends(file, 'apply')).toContain('Q1 launch: policy is version 2, 3 fields changed');
  expect(await say(ana, 'settings')).toContain('Mon 10:00');
  const history = await say(ana, 'policy history');
  expect(history).toContain('2 versions of the policy of Q1 launch');
  expect(history).toMatch(/2 Mon 30 Nov, 08:00 · Lena Example · .*cadence, tiers/);
  expect(await say(ana, 'policy show 1')).toContain('- 12\n');
  expect(await say(ana, 'policy show 9')).toContain('Policy of Q1 launch has no version 9');
});

it('refuses a file with every error at once, each with its line; nothing is saved', async () => {
  const text = await sends(
    'programme: Q1\ncadence:\n  weekdays: [9]\n  time: "25:00"\ntires: [24]\ngates: []\n',
    'apply',
  );
  expect(text).toContain('4 errors. Nothing was changed.');
  expect(text).toContain('cadence.weekdays[0], line 3');
  expect(text).toContain('cadence.time, line 4');
  expect(text).toContain('tires, line 5: there is no such field. Did you mean tiers?');
  expect(text).toContain('gates, line 6');
  expect(await say(ana, 'policy history')).toContain('was never changed');
});

it.each([
  ['programme: Q9', 'No programme is called Q9'],
  ['cadence: *there', 'line 1'],
  ['- 1', 'does not fit'],
  ['programme: Q1\nprogramme: Q2', 'stands here twice'],
])('refuses “%s”', async (file, complaint) => {
  expect(await sends(file, 'apply')).toContain(complaint);
});

it('refuses approvers who are not in the register, and whoever is no lead', async () => {
  const shown = await say(ana, 'policy');
  const file = shown.slice(shown.indexOf('# Policy'), shown.indexOf('Change it as a file'));
  const stranger = file.replace('people: []', 'people: [nobody]');
  expect(await sends(stranger, 'apply')).toContain('gates[0].approvers.people[0], line');
  expect(await sends(stranger, 'apply')).toContain('nobody in the register is called “nobody”.');
  expect(await say(ana, 'policy apply')).toContain('Only a lead of Q1 launch may change the policy: @lena');
});
