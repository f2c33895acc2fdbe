import type { Json } from '../model.ts';
import type { Change, Class } from './change.ts';
import { fingerprint } from './fingerprint.ts';
import { canonical, entries, equal, isObject, list, member, pointer, text } from './json.ts';
import type { Policy } from './policy.ts';
import type { Target } from './references.ts';
import { isPromise } from './schema/annotations.ts';
import type { SchemaComparer } from './schema/compare.ts';
import type { Document } from './schema/sameness.ts';

/** The two documents, and what is needed to compare their parts. */
export interface Sides {
  readonly before: Document;
  readonly after: Document;
  readonly policy: Policy;
  readonly schemas: SchemaComparer;
}

/** A part of a contract that both documents may have; a part that neither has is not compared. */
export interface Part {
  readonly old: Target | undefined;
  readonly present: Target | undefined;
}

/** Where something happens, for people and for fingerprints. */
export interface Spot {
  readonly where: string;
  readonly key: string;
}

export function within(spot: Spot, where: string, key = where): Spot {
  const joined = (a: string, b: string): string => [a, b].filter((part) => part !== '').join(' → ');
  return { where: joined(spot.where, where), key: joined(spot.key, key) };
}

/** A part inside a part, references followed. */
export function inside(document: Document, target: Target | undefined, ...keys: string[]): Target | undefined {
  let here = target;
  for (const key of keys) {
    const value = member(here?.value, key);
    here =
      value === undefined || here === undefined
        ? undefined
        : document.references.follow(value, pointer(here.pointer, key));
  }
  return here;
}

export function insideBoth({ before, after }: Sides, { old, present }: Part, ...keys: string[]): Part {
  return { old: inside(before, old, ...keys), present: inside(after, present, ...keys) };
}

/** The members of a part by name, references followed. */
export function members(document: Document, target: Target | undefined): Map<string, Target> {
  const found = new Map<string, Target>();
  for (const [key] of entries(target?.value)) {
    const one = inside(document, target, key);
    if (one !== undefined) found.set(key, one);
  }
  return found;
}

/** The items of a list, references followed. */
export function items(document: Document, target: Target | undefined): Target[] {
  return list(target?.value).flatMap(
    (value, index) => document.references.follow(value, pointer(target?.pointer ?? '', index)) ?? [],
  );
}

/** What two maps hold under the same names, in the order of the new one. */
export function paired<T>(old: ReadonlyMap<string, T>, present: ReadonlyMap<string, T>) {
  return [...new Set([...present.keys(), ...old.keys()])].map((key) => ({
    key,
    old: old.get(key),
    present: present.get(key),
  }));
}

/** The part of a map's pair as a part. */
export function partsOf(sides: Sides, part: Part): { key: string; part: Part }[] {
  return paired(members(sides.before, part.old), members(sides.after, part.present)).map(({ key, old, present }) => ({
    key,
    part: { old, present },
  }));
}

export function change(
  spot: Spot,
  severity: Class,
  rule: string,
  path: string | undefined,
  message: string,
  ...essence: readonly (Json | undefined)[]
): Change {
  return {
    class: severity,
    rule,
    path: path ?? '',
    where: spot.where,
    message,
    fingerprint: fingerprint(rule, spot.key, ...essence.map(canonical)),
  };
}

/** Remarks and extensions of a part of a contract. What `x-` says of promises is judged by the policy. */
export function remarkChanges(
  { old, present }: Part,
  keys: readonly string[],
  spot: Spot,
  { policy }: Sides,
  what: string,
): Change[] {
  if (old === undefined || present === undefined) return [];
  const differs = (key: string): boolean => !equal(member(old.value, key), member(present.value, key));
  const changed = keys.filter(differs);
  const found: Change[] = [];
  if (changed.length > 0) {
    const essence = changed.map((key) => [key, member(old.value, key) ?? null, member(present.value, key) ?? null]);
    const message = `${what} is described otherwise (${changed.join(', ')}).`;
    found.push(change(spot, 'documentation', 'text-changed', present.pointer, message, essence));
  }
  const extensions = new Set(
    [...entries(old.value), ...entries(present.value)].map(([key]) => key).filter((key) => key.startsWith('x-')),
  );
  for (const key of [...extensions].filter(differs)) {
    const promise = isPromise(key);
    const message = promise
      ? `${what} changed its promise in \`${key}\`: consumers have to say whether it is enough.`
      : `${what} changed in \`${key}\`.`;
    const path = pointer(present.pointer, ...(member(present.value, key) === undefined ? [] : [key]));
    const [was, is] = [member(old.value, key), member(present.value, key)];
    found.push(
      change(
        spot,
        promise ? policy.promiseChanged : 'documentation',
        promise ? 'promise-changed' : 'extension-changed',
        path,
        message,
        key,
        was,
        is,
      ),
    );
  }
  return found;
}

export function deprecationChanges({ old, present }: Part, spot: Spot, rule: string, what: string): Change[] {
  if (old === undefined || present === undefined) return [];
  const [was, is] = [member(old.value, 'deprecated') === true, member(present.value, 'deprecated') === true];
  if (was === is) return [];
  return is
    ? [
        change(
          spot,
          'additive',
          `${rule}-deprecated`,
          present.pointer,
          `${what} is deprecated: it still works, and consumers have to leave it.`,
        ),
      ]
    : [
        change(
          spot,
          'documentation',
          `${rule}-deprecation-lifted`,
          present.pointer,
          `${what} is no longer deprecated.`,
        ),
      ];
}

export function flag(target: Target | undefined, key: string): boolean {
  return member(target?.value, key) === true;
}

export function word(target: Target | undefined, key: string): string | undefined {
  return text(member(target?.value, key));
}

export function exists(target: Target | undefined): target is Target {
  return target !== undefined && isObject(target.value);
}
