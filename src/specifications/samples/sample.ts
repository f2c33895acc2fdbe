import type { Json, JsonObject, Specification } from '../model.ts';
import { isList, isObject, memberOf, referenceOf } from '../pointer.ts';
import { accepts, expressionOf, itemsOf } from './accepts.ts';
import { both, flatten, listOf, type Source } from './schema.ts';
import { textsFor } from './texts.ts';

/** Who sends the sample: a request leaves out what is `readOnly`, an answer what is `writeOnly`. */
export type Sender = 'consumer' | 'provider';

/** Objects within objects that are filled beyond what is required. Ours: more is no longer read. */
const FILLED_DEPTH = 4;
/** Objects within objects at all: a schema that requires itself has no sample. */
const DEEPEST = 12;
/** Alternatives within alternatives of one value. */
const MOST_CHOICES = 8;
/** Schemas that are tried for one sample. Ours: alternatives within alternatives grow without end. */
const MOST_TRIES = 20_000;
/** Items of a list. Ours; a schema that asks for more has no sample. */
const MOST_ITEMS = 200;

interface Attempt {
  source: Source;
  sender: Sender;
  depth: number;
  /** Choices made for this value. */
  choices: number;
  /** Chosen otherwise for each, where several that differ are asked for. */
  turn: number;
  /** References that are being filled in. */
  open: readonly string[];
  tries: { left: number };
}

/**
 * A value that the schema accepts, always the same for the same schema: what it gives itself as an example where that is
 * valid, made from its keywords otherwise. Undefined where none is found.
 */
export function sampleOf(specification: Specification, schema: Json, sender: Sender): Json | undefined {
  const isOld = specification.format === 'openapi' && specification.dialect.startsWith('3.0');
  const source = { root: specification.root, isOld };
  return make(schema, { source, sender, depth: 0, choices: 0, turn: 0, open: [], tries: { left: MOST_TRIES } });
}

function make(schema: Json, attempt: Attempt): Json | undefined {
  if (schema === true) return 'text';
  if (attempt.depth > DEEPEST || attempt.tries.left <= 0) return undefined;
  attempt.tries.left -= 1;
  const flat = flatten(attempt.source.root, schema);
  if (flat === false) return undefined;
  const reference = referenceOf(schema);
  const inside = reference === undefined ? attempt : { ...attempt, open: [...attempt.open, reference] };
  for (const candidate of candidates(flat, inside)) {
    if (candidate !== undefined && accepts(attempt.source, schema, candidate)) return candidate;
  }
  return undefined;
}

/** Values that may satisfy a schema without references and `allOf`, the best first. */
function* candidates(flat: JsonObject, attempt: Attempt): Generator<Json | undefined> {
  yield* given(flat, attempt.turn);
  const { anyOf, oneOf, if: when, then: so = true, else: otherwise = true, ...plain } = flat;
  const branches = isList(oneOf) ? listOf(oneOf) : listOf(anyOf);
  if (branches.length > 0) {
    const rest = isList(oneOf) && isList(anyOf) ? { ...plain, anyOf } : plain;
    for (const branch of turned(branches, attempt.turn)) yield* joined(rest, [branch], attempt);
    return;
  }
  if (when !== undefined) {
    yield* joined(plain, [when, so], attempt);
    yield* joined(plain, [otherwise], attempt);
  }
  for (const type of turned(typesOf(plain), attempt.turn)) yield* valuesOf(type, plain, attempt);
}

function* joined(plain: JsonObject, parts: readonly Json[], attempt: Attempt): Generator<Json | undefined> {
  const { root } = attempt.source;
  attempt.tries.left -= 1;
  if (attempt.tries.left <= 0 || attempt.choices >= MOST_CHOICES) return;
  const flat = parts.reduce<JsonObject | false>((so, part) => both(so, flatten(root, part)), plain);
  if (flat !== false) yield* candidates(flat, { ...attempt, choices: attempt.choices + 1 });
}

/** What the schema itself shows. */
function* given(flat: JsonObject, turn: number): Generator<Json | undefined> {
  if (flat['const'] !== undefined) yield flat['const'];
  // Of several that are to differ, only the first is the example.
  if (turn === 0) {
    yield* [flat['example'], ...listOf(flat['examples']), flat['default']];
  }
  yield* turned(listOf(flat['enum']), turn);
}

function turned<Item>(items: readonly Item[], turn: number): Item[] {
  const start = items.length === 0 ? 0 : turn % items.length;
  return [...items.slice(start), ...items.slice(0, start)];
}

const BY_KEYWORD: readonly (readonly [string, readonly string[]])[] = [
  ['object', ['properties', 'required', 'additionalProperties', 'patternProperties', 'minProperties', 'propertyNames']],
  ['array', ['items', 'prefixItems', 'minItems', 'contains', 'uniqueItems']],
  ['string', ['pattern', 'format', 'minLength', 'maxLength']],
  ['number', ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf']],
];

function typesOf(flat: JsonObject): string[] {
  const { type } = flat;
  const named = (isList(type) ? type : [type]).filter((one) => typeof one === 'string');
  // A null shows nothing of what is sent.
  if (named.length > 0) return [...named.filter((one) => one !== 'null'), ...named.filter((one) => one === 'null')];
  const meant = BY_KEYWORD.filter(([, keywords]) => keywords.some((name) => flat[name] !== undefined));
  return [...meant.map(([name]) => name), 'string', 'number', 'boolean', 'object', 'null'];
}

function* valuesOf(type: string, flat: JsonObject, attempt: Attempt): Generator<Json | undefined> {
  switch (type) {
    case 'string':
      return yield* textsFor(flat, attempt.turn);
    case 'integer':
      return yield* numbersFor(flat, attempt.turn, 1);
    case 'number':
      yield* numbersFor(flat, attempt.turn, 1);
      return yield* numbersFor(flat, attempt.turn, 0.5);
    case 'boolean':
      return yield* [attempt.turn % 2 === 0, attempt.turn % 2 === 1];
    case 'array':
      return yield* listsFor(flat, attempt);
    case 'object':
      yield objectFor(flat, attempt, () => attempt.depth < FILLED_DEPTH);
      return yield objectFor(flat, attempt, () => false);
    default:
      return yield null;
  }
}

/** Numbers by the least step that is asked for: near 1, then at each end. */
function* numbersFor(flat: JsonObject, turn: number, grain: number): Generator<number> {
  const step = typeof flat['multipleOf'] === 'number' && flat['multipleOf'] > 0 ? flat['multipleOf'] : grain;
  const low = highest(flat['minimum'], flat['exclusiveMinimum']);
  const high = lowest(flat['maximum'], flat['exclusiveMaximum']);
  const from = Math.min(Math.max(1, low), high);
  for (const base of [
    Math.ceil(from / step),
    Math.floor(from / step),
    Math.ceil(low / step),
    Math.floor(high / step),
  ]) {
    for (const off of [0, 1, 2, 3, -1, -2].map((one) => (one < 0 ? one - turn : one + turn))) {
      const value = Number(((base + off) * step).toPrecision(12));
      if (Number.isFinite(value)) yield value;
    }
  }
  if (Number.isFinite(low) && Number.isFinite(high)) yield (low + high) / 2;
}

function highest(...limits: (Json | undefined)[]): number {
  return Math.max(...limits.map((one) => (typeof one === 'number' ? one : Number.NEGATIVE_INFINITY)));
}

function lowest(...limits: (Json | undefined)[]): number {
  return Math.min(...limits.map((one) => (typeof one === 'number' ? one : Number.POSITIVE_INFINITY)));
}

function* listsFor(flat: JsonObject, attempt: Attempt): Generator<Json | undefined> {
  const { minItems, maxItems, minContains, contains } = flat;
  const { first, rest } = itemsOf(flat);
  const least = Math.max(
    typeof minItems === 'number' ? minItems : 0,
    contains === undefined ? 0 : Number(minContains ?? 1),
  );
  const most = typeof maxItems === 'number' ? maxItems : Number.POSITIVE_INFINITY;
  const wanted = Math.min(Math.max(least, first.length, 1), most);
  if (least > MOST_ITEMS) return;
  for (const count of new Set([Math.min(wanted, MOST_ITEMS), least])) {
    const items: Json[] = [];
    for (let index = 0; index < count; index += 1) {
      const among = first[index] ?? rest ?? true;
      const schema = contains !== undefined && index < Number(minContains ?? 1) ? { allOf: [contains, among] } : among;
      const item = inside(schema, { ...attempt, turn: attempt.turn + index });
      if (item === undefined) break;
      items.push(item);
    }
    yield items;
  }
}

function objectFor(flat: JsonObject, attempt: Attempt, fill: () => boolean): Json | undefined {
  const properties = isObject(flat['properties']) ? flat['properties'] : {};
  const required = listOf(flat['required']).filter((name) => typeof name === 'string');
  const value: Record<string, Json> = {};
  for (const name of new Set([...Object.keys(properties), ...required])) {
    const isRequired = required.includes(name);
    const schema = memberOf(properties, name) ?? schemaOfName(flat, name);
    if (!isRequired && !(fill() && isSent(schema, attempt))) continue;
    const made = inside(schema, attempt);
    if (made !== undefined)
      Object.defineProperty(value, name, { value: made, enumerable: true, configurable: true, writable: true });
    else if (isRequired) return undefined;
  }
  return padded(flat, value, attempt);
}

/** A member or an item: what would go round in a circle is made only where it must be. */
function inside(schema: Json, attempt: Attempt): Json | undefined {
  return make(schema, { ...attempt, depth: attempt.depth + 1, choices: 0 });
}

function isSent(schema: Json, { sender, open, source }: Attempt): boolean {
  const reference = referenceOf(schema);
  if (reference !== undefined && open.includes(reference)) return false;
  const flat = flatten(source.root, schema);
  return flat !== false && flat[sender === 'consumer' ? 'readOnly' : 'writeOnly'] !== true;
}

/** What holds for a name that is not among the properties. */
function schemaOfName(flat: JsonObject, name: string): Json {
  const patterns = isObject(flat['patternProperties']) ? Object.entries(flat['patternProperties']) : [];
  const matching = patterns.filter(([pattern]) => expressionOf(pattern)?.test(name)).map(([, schema]) => schema);
  return matching.length > 0 ? { allOf: matching } : (flat['additionalProperties'] ?? true);
}

/** Names are made up where a number of properties is asked for, and one where an object is a map. */
function padded(flat: JsonObject, value: Record<string, Json>, attempt: Attempt): Json | undefined {
  const { minProperties, propertyNames, additionalProperties } = flat;
  const asMap = isObject(additionalProperties) && Object.keys(value).length === 0 && flat['maxProperties'] !== 0;
  const least = Math.max(
    typeof minProperties === 'number' ? minProperties : 0,
    asMap && attempt.depth < FILLED_DEPTH ? 1 : 0,
  );
  for (let index = 0; Object.keys(value).length < least && index < MOST_ITEMS; index += 1) {
    const name = propertyNames === undefined ? `key${index + 1}` : inside(propertyNames, { ...attempt, turn: index });
    if (typeof name !== 'string' || Object.hasOwn(value, name)) continue;
    const made = inside(schemaOfName(flat, name), attempt);
    if (made !== undefined) value[name] = made;
  }
  return value;
}
