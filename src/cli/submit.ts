import { readFile, stat } from 'node:fs/promises';
import type { Config } from '../config.ts';
import { InvalidInput } from '../core/errors.ts';
import { MOST_FILE_BYTES, textOf, tooLarge } from '../core/text-file.ts';
import { actAs } from './say.ts';

export interface Submission {
  /** Handle of the person who submits. */
  as: string;
  /** Only for a document that has none. */
  asVersion?: string;
  note?: string;
}

/** Submits a file as the contract of a dependency. `taken` is false where nothing was saved; the text says why. */
export async function submitFile(
  config: Config,
  dependency: string,
  file: string,
  { as, asVersion = '', note = '' }: Submission,
  notice: (text: string) => void,
): Promise<{ text: string; taken: boolean }> {
  const fields = { document: textOf(await bytesOf(file)), version: asVersion, note };
  const form = { kind: 'form', name: 'approvals.submit', value: { dependency }, fields } as const;
  const { reply, text } = await actAs(config, as, form, notice);
  return { text, taken: reply.kind === 'card' && reply.refused !== true };
}

/** A file that cannot be a specification by its size is not read. */
async function bytesOf(file: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(file);
    if (size > MOST_FILE_BYTES) throw tooLarge();
    return await readFile(file);
  } catch (error) {
    if (error instanceof InvalidInput) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new InvalidInput('no-file', `${file} cannot be read (${why}). Name a specification in YAML or JSON.`);
  }
}
