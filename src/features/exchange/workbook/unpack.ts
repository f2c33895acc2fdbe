import { type UnzipFileInfo, unzipSync } from 'fflate';
import { InvalidInput } from '../../../core/errors.ts';
import { MOST_PARTS, MOST_UNPACKED_BYTES } from '../limits.ts';

/** What a file is by its first bytes, whatever it is called. */
export type Container = 'zip' | 'compound' | 'none';

const SIGNATURES: readonly [Container, readonly number[]][] = [
  ['zip', [0x50, 0x4b, 0x03, 0x04]],
  // Old Office files, and new ones behind a password.
  ['compound', [0xd0, 0xcf, 0x11, 0xe0]],
];

export function containerOf(bytes: Uint8Array): Container {
  return SIGNATURES.find(([, signs]) => signs.every((sign, index) => bytes[index] === sign))?.[0] ?? 'none';
}

/** Refuses what is no XLSX workbook, saying what it is and what to save it as. */
export function notAWorkbook(name: string, bytes: Uint8Array): InvalidInput {
  if (containerOf(bytes) !== 'compound') {
    return refused(
      name,
      'no XLSX workbook. Save it as “Excel Workbook (.xlsx)”, or name it by what it is: .yaml or .csv',
    );
  }
  // The stream that holds an encrypted workbook; names stand in UTF-16.
  const isLocked = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes(
    Buffer.from('EncryptedPackage', 'utf16le'),
  );
  return refused(
    name,
    isLocked
      ? 'protected by a password. Take it off and save the workbook again'
      : 'an old Excel workbook (.xls). Save it as “Excel Workbook (.xlsx)”',
  );
}

/**
 * The XML parts of a workbook, by name in lower case. What a part says of its size is its room: a part that unpacks to
 * more is cut off there, so that no archive fills the memory. Throws InvalidInput for what is too large or no workbook.
 */
export function unpack(name: string, bytes: Uint8Array): ReadonlyMap<string, string> {
  if (containerOf(bytes) !== 'zip') throw notAWorkbook(name, bytes);
  let parts = 0;
  let unpacked = 0;
  const isRead = (part: UnzipFileInfo) => {
    if (!/^xl\/.*\.(xml|rels)$/i.test(part.name) || /^xl\/(theme|drawings|charts|comments)/i.test(part.name))
      return false;
    parts += 1;
    unpacked += part.originalSize;
    if (parts > MOST_PARTS)
      throw refused(name, `too large: it has more than ${MOST_PARTS} parts. Send the sheets of one export`);
    if (unpacked > MOST_UNPACKED_BYTES) {
      const most = `${MOST_UNPACKED_BYTES / 1_000_000} MB`;
      throw refused(
        name,
        `too large: it unpacks to more than ${most}. Send it in parts: what a file leaves out stays as it is`,
      );
    }
    return true;
  };
  try {
    const found = Object.entries(unzipSync(bytes, { filter: isRead }));
    return new Map(found.map(([part, content]) => [part.toLowerCase(), new TextDecoder().decode(content)]));
  } catch (error) {
    if (error instanceof InvalidInput) throw error;
    throw refused(name, 'damaged: it does not unpack. Save it again and send that');
  }
}

export function refused(name: string, what: string): InvalidInput {
  return new InvalidInput('bad-workbook', `${name} is ${what}. Nothing was changed.`);
}
