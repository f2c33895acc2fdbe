import { type Actor, startWorld, type World } from '../support/depsync.ts';

/** Mon 19 Oct 2026, 08:00 in Berlin: the clocks of Berlin go back on the 25th, those of New York on 1 November. */
const MONDAY = '2026-10-19T06:00:00Z';
const GREEN = {
  colour: 'green' as const,
  reason: null,
  mitigation: null,
  trigger: null,
  byId: '00000000-0000-7000-8000-000000000000',
  at: MONDAY,
};

let world: World;
let lena: Actor;
let ana: Actor;
let eva: Actor;
let omar: Actor;

beforeEach(async () => {
  world = await startWorld(MONDAY, {
    people: {
      eva: { zone: 'Europe/Berlin', delegate: 'omar' },
      omar: { zone: 'America/New_York', delegate: 'eva' },
    },
    dependencies: [
      { title: 'Orders API', report: GREEN },
      { title: 'Usage feed', report: GREEN },
    ],
  });
  [lena, ana] = [await world.actor('lena'), await world.actor('ana')];
  [eva, omar] = [await world.actor('eva'), await world.actor('omar')];
});
afterEach(() => world.end());

const say = async (actor: Actor, words: string) => (await actor.says(`/deps ${words}`)).text;
const briefsOf = (actor: Actor) => actor.inbox.filter(({ text }) => text.includes('confidence'));
const at = (actor: Actor) => briefsOf(actor).map(({ postedAt }) => postedAt.toUTC().toISO());

it('shows the brief to whoever asks', async () => {
  const text = await say(ana, 'brief');
  expect(text).toContain('Q1 launch: On track, confidence');
  expect(text).toContain('0 red, 0 yellow, 2 green');
  expect(text).toContain('No decision is asked.');
  expect(text).not.toContain('Send to');
});

it('goes to each reader on Monday at their own time, also when the clocks change', async () => {
  await say(lena, 'settings brief mon 08:30 @eva @omar');
  await world.advanceTo('2026-11-02T20:00:00Z');

  expect(at(eva)).toEqual(['2026-10-19T06:30:00.000Z', '2026-10-26T07:30:00.000Z', '2026-11-02T07:30:00.000Z']);
  expect(at(omar)).toEqual(['2026-10-19T12:30:00.000Z', '2026-10-26T12:30:00.000Z', '2026-11-02T13:30:00.000Z']);
});
