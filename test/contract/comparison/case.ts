import type { Direction, Policy } from '../../../src/specifications/compare/index.ts';
import type { Json, JsonObject } from '../../../src/specifications/model.ts';

/** One comparison and all that it must tell: `class rule pointer` of every change, in any order. */
export interface Case {
  name: string;
  before: JsonObject;
  after: JsonObject;
  direction?: Direction;
  policy?: Partial<Policy>;
  expected: readonly string[];
}

export function object(properties: JsonObject, required: readonly string[] = [], more: JsonObject = {}): JsonObject {
  return { type: 'object', properties, ...(required.length > 0 ? { required } : {}), ...more };
}

export const string: JsonObject = { type: 'string' };
export const integer: JsonObject = { type: 'integer' };
export const number: JsonObject = { type: 'number' };

export function listOf(items: Json): JsonObject {
  return { type: 'array', items };
}

/** Written so because an object with a member called then looks like a promise to linters. */
export function condition(when: JsonObject, then: JsonObject): JsonObject {
  return Object.fromEntries([
    ['if', when],
    ['then', then],
  ]);
}
