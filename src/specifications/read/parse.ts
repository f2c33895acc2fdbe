import { CORE_SCHEMA, constructFromEvents, type Event, mergeTag, parseEvents, YAMLException } from 'js-yaml';
import { InvalidInput } from '../../core/errors.ts';
import type { Json, JsonObject } from '../model.ts';
import { isObject } from '../pointer.ts';

/** Levels a specification may be nested. Ours: hand-written ones stay below 40; every walk over it calls itself for each level. */
const DEEPEST = 100;

/** Values a specification may hold once its aliases are written out. Ours: 5 MB of plain text hold about half of them. */
const MOST_VALUES = 1_000_000;

/** YAML 1.2 as JSON knows it, with the merge keys (`<<`) of YAML 1.1 that people use in specifications. */
const SCHEMA = CORE_SCHEMA.withTags(mergeTag);

export interface Parsed {
  root: JsonObject;
  /** What the text says, in its order, with offsets. */
  events: readonly Event[];
}

/** Takes YAML or JSON apart. Throws InvalidInput where it is none, has two documents, repeats a key, or grows by its aliases. */
export function parse(text: string): Parsed {
  const events = attempt(() => parseEvents(text, { maxDepth: DEEPEST }));
  const documents = attempt(() => constructFromEvents(events, { source: text, schema: SCHEMA }));
  if (documents.length > 1) {
    throw refused('This file holds several YAML documents. Send one, without the lines of ---.');
  }
  const root = documents[0];
  if (!isPlainObject(root)) {
    throw refused('This holds no specification. Send an OpenAPI, AsyncAPI or JSON Schema document in YAML or JSON.');
  }
  refuseGrown(root);
  return { root, events };
}

function attempt<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    throw refused(explained(error));
  }
}

function explained({ reason, mark }: YAMLException): string {
  const where = mark === undefined ? '' : `Line ${mark.line + 1}, column ${mark.column + 1}: `;
  if (reason.startsWith('nesting exceeded')) return `${where}this is nested deeper than ${DEEPEST} levels. Flatten it.`;
  if (reason === 'duplicated mapping key') return `${where}this key stands here twice. Keep one.`;
  if (/^unknown .* tag/.test(reason)) return `${where}tags (!) are not read. Write the plain value.`;
  return `${where}this is not YAML or JSON: ${reason}. Correct it and send it again.`;
}

function isPlainObject(value: unknown): value is JsonObject {
  // The core schema makes null, booleans, numbers, strings, lists and plain objects, which is what Json is.
  return isObject(value as Json | undefined);
}

/** Aliases make one value stand in many places: counted as often as they stand, each only walked once. */
function refuseGrown(root: JsonObject): void {
  const sizes = new Map<object, number>();
  const open = new Set<object>();

  function sizeOf(value: Json): number {
    if (typeof value === 'number' && !Number.isFinite(value)) {
      throw refused('.inf and .nan are no JSON numbers. Write a number.');
    }
    if (typeof value !== 'object' || value === null) return 1;
    const known = sizes.get(value);
    if (known !== undefined) return known;
    if (open.has(value)) throw refused('A YAML alias (*) stands inside what it repeats. Use a $ref.');
    open.add(value);
    let size = 1;
    for (const inside of Object.values(value)) size += sizeOf(inside);
    open.delete(value);
    sizes.set(value, size);
    if (size > MOST_VALUES) {
      throw refused(
        `This grows to more than ${MOST_VALUES.toLocaleString('en')} values when its YAML aliases (*) are written out. Use $ref instead.`,
      );
    }
    return size;
  }
  sizeOf(root);
}

function refused(message: string): InvalidInput {
  return new InvalidInput('not-a-specification', message);
}
