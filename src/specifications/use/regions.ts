import { entries, isList, member, pointer, text } from '../compare/json.ts';
import type { Target } from '../compare/references.ts';
import type { Document } from '../compare/schema/sameness.ts';
import type { Json } from '../model.ts';

/** All of a document at and under a pointer, without what stands at and under others. */
export interface Region {
  at: string;
  except: readonly string[];
}

export function covers(regions: readonly Region[], path: string): boolean {
  return regions.some(({ at, except }) => isUnder(path, at) && !except.some((one) => isUnder(path, one)));
}

function isUnder(path: string, holder: string): boolean {
  return path === holder || path.startsWith(`${holder}/`);
}

/** A part of a document and all that it refers to, without what stands under `except`. What was `seen` is left out. */
export function whole(
  { references }: Document,
  start: Target,
  except: readonly string[],
  seen = new Set<string>(),
): Region[] {
  const regions: Region[] = [];
  const left = new Set(except);
  enter(start);
  return regions;

  function enter(target: Target): void {
    if (seen.has(target.pointer)) return;
    seen.add(target.pointer);
    regions.push({ at: target.pointer, except });
    visit(target.value, target.pointer);
  }

  function visit(value: Json, path: string): void {
    if (left.has(path)) return;
    if (isList(value)) value.forEach((one, index) => visit(one, pointer(path, index)));
    for (const [key, one] of entries(value)) visit(one, pointer(path, key));
    const found = followed(references, { value, pointer: path });
    if (found !== undefined) enter(found);
  }
}

function followed(references: Document['references'], { value, pointer: path }: Target): Target | undefined {
  const reference = text(member(value, '$ref')) ?? text(member(value, '$dynamicRef'));
  return reference === undefined ? undefined : references.find(reference, path);
}

/** What is known of a field inside a schema. */
export interface Selection {
  /** The field with all that is in it, and around it the schemas that lead to it without their other fields. */
  regions: Region[];
  found: boolean;
}

/** Keywords whose schema is of the same value, or of the items of a list. */
const SAME_VALUE = ['allOf', 'anyOf', 'oneOf', 'not', 'if', 'then', 'else', 'dependentSchemas'];
const ITEMS = ['items', 'prefixItems', 'additionalItems', 'contains', 'unevaluatedItems'];
/** Keywords whose schemas are of members that have no name of their own. */
const OTHERS = ['additionalProperties', 'patternProperties', 'unevaluatedProperties'];
/** Of these the members are schemas; of all others the value, or its items. */
const MAPS = new Set(['dependentSchemas', 'patternProperties']);

/**
 * Finds a field of a schema through references, alternatives and lists. `names` collects the fields that stand where one
 * was looked for, by how many names were left to find.
 */
export function select(
  document: Document,
  schema: Target,
  fields: readonly string[],
  names = new Map<number, Set<string>>(),
  seen = new Set<string>(),
): Selection {
  const [field, ...rest] = fields;
  if (field === undefined) return { regions: whole(document, schema, []), found: true };
  const key = `${fields.length} ${schema.pointer}`;
  if (seen.has(key)) return { regions: [], found: false };
  seen.add(key);

  const properties = held(schema, 'properties', true);
  const known = names.get(fields.length) ?? new Set();
  for (const { name } of properties) known.add(name);
  names.set(fields.length, known);

  const same = [...SAME_VALUE, ...ITEMS].flatMap((keyword) => held(schema, keyword, MAPS.has(keyword)));
  const others = OTHERS.flatMap((keyword) => held(schema, keyword, MAPS.has(keyword)));
  const reference = followed(document.references, schema);
  const named = properties.filter(({ name }) => name === field);
  const deeper = (named.length > 0 ? named : others).map((one) => select(document, one, rest, names, seen));
  const around = [...same, ...(reference === undefined ? [] : [reference])].map((one) =>
    select(document, one, fields, names, seen),
  );
  const except = [...properties, ...same, ...others].map((one) => one.pointer);
  return {
    regions: [{ at: schema.pointer, except }, ...[...deeper, ...around].flatMap((one) => one.regions)],
    found: [...deeper, ...around].some((one) => one.found),
  };
}

/** The schemas under a keyword; `true` and `false` name nothing. */
function held({ value, pointer: path }: Target, keyword: string, isMap: boolean): (Target & { name: string })[] {
  const inside = member(value, keyword);
  const here = pointer(path, keyword);
  if (inside === undefined || typeof inside === 'boolean') return [];
  if (isMap) return entries(inside).map(([name, one]) => ({ name, value: one, pointer: pointer(here, name) }));
  if (!isList(inside)) return [{ name: '', value: inside, pointer: here }];
  return inside.map((one, index) => ({ name: '', value: one, pointer: pointer(here, index) }));
}
