import type { Json, JsonObject } from '../../src/specifications/model.ts';

/** A schema and its operations take about this much of a document. */
const BYTES_OF_THING = 4_100;

type Mutable = { [key: string]: Json };

/**
 * An OpenAPI document of about so many bytes: schemas that refer to each other in circles, as large contracts have them, and two
 * operations for each. Those of a `group` refer to each other.
 */
export function madeUp(bytes: number, group: number): JsonObject {
  const things = Math.round(bytes / BYTES_OF_THING);
  const schemas: Mutable = {
    Base: {
      type: 'object',
      properties: { id: { type: 'string' }, at: { type: 'string', format: 'date-time' } },
      required: ['id'],
    },
  };
  const paths: Mutable = {};
  for (let n = 0; n < things; n += 1) {
    schemas[`Thing${n}`] = thing(n, group, things);
    const content = { 'application/json': { schema: { $ref: `#/components/schemas/Thing${n}` } } };
    paths[`/things${n}/{id}`] = {
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
      get: { responses: { '200': { description: 'The thing', content }, '404': { description: 'None' } } },
      put: { requestBody: { required: true, content }, responses: { '204': { description: 'Kept' } } },
    };
  }
  return { openapi: '3.0.3', info: { title: 'Large', version: '1.0.0' }, paths, components: { schemas } };
}

function thing(n: number, group: number, things: number): JsonObject {
  const properties: Mutable = {};
  for (let field = 0; field < 20; field += 1) {
    properties[`field${field}`] = {
      type: field % 3 === 0 ? 'integer' : 'string',
      description: `Field ${field} of thing ${n}, told in a sentence of usual length.`,
    };
  }
  const other = (step: number): JsonObject => ({
    $ref: `#/components/schemas/Thing${Math.min(n - (n % group) + ((n * step + step) % group), things - 1)}`,
  });
  properties['next'] = other(1);
  properties['parts'] = { type: 'array', items: other(3) };
  if (n % 8 === 0)
    properties['owner'] = {
      oneOf: [
        other(7),
        { type: 'object', properties: { kind: { type: 'string', enum: ['none'] } }, required: ['kind'] },
      ],
    };
  return { allOf: [{ $ref: '#/components/schemas/Base' }, { type: 'object', properties, required: ['field0'] }] };
}

/** A copy in which a field of so many schemas has another type. */
export function withFieldsChanged(before: JsonObject, most: number): JsonObject {
  const after = structuredClone(before) as Mutable;
  const { schemas } = after['components'] as {
    schemas: Record<string, { allOf?: [unknown, { properties: Mutable }] }>;
  };
  let changed = 0;
  for (const one of Object.values(schemas)) {
    const properties = one.allOf?.[1].properties;
    if (properties === undefined || changed >= most) continue;
    properties['field1'] = { type: 'boolean' };
    changed += 1;
  }
  return after;
}

/** A copy in which the schema that all others are made of has another type. */
export function withBaseChanged(before: JsonObject): JsonObject {
  const after = structuredClone(before) as Mutable;
  const { schemas } = after['components'] as { schemas: Record<string, { properties?: Mutable }> };
  Object.assign(schemas['Base']?.properties ?? {}, { id: { type: 'integer' } });
  return after;
}
