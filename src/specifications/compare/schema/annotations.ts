import type { Json, JsonObject } from '../../model.ts';
import { equal, isList, isObject, member, pointer, text } from '../json.ts';
import type { Target } from '../references.ts';
import type { Step } from './gap.ts';
import type { Document } from './sameness.ts';

/** What two schemas say about values without deciding whether they are accepted. */
export interface Remark {
  readonly steps: readonly Step[];
  readonly kind: 'text' | 'default' | 'deprecated' | 'discriminator' | 'xml' | 'access' | 'extension';
  readonly keys: readonly string[];
  readonly before: JsonObject;
  readonly after: JsonObject;
  readonly places: { readonly before: string; readonly after: string };
}

const KINDS: Readonly<Record<string, Remark['kind']>> = {
  title: 'text',
  description: 'text',
  $comment: 'text',
  example: 'text',
  examples: 'text',
  externalDocs: 'text',
  default: 'default',
  deprecated: 'deprecated',
  discriminator: 'discriminator',
  xml: 'xml',
  readOnly: 'access',
  writeOnly: 'access',
};

/** Where schemas hold schemas, and by which step a value leads there. `allOf` leads nowhere: it is about the same value. */
const MEMBERS: Readonly<Record<string, Step['to']>> = { properties: 'property', patternProperties: 'pattern' };
const PARTS: ReadonlyMap<string, Step> = new Map<string, Step>([
  ['items', { to: 'items' }],
  ['additionalProperties', { to: 'others' }],
  ['propertyNames', { to: 'names' }],
  ['contains', { to: 'part', name: 'contains' }],
  ['not', { to: 'part', name: 'not' }],
  ['then', { to: 'part', name: 'if' }],
  ['else', { to: 'part', name: 'if not' }],
]);
const LISTS = new Set(['allOf', 'anyOf', 'oneOf', 'prefixItems', 'items']);

/** Compares remarks of schemas that stand at the same place. A definition is gone through once, where it is met first. */
export function remarks(before: Document, after: Document): (old: Target, present: Target) => Remark[] {
  const met = new Set<string>();
  return (old, present) => {
    const found: Remark[] = [];
    const queue: [Target, Target, readonly Step[]][] = [[old, present, []]];
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) visit(...next);
    return found;

    function walk(oldRef: Target, presentRef: Target, steps: readonly Step[]): void {
      queue.push([oldRef, presentRef, steps]);
    }

    function visit(oldRef: Target, presentRef: Target, steps: readonly Step[]): void {
      const one = before.references.follow(oldRef.value, oldRef.pointer);
      const other = after.references.follow(presentRef.value, presentRef.pointer);
      if (one === undefined || other === undefined || !isObject(one.value) || !isObject(other.value)) return;
      const pair = `${one.pointer} ${other.pointer}`;
      if (met.has(pair)) return;
      met.add(pair);
      found.push(...remarksOf(one.value, other.value, steps, { before: one.pointer, after: other.pointer }));
      for (const [key, held] of Object.entries(one.value)) {
        const now = member(other.value, key);
        if (now !== undefined) below(key, held, now, one.pointer, other.pointer, steps);
      }
    }

    function below(key: string, held: Json, now: Json, old: string, present: string, steps: readonly Step[]): void {
      const target = (value: Json, base: string, ...keys: (string | number)[]): Target => ({
        value,
        pointer: pointer(base, key, ...keys),
      });
      const to = MEMBERS[key];
      if (to !== undefined && isObject(held)) {
        for (const [name, one] of Object.entries(held)) {
          const other = member(now, name);
          const step = { to, name } as Step; // both kinds of members have names
          if (other !== undefined) walk(target(one, old, name), target(other, present, name), [...steps, step]);
        }
      } else if (LISTS.has(key) && isList(held) && isList(now)) {
        for (const [index, one] of held.entries()) {
          const at = counterpart(one, index, now, held.length);
          const other = now[at];
          if (other === undefined) continue;
          const inner = key === 'allOf' ? steps : [...steps, listStep(key, one, index)];
          walk(target(one, old, index), target(other, present, at), inner);
        }
      } else {
        const step = PARTS.get(key);
        if (step) walk(target(held, old), target(now, present), [...steps, step]);
      }
    }
  };
}

/** The alternative of the same name; without names, the one at the same position of as many. */
function counterpart(one: Json, index: number, others: readonly Json[], count: number): number {
  const name = nameOf(one);
  if (name !== undefined) return others.findIndex((other) => nameOf(other) === name);
  return others.length === count ? index : -1;
}

function nameOf(schema: Json): string | undefined {
  return text(member(schema, '$ref')) ?? text(member(schema, 'title'));
}

function listStep(key: string, one: Json, index: number): Step {
  if (key === 'prefixItems' || key === 'items') return { to: 'item', index };
  return { to: 'branch', name: nameOf(one)?.split('/').at(-1) ?? String(index + 1) };
}

function remarksOf(before: JsonObject, after: JsonObject, steps: Remark['steps'], places: Remark['places']): Remark[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  const byKind = new Map<Remark['kind'], string[]>();
  for (const key of keys) {
    const kind = KINDS[key] ?? (key.startsWith('x-') ? 'extension' : undefined);
    if (kind === undefined || equal(before[key], after[key])) continue;
    byKind.set(kind, [...(byKind.get(kind) ?? []), key]);
  }
  return [...byKind].map(([kind, changed]) => ({ steps, kind, keys: changed, before, after, places }));
}

/** Whether a discriminator leads values elsewhere than before. */
export function misleads(before: Json | undefined, after: Json | undefined): boolean {
  if (before === undefined) return false;
  if (member(before, 'propertyName') !== member(after, 'propertyName')) return true;
  const [old, present] = [member(before, 'mapping'), member(after, 'mapping')];
  return isObject(old) && Object.entries(old).some(([key, target]) => !equal(target, member(present, key)));
}

/** Extensions that hold a promise; depsync's own rules for contracts ask for them. */
const PROMISES = new Set(['x-sla', 'x-rate-limit', 'x-rate-limits', 'x-compatibility-policy']);

export function isPromise(key: string): boolean {
  return PROMISES.has(key);
}
