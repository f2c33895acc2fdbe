// A sweep that finds nothing due, with a million timers that wait and with a thousand: what an idle installation does every
// five seconds.
import { sql } from 'drizzle-orm';
import { DateTime } from 'luxon';
import pino from 'pino';
import { compose } from '../src/compose.ts';
import { steppedClock, stopwatch } from '../src/core/clock.ts';
import { timers } from '../src/timers/tables.ts';
import type { TestDatabase } from '../test/support/database.ts';
import { analyze, benchDatabase } from './support/database.ts';
import { figure, report } from './support/result.ts';

const MANY = 1_000_000;
const FEW = 1_000;
const ROUNDS = 400;
const MOST_TIMES = 1.5;
const now = DateTime.fromISO('2026-12-01T08:30:00Z', { zone: 'utc' });

const [full, sparse] = [await benchDatabase(), await benchDatabase()];
try {
  const [ofMany, ofFew] = [await waiting(full, MANY), await waiting(sparse, FEW)];
  // In turns, so that what else the machine does slows down both.
  for (let round = 0; round < ROUNDS; round += 1) {
    await ofMany.measure();
    await ofFew.measure();
  }
  const [slow, fast] = [median(ofMany.took), median(ofFew.took)];
  const ratio = slow / fast;
  report('timers', [
    {
      what: 'An idle sweep with 1,000,000 timers that wait, median',
      value: slow * 1000,
      unit: 'ms',
      comparedWith: `with 1,000, ${figure(fast * 1000)} ms`,
      ratio,
      aim: `≤ ${MOST_TIMES} x`,
      met: ratio <= MOST_TIMES,
    },
  ]);
} finally {
  await full.drop();
  await sparse.drop();
}

/** Puts timers that fall due over the coming year into a database, and as many that have fired. */
async function waiting({ db, url, workspace }: TestDatabase, many: number) {
  await db.system(async (tx) => {
    await tx.execute(sql`set local statement_timeout = 0`);
    await tx.execute(sql`
      insert into ${timers} (id, workspace_id, kind, subject, occurrence, due_at, payload, done_at)
      select gen_random_uuid(), ${workspace}::uuid, 'blockers.escalate', n::text, side,
        ${now.toISO()}::timestamptz + (case side when 'past' then -1 else 1 end) * (1 + n % 31536000) * interval '1 second',
        '{}', case side when 'past' then ${now.toISO()}::timestamptz end
      from generate_series(1, ${many}::int) n, unnest(array['past', 'coming']) side`);
  });
  await analyze(url);
  const depsync = compose({
    db,
    clock: steppedClock(now),
    log: pino({ level: 'warn' }, pino.destination(2)),
    senders: [],
    directories: [],
  });
  await depsync.sweep();
  const took: number[] = [];
  return {
    took,
    async measure() {
      const passed = stopwatch();
      await depsync.sweep();
      took.push(passed());
    },
  };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
