import type { Json, JsonObject } from '../model.ts';
import { isObject, pointerOfReference, referenceOf, valueAt } from '../pointer.ts';

/** A document whose schemas are sampled. */
export interface Source {
  root: JsonObject;
  /** OpenAPI 3.0: `nullable`, and limits that are excluded by a flag. */
  isOld: boolean;
}

/** What a reference means in a document; `false`, which nothing satisfies, where it leads to nothing. */
export function referred(root: JsonObject, reference: string): Json {
  const pointer = pointerOfReference(reference);
  return (pointer === undefined ? undefined : valueAt(root, pointer)) ?? false;
}

/**
 * A schema with its reference followed and its `allOf` drawn together, as far as keywords can be: enough to make a value
 * from, which is then tried against the schema as it stands. `false` where the parts exclude each other.
 */
export function flatten(root: JsonObject, schema: Json, open: readonly string[] = []): JsonObject | false {
  if (schema === true) return {};
  if (!isObject(schema)) return false;
  const reference = referenceOf(schema);
  const { $ref: _reference, allOf, ...own } = schema;
  let flat: JsonObject | false = own;
  if (reference !== undefined && !open.includes(reference)) {
    flat = both(flat, flatten(root, referred(root, reference), [...open, reference]));
  }
  for (const part of Array.isArray(allOf) ? allOf : []) {
    flat = both(flat, flatten(root, part, reference === undefined ? open : [...open, reference]));
  }
  return flat;
}

const GREATER = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties'];
const LESS = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties'];

/** One schema for what two ask together. */
export function both(one: JsonObject | false, other: JsonObject | false): JsonObject | false {
  if (one === false || other === false) return false;
  const merged: Record<string, Json> = { ...one };
  for (const [name, value] of Object.entries(other)) {
    const before = merged[name];
    merged[name] = before === undefined ? value : together(name, before, value);
  }
  return merged;
}

function together(name: string, before: Json, value: Json): Json {
  if (name === 'required') return [...new Set([...listOf(before), ...listOf(value)])];
  if (name === 'properties' && isObject(before) && isObject(value)) return mergedProperties(before, value);
  if (name === 'enum') {
    const others = listOf(value).map((one) => JSON.stringify(one));
    return listOf(before).filter((one) => others.includes(JSON.stringify(one)));
  }
  if (name === 'type') {
    const types = listOf(Array.isArray(value) ? value : [value]);
    const shared = listOf(Array.isArray(before) ? before : [before]).filter((one) => types.includes(one));
    return shared.length > 0 ? shared : value;
  }
  if (typeof before === 'number' && typeof value === 'number') {
    if (GREATER.includes(name)) return Math.max(before, value);
    if (LESS.includes(name)) return Math.min(before, value);
  }
  return value;
}

function mergedProperties(before: JsonObject, value: JsonObject): JsonObject {
  const merged: Record<string, Json> = { ...before };
  for (const [name, schema] of Object.entries(value)) {
    const known = merged[name];
    merged[name] = known === undefined ? schema : { allOf: [known, schema] };
  }
  return merged;
}

export function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}
