import { groupBy } from '../../core/group.ts';
import { entries, isList, member, pointer, text } from '../compare/json.ts';
import { referencesOf, type Target } from '../compare/references.ts';
import type { Document } from '../compare/schema/sameness.ts';
import type { Json, Specification } from '../model.ts';

/** All of a document at and under a pointer, without what stands at and under others. */
export interface Region {
  at: string;
  except: ReadonlySet<string>;
}

/** Some part of a document: whether a pointer leads into it. */
export type Area = (path: string) => boolean;

export function areaOf(regions: readonly Region[]): Area {
  const byPlace = groupBy(regions, ({ at }) => at);
  return (path) => {
    const holders = holdersOf(path);
    const isIn = ({ except }: Region) => !holders.some((holder) => except.has(holder));
    return holders.some((holder) => byPlace.get(holder)?.some(isIn));
  };
}

/** A pointer and all that it stands under. */
function holdersOf(path: string): string[] {
  const found = [path];
  for (let end = path.lastIndexOf('/'); end >= 0; end = path.lastIndexOf('/', end - 1)) {
    found.push(path.slice(0, end));
    if (end === 0) break;
  }
  return found;
}

/** A reference, by where it stands. */
interface Link {
  from: string;
  to: Target;
}

/** A document, and what its parts refer to. */
export interface Linked extends Document {
  /** The references at and under a part; each part is walked once. */
  linksIn(part: Target): readonly Link[];
}

export function linked(specification: Specification): Linked {
  const document: Document = { specification, references: referencesOf(specification.root) };
  const known = new Map<string, Link[]>();

  function collect(value: Json, path: string, found: Link[]): void {
    if (isList(value)) value.forEach((one, index) => collect(one, pointer(path, index), found));
    for (const [key, one] of entries(value)) collect(one, pointer(path, key), found);
    const to = followed(document, { value, pointer: path });
    if (to !== undefined) found.push({ from: path, to });
  }

  return {
    ...document,
    linksIn({ value, pointer: path }) {
      const links = known.get(path) ?? [];
      if (!known.has(path)) collect(value, path, links);
      known.set(path, links);
      return links;
    },
  };
}

function followed({ references }: Document, { value, pointer: path }: Target): Target | undefined {
  const reference = text(member(value, '$ref')) ?? text(member(value, '$dynamicRef'));
  return reference === undefined ? undefined : references.find(reference, path);
}

/** A part of a document and all that it refers to, `without` what stands under these. What was `seen` is left out. */
export function whole(document: Linked, start: Target, without: readonly string[], seen = new Set<string>()): Region[] {
  const regions: Region[] = [];
  const except = new Set(without);
  // A list and no recursion: definitions may refer to each other thousands deep.
  const waiting = [start];
  for (let target = waiting.pop(); target !== undefined; target = waiting.pop()) {
    if (seen.has(target.pointer)) continue;
    seen.add(target.pointer);
    regions.push({ at: target.pointer, except });
    for (const { from, to } of document.linksIn(target)) {
      if (except.size === 0 || !holdersOf(from).some((holder) => except.has(holder))) waiting.push(to);
    }
  }
  return regions;
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
  document: Linked,
  schema: Target,
  fields: readonly string[],
  names = new Map<number, Set<string>>(),
): Selection {
  const selection: Selection = { regions: [], found: false };
  const seen = new Set<string>();
  const waiting = [{ schema, fields }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [field, ...rest] = next.fields;
    const key = `${next.fields.length} ${next.schema.pointer}`;
    if (seen.has(key)) continue;
    seen.add(key);
    if (field === undefined) {
      selection.regions.push(...whole(document, next.schema, []));
      selection.found = true;
      continue;
    }
    const properties = held(next.schema, 'properties', true);
    const same = [...SAME_VALUE, ...ITEMS].flatMap((keyword) => held(next.schema, keyword, MAPS.has(keyword)));
    const others = OTHERS.flatMap((keyword) => held(next.schema, keyword, MAPS.has(keyword)));
    const named = properties.filter(({ name }) => name === field);
    for (const one of named.length > 0 ? named : others) waiting.push({ schema: one, fields: rest });
    const reference = followed(document, next.schema);
    for (const one of reference === undefined ? same : [...same, reference]) {
      waiting.push({ schema: one, fields: next.fields });
    }
    const except = new Set([...properties, ...same, ...others].map((one) => one.pointer));
    selection.regions.push({ at: next.schema.pointer, except });
    const known = names.get(next.fields.length) ?? new Set();
    for (const { name } of properties) known.add(name);
    names.set(next.fields.length, known);
  }
  return selection;
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
