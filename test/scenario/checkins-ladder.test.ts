import { audit } from '../../src/features/audit/tables.ts';
import { listProgrammes, replanPrompts } from '../../src/features/programme/index.ts';
import { type Actor, startWorld, type World } from '../support/depsync.ts';
import type { Seed } from '../support/seed.ts';

let world: World;
let ana: Actor;
let ben: Actor;
let lena: Actor;
afterEach(() => world.end());

/** Monday morning in Berlin; Ana owns, Ben is her delegate, Lena leads from London. */
async function begins(content: Seed): Promise<void> {
  world = await startWorld('2026-11-30T06:00:00Z', content);
  await world.db.tx(world.workspace, async (tx) => {
    for (const { id } of await listProgrammes(tx)) await replanPrompts({ tx, now: world.now() }, id);
  });
  [ana, ben, lena] = [await world.actor('ana'), await world.actor('ben'), await world.actor('lena')];
}

/** What somebody got about check-ins, with the moment on their own clock. */
function received(actor: Actor): string[] {
  return actor.inbox.map((one) => {
    const at = one.postedAt.setZone(actor.person.calendar.zone).setLocale('en-US').toFormat('ccc HH:mm');
    return `${at} ${one.text.split('\n')[0]}`;
  });
}

const moments = (actor: Actor) => received(actor).map((line) => line.slice(0, 9));

it('climbs from the owner to the delegate to the lead, each once, and ends with the round', async () => {
  await begins({ dependencies: [{ title: 'Orders API' }] });

  await world.advanceTo('2026-12-02T23:00:00Z');

  expect(moments(ana)).toEqual(['Tue 09:30', 'Wed 09:30']);
  expect(moments(ben)).toEqual(['Wed 14:00']);
  expect(ana.inbox[1]?.text).toContain('since Tue 1 Dec, 09:30');
  expect(ana.inbox[1]?.text).toContain('Without an answer by Wed 2 Dec, 14:00 Ben Example is asked instead.');
  expect(ben.last.text).toContain('Ana Example');
  // 16:30 in Berlin is within Lena's working hours in London.
  expect(moments(lena)).toEqual(['Wed 15:30']);
  expect(lena.last.text).toContain('DEP-1');
  expect(lena.last.text).toContain('Tue 1 Dec, 08:30');
  expect(lena.last.text).toContain('Ben Example');
  expect(world.channel('programme').map((one) => one.text)).toEqual([expect.stringContaining('0 of 1')]);
});

it('stops on the answer, and the copies of others are brought up to date', async () => {
  await begins({ dependencies: [{ title: 'Orders API' }] });
  await world.advanceTo('2026-12-02T13:30:00Z');

  await ben.clicks('✓ Green');
  await world.advanceTo('2026-12-02T23:00:00Z');

  expect(lena.inbox).toEqual([]);
  for (const message of [...ana.inbox, ...ben.inbox]) {
    expect(message.text).toContain('Ben Example');
    expect(message.text).not.toContain('[● Red]');
  }
});

it('an answer in the very moment of a step leaves no open card behind', async () => {
  await begins({ dependencies: [{ title: 'Orders API' }] });
  await world.advanceTo('2026-12-02T12:59:59Z');
  world.clock.set(world.now().plus({ seconds: 1 }));

  await Promise.all([world.depsync.sweep(), ana.clicks('✓ Green')]);
  await world.advanceTo('2026-12-02T23:00:00Z');

  expect(lena.inbox).toEqual([]);
  expect([...ana.inbox, ...ben.inbox].filter((one) => one.text.includes('[● Red]'))).toEqual([]);
});

it('a step that nobody could take in time is dropped, and the log says so', async () => {
  await begins({ dependencies: [{ title: 'Orders API' }, { title: 'Usage feed' }] });
  await world.advanceTo('2026-12-01T10:00:00Z');
  await ana.writes('1 green');
  await world.advanceTo('2026-12-02T08:29:00Z');

  world.clock.set(world.now().set({ hour: 11 }));
  await world.settle();

  expect(moments(ana).filter((moment) => moment.startsWith('Wed'))).toEqual([]);
  const said = await world.db.tx(world.workspace, (tx) => tx.select().from(audit));
  expect(said.filter((one) => one.action === 'checkins.nudge-dropped')).toMatchObject([
    { subject: 'DEP-2', after: { owner: 'ana', step: 'owner' }, reason: 'too late to remind' },
  ]);
});

it('an answer to a part leaves the rest to the next step', async () => {
  await begins({ dependencies: [{ title: 'Orders API' }, { title: 'Usage feed' }] });
  await world.advanceTo('2026-12-01T10:00:00Z');
  await ana.writes('1 green');

  await world.advanceTo('2026-12-02T13:30:00Z');

  expect(ben.last.text).toContain('DEP-2');
  expect(ben.last.text).not.toContain('DEP-1 Orders API ·');
});

it('a dependency is taken to its own delegate', async () => {
  await begins({
    dependencies: [{ title: 'Orders API', delegate: 'dev' }, { title: 'Usage feed' }],
    people: { dev: { zone: 'Europe/Berlin', delegate: 'chloe' } },
  });
  const dev = await world.actor('dev');

  await world.advanceTo('2026-12-02T13:30:00Z');

  expect(dev.last.text).toContain('DEP-1');
  expect(dev.last.text).not.toContain('DEP-2');
  expect(ben.last.text).toContain('DEP-2');
  expect(ben.last.text).not.toContain('DEP-1 ');
});

it('without a delegate the lead hears of it at the delegate’s step, once, and why', async () => {
  await begins({
    people: { ivy: { zone: 'Europe/London' } },
    dependencies: [{ owner: 'ivy', title: 'Orders API' }],
  });

  await world.advanceTo('2026-12-02T23:00:00Z');

  expect(moments(lena)).toEqual(['Wed 14:00']);
  expect(lena.last.text).toMatch(/no delegate/);
});

it('tells nobody twice: the delegate who leads as well hears of it as delegate', async () => {
  await begins({ leads: ['ben'], dependencies: [{ title: 'Orders API' }] });

  await world.advanceTo('2026-12-02T23:00:00Z');

  expect(moments(ben)).toEqual(['Wed 14:00']);
});

it('several silent owners are one message to the lead', async () => {
  await begins({
    people: { ivy: { zone: 'Europe/Berlin', delegate: 'dev' } },
    dependencies: [{ title: 'Orders API' }, { owner: 'ivy', title: 'Usage feed' }],
  });

  await world.advanceTo('2026-12-02T17:00:00Z');

  expect(lena.inbox).toHaveLength(1);
  expect(lena.last.text).toContain('Ana Example');
  expect(lena.last.text).toContain('Ivy Example');
});

it('a step waits for its recipient’s working hours, though not until the owner is asked anew', async () => {
  await begins({
    people: {
      kiri: { zone: 'Pacific/Auckland' },
      luis: { zone: 'America/Los_Angeles', delegate: 'kiri' },
      sana: { zone: 'Asia/Tokyo' },
    },
    leads: ['lena', 'sana'],
    dependencies: [{ owner: 'luis', title: 'Orders API' }],
  });
  const [kiri, sana] = [await world.actor('kiri'), await world.actor('sana')];

  await world.advanceTo('2026-12-03T18:00:00Z');

  // 14:00 in Los Angeles is 11:00 of the next day in Auckland; 16:30 there is 00:30 in London and 09:30 in Tokyo.
  expect(moments(kiri)).toEqual(['Thu 11:00']);
  expect(moments(sana)).toEqual(['Thu 09:30']);
  expect(moments(lena)).toEqual(['Thu 09:00']);
});

it('a delegate answers in words without naming the one they were asked about', async () => {
  await begins({ dependencies: [{ title: 'Orders API' }] });
  await world.advanceTo('2026-12-02T13:30:00Z');

  const { text } = await ben.writes('green, staging arrived');

  expect(text).toContain('Recorded for DEP-1: ✓ GREEN');
});

it('a stranger’s click is refused, naming who may answer', async () => {
  await begins({ dependencies: [{ title: 'Orders API' }] });
  const dev = await world.actor('dev');
  await world.advanceTo('2026-12-01T10:00:00Z');

  const { text } = await dev.clicks('● Red', ana.last);

  expect(text).toContain('@ana');
  expect(text).toContain('@ben');
  expect(text).toContain('@lena');
  expect(ana.last.text).toContain('[● Red]');
});

it('silence becomes a fact of the register and is counted', async () => {
  await begins({ dependencies: [{ title: 'Orders API' }] });

  await world.advanceTo('2026-12-05T12:00:00Z');
  const { text } = await lena.says('/deps show DEP-1');

  expect(text).toContain('no answer since Tue 1 Dec');
  const rollUps = world.channel('programme');
  expect(rollUps).toHaveLength(2);
  expect(rollUps.at(-1)?.text).toContain('Ana Example');
  expect(rollUps.at(-1)?.text).toContain('Tue 1 Dec');

  await ana.writes('1 green');

  expect((await lena.says('/deps show DEP-1')).text).not.toContain('no answer since');
});
