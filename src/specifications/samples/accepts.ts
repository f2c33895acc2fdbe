import type { Json, JsonObject } from '../model.ts';
import { isList, isObject, referenceOf } from '../pointer.ts';
import { listOf, referred, type Source } from './schema.ts';

/** Schemas within schemas without a step into the value. Ours: a circle of `allOf` has no end otherwise. */
const DEEPEST = 60;

/** Whether a value satisfies a schema: the keywords that decide for what samples are made of. */
export function accepts(source: Source, schema: Json | undefined, value: Json, depth = 0): boolean {
  if (schema === undefined || schema === true) return true;
  if (!isObject(schema) || depth > DEEPEST) return false;
  const is = (inner: Json | undefined, inside: Json = value) =>
    accepts(source, inner, inside, inside === value ? depth + 1 : 0);

  const reference = referenceOf(schema);
  if (reference !== undefined && !is(referred(source.root, reference))) return false;
  if (source.isOld && value === null && schema['nullable'] === true) return true;
  return (
    isOfType(schema, value) &&
    isAmong(schema, value) &&
    isComposed(schema, is) &&
    (typeof value === 'number' ? isNumber(schema, value) : true) &&
    (typeof value === 'string' ? isText(schema, value) : true) &&
    (isList(value) ? isArray(schema, value, is) : true) &&
    (isObject(value) ? isRecord(schema, value, is) : true)
  );
}

type Is = (schema: Json | undefined, inside?: Json) => boolean;

function isOfType(schema: JsonObject, value: Json): boolean {
  const type = schema['type'];
  if (type === undefined) return true;
  return (isList(type) ? type : [type]).some((one) =>
    one === 'integer' ? Number.isInteger(value) : one === typeOf(value) || (one === 'object' && isObject(value)),
  );
}

function typeOf(value: Json): string {
  return value === null ? 'null' : isList(value) ? 'array' : typeof value;
}

function isAmong(schema: JsonObject, value: Json): boolean {
  const said = same(value);
  if (schema['const'] !== undefined && same(schema['const']) !== said) return false;
  return !isList(schema['enum']) || schema['enum'].some((one) => same(one) === said);
}

/** The same text for the same value, whatever the order of names. */
function same(value: Json): string {
  if (isList(value)) return `[${value.map(same).join()}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${same(value[name] ?? null)}`).join()}}`;
}

function isComposed(schema: JsonObject, is: Is): boolean {
  const { allOf, anyOf, oneOf, not, if: when } = schema;
  if (!listOf(allOf).every((one) => is(one))) return false;
  if (isList(anyOf) && !anyOf.some((one) => is(one))) return false;
  if (isList(oneOf) && oneOf.filter((one) => is(one)).length !== 1) return false;
  if (not !== undefined && is(not)) return false;
  return when === undefined || is(is(when) ? schema['then'] : schema['else']);
}

function isNumber(schema: JsonObject, value: number): boolean {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema;
  if (typeof minimum === 'number' && (exclusiveMinimum === true ? value <= minimum : value < minimum)) return false;
  if (typeof maximum === 'number' && (exclusiveMaximum === true ? value >= maximum : value > maximum)) return false;
  if (typeof exclusiveMinimum === 'number' && value <= exclusiveMinimum) return false;
  if (typeof exclusiveMaximum === 'number' && value >= exclusiveMaximum) return false;
  return typeof multipleOf !== 'number' || multipleOf <= 0 || Number.isInteger(value / multipleOf);
}

function isText(schema: JsonObject, value: string): boolean {
  const { minLength, maxLength, pattern } = schema;
  // Characters, and not UTF-16 units.
  const length = [...value].length;
  if (typeof minLength === 'number' && length < minLength) return false;
  if (typeof maxLength === 'number' && length > maxLength) return false;
  if (typeof pattern === 'string' && !(expressionOf(pattern)?.test(value) ?? false)) return false;
  const shape = typeof schema['format'] === 'string' ? SHAPES.get(schema['format']) : undefined;
  return shape === undefined || shape.test(value);
}

const DAY =
  '(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|02-(?:0[1-9]|1\\d|2[0-8]))';
const HOUR = '(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d+)?(?:Z|[+-][01]\\d:[0-5]\\d)';
const ADDRESS = "(?:[\\w./?#=&~:@!$'()*+,;-]|%[\\da-f]{2})*";

/** Formats as validators read them, or stricter: a sample is then made instead of taken from an example. */
const SHAPES: ReadonlyMap<string, RegExp> = new Map(
  Object.entries({
    date: `\\d{4}-${DAY}`,
    'date-time': `\\d{4}-${DAY}T${HOUR}`,
    time: HOUR,
    duration: 'P(?:\\d+W|(?=.)(?:\\d+Y)?(?:\\d+M)?(?:\\d+D)?(?:T(?=\\d)(?:\\d+H)?(?:\\d+M)?(?:\\d+S)?)?)',
    email: '[\\w+-]+(?:\\.[\\w+-]+)*@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\\.)+[a-z]{2,}',
    hostname: '(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?',
    ipv4: '(?:(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(?:\\.(?!$)|$)){4}',
    ipv6: '2001:db8::[\\da-f]{1,4}|::1',
    uri: `[a-z][a-z0-9+.-]*:(?://[\\w.-]+(?::\\d+)?)?(?:/${ADDRESS})?`,
    'uri-reference': `/${ADDRESS}`,
    'uri-template': '(?:[\\w./:-]|\\{\\w+\\})*',
    uuid: '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}',
    'json-pointer': '(?:/(?:[^/~]|~[01])*)*',
    'relative-json-pointer': '(?:0|[1-9]\\d*)(?:#|(?:/(?:[^/~]|~[01])*)*)',
    byte: '(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?',
  }).map(([format, shape]) => [format, new RegExp(`^(?:${shape})$`, 'i')]),
);

/** A pattern as validators read it: in Unicode mode, or without where it is none there. */
export function expressionOf(pattern: string): RegExp | undefined {
  for (const flags of ['u', '']) {
    try {
      return new RegExp(pattern, flags);
    } catch {
      // Tried with the next flags.
    }
  }
  return undefined;
}

function isArray(schema: JsonObject, value: readonly Json[], is: Is): boolean {
  const { minItems, maxItems, uniqueItems, contains, minContains = 1, maxContains } = schema;
  if (typeof minItems === 'number' && value.length < minItems) return false;
  if (typeof maxItems === 'number' && value.length > maxItems) return false;
  if (uniqueItems === true && new Set(value.map(same)).size < value.length) return false;
  const { first, rest } = itemsOf(schema);
  if (!value.every((item, index) => is(first[index] ?? (index < first.length ? true : rest), item))) return false;
  if (contains === undefined) return true;
  const count = value.filter((item) => is(contains, item)).length;
  return count >= Number(minContains) && (typeof maxContains !== 'number' || count <= maxContains);
}

/** The schemas of the first items and of all others, in the words of 2020-12 or of draft-07. */
export function itemsOf(schema: JsonObject): { first: readonly Json[]; rest: Json | undefined } {
  const { prefixItems, items, additionalItems, unevaluatedItems } = schema;
  // Stricter than the keyword where a part of a composition knows the items: a sample then leaves them out.
  if (isList(prefixItems)) return { first: prefixItems, rest: items ?? unevaluatedItems };
  if (isList(items)) return { first: items, rest: additionalItems ?? unevaluatedItems };
  return { first: [], rest: items ?? unevaluatedItems };
}

function isRecord(schema: JsonObject, value: JsonObject, is: Is): boolean {
  const names = Object.keys(value);
  const { minProperties, maxProperties, propertyNames, additionalProperties, unevaluatedProperties } = schema;
  if (typeof minProperties === 'number' && names.length < minProperties) return false;
  if (typeof maxProperties === 'number' && names.length > maxProperties) return false;
  if (!listOf(schema['required']).every((name) => Object.hasOwn(value, String(name)))) return false;
  if (!dependenciesHold(schema, value, is)) return false;
  const properties = isObject(schema['properties']) ? schema['properties'] : {};
  const patterns = Object.entries(isObject(schema['patternProperties']) ? schema['patternProperties'] : {});
  return names.every((name) => {
    const inside = value[name] ?? null;
    const matching = patterns.filter(([pattern]) => expressionOf(pattern)?.test(name)).map(([, one]) => one);
    const own = Object.hasOwn(properties, name) ? [properties[name] ?? true] : [];
    const known = [...own, ...matching];
    if (propertyNames !== undefined && !is(propertyNames, name)) return false;
    // Stricter than the keyword where a part of a composition knows the name: a sample then leaves it out.
    const others = additionalProperties ?? unevaluatedProperties;
    return known.length > 0 ? known.every((one) => is(one, inside)) : is(others, inside);
  });
}

function dependenciesHold(schema: JsonObject, value: JsonObject, is: Is): boolean {
  const all = [schema['dependentRequired'], schema['dependentSchemas'], schema['dependencies']];
  return all.every((dependencies) =>
    Object.entries(isObject(dependencies) ? dependencies : {}).every(([name, needed]) => {
      if (!Object.hasOwn(value, name)) return true;
      return isList(needed) ? needed.every((one) => Object.hasOwn(value, String(one))) : is(needed);
    }),
  );
}
