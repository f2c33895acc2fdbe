import type { Json, JsonObject, Specification } from '../../model.ts';
import { canonical, entries, isList, isObject, pointer, text } from '../json.ts';
import type { References } from '../references.ts';
import { dialectOf } from './dialect.ts';

/** One of the two documents. */
export interface Document {
  readonly specification: Specification;
  readonly references: References;
}

/** A short name for what a schema says: equal for schemas of either document that say the same. */
export type Same = (schema: Json, pointer: string) => string;

/** All keywords that decide whether a value is accepted. Descriptions, and keywords nobody knows, are not among them. */
const DECISIVE = new Set(
  (
    '$ref $dynamicRef $recursiveRef type enum const nullable format contentEncoding contentMediaType contentSchema ' +
    'minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minLength maxLength pattern items prefixItems ' +
    'additionalItems minItems maxItems uniqueItems contains minContains maxContains unevaluatedItems properties ' +
    'patternProperties additionalProperties propertyNames required minProperties maxProperties dependentRequired ' +
    'dependentSchemas dependencies unevaluatedProperties allOf anyOf oneOf not if then else readOnly writeOnly discriminator'
  ).split(' '),
);
/** Keywords whose members are named by the document. */
const NAMED = new Set(['properties', 'patternProperties', 'dependentSchemas', 'dependencies']);
/** Keywords whose order means nothing. */
const UNORDERED = new Set(['enum', 'required', 'type', 'allOf', 'anyOf', 'oneOf']);
const LITERAL = new Set(['enum', 'const', 'required', 'type', 'dependentRequired', 'discriminator']);

/**
 * Compares what schemas say without deciding what it means. A definition counts as the same in both documents where its
 * own text is and where all definitions that it refers to are: so a document that is mostly unchanged is compared in one walk.
 */
export function sameness(before: Document, after: Document): { before: Same; after: Same } {
  const names = new Map<string, string>();
  const short = (long: string): string => {
    const known = names.get(long);
    if (known !== undefined) return known;
    const name = String(names.size);
    names.set(long, name);
    return name;
  };
  const unchanged = unchangedDefinitions(before, after, short);
  const of = (document: Document, side: string): Same =>
    reader(document, short, (target) => (unchanged.has(target) ? target : `${side}:${target}`));
  return { before: of(before, 'before'), after: of(after, 'after') };
}

function unchangedDefinitions(before: Document, after: Document, short: (long: string) => string): Set<string> {
  const [old, present] = [definitions(before, short), definitions(after, short)];
  const alike = canonical({ ...dialectOf(before.specification) }) === canonical({ ...dialectOf(after.specification) });
  const unchanged = new Set<string>();
  for (const [target, { says }] of old) if (alike && present.get(target)?.says === says) unchanged.add(target);

  const users = new Map<string, Set<string>>();
  for (const definitions of [old, present]) {
    for (const [user, { uses }] of definitions) {
      for (const used of uses) users.set(used, (users.get(used) ?? new Set()).add(user));
    }
  }
  const changed = [...old.keys(), ...present.keys()].filter((target) => !unchanged.has(target));
  for (let target = changed.pop(); target !== undefined; target = changed.pop()) {
    for (const user of users.get(target) ?? []) if (unchanged.delete(user)) changed.push(user);
  }
  return unchanged;
}

/** What every schema that something refers to says, references by name, and what it refers to itself. */
function definitions(
  document: Document,
  short: (long: string) => string,
): Map<string, { says: string; uses: Set<string> }> {
  const found = new Map<string, { says: string; uses: Set<string> }>();
  const waiting: { value: Json; pointer: string }[] = [];
  const enter = (ref: string, from: string): void => {
    const target = document.references.find(ref, from);
    if (target === undefined || found.has(target.pointer)) return;
    found.set(target.pointer, { says: '', uses: new Set() });
    waiting.push(target);
  };
  everyReference(document.specification.root, '', enter);
  for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
    const uses = new Set<string>();
    const says = reader(document, short, (target) => {
      uses.add(target);
      return target;
    })(one.value, one.pointer);
    found.set(one.pointer, { says, uses });
  }
  return found;
}

function everyReference(value: Json, path: string, enter: (ref: string, from: string) => void): void {
  if (isList(value)) value.forEach((one, index) => everyReference(one, pointer(path, index), enter));
  for (const [key, one] of entries(value)) {
    if (key === '$ref' && typeof one === 'string') enter(one, path);
    else if (typeof one === 'object' && one !== null) everyReference(one, pointer(path, key), enter);
  }
}

function reader(document: Document, short: (long: string) => string, name: (target: string) => string): Same {
  const dialect = dialectOf(document.specification);
  const known = new WeakMap<JsonObject, string>();
  return says;

  function says(schema: Json, path: string): string {
    if (!isObject(schema)) return canonical(schema);
    const before = known.get(schema);
    if (before !== undefined) return before;
    const made = short(members(schema, path).join());
    known.set(schema, made);
    return made;
  }

  function members(schema: JsonObject, path: string): string[] {
    const ref = text(schema['$ref']);
    const target = ref === undefined ? undefined : `$ref:${named(ref, path)}`;
    if (target !== undefined && dialect.refStandsAlone) return [target];
    return Object.keys(schema)
      .filter((key) => DECISIVE.has(key))
      .sort()
      .map((key) =>
        key === '$ref' && target !== undefined ? target : `${key}:${value(key, schema[key] ?? null, path)}`,
      );
  }

  function named(ref: string, path: string): string {
    const target = document.references.find(ref, path);
    return target === undefined ? `outside ${ref}` : name(target.pointer);
  }

  function value(key: string, held: Json, path: string): string {
    const below = pointer(path, key);
    if (LITERAL.has(key))
      return isList(held) && UNORDERED.has(key) ? held.map(canonical).sort().join() : canonical(held);
    if (isList(held)) {
      const all = held.map((one, index) => says(one, pointer(below, index)));
      return `[${(UNORDERED.has(key) ? all.sort() : all).join()}]`;
    }
    if (!NAMED.has(key)) return says(held, below);
    return entries(held)
      .map(
        ([one, schema]) =>
          `${JSON.stringify(one)}=${isList(schema) ? canonical(schema) : says(schema, pointer(below, one))}`,
      )
      .sort()
      .join();
  }
}
