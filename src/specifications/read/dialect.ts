import { InvalidInput } from '../../core/errors.ts';
import type { Format, Json, JsonObject } from '../model.ts';
import { memberOf } from '../pointer.ts';

const SCHEMA_DIALECTS: readonly [RegExp, string][] = [
  [/^https?:\/\/json-schema\.org\/draft-07\/schema#?$/, 'draft-07'],
  [/^https:\/\/json-schema\.org\/draft\/2019-09\/schema#?$/, '2019-09'],
  [/^https:\/\/json-schema\.org\/draft\/2020-12\/schema#?$/, '2020-12'],
];

const ADD_SCHEMA = 'add `"$schema": "https://json-schema.org/draft/2020-12/schema"`';

/** What a document is. Throws InvalidInput, with what to send instead, for what is none of the formats. */
export function dialectOf(root: JsonObject): { format: Format; dialect: string } {
  const openapi = memberOf(root, 'openapi');
  if (openapi !== undefined) {
    return {
      format: 'openapi',
      dialect: release('OpenAPI', 'openapi', openapi, /^3\.[01]\.\d+(-[\w.]+)?$/, '3.0 or 3.1', '3.1.0'),
    };
  }
  const asyncapi = memberOf(root, 'asyncapi');
  if (asyncapi !== undefined) {
    return {
      format: 'asyncapi',
      dialect: release(
        'AsyncAPI',
        'asyncapi',
        asyncapi,
        /^(2\.[0-6]|3\.[01])\.\d+$/,
        '2.0 to 2.6, 3.0 or 3.1',
        '3.0.0',
      ),
    };
  }
  if (memberOf(root, 'swagger') !== undefined) {
    throw unknownKind('This is Swagger 2.0. Convert it to OpenAPI and send `openapi: 3.0.3` or newer.');
  }
  const schema = memberOf(root, '$schema');
  if (schema !== undefined) return { format: 'json-schema', dialect: schemaDialect(schema) };
  if (
    ['type', 'properties', '$defs', 'definitions', 'allOf', 'oneOf', 'anyOf'].some((name) => Object.hasOwn(root, name))
  ) {
    throw unknownKind(`This looks like a JSON Schema that does not say which: ${ADD_SCHEMA}.`);
  }
  throw unknownKind(
    `This says of itself neither \`openapi\` nor \`asyncapi\` nor \`$schema\`. Send OpenAPI 3, AsyncAPI 2 or 3, or JSON Schema; for the latter ${ADD_SCHEMA}.`,
  );
}

function release(name: string, field: string, value: Json, known: RegExp, releases: string, example: string): string {
  if (typeof value === 'string' && known.test(value)) return value;
  if (typeof value !== 'string')
    throw unknownKind(`\`${field}\` is no text. Write it in quotes: \`${field}: "${example}"\`.`);
  throw unknownKind(
    `${name} ${value.slice(0, 20)} is not read. Send ${name} ${releases}, such as \`${field}: ${example}\`.`,
  );
}

function schemaDialect(value: Json): string {
  const dialect = SCHEMA_DIALECTS.find(([uri]) => typeof value === 'string' && uri.test(value));
  if (dialect !== undefined) return dialect[1];
  const named = typeof value === 'string' ? `${value.slice(0, 80)} is` : '`$schema` names';
  throw unknownKind(
    `${named} no dialect of JSON Schema that is read: draft-07, 2019-09, 2020-12. Instead ${ADD_SCHEMA}.`,
  );
}

function unknownKind(message: string): InvalidInput {
  return new InvalidInput('unknown-kind', message);
}
