// The self-audit of a day in a large programme: how long it takes, and how long it holds the event loop of the process that
// runs it, beside deliveries or requests.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { sql } from 'drizzle-orm';
import { DateTime } from 'luxon';
import { systemClock } from '../src/core/clock.ts';
import { auditSchedule } from '../src/features/selfaudit/index.ts';
import { analyze, benchDatabase } from './support/database.ts';
import { writeProgramme } from './support/programme.ts';
import { report } from './support/result.ts';

const SIZE = { owners: 500, dependencies: 10_000 };
/** Rounds in the three weeks that the audit looks back. */
const ROUNDS = 9;
const DAYS_BETWEEN_ROUNDS = 2;
const MOST_MS_AT_A_STRETCH = 50;
const NANOSECONDS = 1e6;

const database = await benchDatabase();
const now = DateTime.utc();
try {
  await database.db.tx(database.workspace, async (tx) => {
    await writeProgramme(tx, now.minus({ days: ROUNDS * DAYS_BETWEEN_ROUNDS }), SIZE);
    for (let round = ROUNDS; round > 0; round -= 1) await writeRound(now.minus({ days: round * DAYS_BETWEEN_ROUNDS }));

    /** Each owner is asked about all they own and answers for two of three, one every other minute. */
    async function writeRound(at: DateTime): Promise<void> {
      const moment = sql`${at.toISO()}::timestamptz`;
      await tx.execute(sql`
        insert into prompts (id, workspace_id, round_id, programme_id, owner_id, asked_id, asked_at, answer_by, dependency_ids, answers, state)
        select gen_random_uuid(), workspace_id, null, programme_id, owner_id, owner_id, ${moment}, ${moment} + interval '1 day', jsonb_agg(id), '{}', 'open'
        from dependencies where owner_id is not null group by workspace_id, programme_id, owner_id`);
      await tx.execute(sql`
        insert into reports (id, workspace_id, dependency_id, prompt_id, colour, via, by_id, at)
        select gen_random_uuid(), workspace_id, id, null, 'green', 'button', owner_id, ${moment} + make_interval(mins => number % 600)
        from dependencies where owner_id is not null and number % 3 <> 0`);
    }
  });
  await analyze(database.url);

  const delays = monitorEventLoopDelay({ resolution: 1 });
  delays.enable();
  const began = performance.now();
  const { judged } = await auditSchedule(database.db, database.workspace, systemClock, 1);
  const seconds = (performance.now() - began) / 1000;
  delays.disable();
  const held = delays.max / NANOSECONDS;

  report('selfaudit', [
    { what: `a day of ${SIZE.dependencies} dependencies, ${judged} sends judged`, value: seconds, unit: 's' },
    {
      what: 'the longest that it held the event loop',
      value: held,
      unit: 'ms',
      aim: `≤ ${MOST_MS_AT_A_STRETCH} ms`,
      met: held <= MOST_MS_AT_A_STRETCH,
    },
  ]);
} finally {
  await database.drop();
}
