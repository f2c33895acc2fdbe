import type { Specification } from '../model.ts';
import { type Change, type Comparison, type Direction, gravest } from './change.ts';
import { compareJsonSchemas } from './json-schema.ts';
import { byGravity } from './judge.ts';
import { type Policy, policyWith } from './policy.ts';
import { referencesOf } from './references.ts';
import { schemaComparer } from './schema/compare.ts';

export interface CompareOptions {
  /** Only of JSON Schema: the other formats say themselves who sends what. Without it, `both`. */
  direction?: Direction;
  policy?: Partial<Policy>;
}

export function compare(before: Specification, after: Specification, options: CompareOptions = {}): Comparison {
  const policy = policyWith(options.policy);
  const documents = [before, after].map((specification) => ({
    specification,
    references: referencesOf(specification.root),
  }));
  const [old, present] = documents as [(typeof documents)[0], (typeof documents)[0]];
  const schemas = schemaComparer(old, present, policy);
  const changes: Change[] = compareJsonSchemas(before, after, options.direction ?? 'both', schemas);
  return { changes: changes.sort(byGravity), verdict: gravest(changes.map((one) => one.class)) };
}
