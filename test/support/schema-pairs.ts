// Random pairs of schemas, and ajv as the judge of what a change does to values.
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { compare } from '../../src/specifications/compare/index.ts';
import type { Json, JsonObject } from '../../src/specifications/model.ts';

type Schema = JsonObject | boolean;
type Mutable = { [key: string]: Json };

/** A generator of numbers in [0, 1) that a seed repeats (mulberry32). */
export function randomBy(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Few names, small numbers and short texts: so that schemas and values meet each other's limits. */
const NAMES = ['a', 'b', 'c'];
const TYPES = ['null', 'boolean', 'integer', 'number', 'string', 'array', 'object'];
const PATTERNS = ['^a', 'b$', '^[ab]*$', '^x-'];
const DEEPEST = 3;
const INSTANCES = 60;

export interface Pair {
  before: JsonObject;
  after: JsonObject;
}

export interface Judged {
  verdict: ReturnType<typeof compare>['verdict'];
  rules: string[];
  /** A value that the change breaks, found by ajv; undefined where none of those tried is. */
  witness: { value: Json } | undefined;
}

export function schemaPairs(random: () => number) {
  const below = (limit: number): number => Math.floor(random() * limit);
  const pick = <T>(list: readonly T[]): T => list[below(list.length)] as T; // lists here are never empty
  const chance = (share: number): boolean => random() < share;

  function scalar(): Json {
    return pick<Json>([null, true, false, 0, 1, 2, 3, 1.5, '', 'a', 'b', 'ab', 'ba', 'x-a']);
  }

  function value(depth = 2): Json {
    if (depth <= 0 || chance(0.5)) return scalar();
    if (chance(0.4)) return Array.from({ length: below(4) }, () => value(depth - 1));
    return Object.fromEntries([...NAMES, 'x-a'].filter(() => chance(0.5)).map((name) => [name, value(depth - 1)]));
  }

  function schema(depth: number, definitions: readonly string[]): Schema {
    if (depth <= 0 || chance(0.06)) return chance(0.15) ? chance(0.6) : leaf();
    const roll = random();
    if (roll < 0.12 && definitions.length > 0) return { $ref: `#/$defs/${pick(definitions)}` };
    if (roll < 0.3) return composed(depth, definitions);
    if (roll < 0.55) return leaf();
    return roll < 0.72 ? array(depth, definitions) : object(depth, definitions);
  }

  function leaf(): JsonObject {
    const roll = random();
    if (roll < 0.12) return { const: scalar() };
    if (roll < 0.27) return { enum: [...new Set(Array.from({ length: 1 + below(4) }, scalar))] };
    if (roll < 0.37) return { type: chance(0.5) ? pick(TYPES) : some(TYPES) };
    if (roll < 0.65) return numeric();
    return textual();
  }

  function some<T>(list: readonly T[]): T[] {
    const chosen = list.filter(() => chance(0.35));
    return chosen.length === 0 ? [pick(list)] : chosen;
  }

  function numeric(): JsonObject {
    const made: Mutable = { type: pick<Json>(['integer', 'number', ['integer', 'null'], ['number', 'string']]) };
    if (chance(0.5)) made[pick(['minimum', 'exclusiveMinimum'])] = below(4) / pick([1, 1, 2]);
    if (chance(0.5)) made[pick(['maximum', 'exclusiveMaximum'])] = 1 + below(4) / pick([1, 1, 2]);
    if (chance(0.2)) made['multipleOf'] = pick([0.5, 1, 2, 3]);
    return made;
  }

  function textual(): JsonObject {
    const made: Mutable = { type: pick<Json>(['string', ['string', 'null'], ['boolean', 'string']]) };
    if (chance(0.4)) made['minLength'] = below(3);
    if (chance(0.4)) made['maxLength'] = 1 + below(3);
    if (chance(0.25)) made['pattern'] = pick(PATTERNS);
    return made;
  }

  function array(depth: number, definitions: readonly string[]): JsonObject {
    const inner = () => schema(depth - 1, definitions);
    const made: Mutable = chance(0.85) ? { type: 'array' } : {};
    if (chance(0.6)) made['items'] = inner();
    if (chance(0.3)) made['prefixItems'] = Array.from({ length: 1 + below(2) }, inner);
    if (chance(0.3)) made['minItems'] = below(3);
    if (chance(0.3)) made['maxItems'] = 1 + below(3);
    if (chance(0.15)) made['uniqueItems'] = true;
    if (chance(0.2)) {
      made['contains'] = inner();
      if (chance(0.3)) made['minContains'] = below(3);
      if (chance(0.3)) made['maxContains'] = 1 + below(2);
    }
    if (chance(0.08)) made['unevaluatedItems'] = chance(0.5) ? false : inner();
    return made;
  }

  function object(depth: number, definitions: readonly string[]): JsonObject {
    const inner = () => schema(depth - 1, definitions);
    const names = some(NAMES);
    const made: Mutable = chance(0.85) ? { type: 'object' } : {};
    made['properties'] = Object.fromEntries(names.map((name) => [name, inner()]));
    if (chance(0.5)) made['required'] = some(NAMES);
    if (chance(0.35)) made['additionalProperties'] = chance(0.6) ? false : inner();
    if (chance(0.15)) made['patternProperties'] = { [pick(PATTERNS)]: inner() };
    if (chance(0.1)) made['propertyNames'] = chance(0.5) ? { enum: some(NAMES) } : textual();
    if (chance(0.1)) made['minProperties'] = below(3);
    if (chance(0.1)) made['maxProperties'] = 1 + below(3);
    if (chance(0.12)) made['dependentRequired'] = { [pick(NAMES)]: some(NAMES) };
    if (chance(0.08)) made['dependentSchemas'] = { [pick(NAMES)]: inner() };
    if (chance(0.08)) made['unevaluatedProperties'] = chance(0.6) ? false : inner();
    return made;
  }

  function composed(depth: number, definitions: readonly string[]): JsonObject {
    const inner = () => schema(depth - 1, definitions);
    const several = () => Array.from({ length: 2 + below(2) }, inner);
    const made: Mutable = chance(0.25) ? { ...object(depth - 1, definitions) } : {};
    const roll = random();
    if (roll < 0.25) made['allOf'] = several();
    else if (roll < 0.5) made['anyOf'] = several();
    else if (roll < 0.75) made['oneOf'] = several();
    else if (roll < 0.85) made['not'] = inner();
    else {
      made['if'] = inner();
      if (chance(0.8)) made['then'] = inner();
      if (chance(0.5)) made['else'] = inner();
    }
    return made;
  }

  /** A document whose definitions may refer to each other and to themselves, inside a property or an item. */
  function document(): JsonObject {
    const names = chance(0.5) ? ['p', 'q'] : [];
    const root = schema(DEEPEST, names);
    const holder = typeof root === 'boolean' ? {} : root;
    if (names.length === 0) return holder;
    const guarded = (): JsonObject => (chance(0.5) ? array(DEEPEST - 1, names) : object(DEEPEST - 1, names));
    return { ...holder, $defs: Object.fromEntries(names.map((name) => [name, chance(0.7) ? guarded() : leaf()])) };
  }

  function mutated(root: JsonObject): JsonObject {
    const copy = structuredClone(root) as Mutable;
    const names = Object.keys((copy['$defs'] as JsonObject | undefined) ?? {});
    for (let times = 1 + below(2); times > 0; times -= 1) {
      const places = schemasIn(copy);
      change(pick(places), names);
    }
    return copy;
  }

  function change(place: Mutable, names: readonly string[]): void {
    const keys = Object.keys(place).filter((key) => key !== '$defs');
    const roll = random();
    if (roll < 0.2 && keys.length > 0) delete place[pick(keys)];
    else if (roll < 0.55 && keys.length > 0) nudge(place, pick(keys), names);
    else if (roll < 0.75) Object.assign(place, pick([leaf, () => object(1, names), () => array(1, names)])());
    else if (roll < 0.9) Object.assign(place, composed(1, names));
    else {
      const before = Object.fromEntries(keys.map((key) => [key, place[key] ?? null]));
      for (const key of keys) delete place[key];
      Object.assign(
        place,
        pick([
          { anyOf: [before, leaf()] },
          { allOf: [before] },
          { oneOf: [before, leaf()] },
          { anyOf: [before, { type: 'null' }] },
        ]),
      );
    }
  }

  function nudge(place: Mutable, key: string, names: readonly string[]): void {
    const held = place[key];
    if (typeof held === 'number') place[key] = Math.max(key === 'multipleOf' ? 1 : 0, held + pick([-1, 1]));
    else if (typeof held === 'boolean') place[key] = key === 'uniqueItems' ? !held : schema(1, names);
    else if (Array.isArray(held)) place[key] = shuffled(key, held, names);
    else if (key === 'properties' && held !== null)
      place[key] = { ...(held as JsonObject), [pick(NAMES)]: schema(1, names) };
    else if (key === 'type' && chance(0.7)) place[key] = [held as string, pick(TYPES.filter((type) => type !== held))];
    else if (key === 'type') place[key] = pick(TYPES);
    else if (key === 'const') place[key] = scalar();
    else if (key === 'pattern') place[key] = pick(PATTERNS);
    else if (!['$ref', 'patternProperties', 'dependentRequired', 'dependentSchemas'].includes(key))
      place[key] = schema(1, names);
  }

  function shuffled(key: string, held: readonly Json[], names: readonly string[]): Json {
    const rest = held.filter((_, index) => index > 0);
    const literal = ['enum', 'required', 'type'].includes(key);
    const fresh =
      key === 'enum' ? scalar() : key === 'required' ? pick(NAMES) : key === 'type' ? pick(TYPES) : schema(1, names);
    const made = pick([rest, [...held, fresh], [...rest, fresh], held.toReversed()]);
    const unique = literal ? [...new Map(made.map((one) => [JSON.stringify(one), one])).values()] : made;
    return unique.length === 0 && key !== 'required' ? held : unique;
  }

  /** Values that a schema suggests, whether or not it accepts them. */
  function suggested(of: Json, root: JsonObject, depth: number): Json {
    if (typeof of !== 'object' || of === null || Array.isArray(of) || depth === 0) return value(1);
    const schema = of as JsonObject;
    const again = (one: Json | undefined): Json => (one === undefined ? value(1) : suggested(one, root, depth - 1));
    if (typeof schema['$ref'] === 'string') return again((root['$defs'] as JsonObject)[schema['$ref'].slice(8)]);
    if (schema['const'] !== undefined) return schema['const'];
    if (Array.isArray(schema['enum']) && schema['enum'].length > 0) return pick(schema['enum']);
    for (const key of ['anyOf', 'oneOf', 'allOf'])
      if (Array.isArray(schema[key]) && chance(0.6)) return again(pick(schema[key]));
    for (const key of ['then', 'else', 'if']) if (schema[key] !== undefined && chance(0.3)) return again(schema[key]);
    const type = Array.isArray(schema['type']) ? pick(schema['type']) : schema['type'];
    if (type === 'object' || schema['properties'] !== undefined) return suggestedObject(schema, again);
    if (type === 'array' || schema['items'] !== undefined) {
      const length = chance(0.5) ? below(4) : ((schema['minItems'] as number | undefined) ?? 0);
      const prefix = (schema['prefixItems'] as readonly Json[] | undefined) ?? [];
      return Array.from({ length }, (_, index) =>
        again(chance(0.2) ? schema['contains'] : (prefix[index] ?? schema['items'])),
      );
    }
    if (type === 'integer' || type === 'number') return type === 'number' ? below(12) / 2 - 1 : below(7) - 1;
    if (type === 'string') return Array.from({ length: below(4) }, () => pick(['a', 'b'])).join('');
    if (type === 'null') return null;
    return type === 'boolean' ? chance(0.5) : value(1);
  }

  function suggestedObject(schema: JsonObject, again: (one: Json | undefined) => Json): Json {
    const made: Mutable = {};
    const properties = (schema['properties'] as JsonObject | undefined) ?? {};
    const required = (schema['required'] as readonly string[] | undefined) ?? [];
    for (const [name, one] of Object.entries(properties))
      if (required.includes(name) ? chance(0.9) : chance(0.5)) made[name] = again(one);
    for (const name of required)
      if (made[name] === undefined && chance(0.9))
        made[name] = again(properties[name] ?? schema['additionalProperties']);
    if (chance(0.25)) made[pick([...NAMES, 'x-a', 'bb'])] = again(schema['additionalProperties']);
    return made;
  }

  function instances({ before, after }: Pair): Json[] {
    return Array.from({ length: INSTANCES }, (_, index) =>
      index % 10 === 9 ? value() : suggested(index % 2 === 0 ? before : after, index % 2 === 0 ? before : after, 5),
    );
  }

  function pair(): Pair {
    const before = document();
    return { before, after: chance(0.08) ? document() : mutated(before) };
  }

  return { pair, instances };
}

/** All schemas of a document that are objects, in their places. */
function schemasIn(schema: Mutable): Mutable[] {
  const found: Mutable[] = [schema];
  const enter = (value: Json | undefined): void => {
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      found.push(...schemasIn(value as Mutable));
  };
  for (const [key, value] of Object.entries(schema)) {
    if (['properties', 'patternProperties', 'dependentSchemas', '$defs'].includes(key))
      Object.values(value as JsonObject).forEach(enter);
    else if (['allOf', 'anyOf', 'oneOf', 'prefixItems'].includes(key)) (value as readonly Json[]).forEach(enter);
    else if (!['enum', 'const', 'required', 'type', 'dependentRequired'].includes(key)) enter(value);
  }
  return found;
}

const ajv = new Ajv2020({ strict: false, validateFormats: false, allowUnionTypes: true, logger: false });

/** Compares a pair and looks for a value that breaks. The policy is the strict one: what is possible counts. */
export function judgePair({ before, after }: Pair, values: readonly Json[], direction: 'request' | 'response'): Judged {
  const specification = (root: JsonObject) => ({ format: 'json-schema', dialect: '2020-12', root }) as const;
  const { verdict, changes } = compare(specification(before), specification(after), {
    direction,
    policy: { openRequestPropertyAdded: 'breaking', requestPropertyRemoved: 'additive' },
  });
  const found = values.find((value) => {
    const [from, to] = direction === 'request' ? [before, after] : [after, before];
    return accepted(from, value) === true && accepted(to, value) === false && !isMisjudged(value, before, after);
  });
  for (const one of [before, after]) ajv.removeSchema(one);
  const grave = changes.filter((change) => change.class === verdict);
  return {
    verdict,
    rules: grave.map(({ rule }) => rule),
    witness: found === undefined ? undefined : { value: found },
  };
}

const compiled = new WeakMap<JsonObject, ValidateFunction | null>();

/** What ajv says; nothing where it cannot compile the schema, or where the schema refers to itself without end. */
function accepted(schema: JsonObject, value: Json): boolean | undefined {
  try {
    const known = compiled.get(schema);
    const validate = known === undefined ? ajv.compile(schema) : known;
    compiled.set(schema, validate);
    return validate?.(value) as boolean | undefined;
  } catch {
    if (!compiled.has(schema)) compiled.set(schema, null);
    return undefined;
  }
}

/** ajv 8.20 lets an empty array pass `contains` when `prefixItems` stands beside it. */
function isMisjudged(value: Json, ...schemas: readonly JsonObject[]): boolean {
  return JSON.stringify(value).includes('[]') && schemas.some((one) => JSON.stringify(one).includes('"contains"'));
}
