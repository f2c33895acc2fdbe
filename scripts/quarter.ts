/** Plays the quarter of examples/quarter and writes its transcript there. */
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openDatabase } from '../src/db/db.ts';
import { startEmbedded } from '../src/db/embedded/server.ts';
import { migrateDatabase } from '../src/db/migrate.ts';
import { performStory } from '../src/story/perform.ts';
import { QUARTER, QUARTER_ENDS } from '../src/story/quarter.ts';

const TRANSCRIPT = new URL('../examples/quarter/transcript.txt', import.meta.url);

const folder = await mkdtemp(path.join(tmpdir(), 'depsync-quarter-'));
await chmod(folder, 0o755);
const server = await startEmbedded({
  folder,
  durable: false,
  onNotice: (notice) => process.stderr.write(`${notice}\n`),
});
try {
  await migrateDatabase(server.url);
  const db = openDatabase(server.url);
  const lines: string[] = [];
  let day = '';
  await performStory(db, QUARTER, QUARTER_ENDS, {
    write: (line) => lines.push(line),
    progress: (now) => {
      if (now.toISODate() === day) return;
      day = now.toISODate();
      process.stderr.write(`\r${day}`);
    },
  });
  await db.close();
  await writeFile(TRANSCRIPT, `${lines.join('\n').trim()}\n`);
  process.stderr.write(`\rexamples/quarter/transcript.txt: ${lines.length} entries\n`);
} finally {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}
