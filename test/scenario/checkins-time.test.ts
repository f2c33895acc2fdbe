import { eq, isNull } from 'drizzle-orm';
import type { DateTime } from 'luxon';
import { audit } from '../../src/features/audit/tables.ts';
import { prompts, rounds } from '../../src/features/checkins/tables.ts';
import { people } from '../../src/features/people/tables.ts';
import { listProgrammes, type Policy, replanPrompts } from '../../src/features/programme/index.ts';
import { savePolicy } from '../../src/features/programme/store.ts';
import { findDependency, updateDependency } from '../../src/features/register/index.ts';
import { timers } from '../../src/timers/tables.ts';
import { type Actor, startWorld, type World } from '../support/depsync.ts';
import type { Seed } from '../support/seed.ts';

let world: World;
afterEach(() => world.end());

/** Starts a story in which the prompts are planned. */
async function begins(at: string, content: Seed): Promise<void> {
  world = await startWorld(at, content);
  await plan();
}

async function plan(change: (policy: Policy) => Policy = (policy) => policy): Promise<void> {
  await world.db.tx(world.workspace, async (tx) => {
    const [programme] = await listProgrammes(tx);
    if (programme === undefined) throw new Error('The story has no programme.');
    await savePolicy(tx, programme.id, change(programme.policy));
    await replanPrompts({ tx, now: world.now() }, programme.id);
  });
  await world.settle();
}

/** When somebody was sent a prompt, on their own clock: `Tue 9 Mar 09:30`. */
function promptsOf(actor: Actor): string[] {
  return actor.inbox.filter((one) => / needs? a word by /.test(one.text)).map((one) => local(one.postedAt, actor));
}

function local(at: DateTime, actor: Actor): string {
  return at.setZone(actor.person.calendar.zone).setLocale('en-US').toFormat('ccc d LLL HH:mm');
}

it('asks owners in seven zones at 09:30 of their own clock, also over both changes of the clocks', async () => {
  const zones = {
    ana: 'Europe/Berlin',
    chloe: 'America/New_York',
    dev: 'Asia/Kolkata',
    lena: 'Europe/London',
    kiri: 'Pacific/Auckland',
    luis: 'America/Los_Angeles',
    sana: 'Asia/Dubai',
  };
  await begins('2027-03-08T00:00:00Z', {
    people: Object.fromEntries(Object.entries(zones).map(([handle, zone]) => [handle, { zone }])),
    dependencies: Object.keys(zones).map((owner) => ({ owner })),
  });

  await world.advanceTo('2027-04-02T12:00:00Z');

  const expected = ['9 Mar', '11 Mar', '16 Mar', '18 Mar', '23 Mar', '25 Mar', '30 Mar', '1 Apr'];
  for (const handle of Object.keys(zones)) {
    const actor = await world.actor(handle);
    const days = promptsOf(actor);
    expect([handle, ...days]).toEqual([
      handle,
      ...expected.map((date, index) => `${index % 2 === 0 ? 'Tue' : 'Thu'} ${date} 09:30`),
    ]);
  }
});

it('keeps the day off of each country: holidays move to the next working day, in the same round', async () => {
  await begins('2026-12-21T06:00:00Z', {
    policy: { cadence: { weekdays: [2, 5], time: '09:30' } },
    people: {
      ana: { zone: 'Europe/Berlin', country: 'DE' },
      sana: { zone: 'Asia/Jerusalem', country: 'IL' },
    },
    dependencies: [{ owner: 'ana' }, { owner: 'sana' }],
  });

  await world.advanceTo('2027-01-04T12:00:00Z');

  // 25 and 26 December are holidays in Germany, the weekend follows; in Israel Friday and Saturday are the weekend.
  expect(promptsOf(await world.actor('ana'))).toEqual([
    'Tue 22 Dec 09:30',
    'Mon 28 Dec 09:30',
    'Tue 29 Dec 09:30',
    'Mon 4 Jan 09:30',
  ]);
  expect(promptsOf(await world.actor('sana'))).toEqual([
    'Tue 22 Dec 09:30',
    'Sun 27 Dec 09:30',
    'Tue 29 Dec 09:30',
    'Sun 3 Jan 09:30',
  ]);
  const kept = await world.db.tx(world.workspace, (tx) => tx.select().from(rounds).orderBy(rounds.date));
  expect(kept.map((round) => round.date)).toContain('2026-12-25');
});

it('closes every round, also when somebody is asked after it was over', async () => {
  await begins('2026-12-21T06:00:00Z', {
    policy: { cadence: { weekdays: [3, 4], time: '09:30' } },
    people: { ana: { country: 'DE' }, ben: { zone: 'Europe/Berlin' } },
    dependencies: [{ owner: 'ana' }, { owner: 'ben' }],
  });
  // New Year's Eve is worked, New Year and the weekend are not; ben has no country and works on.
  await plan((policy) => ({ ...policy, cadence: { weekdays: [5], time: '09:30' } }));

  await world.advanceTo('2027-01-12T12:00:00Z');

  const late = await world.db.tx(world.workspace, (tx) => tx.select().from(rounds));
  expect(late.filter((round) => round.closedAt === null && round.closesAt <= world.now())).toEqual([]);
  const open = await world.db.tx(world.workspace, (tx) => tx.select().from(prompts));
  expect(open.filter((prompt) => prompt.state === 'open' && prompt.answerBy.plus({ days: 2 }) < world.now())).toEqual(
    [],
  );
});

describe('while somebody is away', () => {
  it('the stand-in is asked in their own working hours, and told whose dependencies these are', async () => {
    await begins('2026-11-30T06:00:00Z', { dependencies: [{ title: 'Orders API' }] });
    const [ana, chloe] = [await world.actor('ana'), await world.actor('chloe')];
    await ana.says('/deps away until Friday, @chloe stands in');

    await world.advanceTo('2026-12-01T20:00:00Z');

    expect(promptsOf(ana)).toEqual([]);
    // Ana's 09:30 in Berlin is 03:30 in New York.
    expect(promptsOf(chloe)).toEqual(['Tue 1 Dec 09:00']);
    expect(chloe.last.text).toContain('Ana Example is away');

    const { text } = await chloe.clicks('✓ Green');

    expect(text).toContain('✓ GREEN');
  });

  it('and nobody stands in, a lead is asked instead', async () => {
    await begins('2026-11-30T06:00:00Z', {
      people: { ivy: { zone: 'Europe/Berlin' } },
      dependencies: [{ owner: 'ivy', title: 'Orders API' }],
    });
    const [ivy, lena] = [await world.actor('ivy'), await world.actor('lena')];
    await ivy.says('/deps away until Friday');

    await world.advanceTo('2026-12-01T20:00:00Z');

    expect(promptsOf(ivy)).toEqual([]);
    expect(promptsOf(lena)).toEqual(['Tue 1 Dec 09:00']);
    expect(lena.last.text).toContain('Ivy Example is away');
  });
});

describe('after a downtime', () => {
  it('a prompt more than two hours late is dropped and recorded, and the next one comes', async () => {
    await begins('2026-11-30T06:00:00Z', { dependencies: [{ title: 'Orders API' }] });
    const ana = await world.actor('ana');

    world.clock.set(world.now().set({ day: 1, month: 12, hour: 11 }));
    await world.settle();

    expect(promptsOf(ana)).toEqual([]);
    const [dropped] = await world.db.tx(world.workspace, (tx) => tx.select().from(prompts));
    expect(dropped?.state).toBe('dropped');

    await world.advanceTo('2026-12-03T12:00:00Z');

    expect(promptsOf(ana)).toEqual(['Thu 3 Dec 09:30']);
    expect(world.channel('programme')).toEqual([]);
  });

  it('one that is not yet two hours late is sent, though an earlier one is dropped', async () => {
    await begins('2026-11-30T06:00:00Z', { dependencies: [{ title: 'Orders API' }] });
    const ana = await world.actor('ana');

    world.clock.set(world.now().set({ day: 3, month: 12, hour: 9 }));
    await world.settle();

    expect(promptsOf(ana)).toEqual(['Thu 3 Dec 10:00']);
    const all = await world.db.tx(world.workspace, (tx) => tx.select().from(prompts).orderBy(prompts.askedAt));
    expect(all.map((prompt) => prompt.state)).toEqual(['dropped', 'open']);
  });
});

describe('planned before the slot, but only after it does anybody come to it', () => {
  /** Tuesday 08:30 in Berlin: the plan is asked for, and nothing runs until a time of that day. */
  async function comesAt(hourInUtc: number): Promise<Actor> {
    world = await startWorld('2026-12-01T07:30:00Z', { dependencies: [{ title: 'Orders API' }] });
    await world.db.tx(world.workspace, async (tx) => {
      for (const { id } of await listProgrammes(tx)) await replanPrompts({ tx, now: world.now() }, id);
    });
    world.clock.set(world.now().set({ hour: hourInUtc, minute: 0 }));
    await world.settle();
    return world.actor('ana');
  }

  it('by less than two hours, the owner is asked at once', async () => {
    const ana = await comesAt(10);

    expect(promptsOf(ana)).toEqual(['Tue 1 Dec 11:00']);
  });

  it('by more, the prompt is dropped and recorded, and the next one comes', async () => {
    const ana = await comesAt(12);

    expect(promptsOf(ana)).toEqual([]);
    const [dropped] = await world.db.tx(world.workspace, (tx) => tx.select().from(prompts));
    expect(dropped?.state).toBe('dropped');
    const said = await world.db.tx(world.workspace, (tx) => tx.select().from(audit));
    expect(said.filter((one) => one.action === 'checkins.dropped')).toMatchObject([{ subject: 'DEP-1' }]);

    await world.advanceTo('2026-12-03T12:00:00Z');

    expect(promptsOf(ana)).toEqual(['Thu 3 Dec 09:30']);
  });
});

describe('when plans change', () => {
  it('the owner of the moment is asked', async () => {
    await begins('2026-11-30T06:00:00Z', { dependencies: [{ title: 'Orders API' }] });
    const [ana, dev] = [await world.actor('ana'), await world.actor('dev')];
    await world.db.tx(world.workspace, async (tx) => {
      const { id } = await findDependency(tx, 'DEP-1');
      await updateDependency(tx, id, { ownerId: dev.person.id }, world.now());
    });
    await plan();

    await world.advanceTo('2026-12-01T20:00:00Z');

    expect(promptsOf(ana)).toEqual([]);
    expect(promptsOf(dev)).toEqual(['Tue 1 Dec 09:30']);
  });

  it('planning again changes nothing', async () => {
    await begins('2026-11-30T06:00:00Z', { dependencies: [{ title: 'Orders API' }] });
    await plan();
    await world.advanceTo('2026-12-01T09:00:00Z');
    await plan();

    await world.advanceTo('2026-12-03T12:00:00Z');

    expect(promptsOf(await world.actor('ana'))).toEqual(['Tue 1 Dec 09:30', 'Thu 3 Dec 09:30']);
  });

  it('a later time on the day of a prompt asks nobody twice, and the next prompt still comes', async () => {
    await begins('2026-11-30T06:00:00Z', { dependencies: [{ title: 'Orders API' }] });
    await world.advanceTo('2026-12-01T09:00:00Z');

    await plan((policy) => ({ ...policy, cadence: { ...policy.cadence, time: '14:00' } }));
    await world.advanceTo('2026-12-08T14:00:00Z');

    expect(promptsOf(await world.actor('ana'))).toEqual(['Tue 1 Dec 09:30', 'Thu 3 Dec 14:00', 'Tue 8 Dec 14:00']);
  });
});

describe('many at once', () => {
  const many = Array.from({ length: 230 }, (_, n) => `owner${n}`);
  const crowd: Seed = {
    people: Object.fromEntries(many.map((handle) => [handle, { zone: 'Europe/Berlin' }])),
    dependencies: many.map((owner) => ({ owner })),
  };
  const states = () =>
    world.db.tx(world.workspace, async (tx) => (await tx.select().from(prompts)).map((prompt) => prompt.state));

  it('each is asked once, in one round, with a ladder each', async () => {
    await begins('2026-11-30T06:00:00Z', crowd);
    await world.advanceTo('2026-12-01T08:30:00Z');

    expect(await states()).toEqual(many.map(() => 'open'));
    for (const handle of many.slice(0, 3)) {
      expect(promptsOf(await world.actor(handle))).toEqual(['Tue 1 Dec 09:30']);
    }
    const [round, ...others] = await world.db.tx(world.workspace, (tx) => tx.select().from(rounds));
    expect(round?.date).toBe('2026-12-01');
    expect(others).toEqual([]);
    const waiting = await world.db.tx(world.workspace, (tx) => tx.select().from(timers).where(isNull(timers.doneAt)));
    expect(waiting.filter((timer) => timer.kind === 'checkins.nudge')).toHaveLength(3 * many.length);
    expect(waiting.filter((timer) => timer.kind === 'checkins.prompt')).toHaveLength(many.length);
  });

  it('too late for all, each is dropped and recorded', async () => {
    await begins('2026-11-30T06:00:00Z', crowd);
    world.clock.set(world.now().set({ day: 1, month: 12, hour: 11 }));
    await world.settle();

    expect(await states()).toEqual(many.map(() => 'dropped'));
    const said = await world.db.tx(world.workspace, (tx) => tx.select().from(audit));
    expect(said.filter((one) => one.action === 'checkins.dropped')).toHaveLength(many.length);
  });

  it('one whom nothing can be asked for want of a calendar holds up nobody else', async () => {
    await begins('2026-11-30T06:00:00Z', crowd);
    await world.db.tx(world.workspace, (tx) =>
      tx
        .update(people)
        .set({ weekend: [1, 2, 3, 4, 5, 6, 7] })
        .where(eq(people.handle, 'owner7')),
    );
    await world.advanceTo('2026-12-01T08:30:00Z');

    expect(await states()).toHaveLength(many.length - 1);
    expect(world.errors.splice(0).map((line) => line.includes('timer failed'))).toEqual([true]);
  });
});

describe('asked out of turn', () => {
  it('by a lead, the owner gets the prompt at once, and not again that day', async () => {
    await begins('2026-12-01T08:00:00Z', { dependencies: [{ title: 'Orders API' }] });
    const [ana, lena] = [await world.actor('ana'), await world.actor('lena')];
    await world.advanceTo('2026-12-01T08:10:00Z');

    await lena.says('/deps ask DEP-1');
    const again = await lena.says('/deps ask @ana');
    await world.advanceTo('2026-12-01T16:00:00Z');

    expect(promptsOf(ana)).toEqual(['Tue 1 Dec 09:10']);
    expect(again.text).toContain('asked today');
  });

  it('outside of working hours, when the working day begins', async () => {
    await begins('2026-12-02T19:00:00Z', { dependencies: [{ title: 'Orders API' }] });
    const [ana, chloe] = [await world.actor('ana'), await world.actor('chloe')];

    const { text } = await chloe.says('/deps ask DEP-1');
    await world.advanceTo('2026-12-03T12:00:00Z');

    expect(text).toContain('Thu 3 Dec');
    expect(promptsOf(ana)).toEqual(['Thu 3 Dec 09:00']);
  });

  it('by somebody who neither leads nor waits, it is refused, naming who may', async () => {
    await begins('2026-12-02T09:00:00Z', { dependencies: [{ title: 'Orders API' }] });
    const dev = await world.actor('dev');

    const { text } = await dev.says('/deps ask DEP-1');

    expect(text).toContain('@lena');
    expect(promptsOf(await world.actor('ana'))).toEqual([]);
  });
});
