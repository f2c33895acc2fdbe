import { sql } from 'drizzle-orm';
import { DateTime } from 'luxon';
import { webMessages } from '../../src/adapters/web/tables.ts';
import { note } from '../../src/chat/card.ts';
import { steppedClock } from '../../src/core/clock.ts';
import type { Tx } from '../../src/db/db.ts';
import { pictures } from '../../src/features/outlook/tables.ts';
import { receipts } from '../../src/inbox/tables.ts';
import { planRetention, retention } from '../../src/operations/retention.ts';
import { audienceOf, enqueue } from '../../src/outbox/outbox.ts';
import { outbox, shown } from '../../src/outbox/tables.ts';
import { sweepTimers } from '../../src/timers/sweep.ts';
import { timers } from '../../src/timers/tables.ts';
import { setTimer } from '../../src/timers/timers.ts';
import type { TestDatabase } from '../support/database.ts';
import { freshDatabase } from '../support/fresh-database.ts';

const NOW = DateTime.fromISO('2028-01-15T00:00:00Z');
const daysAgo = (days: number) => NOW.minus({ days });
let database: TestDatabase;
beforeEach(async () => {
  database = await freshDatabase();
});
afterEach(() => database.drop());

const inWorkspace = <Result>(work: (tx: Tx) => Promise<Result>) => database.db.tx(database.workspace, work);

/** Runs what is due until 02:00, when the daily run is, and gives when the next one is. */
async function pruneAt(now: DateTime): Promise<DateTime | undefined> {
  await inWorkspace((tx) => planRetention(tx, now));
  const clock = steppedClock(now.set({ hour: 3 }));
  const failures: unknown[] = [];
  await sweepTimers(database.db, clock, {
    together: () => false,
    async handle(tx, [timer], at) {
      await retention.timers?.[timer.kind]?.({ tx, workspace: timer.workspace, now: at }, timer);
    },
    onError: (_timer, error) => failures.push(error),
    onApart: (_timers, error) => failures.push(error),
  });
  expect(failures).toEqual([]);
  const [next] = await inWorkspace((tx) => tx.select({ at: timers.dueAt }).from(timers).where(sql`done_at is null`));
  return next?.at;
}

async function say(key: string, at: DateTime, changes: Partial<typeof outbox.$inferInsert>, subject?: string) {
  await inWorkspace(async (tx) => {
    const message = { key, to: { person: 'ana' }, card: note(key), priority: 'prompt' } as const;
    await enqueue(tx, at, [{ ...message, ...(subject !== undefined && { subject }) }]);
    await tx
      .update(outbox)
      .set({ attempts: 1, ...changes })
      .where(sql`key = ${key}`);
  });
}

async function keysLeft(): Promise<string[]> {
  const rows = await inWorkspace((tx) => tx.select({ key: outbox.key }).from(outbox).orderBy(outbox.seq));
  return rows.map((row) => row.key);
}

it('forgets receipts after a week, and never a message that was not answered', async () => {
  await inWorkspace((tx) =>
    tx.insert(receipts).values([
      { receipt: 'old', at: daysAgo(8), doneAt: daysAgo(8), inbound: null },
      { receipt: 'redelivered soon', at: daysAgo(6), doneAt: daysAgo(6), inbound: null },
      { receipt: 'never done', at: daysAgo(300), inbound: null },
    ]),
  );

  await pruneAt(NOW);

  const left = await inWorkspace((tx) => tx.select({ receipt: receipts.receipt }).from(receipts));
  expect(left.map((row) => row.receipt).sort()).toEqual(['never done', 'redelivered soon']);
});

it('forgets delivered messages after a quarter, and keeps what waits or was given up', async () => {
  await say('delivered', daysAgo(92), { deliveredAt: daysAgo(92) });
  await say('overtaken', daysAgo(92), { supersededAt: daysAgo(92) });
  await say('recent', daysAgo(80), { deliveredAt: daysAgo(80) });
  await say('parked', daysAgo(500), { parkedAt: daysAgo(500) });
  await say('waiting', daysAgo(500), {});

  await pruneAt(NOW);

  expect(await keysLeft()).toEqual(['recent', 'parked', 'waiting']);
});

it('still knows who was sent a card that is shown', async () => {
  const place = { conversation: 'person:ana', platform: 'web', place: 'person:ana', message: '1' } as const;
  await say('v1', daysAgo(200), { deliveredAt: daysAgo(200) }, 'blocker:1');
  await say('v2', daysAgo(150), { deliveredAt: daysAgo(150) }, 'blocker:1');
  await say('ancient', daysAgo(400), { deliveredAt: daysAgo(400) }, 'blocker:0');
  await inWorkspace((tx) =>
    tx.insert(shown).values([
      { ...place, subject: 'blocker:1', updatedAt: daysAgo(150) },
      { ...place, subject: 'blocker:0', updatedAt: daysAgo(400) },
    ]),
  );

  await pruneAt(NOW);

  expect(await keysLeft()).toEqual(['v2']);
  expect(await inWorkspace((tx) => audienceOf(tx, 'blocker:1'))).toEqual([{ person: 'ana' }]);
  expect(await inWorkspace((tx) => tx.select({ subject: shown.subject }).from(shown))).toEqual([
    { subject: 'blocker:1' },
  ]);
});

it('forgets fired timers whose time is long past, and no other', async () => {
  const timer = (occurrence: string, dueAt: DateTime) => ({ kind: 'test', subject: 'x', occurrence, dueAt });
  await inWorkspace(async (tx) => {
    for (const one of [
      timer('old', daysAgo(100)),
      timer('recent', daysAgo(10)),
      timer('future', NOW.plus({ days: 400 })),
    ])
      await setTimer(tx, one);
    await tx.update(timers).set({ doneAt: sql`least(due_at, ${daysAgo(10).toISO()}::timestamptz)` });
  });

  await pruneAt(NOW);

  const left = await inWorkspace((tx) =>
    tx.select({ occurrence: timers.occurrence }).from(timers).where(sql`kind = 'test'`),
  );
  expect(left.map((row) => row.occurrence).sort()).toEqual(['future', 'recent']);
});

it('forgets what the console showed after a year', async () => {
  const message = { conversation: 'person:ana', card: note('x') };
  await inWorkspace((tx) =>
    tx.insert(webMessages).values([
      { ...message, outboxId: '1', postedAt: daysAgo(500), updatedAt: daysAgo(366) },
      { ...message, outboxId: '2', postedAt: daysAgo(500), updatedAt: daysAgo(300) },
    ]),
  );

  await pruneAt(NOW);

  expect(await inWorkspace((tx) => tx.select({ id: webMessages.outboxId }).from(webMessages))).toEqual([{ id: '2' }]);
});

it('runs daily, once however many processes plan it', async () => {
  await Promise.all([1, 2, 3].map(() => inWorkspace((tx) => planRetention(tx, NOW))));
  expect(await inWorkspace((tx) => tx.select({ id: timers.id }).from(timers))).toHaveLength(1);

  expect((await pruneAt(NOW))?.toISO()).toBe('2028-01-16T02:00:00.000Z');
});

it('removes a batch at a time and comes back for the rest within the minute', async () => {
  const rows = Array.from({ length: 2_001 }, (_, n) => ({
    receipt: `old-${n}`,
    at: daysAgo(30),
    doneAt: daysAgo(30),
    inbound: null,
  }));
  await inWorkspace((tx) => tx.insert(receipts).values(rows));

  expect((await pruneAt(NOW))?.toISO()).toBe('2028-01-15T03:01:00.000Z');
  expect(await inWorkspace((tx) => tx.$count(receipts))).toBe(1);

  await pruneAt(NOW.plus({ days: 1 }));
  expect(await inWorkspace((tx) => tx.$count(receipts))).toBe(0);
});

it('forgets pictures with their messages, after a quarter', async () => {
  const model = {
    kind: 'map' as const,
    programme: 'Q1 launch',
    filter: null,
    today: '2027-10-01',
    end: null,
    path: [],
    nodes: [],
    edges: [],
  };
  const [old, recent] = ['b4c1d1a2-6c55-4f0e-9d6a-0d8f6f1f7a11', 'b4c1d1a2-6c55-4f0e-9d6a-0d8f6f1f7a12'];
  await inWorkspace((tx) =>
    tx.insert(pictures).values([
      { id: old, model, madeAt: daysAgo(92) },
      { id: recent, model, madeAt: daysAgo(80) },
    ]),
  );

  await pruneAt(NOW);

  expect(await inWorkspace((tx) => tx.select({ id: pictures.id }).from(pictures))).toEqual([{ id: recent }]);
});
