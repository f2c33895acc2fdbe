import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Config } from '../config.ts';
import { InvalidInput } from '../core/errors.ts';
import { textOf } from '../core/text-file.ts';
import { importLessons, type LessonFile } from '../features/lessons/index.ts';
import { withWorkspace } from './exchange.ts';

/** Files of one import. Ours: what a folder of post-mortems holds, several times over. */
const MOST_FILES = 500;

/** Takes lessons out of the Markdown files of a folder and those below it; gives a summary. Throws InvalidInput with what is wrong with each file. */
export async function importFolder(
  config: Config,
  folder: string,
  dryRun: boolean,
  notice: (text: string) => void,
): Promise<string> {
  const files = await filesOf(folder);
  const { added, changed, same } = await withWorkspace(config, notice, ({ db }, workspace) =>
    db.tx(workspace, (tx) => importLessons({ tx, now: config.clock.now() }, files, { byId: null, dryRun })),
  );
  return [
    `${dryRun ? 'Would take' : 'Took'} ${files.length} ${files.length === 1 ? 'lesson' : 'lessons'}: ${added.length} new, ${changed.length} changed, ${same.length} as before.`,
    ...added.map((title) => `+ ${title}`),
    ...changed.map((title) => `~ ${title}`),
    ...(dryRun ? ['Nothing is saved.'] : []),
  ].join('\n');
}

async function filesOf(folder: string): Promise<LessonFile[]> {
  const found = await stat(folder).catch(() => undefined);
  if (found?.isDirectory() !== true) {
    throw new InvalidInput('no-folder', `There is no folder ${folder}. Name one that holds Markdown files.`);
  }
  const names = (await readdir(folder, { recursive: true })).filter((name) => /\.(?:md|markdown)$/i.test(name)).sort();
  if (names.length === 0) throw new InvalidInput('no-files', `${folder} holds no Markdown file (.md).`);
  if (names.length > MOST_FILES) {
    throw new InvalidInput(
      'too-many-files',
      `${folder} holds ${names.length} Markdown files; send at most ${MOST_FILES} at once.`,
    );
  }
  const files: LessonFile[] = [];
  for (const name of names) files.push({ name, text: textOf(await readFile(path.join(folder, name))) });
  return files;
}
