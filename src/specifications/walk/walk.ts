import type { Json, JsonObject, Specification } from '../model.ts';
import { child, isList, isObject, memberOf, referenceOf } from '../pointer.ts';
import { asyncapi2, asyncapi3 } from './asyncapi.ts';
import { data, type FixedSlot, type Grammar, type Kind, type Shape, type Slot } from './grammar.ts';
import { openapi } from './openapi.ts';
import { schemaShape } from './schema.ts';

/** An object of a specification, with what it is. */
export interface Node {
  kind: Kind;
  value: JsonObject;
  /** JSON pointer. */
  pointer: string;
  /** The field of its parent that holds it, alone or among others: `get`, `schemas`, `properties`, `allOf`. */
  field: string;
  /** The name or number under which it stands there: `get`, `Order`, `total`, `0`. */
  name: string;
  /** The text of its `$ref`, where it is a reference. */
  reference: string | undefined;
  parent: Node | undefined;
}

/** A value that is none of what may stand at its place. */
export interface Misfit {
  pointer: string;
  expected: 'an object' | 'a list';
}

export interface Visitor {
  node: (node: Node) => void;
  misfit?: (misfit: Misfit) => void;
}

/** A field of an object that is being walked. */
interface Field {
  pointer: string;
  field: string;
  parent: Node;
}

/** Calls the visitor for each object of a specification, parents first. References are shown and not followed. */
export function walk({ format, dialect, root }: Specification, visitor: Visitor): void {
  const grammar = grammarOf(format, dialect);
  const kindOfAll = format === 'json-schema' ? 'schema' : 'document';
  enter({
    kind: kindOfAll,
    value: root,
    pointer: '',
    field: '',
    name: '',
    reference: referenceOf(root),
    parent: undefined,
  });

  function enter(node: Node): void {
    const { kind, value, pointer } = node;
    visitor.node(node);
    // Beside a $ref only a schema and a path have fields that count.
    if (node.reference !== undefined && kind !== 'schema' && kind !== 'path-item') return;
    const shape = grammar[kind];
    if (shape === undefined) return;
    for (const [field, inside] of Object.entries(value)) {
      const slot = slotOf(shape, field);
      if (slot === undefined || slot === 'data') continue;
      fill(inside, typeof slot === 'function' ? slot(value) : slot, {
        pointer: child(pointer, field),
        field,
        parent: node,
      });
    }
  }

  function fill(value: Json, slot: FixedSlot, at: Field): void {
    if (slot === 'data') return;
    if (typeof slot === 'string') one(value, slot, at, at.field, at.pointer);
    else if ('map' in slot) map(value, slot.map, at);
    else if (isList(value)) list(value, 'list' in slot ? slot.list : slot.oneOrList, at);
    else if ('oneOrList' in slot) one(value, slot.oneOrList, at, at.field, at.pointer);
    else visitor.misfit?.({ pointer: at.pointer, expected: 'a list' });
  }

  function map(value: Json, kind: Kind, at: Field): void {
    if (!isObject(value)) visitor.misfit?.({ pointer: at.pointer, expected: 'an object' });
    else {
      for (const [key, item] of Object.entries(value)) {
        // Maps may hold extensions; a property or a schema may have any name.
        if (kind === 'schema' || !key.startsWith('x-')) one(item, kind, at, key, child(at.pointer, key));
      }
    }
  }

  function list(value: readonly Json[], kind: Kind, at: Field): void {
    for (const [index, item] of value.entries()) one(item, kind, at, String(index), child(at.pointer, index));
  }

  function one(value: Json, kind: Kind, { field, parent }: Field, name: string, pointer: string): void {
    if (isObject(value)) enter({ kind, value, pointer, field, name, reference: referenceOf(value), parent });
    else if (!(kind === 'schema' && mayBePlain(value, field))) visitor.misfit?.({ pointer, expected: 'an object' });
  }
}

/** `true` and `false` are schemas; draft-07's `dependencies` may be lists of names. */
function mayBePlain(value: Json, field: string): boolean {
  return typeof value === 'boolean' || (isList(value) && field === 'dependencies');
}

/** The shapes of a format. */
export function grammarOf(format: Specification['format'], dialect: string): Grammar {
  switch (format) {
    case 'openapi':
      return openapi;
    case 'asyncapi':
      return dialect.startsWith('2.') ? asyncapi2 : asyncapi3;
    case 'json-schema':
      return { schema: schemaShape, 'external-docs': { fields: data('description', 'url') } };
  }
}

/** What may stand under a field of a shape; undefined for a field the shape does not have. */
export function slotOf(shape: Shape, field: string): Slot | undefined {
  if (Object.hasOwn(shape.fields, field)) return shape.fields[field];
  return field.startsWith('x-') ? 'data' : shape.others;
}

/** The value of a field of a node. */
export function fieldOf(node: Node, name: string): Json | undefined {
  return memberOf(node.value, name);
}
