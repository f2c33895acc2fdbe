import { z } from 'zod';
import { registerSchema, type SchemaNode } from '../exchange/index.ts';
import { PolicyFile } from './model.ts';

let schema: SchemaNode | undefined;

/** The JSON Schema (draft 2020-12) of a policy file, made from the policy itself. Unknown fields are refused. */
export function policySchema(): SchemaNode {
  schema ??= described(
    z.toJSONSchema(PolicyFile, {
      io: 'input',
      override({ jsonSchema }) {
        if (jsonSchema.properties !== undefined) jsonSchema.additionalProperties = false;
      },
    }) as SchemaNode, // zod's type for it allows everything JSON Schema does; these fields are among it
  );
  return schema;
}

/** What a part means is said once, in the format of register files. */
function described(plain: SchemaNode): SchemaNode {
  const parts = registerSchema().properties?.['programme']?.properties?.['policy']?.properties ?? {};
  const properties = Object.entries(plain.properties ?? {}).map(([name, node]) => {
    const description = node.description ?? parts[name]?.description;
    return [name, description === undefined ? node : { description, ...node }];
  });
  return {
    ...plain,
    description: 'All that a programme decides for itself, as Depsync shows and takes it.',
    properties: Object.fromEntries(properties),
  };
}
