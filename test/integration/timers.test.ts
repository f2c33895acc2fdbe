import { isNull, sql } from 'drizzle-orm';
import { DateTime } from 'luxon';
import { note } from '../../src/chat/card.ts';
import { type Clock, steppedClock } from '../../src/core/clock.ts';
import type { Tx } from '../../src/db/db.ts';
import { workspaces } from '../../src/features/people/tables.ts';
import { enqueue } from '../../src/outbox/outbox.ts';
import { outbox } from '../../src/outbox/tables.ts';
import { type DueTimer, type Run, sweepTimers } from '../../src/timers/sweep.ts';
import { timers } from '../../src/timers/tables.ts';
import { clearTimers, earliestDue, setTimer, setTimers } from '../../src/timers/timers.ts';
import type { TestDatabase } from '../support/database.ts';
import { freshDatabase } from '../support/fresh-database.ts';

const start = DateTime.fromISO('2026-11-30T09:00:00Z').toUTC();
let database: TestDatabase;
let clock = steppedClock(start);

beforeEach(async () => {
  database = await freshDatabase();
  clock = steppedClock(start);
});
afterEach(() => database.drop());

const inWorkspace = <Result>(work: (tx: Tx) => Promise<Result>) => database.db.tx(database.workspace, work);
const set = (occurrence: string, minutes: number) =>
  inWorkspace((tx) => setTimer(tx, { kind: 'test.ring', subject: 'one', occurrence, dueAt: start.plus({ minutes }) }));

async function sweep(
  handle: (timer: DueTimer, tx: Tx) => Promise<void> | void,
  failed: unknown[] = [],
): Promise<number> {
  return sweepTimers(database.db, clock, {
    together: () => false,
    handle: async (tx, [timer]) => handle(timer, tx),
    onError: (_, error) => failed.push(error),
    onApart: (_, error) => failed.push(error),
  });
}

/** Sweeps with a handler that takes many; gives what failed by itself, and how many were handed over apart. */
async function sweepTogether(
  handle: (due: Run, tx: Tx) => Promise<void> | void,
): Promise<{ failed: string[]; apart: number }> {
  const failed: string[] = [];
  let apart = 0;
  await sweepTimers(database.db, clock, {
    together: (kind) => kind === 'test.ring',
    handle: async (tx, due) => handle(due, tx),
    onError: ({ occurrence }) => failed.push(occurrence),
    onApart: (due) => {
      apart += due.length;
    },
  });
  return { failed, apart };
}

it('fires what is due, in the order it was due, once', async () => {
  await set('late', 20);
  await set('early', 10);
  await set('not yet', 60);
  clock.set(start.plus({ minutes: 30 }));
  const rung: string[] = [];

  await sweep((timer) => void rung.push(timer.occurrence));
  await sweep((timer) => void rung.push(timer.occurrence));

  expect(rung).toEqual(['early', 'late']);
  expect(await earliestDue(database.db)).toEqual(start.plus({ minutes: 60 }));
});

it('fires each timer once however many sweep at the same moment', async () => {
  for (let n = 0; n < 40; n += 1) await set(`n${n}`, 1);
  clock.set(start.plus({ minutes: 1 }));
  const rung: string[] = [];

  await Promise.all([1, 2, 3, 4].map(() => sweep((timer) => void rung.push(timer.occurrence))));

  expect(rung).toHaveLength(40);
  expect(new Set(rung).size).toBe(40);
});

it('moves a timer that has not fired, and leaves one that has', async () => {
  await set('slot', 10);
  await set('slot', 20);
  expect(await earliestDue(database.db)).toEqual(start.plus({ minutes: 20 }));
  clock.set(start.plus({ minutes: 20 }));
  await sweep(() => {});

  await set('slot', 40);

  expect(await earliestDue(database.db)).toBeUndefined();
});

it('tells the same moment whatever zone the database writes it in', async () => {
  await set('slot', 10);

  const told = await Promise.all(
    ['UTC', 'Asia/Kolkata', 'America/St_Johns', 'Pacific/Chatham'].map((zone) =>
      inWorkspace(async (tx) => {
        await tx.execute(sql.raw(`set local timezone = '${zone}'`));
        return (await tx.select().from(timers))[0]?.dueAt.toISO();
      }),
    ),
  );

  expect(new Set(told)).toEqual(new Set([start.plus({ minutes: 10 }).toISO()]));
});

it('forgets a timer whose cause has ended', async () => {
  await set('slot', 10);

  await inWorkspace((tx) => clearTimers(tx, 'one', ['test.ring']));

  expect(await earliestDue(database.db)).toBeUndefined();
});

it('undoes a handler that failed and tries it again later, without holding up the others', async () => {
  await set('breaks', 1);
  await set('works', 2);
  clock.set(start.plus({ minutes: 2 }));
  const failed: unknown[] = [];
  let broken = true;
  const rung: string[] = [];
  const handle = async (timer: DueTimer, tx: Tx) => {
    await enqueue(tx, clock.now(), [
      { key: `${timer.occurrence}`, to: { person: 'ana' }, card: note('ring'), priority: 'reply' },
    ]);
    if (timer.occurrence === 'breaks' && broken) throw new Error('not today');
    rung.push(timer.occurrence);
  };

  await sweep(handle, failed);
  expect(rung).toEqual(['works']);
  expect(await database.db.system((tx) => tx.select().from(outbox))).toHaveLength(1);
  broken = false;
  clock.set(clock.now().plus({ minutes: 1 }));
  await sweep(handle, failed);

  expect(rung).toEqual(['works', 'breaks']);
  expect(failed).toHaveLength(1);
  expect((await database.db.system((tx) => tx.select().from(timers))).map((row) => row.lastError)).toContain(
    'not today',
  );
});

describe('handled together', () => {
  it('are timers of one kind and one moment, in the order in which they were set; what is due between keeps its turn', async () => {
    const at = (minutes: number) => ({ subject: 'one', dueAt: start.plus({ minutes }) });
    await inWorkspace((tx) =>
      setTimers(tx, [
        { ...at(1), kind: 'test.ring', occurrence: 'a' },
        { ...at(1), kind: 'test.ring', occurrence: 'b' },
        { ...at(1), kind: 'test.other', occurrence: 'c' },
        { ...at(1), kind: 'test.ring', occurrence: 'd' },
        { ...at(2), kind: 'test.ring', occurrence: 'e' },
      ]),
    );
    clock.set(start.plus({ minutes: 5 }));
    const handed: string[] = [];

    await sweepTogether((due) => void handed.push(due.map((timer) => timer.occurrence).join('')));
    await sweepTogether((due) => void handed.push(due.map((timer) => timer.occurrence).join('')));

    expect(handed).toEqual(['ab', 'c', 'd', 'e']);
  });

  it('never of two workspaces', async () => {
    const other = await database.db.system(async (tx) => {
      const [made] = await tx.insert(workspaces).values({ name: 'Other', createdAt: start }).returning();
      return made?.id ?? '';
    });
    await set('here', 1);
    await database.db.tx(other, (tx) =>
      setTimer(tx, { kind: 'test.ring', subject: 'one', occurrence: 'there', dueAt: start.plus({ minutes: 1 }) }),
    );
    clock.set(start.plus({ minutes: 1 }));
    const handed: string[][] = [];

    await sweepTogether((due) => void handed.push(due.map((timer) => timer.workspace)));

    expect(handed).toEqual([[database.workspace], [other]]);
  });

  it('one that fails spoils no other: all are undone, and each is handled by itself', async () => {
    for (const occurrence of ['first', 'breaks', 'last']) await set(occurrence, 1);
    clock.set(start.plus({ minutes: 1 }));
    let broken = true;
    const ring = async (due: Run, tx: Tx) => {
      for (const { occurrence } of due) {
        await enqueue(tx, clock.now(), [
          { key: occurrence, to: { person: 'ana' }, card: note('ring'), priority: 'reply' },
        ]);
        if (occurrence === 'breaks' && broken) throw new Error('not today');
      }
    };
    const rung = async () => (await database.db.system((tx) => tx.select().from(outbox))).map((row) => row.key).sort();

    const { failed, apart } = await sweepTogether(ring);

    expect({ failed, apart }).toEqual({ failed: ['breaks'], apart: 3 });
    expect(await rung()).toEqual(['first', 'last']);
    const [kept] = await database.db.system((tx) => tx.select().from(timers).where(isNull(timers.doneAt)));
    expect(kept).toMatchObject({ occurrence: 'breaks', attempts: 1, lastError: 'not today' });

    broken = false;
    clock.set(clock.now().plus({ minutes: 1 }));
    await sweepTogether(ring);

    expect(await rung()).toEqual(['breaks', 'first', 'last']);
  });

  it('each fires once however many sweep at the same moment', async () => {
    await inWorkspace((tx) =>
      setTimers(
        tx,
        Array.from({ length: 450 }, (_, n) => ({
          kind: 'test.ring',
          subject: 'one',
          occurrence: `n${n}`,
          dueAt: start.plus({ minutes: 1 }),
        })),
      ),
    );
    clock.set(start.plus({ minutes: 1 }));
    const rung: string[] = [];

    await Promise.all(
      [1, 2, 3, 4].map(() => sweepTogether((due) => void rung.push(...due.map((timer) => timer.occurrence)))),
    );

    expect(rung).toHaveLength(450);
    expect(new Set(rung).size).toBe(450);
  });

  it('on a clock of its own speed each is handled at the moment it was due', async () => {
    await set('early', 1);
    await set('late', 2);
    const fast: Clock = { now: () => start.plus({ minutes: 5 }), at: (due) => due, speed: 60 };
    const moments: string[] = [];

    await sweepTimers(database.db, fast, {
      together: () => true,
      handle: async (_tx, due, now) => void moments.push(`${due.map((one) => one.occurrence)} ${now.toISO()}`),
      onError: (_, error) => moments.push(String(error)),
      onApart: (_, error) => moments.push(String(error)),
    });

    expect(moments).toEqual([
      `early ${start.plus({ minutes: 1 }).toISO()}`,
      `late ${start.plus({ minutes: 2 }).toISO()}`,
    ]);
  });
});
