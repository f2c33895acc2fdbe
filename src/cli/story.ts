import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SingleBar } from 'cli-progress';
import { DateTime } from 'luxon';
import { InvalidInput } from '../core/errors.ts';
import { openDatabase } from '../db/db.ts';
import { startEmbedded } from '../db/embedded/server.ts';
import { migrateDatabase } from '../db/migrate.ts';
import { loadExample } from '../example.ts';
import { performStory } from '../story/perform.ts';
import { SCRIPT } from '../story/script.ts';

/** The example's facts are of the week before. */
const BEGINS = DateTime.fromISO('2026-11-30T06:00:00Z', { zone: 'utc' });
/** A quarter: what the example programme lasts. */
const MOST_WEEKS = 13;

interface Output {
  print(text: string): void;
  notice(text: string): void;
}

/**
 * Plays the example programme with scripted answers on a clock that jumps from event to event, in a database that is
 * thrown away, and prints who received what and when in their own time.
 */
export async function tell(weeks: string, { print, notice }: Output): Promise<void> {
  const count = Number(weeks);
  if (!Number.isInteger(count) || count < 1 || count > MOST_WEEKS) {
    throw new InvalidInput('weeks', `--weeks takes a whole number from 1 to ${MOST_WEEKS}, for example --weeks 2.`);
  }
  const folder = await mkdtemp(path.join(tmpdir(), 'depsync-story-'));
  // PostgreSQL refuses root and then works under another account, which must be able to enter.
  await chmod(folder, 0o755);
  const server = await startEmbedded({ folder, durable: false, onNotice: notice });
  try {
    await migrateDatabase(server.url);
    const db = openDatabase(server.url);
    const lines: string[] = [];
    const until = BEGINS.plus({ weeks: count });
    const bar = progressBar(until.diff(BEGINS).as('hours'));
    try {
      await performStory(db, { begins: BEGINS, load: loadExample, script: SCRIPT }, until, {
        write: (line) => lines.push(line),
        progress: (now) => bar.update(Math.round(now.diff(BEGINS).as('hours'))),
      });
    } finally {
      bar.stop();
      await db.close();
    }
    print(lines.join('\n'));
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Shown on a terminal only; elsewhere it stays silent. */
function progressBar(hours: number): SingleBar {
  const bar = new SingleBar({
    format: 'Playing {bar} {value} of {total} hours',
    clearOnComplete: true,
    stream: process.stderr,
  });
  bar.start(Math.round(hours), 0);
  return bar;
}
