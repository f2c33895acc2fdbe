import { eq, sql } from 'drizzle-orm';
import { DateTime } from 'luxon';
import { compose, type Depsync } from '../../src/compose.ts';
import { steppedClock } from '../../src/core/clock.ts';
import { createLog } from '../../src/log.ts';
import { createMetrics } from '../../src/operations/metrics.ts';
import { readLevels } from '../../src/operations/store.ts';
import { outbox } from '../../src/outbox/tables.ts';
import { setTimer } from '../../src/timers/timers.ts';
import { fakeChat } from '../support/chat.ts';
import { type FreshDatabase, freshDatabase } from '../support/fresh-database.ts';
import { seed } from '../support/seed.ts';

const START = DateTime.fromISO('2026-11-30T09:00:00Z');
let database: FreshDatabase;
beforeEach(async () => {
  database = await freshDatabase();
});
afterEach(() => database.drop());

async function world() {
  const { db, workspace } = database;
  const clock = steppedClock(START);
  const lines: string[] = [];
  const log = createLog('trace', { write: (line) => void lines.push(line) });
  const levels = () => readLevels(db, clock);
  const metrics = createMetrics({ levels, queues: async () => ({}), lastAudit: async () => undefined });
  const { people } = await db.tx(workspace, (tx) => seed({ tx, workspace, now: clock.now() }, { dependencies: [{}] }));
  const depsync = compose({
    db,
    clock,
    log,
    senders: [fakeChat('web', clock)],
    directories: [],
    observer: metrics.observer,
  });
  let acts = 0;
  const says = (text: string) => {
    acts += 1;
    const sender = [...people.values()].find((one) => one.handle === 'ana')?.id ?? '';
    const place = { platform: 'web', conversation: `person:${sender}`, direct: true } as const;
    return depsync.dispatch({ kind: 'command', text, workspace, sender, place, receipt: `act-${acts}` });
  };
  return { db, workspace, clock, lines, levels, metrics, depsync, says };
}

async function deliverAll(depsync: Depsync): Promise<void> {
  await depsync.courier.round();
  await depsync.courier.idle();
}

it('measures a story without its words', async () => {
  const { metrics, says, depsync, clock, lines } = await world();

  await says('block DEP-1 the vendor secretum is late');
  await says('nonsense secretum');
  await deliverAll(depsync);
  clock.set(START.plus({ hours: 24, seconds: 4 }));
  await depsync.sweep();

  const text = await metrics.text();
  expect(text).toMatch(/depsync_handler_duration_seconds_count\{kind="command",result="done"\} 1/);
  expect(text).toMatch(/depsync_handler_duration_seconds_count\{kind="command",result="refused"\} 1/);
  expect(text).toMatch(/depsync_deliveries_total\{result="delivered",platform="web"\} [1-9]/);
  expect(text).toMatch(/depsync_timer_lateness_seconds_bucket\{le="5",kind="blockers.escalate"\} 1/);
  expect(text).toMatch(/depsync_outbox_open_messages [1-9]/);
  expect(text + lines.join('')).not.toContain('secretum');
});

it('logs a failure without the words that caused it', async () => {
  const { says, lines } = await world();
  await database.alter('alter table blockers rename to gone');

  await says('block DEP-1 the vendor secretum is late');

  expect(lines.join('')).toContain('handler failed');
  expect(lines.join('')).not.toContain('secretum');
});

it('knows how long messages and timers wait, retries excepted, and what was given up', async () => {
  const { db, workspace, clock, levels, says } = await world();
  await says('block DEP-1 the vendor is late');
  const timer = { kind: 'test.late', subject: 'x', occurrence: '1', dueAt: START.plus({ seconds: 10 }) };
  await db.tx(workspace, (tx) => setTimer(tx, timer));
  clock.set(START.plus({ seconds: 30 }));

  expect(await levels()).toMatchObject({ oldestOpenSeconds: 30, overdueTimerSeconds: 20, parkedMessages: 0 });

  const [row] = await db.system((tx) => tx.select({ id: outbox.id }).from(outbox).limit(1));
  await db.system((tx) =>
    tx
      .update(outbox)
      .set({ parkedAt: START })
      .where(eq(outbox.id, row?.id ?? '')),
  );
  await db.system((tx) => tx.execute(sql`update timers set retry_at = ${START.plus({ minutes: 1 }).toISO()}`));

  expect(await levels()).toMatchObject({ overdueTimerSeconds: 0, parkedMessages: 1 });
});
