import { listProgrammes, replanPrompts } from '../../src/features/programme/index.ts';
import { type Actor, formOf, startWorld, type World } from '../support/depsync.ts';

/** Mon 30 Nov 2026: 08:00 in Berlin, 12:30 in Kolkata, 02:00 in New York, 07:00 in London. */
const MONDAY = '2026-11-30T07:00:00Z';
const SANDBOX = `---
title: One sandbox of a vendor is shared
kinds: [third-party]
words: [sandbox]
link: https://wiki.example/sandbox
date: 2026-03-04
---
# Post-mortem

Book a sandbox of one's own with the contract.
`;
const FEEDS = '---\ntitle: Feeds come late on Mondays\nteams: data\n---\n';

let world: World;
let ana: Actor;
let dev: Actor;
let lena: Actor;

beforeEach(async () => {
  world = await startWorld(MONDAY, {
    dependencies: [{ title: 'Payment sandbox' }, { title: 'Usage feed', owner: 'dev', consumer: 'data' }],
  });
  [ana, dev, lena] = [await world.actor('ana'), await world.actor('dev'), await world.actor('lena')];
});
afterEach(() => world.end());

const say = async (actor: Actor, words: string) => (await actor.says(`/deps ${words}`)).text;

async function brings(file: string) {
  return lena.submits(formOf(await lena.says('/deps lessons import')), { file });
}

it('takes a lesson out of a Markdown file, and brings it up to date when it comes again', async () => {
  expect((await brings(SANDBOX)).text).toContain('1 lesson: 1 new, 0 changed');
  expect((await brings(SANDBOX)).text).toContain('as it was: One sandbox of a vendor is shared');
  expect((await brings(SANDBOX.replace('[sandbox]', '[sandbox, vendor]'))).text).toContain(
    '1 lesson: 0 new, 1 changed',
  );

  const listed = await say(ana, 'lessons sandbox');
  expect(listed).toContain('1 lesson: with “sandbox”');
  expect(listed).toContain("Book a sandbox of one's own with the contract.");
  expect(listed).toContain('for third-party, sandbox, vendor');
  expect(await say(ana, 'lessons holidays')).toContain('No lesson: with “holidays”');
});

it('says what is wrong with a file, and saves nothing of it', async () => {
  const wrong = async (file: string) => {
    const { reply } = await brings(file);
    return reply.kind === 'errors' ? Object.values(reply.fields).join(' ') : reply.kind;
  };
  expect(await wrong('no front matter')).toContain('The file: it has no front matter. Begin the file with ---');
  expect(await wrong('---\ntitle: [\n---\n')).toContain('The file: its front matter is no YAML');
  expect(await wrong('---\ntitle: A\nkinds: [apis]\n---\n')).toContain('kinds: a kind is one of api, data-feed');
  expect(await wrong('---\ntitle: A\nteams: [nobody]\n---\n')).toContain(
    'no team has the key nobody. There is: data, part, plat.',
  );
  expect(await wrong('---\ntitle: A\nwords: &a [b]\nteams: *a\n---\n')).toContain('its front matter uses an alias');
  expect(await wrong('---\ntitle: A\n---\n')).toContain('nothing recalls it: name kinds, teams or words.');
  expect(await wrong('---\nkinds: [api]\n---\n')).toContain('title: the title is missing');
  expect(await say(ana, 'lessons')).toContain('No lesson: all');
  expect(await say(ana, 'lessons import')).toContain('Only a lead of Q1 launch may import lessons: @lena.');
});

it('recalls lessons when a dependency of that kind, team or word is registered, turns red or goes to leadership', async () => {
  await brings(SANDBOX);
  await brings(FEEDS);

  expect(await say(ana, 'add "Vendor sandbox" from plat to part')).toContain(
    'Learned before: One sandbox of a vendor is shared',
  );
  expect(await say(ana, 'add "Search" from plat to part')).not.toContain('Learned before');
  expect(await say(dev, 'reply 2 red, no data')).toContain('Learned before: Feeds come late on Mondays');
  expect(await say(dev, 'reply 2 red, still no data')).not.toContain('Learned before');

  await say(ana, 'block DEP-1 the vendor is down');
  await world.advance({ hours: 25 });
  const card = world.channel('leadership').find(({ text }) => text.includes('DEP-1 blocked for 24 h'));
  expect(card?.text).toContain('Learned before: One sandbox of a vendor is shared');
  expect(card?.text).not.toContain('Feeds come late');
});

describe('the roll-up', () => {
  const rollUps = () => world.channel('programme').filter(({ text }) => text.includes('round of'));
  const learned = (text = '') => text.split('\n').filter((line) => line.includes('turned red'));

  beforeEach(async () => {
    await world.db.tx(world.workspace, async (tx) => {
      for (const { id } of await listProgrammes(tx)) await replanPrompts({ tx, now: world.now() }, id);
    });
    await brings(SANDBOX);
    await brings(FEEDS);
  });

  it('shows what was learned about each that turned red since the one before, and says it once', async () => {
    await say(ana, 'reply 1 green');
    await say(dev, 'reply 2 red, no data');
    await world.advanceTo('2026-12-02T23:00:00Z');
    expect(learned(rollUps()[0]?.text)).toEqual(['DEP-2 turned red. Learned before: Feeds come late on Mondays']);

    // A reason that is told anew, and a lead who says what the facts say, make nothing red that was not.
    await say(dev, 'reply 2 red, still no data');
    await say(lena, 'override DEP-1 red until 2026-12-09 because the vendor stopped');
    await world.advanceTo('2026-12-04T23:00:00Z');
    expect(rollUps()).toHaveLength(2);
    expect(learned(rollUps()[1]?.text)).toEqual([
      expect.stringMatching(/^DEP-1 turned red\. Learned before: One sandbox of a vendor is shared/),
    ]);

    await say(dev, 'reply 2 green');
    await say(ana, 'reply 1 green');
    await world.advanceTo('2026-12-09T23:00:00Z');
    expect(rollUps()).toHaveLength(3);
    expect(learned(rollUps()[2]?.text)).toEqual([]);

    await say(dev, 'reply 2 red, no data again');
    await world.advanceTo('2026-12-11T23:00:00Z');
    expect(learned(rollUps()[3]?.text)).toEqual(['DEP-2 turned red. Learned before: Feeds come late on Mondays']);
  });

  it('counts what turns red by itself: by a blocker that grows old, and by silence', async () => {
    await say(ana, 'block DEP-1 the vendor is down');
    await world.advanceTo('2026-12-02T23:00:00Z');
    expect(learned(rollUps()[0]?.text)).toEqual([
      expect.stringContaining('DEP-1 turned red. Learned before: One sandbox'),
    ]);

    await world.advanceTo('2026-12-16T23:00:00Z');
    const told = rollUps().map(({ text }) => learned(text));
    // DEP-1 is still blocked; Dev was silent for rounds until that made DEP-2 red.
    expect(told.flat().filter((line) => line.startsWith('DEP-1'))).toHaveLength(1);
    expect(told.flat().filter((line) => line.startsWith('DEP-2'))).toHaveLength(1);
  });
});
