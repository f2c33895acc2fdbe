import { textOf } from '../../core/text-file.ts';
import type { Specification } from '../model.ts';
import { dialectOf } from './dialect.ts';
import { contentHash } from './hash.ts';
import { parse } from './parse.ts';
import { type Place, placesOf } from './places.ts';
import { checkReferences } from './references.ts';

export type { Place } from './places.ts';
export { versionField, versionOf } from './version.ts';

export interface Reading {
  specification: Specification;
  /** SHA-256 of the content: what means the same has the same hash, however it is laid out. */
  hash: string;
  /** Where the value at a JSON pointer stands in the text. */
  placeOf: (pointer: string) => Place;
}

/**
 * Reads a specification in YAML or JSON. Throws InvalidInput, with what to send instead, where it cannot be one.
 * Nothing is fetched; a version that is missing or no semver is left to `versionOf` and the lint.
 */
export function readSpecification(bytes: Uint8Array): Reading {
  const text = textOf(bytes);
  const { root, events } = parse(text);
  const specification = { ...dialectOf(root), root };
  const placeOf = placesOf(text, events);
  checkReferences(specification, placeOf);
  return { specification, hash: contentHash(root), placeOf };
}
