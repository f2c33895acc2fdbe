import type { Rule } from './rule.ts';
import { aboutRules } from './rules/about.ts';
import { errorRules } from './rules/errors.ts';
import { operationRules } from './rules/operations.ts';
import { payloadRules } from './rules/payloads.ts';
import { schemaRules } from './rules/schemas.ts';
import { securityRules } from './rules/security.ts';
import { structureRules } from './rules/structure.ts';
import { wordingRules } from './rules/wording.ts';

/** All rules, in the order in which they are documented. */
export const rules: readonly Rule[] = [
  ...aboutRules,
  ...operationRules,
  ...errorRules,
  ...securityRules,
  ...payloadRules,
  ...schemaRules,
  ...structureRules,
  ...wordingRules,
];
