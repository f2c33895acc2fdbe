import { mkdir, mkdtemp, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Config } from '../config.ts';
import { InvalidInput } from '../core/errors.ts';
import { compendiumFiles, MARK } from '../features/compendium/index.ts';
import { listProgrammes, programmeNamed } from '../features/programme/index.ts';
import { openSpecificationThread } from '../specifications/worker/index.ts';
import { withWorkspace } from './exchange.ts';

/** A line of progress for so many contracts. */
const PROGRESS_EVERY = 50;

/**
 * Writes the contracts of all programmes, or of one, into a folder: a new one, an empty one, or a compendium from before,
 * which is replaced as a whole once the new one is complete. Gives a line that says what was written.
 */
export async function writeCompendium(
  config: Config,
  folder: string,
  programme: string | undefined,
  notice: (text: string) => void,
): Promise<string> {
  const target = path.resolve(folder);
  await refuseOthers(target, folder);
  await mkdir(path.dirname(target), { recursive: true });
  const draft = await mkdtemp(path.join(path.dirname(target), '.compendium-'));
  const specifications = openSpecificationThread();
  let [contracts, files] = [0, 0];
  const count = (key: string) => {
    contracts += 1;
    if (contracts % PROGRESS_EVERY === 0) notice(`${contracts} contracts, the last ${key}`);
  };
  try {
    await withWorkspace(config, notice, ({ db }, workspace) =>
      db.tx(workspace, async (tx) => {
        const all = await listProgrammes(tx);
        const chosen = programme === undefined ? all : [programmeNamed(all, programme)];
        for await (const file of compendiumFiles(tx, specifications, chosen, count)) {
          const place = path.join(draft, file.path);
          await mkdir(path.dirname(place), { recursive: true });
          await writeFile(place, file.content);
          files += 1;
        }
      }),
    );
    await rm(target, { recursive: true, force: true });
    await rename(draft, target);
  } finally {
    await specifications.close();
    await rm(draft, { recursive: true, force: true });
  }
  return `${contracts} contracts in ${files} files: ${path.join(folder, 'README.md')} lists them.`;
}

/** Nothing but a compendium is written over. */
async function refuseOthers(target: string, named: string): Promise<void> {
  const refused = (why: string) =>
    new InvalidInput('not-a-compendium', `${named} ${why}. Name a folder that is new, empty, or a compendium.`);
  const found = await stat(target).catch(() => undefined);
  if (found === undefined) return;
  if (!found.isDirectory()) throw refused('is a file');
  const names = await readdir(target);
  if (names.length > 0 && !(await isCompendium(target))) throw refused('holds other files');
}

async function isCompendium(target: string): Promise<boolean> {
  const first = await open(path.join(target, 'README.md')).catch(() => undefined);
  if (first === undefined) return false;
  try {
    const { buffer, bytesRead } = await first.read(Buffer.alloc(MARK.length), 0, MARK.length, 0);
    return buffer.toString('utf8', 0, bytesRead) === MARK;
  } finally {
    await first.close();
  }
}
