import { isUtf8 } from 'node:buffer';
import { InvalidInput } from '../../core/errors.ts';

/** Bytes a specification may have. Ours: the largest public ones that people write by hand stay below it. */
export const MOST_BYTES = 5_000_000;

/** The text of a file. Throws InvalidInput where it is too large or no UTF-8 text. */
export function textOf(bytes: Uint8Array): string {
  if (bytes.length > MOST_BYTES) {
    throw new InvalidInput(
      'specification-too-large',
      `This specification has ${bytes.length.toLocaleString('en')} bytes; ${MOST_BYTES.toLocaleString('en')} are the most. Send the part that is the contract.`,
    );
  }
  if (!isUtf8(bytes) || bytes.includes(0)) {
    throw new InvalidInput(
      'not-text',
      'This is not UTF-8 text. Send the specification as a YAML or JSON file in UTF-8.',
    );
  }
  // A byte order mark is left out by the decoder.
  return new TextDecoder().decode(bytes);
}
