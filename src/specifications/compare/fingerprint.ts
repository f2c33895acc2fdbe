import { createHash } from 'node:crypto';

/** As many hexadecimal digits as people still compare by eye; among the changes of one contract no two meet. */
const DIGITS = 12;

export function fingerprint(...parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\u0000')).digest('hex').slice(0, DIGITS);
}
