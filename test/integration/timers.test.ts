import { DateTime } from 'luxon';
import { note } from '../../src/chat/card.ts';
import { steppedClock } from '../../src/core/clock.ts';
import type { Tx } from '../../src/db/db.ts';
import { enqueue } from '../../src/outbox/outbox.ts';
import { outbox } from '../../src/outbox/tables.ts';
import { timers } from '../../src/timers/tables.ts';
import { clearTimers, type DueTimer, earliestDue, setTimer, sweepTimers } from '../../src/timers/timers.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';

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
  return sweepTimers(
    database.db,
    clock,
    async (tx, timer) => handle(timer, tx),
    (_, error) => failed.push(error),
  );
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
