import { openGallery, outlookFor, whatIfFor } from '../../src/features/outlook/index.ts';
import { openPictureThread } from '../../src/pictures/worker/index.ts';
import { type Actor, startWorld, type World } from '../support/depsync.ts';

/** Mon 30 Nov 2026: 08:00 in Berlin. */
const MONDAY = '2026-11-30T07:00:00Z';

let world: World;
let chloe: Actor;

beforeEach(async () => {
  world = await startWorld(MONDAY, {
    dependencies: [
      { title: 'Orders "API"];evil[', dueDate: '2026-12-11', neededBy: '2026-12-14' },
      { title: 'Usage feed', dueDate: '2026-11-20' },
      { title: 'Invoices', dueDate: '2027-01-15' },
    ],
  });
  chloe = await world.actor('chloe');
  await (await world.actor('ana')).says('/deps needs DEP-3 DEP-1');
});
afterEach(() => world.end());

const say = async (words: string) => (await chloe.says(`/deps ${words}`)).text;

async function pictureOf(words: string): Promise<string> {
  const { reply } = await chloe.says(`/deps ${words}`);
  const blocks = reply.kind === 'card' ? reply.card.blocks : [];
  return blocks.flatMap((block) => (block.kind === 'image' ? [block.picture] : []))[0] ?? '';
}

it('shows the map with the same in words', async () => {
  const text = await say('map');
  expect(text).toContain('Dependency map of Q1 launch');
  expect(text).toContain('3 dependencies of 1 team.');
  expect(text).toContain('● RED 1: DEP-2.');
  expect(text).toContain('Critical path: DEP-3. Last delivery Fri 15 Jan.');
});

it('shows the timeline with its picture', async () => {
  const text = await say('timeline');
  expect(text).toContain('The last delivery is on Fri 15 Jan');
  expect(text).toContain('Timeline of Q1 launch: 3 dependencies of 1 team.');
});

it.each([
  ['map red', 'Dependency map of Q1 launch, red', '1 dependency of 1 team'],
  ['map status red', 'Dependency map of Q1 launch, red', '1 dependency of 1 team'],
  ['map path', 'Dependency map of Q1 launch, critical path', '1 dependency of 1 team'],
  ['map team Product Platform', 'Dependency map of Q1 launch, Product Platform', '3 dependencies of 1 team'],
  ['timeline PLAT red', 'Timeline of Q1 launch, Product Platform, red', '1 dependency of 1 team'],
])('shows the part that %s asks for', async (words, title, count) => {
  const text = await say(words);
  expect(text).toContain(title);
  expect(text).toContain(count);
});

it('says what can be sent instead of a part that is not there', async () => {
  expect(await say('map plaat')).toBe(
    '“plaat” is no team and no status. Did you mean /deps map plat? Send a team, red, yellow, green or path, for example /deps map data red. Teams: data (Data Insights), part (Partner Experience), plat (Product Platform).',
  );
});

it('says where a part is empty', async () => {
  expect(await say('map data green')).toContain('Q1 launch: nothing open is Data Insights, green');
});

it('draws what was shown then, whatever changes, and keeps it', async () => {
  const thread = openPictureThread();
  const gallery = openGallery(world.db, world.workspace, thread);
  const picture = await pictureOf('map');
  await (await world.actor('ana')).says('/deps edit DEP-2 title Renamed');

  const svg = await gallery.svg(picture, 'light');
  const [first, second] = [await gallery.png(picture, 'small'), await gallery.png(picture, 'small')];
  await thread.close();

  expect(svg).toContain('Orders &quot;API&quot;];evil[');
  expect(svg).toContain('Usage feed');
  expect(Buffer.from(first ?? []).readUInt32BE(16)).toBeLessThanOrEqual(1_024);
  expect(Buffer.from(second ?? []).equals(Buffer.from(first ?? []))).toBe(true);
  expect(await gallery.png('b4c1d1a2-6c55-4f0e-9d6a-0d8f6f1f7a12', 'small')).toBeUndefined();
});

it('gives a page the picture, its words, Mermaid and the milestones', async () => {
  const asked = { now: world.now(), personId: chloe.person.id };

  const [map, gantt] = await world.db.tx(world.workspace, async (tx) => [
    await outlookFor(tx, { ...asked, kind: 'map', part: '' }),
    await outlookFor(tx, { ...asked, kind: 'gantt', part: 'red' }),
  ]);

  expect(map?.mermaid).toContain('n1["DEP-1 Orders #34;API#34;#93;#59;evil#91; #40;yellow#41;"]');
  expect(map?.model).toMatchObject({ edges: [{ from: 'DEP-1', to: 'DEP-3' }] });
  expect(gantt?.markdown?.split('\n')[2]).toMatch(/^\| DEP\\?-2 \| Usage feed \| Product Platform \| red \|/);
});

it('answers a page what follows from a slip, or what to send instead', async () => {
  const asked = { now: world.now(), personId: chloe.person.id };
  const answers = await world.db.tx(world.workspace, async (tx) => [
    await whatIfFor(tx, { ...asked, slip: undefined }),
    await whatIfFor(tx, { ...asked, slip: { dependency: '1', days: '5' } }),
    await whatIfFor(tx, { ...asked, slip: { dependency: 'DEP-1', days: 'five' } }),
    await whatIfFor(tx, { ...asked, slip: { dependency: 'DEP-99', days: '5' } }),
  ]);
  expect(answers[0]?.open.map(({ key }) => key)).toContain('DEP-1');
  expect(answers[1]?.answer?.title).toEqual(expect.arrayContaining([expect.stringContaining('DEP-1')]));
  expect(answers[2]?.fault).toBe('Say by how many working days, 1 to 250: /deps what-if DEP-1 slips 5 days.');
  expect(answers[3]?.fault).toContain('DEP-99 is not in the register');
});

it('shows a page the programme that is named', async () => {
  const asked = { now: world.now(), personId: chloe.person.id, kind: 'map' as const, part: '' };
  const shown = await world.db.tx(world.workspace, (tx) => outlookFor(tx, { ...asked, programme: 'q1' }));
  expect(shown?.programmes.map(({ key }) => key)).toEqual([shown?.programme]);
  const none = world.db.tx(world.workspace, (tx) => outlookFor(tx, { ...asked, programme: 'Q9' }));
  await expect(none).rejects.toThrow('No programme is called Q9');
});
