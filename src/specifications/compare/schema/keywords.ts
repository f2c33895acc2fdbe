import type { Json, JsonObject } from '../../model.ts';
import { canonical, entries, isList, isObject, list, member, pointer, text } from '../json.ts';
import type { Dialect } from './dialect.ts';
import {
  type Choice,
  type Keywords,
  KINDS,
  type Kind,
  type Node,
  type Not,
  type NumberLimits,
  type ObjectLimits,
  type Opaque,
} from './node.ts';
import { kindNames } from './values.ts';
import { NOTHING, type Workshop } from './workshop.ts';

/** Reads the schemas of one document. The same schema read twice is one node. */
export interface Reader {
  readonly dialect: Dialect;
  readonly workshop: Workshop;
  node(schema: Json, pointer: string): Node;
  /** What a `$ref` at a place names; null where it leads out of the document. */
  referred(ref: string, pointer: string): Node | null;
  /** Whether a property with this schema does not travel. */
  hides(schema: Json, pointer: string): boolean;
}

/** References whose target depends on the path a reader took to them. */
const DYNAMIC = ['$dynamicRef', '$recursiveRef'];

/** What a schema demands, whatever its dialect, in the words of JSON Schema 2020-12. */
export function readKeywords(schema: JsonObject | boolean, at: string, reader: Reader): Keywords {
  if (schema === true) return NOTHING;
  if (schema === false) return { ...NOTHING, kinds: new Set() };
  const ref = text(schema['$ref']);
  const target = ref === undefined ? null : reader.referred(ref, pointer(at, '$ref'));
  const outside: Opaque[] = ref !== undefined && target === null ? [{ construct: '$ref', text: ref }] : [];
  const referred = target === null ? [] : [target];
  if (ref !== undefined && reader.dialect.refStandsAlone) return { ...NOTHING, also: referred, opaque: outside };

  const node = (key: string): Node | null => {
    const held = schema[key];
    return isObject(held) || typeof held === 'boolean' ? reader.node(held, pointer(at, key)) : null;
  };
  const nodes = (key: string): Node[] =>
    list(schema[key]).map((one, index) => reader.node(one, pointer(at, key, index)));
  const not = node('not');
  const nots: Not[] = not === null ? [] : [{ id: reader.workshop.nextId(), node: not }];
  const tuple = isList(schema['items']) ? nodes('items') : null;
  const count = (key: string): number | null => number(schema[key]);
  const contains = node('contains');

  return {
    kinds: kindsOf(schema, reader),
    values: valuesOf(schema),
    also: [...referred, ...nodes('allOf')],
    choices: choicesOf(schema, at, reader, node, nodes),
    nots,
    opaque: [
      ...outside,
      ...DYNAMIC.flatMap((key) =>
        schema[key] === undefined ? [] : [{ construct: key, text: canonical(schema[key]) }],
      ),
    ],
    format: text(schema['format']) ?? null,
    numbers: numbersOf(schema),
    strings: {
      minLength: count('minLength'),
      maxLength: count('maxLength'),
      pattern: text(schema['pattern']) ?? null,
      content: contentOf(schema),
    },
    arrays: {
      prefix: tuple ?? nodes('prefixItems'),
      rest: tuple === null ? node('items') : node('additionalItems'),
      minItems: count('minItems'),
      maxItems: count('maxItems'),
      unique: schema['uniqueItems'] === true,
      unevaluated: node('unevaluatedItems'),
      contains:
        contains === null
          ? null
          : { node: contains, minimum: count('minContains') ?? 1, maximum: count('maxContains') },
    },
    objects: objectsOf(schema, at, reader, node),
    settled: [],
  };
}

function number(value: Json | undefined): number | null {
  return typeof value === 'number' ? value : null;
}

function kindsOf(schema: JsonObject, reader: Reader): ReadonlySet<Kind> {
  const type = schema['type'];
  if (type === undefined) return NOTHING.kinds;
  const kinds = new Set<Kind>();
  for (const one of isList(type) ? type : [type]) {
    if (one === 'number') kinds.add('fraction').add('integer');
    else for (const kind of KINDS) if (kind === one) kinds.add(kind);
  }
  if (reader.dialect.nullable && schema['nullable'] === true) kinds.add('null');
  return kinds;
}

function valuesOf(schema: JsonObject): ReadonlyMap<string, Json> | null {
  const only = schema['const'];
  const several = schema['enum'];
  const values = new Map<string, Json>();
  if (only === undefined && !isList(several)) return null;
  for (const one of isList(several) ? several : [only ?? null]) values.set(canonical(one), one);
  if (only === undefined || !isList(several)) return values;
  return new Map([...values].filter(([key]) => key === canonical(only)));
}

function contentOf(schema: JsonObject): string | null {
  const parts = [schema['contentEncoding'], schema['contentMediaType']];
  return parts.every((part) => part === undefined)
    ? null
    : parts
        .map((part) => text(part) ?? '')
        .join(' ')
        .trim();
}

/** Drafts up to 4, and OpenAPI 3.0, say `exclusiveMinimum: true` beside a minimum. */
function numbersOf(schema: JsonObject): NumberLimits {
  const bound = (plain: string, exclusive: string, stricter: (a: number, b: number) => boolean) => {
    const value = number(schema[plain]);
    const beyond = number(schema[exclusive]);
    if (beyond !== null && (value === null || !stricter(value, beyond))) return { value: beyond, exclusive: true };
    return value === null ? null : { value, exclusive: schema[exclusive] === true };
  };
  return {
    minimum: bound('minimum', 'exclusiveMinimum', (a, b) => a > b),
    maximum: bound('maximum', 'exclusiveMaximum', (a, b) => a < b),
    multipleOf: number(schema['multipleOf']),
  };
}

function objectsOf(schema: JsonObject, at: string, reader: Reader, node: (key: string) => Node | null): ObjectLimits {
  const properties = new Map<string, Node>();
  const hidden = new Set<string>();
  for (const [name, one] of entries(schema['properties'])) {
    const place = pointer(at, 'properties', name);
    if (reader.hides(one, place)) hidden.add(name);
    else properties.set(name, reader.node(one, place));
  }
  const patterns = entries(schema['patternProperties']).map(
    ([pattern, one]) => [pattern, reader.node(one, pointer(at, 'patternProperties', pattern))] as const,
  );
  const dependent = new Map<string, string[]>();
  for (const key of ['dependentRequired', 'dependencies']) {
    for (const [name, needed] of entries(schema[key])) if (isList(needed)) dependent.set(name, needed.map(String));
  }
  return {
    properties,
    patterns: new Map(patterns),
    rest: node('additionalProperties'),
    names: node('propertyNames'),
    unevaluated: node('unevaluatedProperties'),
    hidden,
    required: new Set(list(schema['required']).map(String)),
    minProperties: number(schema['minProperties']),
    maxProperties: number(schema['maxProperties']),
    dependent,
  };
}

function choicesOf(
  schema: JsonObject,
  at: string,
  reader: Reader,
  node: (key: string) => Node | null,
  nodes: (key: string) => Node[],
): Choice[] {
  const { workshop } = reader;
  const choices: Choice[] = [];
  const add = (kind: Choice['kind'], branches: Choice['branches'], labels: string[]): void => {
    choices.push({
      id: workshop.nextId(),
      kind,
      branches,
      labels: labels.map((label, index) => unlike(label, labels, index)),
    });
  };
  const condition = (when: Node, then: Node | null, otherwise: Node | null, label: string): void => {
    const fulfilled = then === null ? [when] : [when, then];
    add(
      'if',
      [fulfilled, otherwise === null ? [workshop.not(when)] : [workshop.not(when), otherwise]],
      [label, `${label} not`],
    );
  };

  if (isList(schema['anyOf']))
    add(
      'any',
      nodes('anyOf').map((one) => [one]),
      labelled(nodes('anyOf')),
    );
  // A discriminator decides which one is meant, so that it does not matter whether another would accept the value too.
  const decided = member(schema['discriminator'], 'propertyName') !== undefined;
  if (isList(schema['oneOf']))
    add(
      decided ? 'any' : 'one',
      nodes('oneOf').map((one) => [one]),
      labelled(nodes('oneOf')),
    );

  const when = node('if');
  if (when !== null && (schema['then'] !== undefined || schema['else'] !== undefined)) {
    condition(when, node('then'), node('else'), 'if');
  }
  for (const key of ['dependentSchemas', 'dependencies']) {
    for (const [name, needed] of entries(schema[key])) {
      if (isList(needed)) continue;
      condition(workshop.having(name), reader.node(needed, pointer(at, key, name)), null, `with ${name}`);
    }
  }
  return choices;
}

function labelled(branches: readonly Node[]): string[] {
  return branches.map(
    (one, index) =>
      one.label ??
      (one.keywords.kinds.size === KINDS.length ? `${index + 1}` : kindNames(one.keywords.kinds).join(' or ')),
  );
}

function unlike(label: string, labels: readonly string[], index: number): string {
  return labels.indexOf(label) === index ? label : `${label} ${index + 1}`;
}
