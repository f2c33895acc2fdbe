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
