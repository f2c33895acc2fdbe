import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Config } from '../config.ts';
import { InvalidInput } from '../core/errors.ts';
import { openStore } from '../db/open.ts';
import {
  type ExportOptions,
  exportProgramme,
  type Format,
  type ImportOptions,
  importFile,
  refuseLarge,
  registerSchema,
  summaryLines,
} from '../features/exchange/index.ts';
import { firstWorkspace } from '../features/people/index.ts';

type Notice = (text: string) => void;

/** Imports a register file, or says what an import would do; gives the summary. Throws InvalidInput with all errors. */
export async function importFrom(
  config: Config,
  file: string,
  options: ImportOptions,
  notice: Notice,
): Promise<string> {
  const bytes = await bytesOf(file);
  const summary = await withWorkspace(config, notice, ({ db }, workspace) =>
    importFile(db, workspace, config.clock.now(), { name: path.basename(file), bytes }, options),
  );
  return summaryLines(summary).join('\n');
}

/** The register of a programme as a file. Throws InvalidInput where one kind is asked for and the format holds all. */
export async function exportAs(
  config: Config,
  format: Format,
  options: ExportOptions,
  notice: Notice,
): Promise<string | Uint8Array> {
  if (options.of !== undefined && format !== 'csv') {
    throw new InvalidInput(
      'not-csv',
      `--of goes with CSV, which holds one kind; ${format} holds all of them. Send: depsync export --format csv --of ${options.of}`,
    );
  }
  return withWorkspace(config, notice, ({ db }, workspace) =>
    exportProgramme(db, workspace, config.clock.now(), format, options),
  );
}

/** The JSON Schema of a register file. */
export function schema(): string {
  return JSON.stringify(registerSchema(), null, 2);
}

/** Opens the data, runs `work` for its workspace, and closes it. */
export async function withWorkspace<Result>(
  config: Config,
  notice: Notice,
  work: (store: Awaited<ReturnType<typeof openStore>>, workspace: string) => Promise<Result>,
): Promise<Result> {
  const store = await openStore({ url: config.databaseUrl, folder: config.dataFolder, onNotice: notice });
  try {
    const workspace = await store.db.system((tx) => firstWorkspace(tx, config.clock.now()));
    return await work(store, workspace);
  } finally {
    await store.close();
  }
}

async function bytesOf(file: string): Promise<Uint8Array> {
  const found = await stat(file).catch(() => undefined);
  if (found === undefined || !found.isFile()) {
    throw new InvalidInput('no-file', `There is no file ${file}. Name one, such as examples/q1-launch.yaml.`);
  }
  // Before it is read: it may not fit into memory.
  refuseLarge(path.basename(file), found.size);
  return readFile(file);
}
