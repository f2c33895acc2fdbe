import type { Json, JsonObject } from '../../model.ts';
import { isObject, list, member, text } from '../json.ts';
import { dialectOf } from './dialect.ts';
import { type Reader, readKeywords } from './keywords.ts';
import type { Keywords, Node } from './node.ts';
import type { Document, Same } from './sameness.ts';
import type { Workshop } from './workshop.ts';

/** Properties that do not travel: those marked `readOnly` in a request, `writeOnly` in a response. */
export type Hidden = 'readOnly' | 'writeOnly' | null;

export function schemaReader(document: Document, same: Same, workshop: Workshop, hidden: Hidden): Reader {
  // By place and not by object: an alias of YAML makes one object of two places.
  const known = new Map<string, Node>();
  const { references } = document;
  const reader: Reader = { dialect: dialectOf(document.specification), workshop, node, referred, hides };
  return reader;

  function node(schema: Json, pointer: string): Node {
    const before = known.get(pointer);
    if (before !== undefined) return before;
    const made = lazy(isObject(schema) ? schema : schema !== false, pointer);
    known.set(pointer, made);
    return made;
  }

  function lazy(schema: JsonObject | boolean, pointer: string): Node {
    let keywords: Keywords | undefined;
    let says: string | undefined;
    return {
      id: workshop.nextId(),
      schema,
      pointer,
      get label() {
        return labelOf(schema);
      },
      get same() {
        says ??= same(schema, pointer);
        return says;
      },
      get keywords() {
        keywords ??= readKeywords(schema, pointer, reader);
        return keywords;
      },
    };
  }

  function referred(ref: string, pointer: string): Node | null {
    const target = references.find(ref, pointer);
    return target === undefined ? null : node(target.value, target.pointer);
  }

  function hides(schema: Json, pointer: string): boolean {
    if (hidden === null) return false;
    return member(schema, hidden) === true || member(references.follow(schema, pointer)?.value, hidden) === true;
  }
}

/** The name it is referred to by, its title, or the one property whose value sets it apart. */
function labelOf(schema: JsonObject | boolean): string | null {
  if (!isObject(schema)) return null;
  const ref = text(schema['$ref']);
  if (ref !== undefined) return ref.split(/[/#]/).findLast((part) => part !== '') ?? null;
  const title = text(schema['title']);
  if (title !== undefined) return title;
  const properties = member(schema, 'properties');
  for (const [name, one] of isObject(properties) ? Object.entries(properties) : []) {
    const only =
      member(one, 'const') ?? (list(member(one, 'enum')).length === 1 ? list(member(one, 'enum'))[0] : undefined);
    if (typeof only === 'string') return `${name}=${only}`;
  }
  return null;
}
