import { InvalidInput } from '../../core/errors.ts';
import { cleanTree } from './clean.ts';
import { type RegisterDocument, RegisterFile } from './format/index.ts';
import { MAX_FILE_BYTES } from './limits.ts';
import type { Known, Source } from './model.ts';
import { refusal, shapeProblems, unknownFields } from './problems.ts';
import { readCsv } from './read-csv.ts';
import { readYaml } from './read-yaml.ts';
import { referenceProblems } from './references.ts';
import { readWorkbook } from './workbook/read.ts';
import { containerOf, notAWorkbook } from './workbook/unpack.ts';

const EMPTY = 'it is empty. `depsync export` writes a file that works.';

/** A file as it came. */
export interface RegisterBytes {
  name: string;
  bytes: Uint8Array;
}

/** A register file that was read and checked. */
export interface ReadRegister {
  /** Of the file. */
  name: string;
  document: RegisterDocument;
  where: Source['where'];
}

/**
 * Reads a register file and checks it against itself and the register. Throws InvalidInput with everything that is
 * wrong: first what cannot be read at all, then its form and what it refers to, together.
 */
export function readRegister(file: RegisterBytes, known: Known): ReadRegister {
  refuseLarge(file.name, file.bytes.length);
  const source = sourceOf(file);
  if (source.problems.length > 0) throw refusal(file.name, source.problems, source.where);
  const value = cleanTree(source.raw);
  if (value === null) throw refusal(file.name, [{ path: [], message: EMPTY }], () => '');
  const form = RegisterFile.safeParse(value);
  const problems = [
    ...unknownFields(value),
    ...(form.success ? [] : shapeProblems(value, form.error)),
    ...referenceProblems(value, known),
  ];
  if (!form.success || problems.length > 0) throw refusal(file.name, problems, source.where);
  return { name: file.name, document: form.data, where: source.where };
}

/** XLSX by its content; CSV by the ending of its name; else YAML, which JSON is a part of. */
function sourceOf({ name, bytes }: RegisterBytes): Source {
  const container = containerOf(bytes);
  if (container === 'zip') return readWorkbook(name, bytes);
  if (container === 'compound' || /\.xlsx$/i.test(name)) throw notAWorkbook(name, bytes);
  const text = textIn(name, bytes);
  return /\.csv$/i.test(name) ? readCsv(text) : readYaml(text);
}

function textIn(name: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new InvalidInput(
      'not-text',
      `${name} is not UTF-8 text. Save it as UTF-8, in a spreadsheet as “CSV UTF-8” or as a workbook (.xlsx).`,
    );
  }
}

/** Refuses a file with more bytes than a register needs. */
export function refuseLarge(name: string, bytes: number): void {
  if (bytes <= MAX_FILE_BYTES) return;
  const megabytes = (count: number) => `${(count / 1_000_000).toFixed(1)} MB`;
  throw new InvalidInput(
    'file-too-large',
    `${name} has ${megabytes(bytes)}; at most ${megabytes(MAX_FILE_BYTES)} are taken. Send it in parts: what a file leaves out stays as it is. Nothing was changed.`,
  );
}
