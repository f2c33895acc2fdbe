import { sql } from 'drizzle-orm';
import { importContract } from '../../src/features/approvals/index.ts';
import { findDependency, updateDependency } from '../../src/features/register/index.ts';
import { type Actor, startWorld, type World } from '../support/depsync.ts';
import type { Seed } from '../support/seed.ts';

/** Mon 30 Nov 2026: 08:00 in Berlin, 12:30 in Kolkata, 02:00 in New York, 07:00 in London. */
const MONDAY = '2026-11-30T07:00:00Z';
const SPEC = 'https://specs.example.com/orders.yaml';

const ORDERS: Seed = {
  people: { eve: { zone: 'America/New_York', team: 'part', delegate: 'chloe' } },
  dependencies: [
    { title: 'Orders API', contacts: { product: 'dev', engineering: 'eve', qa: 'dev' } },
    { title: 'Usage feed', contacts: { product: 'dev', engineering: 'eve', qa: 'dev' } },
  ],
};

let world: World;
let ana: Actor;
let chloe: Actor;
let dev: Actor;
let lena: Actor;

beforeEach(async () => {
  world = await startWorld(MONDAY, ORDERS);
  [ana, chloe] = [await world.actor('ana'), await world.actor('chloe')];
  [dev, lena] = [await world.actor('dev'), await world.actor('lena')];
});
afterEach(() => world.end());

/** What of somebody's inbox is about signatures, as `Tue 1 Dec, 09:30 Still to be signed: …` on their clock. */
function received(actor: Actor): string[] {
  const { zone } = actor.person.calendar;
  return actor.inbox
    .filter((message) => /sign|needed|Gate|contracts wait|out of date/.test(message.text))
    .map((message) => {
      const at = message.postedAt.setZone(zone).setLocale('en-US').toFormat('ccc HH:mm');
      return `${at} ${message.text.split('\n')[0]}`;
    });
}

it('reminds every approver at 09:30 of their own clock until the gate is due, then tells leads and owner', async () => {
  await ana.says(`/deps submit DEP-1 v3.0.0 ${SPEC}`);
  await world.advance({ days: 8 });

  expect(received(dev)).toEqual([
    'Mon 12:30 Draft review needed: Orders API v3.0.0 by Thu 3 Dec, 03:30',
    'Tue 09:30 Still to be signed: Orders API v3.0.0 by Thu 3 Dec, 03:30',
    'Wed 09:30 Still to be signed: Orders API v3.0.0 by Thu 3 Dec, 03:30',
  ]);
  expect(received(chloe)).toEqual([
    'Mon 02:00 Draft review needed: Orders API v3.0.0 by Wed 2 Dec, 17:00',
    'Tue 09:30 Still to be signed: Orders API v3.0.0 by Wed 2 Dec, 17:00',
    'Wed 09:30 Still to be signed: Orders API v3.0.0 by Wed 2 Dec, 17:00',
  ]);
  const late = 'Gate 1 of DEP-1 is late: 2 signatures are missing';
  expect(lena.last.text).toContain('0 of 2 signed · waits for @Dev Example, @Chloe Example by Wed 2 Dec, 22:00');
  expect(received(lena)).toEqual([`Wed 22:00 ${late}`]);
  expect(received(ana)).toEqual([`Wed 23:00 ${late}`]);
  expect((await ana.says('/deps gates')).text).toContain('waits for @dev, @chloe · late since Wed 2 Dec, 23:00');
});

it('ends what a late gate set off once it passes', async () => {
  await ana.says(`/deps submit DEP-1 v3.0.0 ${SPEC}`);
  await world.advance({ days: 3 });
  expect((await ana.says('/deps show DEP-1')).text).toContain('gate 1 (Draft review) is late');

  await dev.says('/deps approve DEP-1');
  const form = await lena.clicks('Replace @chloe…');
  if (form.reply.kind !== 'form') throw new Error(form.text);
  await lena.submits(form.reply.form, { person: lena.person.id });
  expect(received(lena).at(-1)).toMatch(/^Thu 07:00 Draft review needed: Orders API v3.0.0/);
  await lena.clicks('Approve v3.0.0');

  expect(received(lena)).toContain('Wed 22:00 Gate 1 of DEP-1 passed');
  expect(received(ana)).toEqual(['Wed 23:00 Gate 1 of DEP-1 passed']);
  expect((await ana.says('/deps show DEP-1')).text).not.toContain('is late');
});

it('says in one message a day what waits, and rewrites it as it is signed', async () => {
  await ana.says(`/deps submit DEP-1 v3.0.0 ${SPEC}`);
  await ana.says(`/deps submit DEP-2 v1.0.0 ${SPEC}`);
  await world.advanceTo('2026-12-01T04:00:00Z');
  expect(received(dev).slice(2)).toEqual(['Tue 09:30 2 contracts wait for you, the first by Thu 3 Dec, 03:30']);
  const [reminder] = dev.inbox.slice(-1);
  if (reminder === undefined) throw new Error('Dev was not reminded.');
  expect(reminder.text).toContain('DEP-2 Usage feed v1.0.0 · gate 1 of 4, Draft review · by Thu 3 Dec, 03:30');

  const { reply, text } = await dev.clicks('Approve v1.0.0', reminder);
  expect([reply.kind, text.split('\n')[0]]).toEqual(['card', 'You approved Usage feed v1.0.0']);
  expect(received(dev)[2]).toBe('Tue 09:30 Still to be signed: Orders API v3.0.0 by Thu 3 Dec, 03:30');
  await dev.clicks('Approve v3.0.0', reminder);
  expect(received(dev)[2]).toBe('Tue 09:30 Nothing here waits for your signature any more');
  await world.advance({ days: 3 });
  expect(received(dev)).toHaveLength(3);
});

it('reminds the stand-in of somebody away, in the stand-in’s working hours', async () => {
  await ana.says(`/deps submit DEP-1 v3.0.0 ${SPEC}`);
  await dev.says('/deps away until Thursday, @lena stands in');
  await world.advanceTo('2026-12-02T08:00:00Z');

  expect(received(dev)).toEqual(['Mon 12:30 Draft review needed: Orders API v3.0.0 by Thu 3 Dec, 03:30']);
  expect(received(lena)).toEqual(['Tue 09:30 Still to be signed: Orders API v3.0.0 by Wed 2 Dec, 22:00']);
  expect(lena.last.text).toContain('you sign for Dev Example as product contact of Data Insights');
  expect((await lena.clicks('Approve v3.0.0')).text).toContain('@Lena Example for @Dev Example');
});

it('stops asking for a version that was replaced', async () => {
  await ana.says(`/deps submit DEP-1 v3.0.0 ${SPEC}`);
  await world.advance({ hours: 30 });
  await ana.says(`/deps submit DEP-1 v3.0.1 ${SPEC}`);
  expect(received(dev)[0]).toBe('Mon 12:30 This card is out of date: v3.0.1 replaced v3.0.0');
  await world.advanceTo('2026-12-03T03:00:00Z');

  expect(received(lena)).toEqual([]);
  expect(received(dev)).toEqual([
    'Mon 12:30 This card is out of date: v3.0.1 replaced v3.0.0',
    'Tue 09:30 Nothing here waits for your signature any more',
    'Tue 18:30 Draft review needed: Orders API v3.0.1 by Fri 4 Dec, 03:30',
    'Wed 09:30 Still to be signed: Orders API v3.0.1 by Fri 4 Dec, 03:30',
  ]);
});

it('stops asking for what was taken out of scope', async () => {
  await ana.says(`/deps submit DEP-1 v3.0.0 ${SPEC}`);
  await world.db.tx(world.workspace, async (tx) => {
    const { id } = await findDependency(tx, 'DEP-1');
    await updateDependency(tx, id, { state: 'dropped' }, world.now());
  });
  await world.advance({ days: 4 });

  expect(received(dev)).toHaveLength(1);
  expect(received(lena)).toEqual([]);
  expect((await dev.clicks('Approve v3.0.0')).text).toBe(
    'DEP-1 was taken out of scope: it needs no signatures any more.',
  );
  expect((await ana.says(`/deps submit DEP-1 v3.0.1 ${SPEC}`)).text).toBe(
    'DEP-1 was taken out of scope: nothing is to be signed for it.',
  );
});

it('takes contracts over from a register file once', async () => {
  const imported = (version: string, url = SPEC) =>
    world.db.tx(world.workspace, async (tx) => {
      const scope = { tx, workspace: world.workspace, now: world.now() };
      const submission = { version, url, submittedById: ana.person.id };
      return importContract(scope, await findDependency(tx, 'DEP-1'), submission);
    });

  expect((await imported('v2.0.0'))?.view.gate.number).toBe(1);
  expect(await imported('2.0.0')).toBeUndefined();
  await expect(imported('2.0.0', 'https://specs.example.com/other.yaml')).rejects.toThrow('Send v2.0.1 or higher.');
  expect((await imported('2.1.0'))?.replaced?.version).toBe('2.0.0');
  expect(await imported('2.0.0')).toBeUndefined();
  expect((await ana.says('/deps gates')).text).toContain('DEP-1 Orders API v2.1.0 · gate 1 of 4, Draft review');
});

it('takes a vote while the same gate falls due in another process', async () => {
  await ana.says(`/deps submit DEP-1 v3.0.0 ${SPEC}`);
  await dev.clicks('Approve v3.0.0');

  await world.db.system(async (sweep) => {
    await sweep.execute(sql`select id from timers where kind = 'approvals.due' for update`);
    expect((await chloe.says('/deps approve DEP-1')).text).toMatch(/^Draft review passed/);
  });
  await world.advance({ days: 1, hours: 12 });
  expect(received(lena)).toEqual([]);
});
