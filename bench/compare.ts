// Compares large contracts with changed copies of themselves and prints times and peak memory.
import { compare } from '../src/specifications/compare/index.ts';
import type { Json, JsonObject } from '../src/specifications/model.ts';

const AIM_SECONDS = 10;
const AIM_MEGABYTES = 1_000;
/** The reader admits documents of this size. */
const BYTES = 5_000_000;
const CHANGES = 200;
/** A schema takes about this much of a document. */
const THINGS = Math.round(BYTES / 4_100);
/** So many schemas refer to each other in circles, as those of one part of a contract do. */
const GROUP = 20;

type Mutable = { [key: string]: Json };

const rows: { what: string; value: number; unit: string; aim: number; met: boolean }[] = [];

measure('5 MB, equal', (before) => structuredClone(before), GROUP);
measure(`5 MB, ${CHANGES} fields changed`, (before) => withFieldsChanged(before, CHANGES), GROUP);
measure(
  '5 MB, a field of every schema changed',
  (before) => withFieldsChanged(before, Number.POSITIVE_INFINITY),
  GROUP,
);
measure('5 MB, one schema that all refer to changed', withBaseChanged, GROUP);
measure(
  `5 MB, all in one circle, ${CHANGES} fields changed`,
  (before) => withFieldsChanged(before, CHANGES),
  THINGS,
  60,
);
const megabytes = Math.round(process.resourceUsage().maxRSS / 1024);
rows.push({ what: 'peak memory', value: megabytes, unit: 'MB', aim: AIM_MEGABYTES, met: megabytes <= AIM_MEGABYTES });
console.log(`peak memory ${megabytes} MB (aim: ${AIM_MEGABYTES} MB)`);
console.log(JSON.stringify({ bench: 'compare', rows }));

function measure(what: string, changed: (before: JsonObject) => JsonObject, group: number, aim = AIM_SECONDS): void {
  const before = madeUp(group);
  const after = changed(before);
  const started = process.cpuUsage();
  const { changes, verdict } = compare(specification(before), specification(after));
  const { user, system } = process.cpuUsage(started);
  const seconds = Number(((user + system) / 1e6).toFixed(2));
  console.log(`${what}: ${seconds} s of CPU, ${changes.length} changes, ${verdict} (aim: ${aim} s)`);
  rows.push({ what, value: seconds, unit: 's of CPU', aim, met: seconds <= aim });
}

function specification(root: JsonObject) {
  return { format: 'openapi', dialect: '3.0.3', root } as const;
}

/** Schemas that refer to each other in circles, as large contracts have them, and two operations for each. */
function madeUp(group: number): JsonObject {
  const schemas: Mutable = {
    Base: {
      type: 'object',
      properties: { id: { type: 'string' }, at: { type: 'string', format: 'date-time' } },
      required: ['id'],
    },
  };
  const paths: Mutable = {};
  for (let n = 0; n < THINGS; n += 1) {
    schemas[`Thing${n}`] = thing(n, group);
    const content = { 'application/json': { schema: { $ref: `#/components/schemas/Thing${n}` } } };
    paths[`/things${n}/{id}`] = {
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
      get: { responses: { '200': { description: 'The thing', content }, '404': { description: 'None' } } },
      put: { requestBody: { required: true, content }, responses: { '204': { description: 'Kept' } } },
    };
  }
  return { openapi: '3.0.3', info: { title: 'Large', version: '1.0.0' }, paths, components: { schemas } };
}

function thing(n: number, group: number): JsonObject {
  const properties: Mutable = {};
  for (let field = 0; field < 20; field += 1) {
    properties[`field${field}`] = {
      type: field % 3 === 0 ? 'integer' : 'string',
      description: `Field ${field} of thing ${n}, told in a sentence of usual length.`,
    };
  }
  const other = (step: number): JsonObject => ({
    $ref: `#/components/schemas/Thing${Math.min(n - (n % group) + ((n * step + step) % group), THINGS - 1)}`,
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

function withFieldsChanged(before: JsonObject, most: number): JsonObject {
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

function withBaseChanged(before: JsonObject): JsonObject {
  const after = structuredClone(before) as Mutable;
  const { schemas } = after['components'] as { schemas: Record<string, { properties?: Mutable }> };
  Object.assign(schemas['Base']?.properties ?? {}, { id: { type: 'integer' } });
  return after;
}
