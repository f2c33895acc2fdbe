import { createHash } from 'node:crypto';
import type { Json } from '../model.ts';
import { isList, isObject } from '../pointer.ts';

/**
 * SHA-256, in hex, of a document's content: keys in order, no white space, no comments. What means the same has the
 * same hash, in YAML or JSON, however it is laid out.
 */
export function contentHash(root: Json): string {
  const parts: string[] = [];
  write(root, parts);
  return createHash('sha256').update(parts.join('')).digest('hex');
}

function write(value: Json, parts: string[]): void {
  if (isList(value)) {
    parts.push('[');
    for (const item of value) {
      write(item, parts);
      parts.push(',');
    }
    parts.push(']');
  } else if (isObject(value)) {
    parts.push('{');
    for (const key of Object.keys(value).sort()) {
      parts.push(JSON.stringify(key), ':');
      write(value[key] ?? null, parts);
      parts.push(',');
    }
    parts.push('}');
  } else parts.push(JSON.stringify(value));
}
