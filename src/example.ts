import { readFile } from 'node:fs/promises';
import type { DateTime } from 'luxon';
import type { Database } from './db/db.ts';
import { importFile } from './features/exchange/index.ts';
import { listProgrammes } from './features/programme/index.ts';

const FILE = new URL('../examples/q1-launch.yaml', import.meta.url);

/**
 * Puts the example programme into a workspace that has no programme yet, its dates moved so that its facts are of the
 * last seven days. Says what it loaded; undefined when there was a programme.
 */
export async function loadExample(db: Database, workspace: string, now: DateTime): Promise<string | undefined> {
  const programmes = await db.tx(workspace, listProgrammes);
  if (programmes.length > 0) return undefined;
  const file = { name: 'examples/q1-launch.yaml', bytes: await readFile(FILE) };
  const { name, teams, people, dependencies } = await importFile(db, workspace, now, file, { toPresent: true });
  return `The example programme "${name}" is loaded: ${teams.added.length} teams, ${people.added.length} people, ${dependencies.added.length} dependencies.`;
}
