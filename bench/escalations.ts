// 100,000 open blockers, raised evenly over the last 24 hours: how late each tier is in the outbox, with a sweep every five
// seconds. The clock runs as the machine's does while a sweep works, and jumps to the next sweep in between.
import { and, eq, gte, sql } from 'drizzle-orm';
import { DateTime } from 'luxon';
import pino from 'pino';
import { compose } from '../src/compose.ts';
import { type Clock, stopwatch } from '../src/core/clock.ts';
import { newId } from '../src/core/ids.ts';
import { blockers } from '../src/features/blockers/tables.ts';
import { escalations } from '../src/features/escalations/tables.ts';
import { outbox } from '../src/outbox/tables.ts';
import { timers } from '../src/timers/tables.ts';
import { analyze, benchDatabase } from './support/database.ts';
import { insertAll, organisation } from './support/organisation.ts';
import { type Row, report } from './support/result.ts';

const SIZE = { programmes: 100, owners: 10_000, dependenciesEach: 10 };
const OPEN = SIZE.owners * SIZE.dependenciesEach;
const DAY_S = 24 * 3_600;
const SWEEP_S = 5;
const MINUTES = 10;
/** Blockers raised in one second, a day before: what an import of a register brings. */
const BURST = 500;
const AIMS = { p50: 3, p99: 6 };

const start = DateTime.fromISO('2026-12-01T08:30:00Z', { zone: 'utc' });
const burstAt = start.plus({ minutes: MINUTES });
const database = await benchDatabase();
const { db, url, workspace } = database;
let tick = start;
let sinceTick = stopwatch();
const clock: Clock = { now: () => tick.plus({ seconds: sinceTick() }), at: () => clock.now(), speed: 1 };
const depsync = compose({ db, clock, log: pino({ level: 'warn' }, pino.destination(2)), senders: [], directories: [] });
try {
  await seed();
  sinceTick = stopwatch();
  const evenly = await lateness(start, burstAt);
  const burst = await lateness(burstAt, burstAt.plus({ seconds: SWEEP_S }), BURST);
  const missing = evenly.length + burst.length - (await db.system((tx) => tx.$count(outbox)));
  if (missing !== 0) throw new Error(`${missing} escalations have no message.`);
  report('escalations', [
    row(`Lateness of ${evenly.length} tiers of ${OPEN} open blockers, median`, at(evenly, 0.5), AIMS.p50),
    row('99 of 100 are not later than', at(evenly, 0.99), AIMS.p99),
    row(`The last of ${burst.length} tiers that fall due in one second`, at(burst, 1)),
  ]);
} finally {
  await database.drop();
}

function row(what: string, value: number, aim?: number): Row {
  return { what, value, unit: 's', ...(aim !== undefined && { aim: `≤ ${aim} s`, met: value <= aim }) };
}

/** The last of the burst are the dependencies with the highest numbers. */
async function seed(): Promise<void> {
  const { dependencyIds, ownerIds } = await organisation(database, start, SIZE);
  const raisedAt = (n: number) =>
    n < OPEN - BURST
      ? start.minus({ seconds: DAY_S - (n * DAY_S) / (OPEN - BURST) })
      : burstAt.minus({ seconds: DAY_S - 1 });
  await db.tx(workspace, async (tx) => {
    await insertAll(tx, blockers, dependencyIds, (dependencyId, n) => ({
      id: newId(),
      dependencyId,
      reason: 'the vendor sandbox is down',
      raisedById: ownerIds[(n + 1) % ownerIds.length] ?? '',
      raisedAt: raisedAt(n),
      tiers: [24, 48, 72],
    }));
    await tx.execute(sql`set local statement_timeout = 0`);
    await tx.execute(sql`
      insert into ${timers} (id, kind, subject, occurrence, due_at, payload)
      select gen_random_uuid(), 'blockers.escalate', id::text, 'tier-' || tier, raised_at + tier * interval '1 hour',
        jsonb_build_object('tier', tier::text)
      from ${blockers}, unnest(array[24, 48, 72]) tier`);
  });
  await analyze(url);
}

/** Sweeps from one moment to another, and on until `atLeast` tiers are out. Gives the seconds each was late at the end of its sweep. */
async function lateness(from: DateTime, until: DateTime, atLeast = 0): Promise<number[]> {
  const late: number[] = [];
  const begin = DateTime.max(from, clock.now());
  for (
    let due = begin;
    due < until || late.length < atLeast;
    due = DateTime.max(due.plus({ seconds: SWEEP_S }), clock.now())
  ) {
    [tick, sinceTick] = [due, stopwatch()];
    await depsync.sweep();
    const swept = clock.now();
    const out = await db.system((tx) =>
      tx
        .select({ raisedAt: blockers.raisedAt, tier: escalations.tier })
        .from(escalations)
        .innerJoin(blockers, eq(blockers.id, escalations.matterId))
        .where(and(gte(escalations.at, tick))),
    );
    late.push(...out.map(({ raisedAt, tier }) => swept.diff(raisedAt.plus({ hours: tier })).as('seconds')));
  }
  return late;
}

/** The value below which that part of the values lie. */
function at(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? Number.NaN;
}
