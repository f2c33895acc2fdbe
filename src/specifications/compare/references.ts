import type { Json, JsonObject } from '../model.ts';
import { at, entries, isList, isObject, pointer, text } from './json.ts';

/** What a `$ref` names, and where that stands in the document. */
export interface Target {
  value: Json;
  pointer: string;
}

export interface References {
  /** What `ref`, written somewhere below `from`, names; nothing where it leads out of the document or nowhere. */
  find(ref: string, from: string): Target | undefined;
  /** Follows an object that is only a `$ref` to what it stands for; itself where it is none, or where it leads nowhere. */
  follow(value: Json | undefined, pointer: string): Target | undefined;
}

/** Holders of values and not of schemas: a `$id` in an example names nothing. */
const LITERAL = new Set(['enum', 'const', 'default', 'example', 'examples']);

/** A document without `$id` is at home here; any absolute address would do. */
const HOME = 'depsync:///';

/** Chains of references longer than this are circles. */
const LONGEST_CHAIN = 50;

/** The references of a document: pointers, and the `$id`s and anchors of JSON Schema. */
export function referencesOf(root: JsonObject): References {
  const resources: { pointer: string; base: string }[] = [];
  const names = new Map<string, string>([[HOME, '']]);
  collect(root, '', HOME);

  function collect(value: Json, path: string, base: string): void {
    if (isList(value)) value.forEach((one, index) => collect(one, pointer(path, index), base));
    if (!isObject(value)) return;
    const home = nameOf(value, path, base);
    for (const [key, one] of entries(value)) if (!LITERAL.has(key)) collect(one, pointer(path, key), home);
  }

  function nameOf(value: JsonObject, path: string, base: string): string {
    const id = text(value['$id']);
    const home = id === undefined ? base : absolute(id, base);
    if (id?.startsWith('#')) names.set(home, path);
    for (const anchor of [value['$anchor'], value['$dynamicAnchor']]) {
      if (typeof anchor === 'string') names.set(`${id?.startsWith('#') ? base : home}#${anchor}`, path);
    }
    if (id === undefined || id.startsWith('#')) return base;
    const resource = home.split('#')[0] ?? home;
    names.set(resource, path);
    resources.push({ pointer: path, base: resource });
    return resource;
  }

  function baseOf(path: string): string {
    let base = HOME;
    for (const one of resources) if (path === one.pointer || path.startsWith(`${one.pointer}/`)) base = one.base;
    return base;
  }

  function find(ref: string, from: string): Target | undefined {
    const uri = absolute(ref, resources.length === 0 ? HOME : baseOf(from));
    const hash = uri.indexOf('#');
    const fragment = hash === -1 ? '' : decoded(uri.slice(hash + 1));
    const path =
      fragment === '' || fragment.startsWith('/')
        ? joined(names.get(hash === -1 ? uri : uri.slice(0, hash)), fragment)
        : names.get(uri);
    const value = path === undefined ? undefined : at(root, path);
    return value === undefined || path === undefined ? undefined : { value, pointer: path };
  }

  function follow(value: Json | undefined, path: string): Target | undefined {
    let here = value === undefined ? undefined : { value, pointer: path };
    for (let steps = 0; here !== undefined && steps < LONGEST_CHAIN; steps += 1) {
      const ref = isObject(here.value) ? text(here.value['$ref']) : undefined;
      const next = ref === undefined ? undefined : find(ref, here.pointer);
      if (next === undefined) return here;
      here = next;
    }
    return here;
  }

  return { find, follow };
}

function joined(base: string | undefined, fragment: string): string | undefined {
  return base === undefined ? undefined : base + fragment;
}

function absolute(ref: string, base: string): string {
  return URL.canParse(ref, base) ? new URL(ref, base).href : `${base}${ref}`;
}

function decoded(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment; // a stray % is part of the name
  }
}
