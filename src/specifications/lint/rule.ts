import type { Format, Json, JsonObject, Specification } from '../model.ts';
import { isObject, memberOf, pointerOfReference, referenceOf, valueAt } from '../pointer.ts';
import type { Kind } from '../walk/grammar.ts';
import type { Misfit, Node } from '../walk/walk.ts';

export type Severity = 'error' | 'warn' | 'info';

/** Says what is wrong at a pointer and, in the same sentence or the next, what to write instead. */
export type Report = (pointer: string, message: string) => void;

/** What a rule looks at: objects by kind, all objects, and what is to be said when all were seen. */
export interface Checks {
  kinds?: Partial<Record<Kind, (node: Node) => void>>;
  every?: (node: Node) => void;
  misfit?: (misfit: Misfit) => void;
  end?: () => void;
}

export interface Rule {
  /** Stable; policies and findings name it. */
  name: string;
  /** Where no policy says otherwise. */
  severity: Severity;
  formats: readonly Format[];
  /** What is asked, in one sentence. */
  asks: string;
  /** What goes wrong where it is missing. */
  why: string;
  /** YAML that passes. */
  example: string;
  check: (specification: Specification, report: Report) => Checks;
}

export const ALL: readonly Format[] = ['openapi', 'asyncapi', 'json-schema'];
export const APIS: readonly Format[] = ['openapi', 'asyncapi'];

/** What a value is once its references are followed; undefined where one leads to nothing. */
export function resolve(root: JsonObject, value: Json | undefined): Json | undefined {
  let found = value;
  // Reading refused circles of references; the bound is for documents that were made otherwise.
  for (let hops = 0; hops < MOST_HOPS; hops += 1) {
    const reference = referenceOf(found);
    if (reference === undefined) return found;
    const pointer = pointerOfReference(reference);
    found = pointer === undefined ? undefined : valueAt(root, pointer);
  }
  return undefined;
}

/** References in a row. Ours: people write two. */
const MOST_HOPS = 100;

/** The object at a field, references followed; an empty one where there is none. */
export function objectAt(root: JsonObject, value: Json | undefined, name: string): JsonObject {
  const found = resolve(root, memberOf(value, name));
  return isObject(found) ? found : {};
}

/** A text that says something; undefined for anything else. */
export function textAt(value: Json | undefined, name: string): string | undefined {
  const text = memberOf(value, name);
  return typeof text === 'string' && text.trim() !== '' ? text : undefined;
}

/** Where a specification says what holds for all of it: `info`, or the top of a JSON Schema; extensions may also stand at the top. */
export function aboutOf({ format, root }: Specification): { pointer: string; value: Json | undefined } {
  return format === 'json-schema' ? { pointer: '', value: root } : { pointer: '/info', value: memberOf(root, 'info') };
}

/** An extension that holds for the whole specification, and where it stands or is missing. */
export function extensionOf(specification: Specification, name: string): { pointer: string; value: Json | undefined } {
  const about = aboutOf(specification);
  const inside = memberOf(about.value, name);
  if (inside !== undefined) return { pointer: `${about.pointer}/${name}`, value: inside };
  const top = memberOf(specification.root, name);
  return top === undefined ? { pointer: about.pointer, value: undefined } : { pointer: `/${name}`, value: top };
}

/** True for what the other side offers: callbacks and webhooks are calls that the provider makes. */
export function isOutgoing(node: Node): boolean {
  for (let at: Node | undefined = node; at !== undefined; at = at.parent) {
    if (at.kind === 'callback' || at.field === 'webhooks') return true;
  }
  return false;
}

/** `a, b or c`. */
export function oneOf(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}
