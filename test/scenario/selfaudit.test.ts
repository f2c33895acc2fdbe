import { DateTime } from 'luxon';
import { steppedClock } from '../../src/core/clock.ts';
import { auditSchedule } from '../../src/features/selfaudit/index.ts';
import { performStory } from '../../src/story/perform.ts';
import { freshDatabase } from '../support/database.ts';

it('finds nothing in two weeks of the example', async () => {
  const { db, workspace, drop } = await freshDatabase();
  const begins = DateTime.fromISO('2026-11-30T06:00:00Z', { zone: 'utc' });
  const until = begins.plus({ weeks: 2 });
  await performStory(db, begins, until, { write() {}, progress() {} });
  const result = await auditSchedule(db, workspace, steppedClock(until), 14);
  const by = (s: string) => 0;
  console.log(
    result.judged,
    result.findings.length,
    result.notJudged.slice(0, 10),
    JSON.stringify(result.findings.slice(0, 12), null, 1),
  );
  await drop();
}, 120000);
