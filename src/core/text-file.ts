import { InvalidInput } from './errors.ts';

/** Bytes a file may have. Ours: the largest public specifications that people write by hand stay below it. */
export const MOST_FILE_BYTES = 5_000_000;

/** The text of a file. Throws InvalidInput where it is too large or no UTF-8 text. */
export function textOf(bytes: Uint8Array): string {
  if (bytes.length > MOST_FILE_BYTES) throw tooLarge();
  const text = decoded(bytes);
  if (text !== undefined && !text.includes('\u0000')) return text;
  throw new InvalidInput('not-text', 'This is not UTF-8 text. Send the specification as a YAML or JSON file in UTF-8.');
}

/** The text of a file that comes in pieces; what was said of its size is not relied on: reading stops where too much comes. */
export async function textFrom(pieces: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of pieces) {
    bytes += piece.length;
    if (bytes > MOST_FILE_BYTES) throw tooLarge();
    parts.push(piece);
  }
  return textOf(Buffer.concat(parts));
}

/** How the name of a file ends that holds such a text. */
export function extensionOf(text: string): 'json' | 'yaml' {
  return text.trimStart().startsWith('{') ? 'json' : 'yaml';
}

/** For a file whose size is known before it is read, or while it is. */
export function tooLarge(): InvalidInput {
  return new InvalidInput(
    'file-too-large',
    `This file has more than ${MOST_FILE_BYTES.toLocaleString('en')} bytes. Send the part that is the contract.`,
  );
}

/** Without its byte order mark, which the decoder leaves out; undefined for what is no UTF-8. */
function decoded(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
