import type { Json, JsonObject } from './model.ts';

/** One step of a JSON pointer (RFC 6901) added to it. */
export function child(pointer: string, step: string | number): string {
  return `${pointer}/${typeof step === 'number' ? step : step.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** The steps of a JSON pointer. */
export function stepsOf(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** The pointer that a reference within the document, such as `#/components/schemas/Order`, means; undefined for others. */
export function pointerOfReference(reference: string): string | undefined {
  if (reference !== '#' && !reference.startsWith('#/')) return undefined;
  try {
    return decodeURIComponent(reference.slice(1));
  } catch {
    // A lone % is no percent-encoding: the text may still be a key as it stands.
    return reference.slice(1);
  }
}

/** The value at a pointer, undefined where there is none. It passes through no `$ref`. */
export function valueAt(root: Json, pointer: string): Json | undefined {
  let value: Json | undefined = root;
  for (const step of stepsOf(pointer)) {
    value = isList(value) ? (/^(0|[1-9]\d*)$/.test(step) ? value[Number(step)] : undefined) : memberOf(value, step);
    if (value === undefined) return undefined;
  }
  return value;
}

/** A member of an object by its name; undefined for any other value, and for what objects have by birth (`constructor`). */
export function memberOf(value: Json | undefined, name: string): Json | undefined {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** The text of an object's `$ref`; undefined where it has none. */
export function referenceOf(value: Json | undefined): string | undefined {
  const reference = memberOf(value, '$ref');
  return typeof reference === 'string' ? reference : undefined;
}
