import type { JsonObject, Specification } from '../model.ts';
import { compareAsyncapi } from './asyncapi/compare.ts';
import { type Change, type Comparison, type Direction, gravest } from './change.ts';
import { fingerprint } from './fingerprint.ts';
import { canonical, equal, isObject } from './json.ts';
import { compareJsonSchemas } from './json-schema.ts';
import { byGravity } from './judge.ts';
import { compareOpenapi } from './openapi/compare.ts';
import { type Policy, policyWith } from './policy.ts';
import { referencesOf } from './references.ts';
import { schemaComparer } from './schema/compare.ts';
import type { Document } from './schema/sameness.ts';
import type { Sides } from './sides.ts';

export { type Change, CLASSES, type Class, type Comparison, type Direction } from './change.ts';
export type { Policy } from './policy.ts';

export interface CompareOptions {
  /** Only of JSON Schema: the other formats say themselves who sends what. Without it, `both`. */
  direction?: Direction;
  policy?: Partial<Policy>;
}

/**
 * What changed from one version of a contract to the next, and what it means to those who use it. A change that cannot be
 * judged is reported as such; two documents that differ at all never compare without a change.
 */
export function compare(old: Specification, present: Specification, options: CompareOptions = {}): Comparison {
  const [before, after] = [withoutVersion(old), withoutVersion(present)];
  if (equal({ ...before }, { ...after })) return { changes: [], verdict: 'none' };
  const changes = before.format === after.format ? inFormat(before, after, options) : [formatChange(before, after)];
  const all = changes.length > 0 ? changes : [rewritten(before, after)];
  return { changes: all.sort(byGravity), verdict: gravest(all.map((one) => one.class)) };
}

function inFormat(before: Specification, after: Specification, options: CompareOptions): Change[] {
  const policy = policyWith(options.policy);
  const document = (specification: Specification): Document => ({
    specification,
    references: referencesOf(specification.root),
  });
  const [old, present] = [document(before), document(after)];
  const schemas = schemaComparer(old, present, policy);
  const sides: Sides = { before: old, after: present, policy, schemas };
  switch (before.format) {
    case 'openapi':
      return compareOpenapi(sides);
    case 'asyncapi':
      return compareAsyncapi(sides);
    case 'json-schema':
      return compareJsonSchemas(before, after, options.direction ?? 'both', schemas);
  }
}

function formatChange(before: Specification, after: Specification): Change {
  return {
    class: 'not-judged',
    rule: 'format-changed',
    path: '',
    where: '',
    message: `The contract is written as ${after.format} now, was ${before.format}: not judged: compare the two by hand.`,
    fingerprint: fingerprint('format-changed', before.format, after.format),
  };
}

/** Differences that nobody can meet by using the contract: definitions that nothing refers to, another order. */
function rewritten(before: Specification, after: Specification): Change {
  return {
    class: 'documentation',
    rule: 'document-rewritten',
    path: '',
    where: '',
    message: 'The document is written otherwise, and nothing that consumers use changed.',
    fingerprint: fingerprint('document-rewritten', canonical(before.root), canonical(after.root)),
  };
}

/** The version of a contract rises with every submission: that alone is no change. JSON Schema has no field of its own for it. */
function withoutVersion(specification: Specification): Specification {
  const { format, root } = specification;
  if (format === 'json-schema') return { ...specification, root: without(root, 'x-version', 'version') };
  const info = root['info'];
  return isObject(info) ? { ...specification, root: { ...root, info: without(info, 'version') } } : specification;
}

function without(object: JsonObject, ...names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));
}
