// A Tuesday 09:30 in one zone: the check-in prompts of 10,000 owners fall due in the same second. How long until all of them
// are in the outbox, what memory it takes, and how long until each has their message of the morning.
import { and, eq, isNull } from 'drizzle-orm';
import { DateTime } from 'luxon';
import pino from 'pino';
import { compose } from '../src/compose.ts';
import { steppedClock, stopwatch } from '../src/core/clock.ts';
import { replanPrompts } from '../src/features/programme/index.ts';
import { outbox } from '../src/outbox/tables.ts';
import { earliestDue } from '../src/timers/timers.ts';
import { analyze, benchDatabase } from './support/database.ts';
import { organisation } from './support/organisation.ts';
import { report } from './support/result.ts';

const SIZE = {
  programmes: Number(process.argv[2] ?? 20),
  owners: Number(process.argv[3] ?? 10_000),
  dependenciesEach: 4,
};
const MOST_SECONDS = 10;
/** Growth of the process while 10,000 prompts pass through it; the cards alone are about 30 MB. */
const MOST_GROWTH_MB = 150;
const monday = DateTime.fromISO('2026-11-30T06:00:00Z', { zone: 'utc' });
const tuesday = DateTime.fromISO('2026-12-01T08:30:00Z', { zone: 'utc' });

const database = await benchDatabase();
const { db, workspace, url } = database;
const clock = steppedClock(monday);
const depsync = compose({ db, clock, log: pino({ level: 'warn' }, pino.destination(2)), senders: [], directories: [] });
try {
  const { programmeIds } = await organisation(database, monday, SIZE);
  await analyze(url);
  for (const id of programmeIds) await db.tx(workspace, (tx) => replanPrompts({ tx, now: monday }, id));
  const planning = await seconds(sweepUp);
  await analyze(url);

  clock.set(tuesday);
  const before = process.memoryUsage.rss();
  let peak = before;
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 20);
  const prompting = await seconds(sweepUp);
  clearInterval(watch);
  const sent = await db.system((tx) => tx.$count(outbox));
  clock.set(tuesday.plus({ minutes: 1 }));
  const letting = await seconds(sweepUp);
  const waiting = await db.system((tx) => tx.$count(outbox, and(eq(outbox.held, true), isNull(outbox.listedAt))));
  const growth = (peak - before) / 1024 ** 2;
  report('sweep', [
    { what: `Planning the prompts of ${SIZE.owners} owners`, value: planning, unit: 's' },
    {
      what: `${sent} of ${SIZE.owners} prompts due in one second, until all are in the outbox`,
      value: prompting,
      unit: 's',
      aim: `≤ ${MOST_SECONDS} s`,
      met: prompting <= MOST_SECONDS && sent === SIZE.owners,
    },
    { what: `All but ${waiting} of them let go or listed as the message of a morning`, value: letting, unit: 's' },
    {
      what: 'Memory the process grew by meanwhile',
      value: growth,
      unit: 'MB',
      aim: 'flat',
      met: growth <= MOST_GROWTH_MB,
    },
  ]);
} finally {
  await database.drop();
}

/** Sweeps until nothing is due. */
async function sweepUp(): Promise<void> {
  for (let due = await earliestDue(db); due !== undefined && due <= clock.now(); due = await earliestDue(db)) {
    await depsync.sweep();
  }
}

async function seconds(work: () => Promise<void>): Promise<number> {
  const took = stopwatch();
  await work();
  return took();
}
