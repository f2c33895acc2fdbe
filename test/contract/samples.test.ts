import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { Json, JsonObject } from '../../src/specifications/model.ts';
import { readSpecification } from '../../src/specifications/read/index.ts';
import { type Sender, sampleOf, samplesOf } from '../../src/specifications/samples/index.ts';
import { templates } from '../../src/specifications/templates/index.ts';
import { randomBy, schemaPairs } from '../support/schema-pairs.ts';

const SCHEMA = 'https://json-schema.org/draft/2020-12/schema';

function sample(schema: Json, sender: Sender = 'provider'): Json | undefined {
  const root: JsonObject =
    typeof schema === 'object' && schema !== null && !Array.isArray(schema) ? (schema as JsonObject) : {};
  return sampleOf({ format: 'json-schema', dialect: '2020-12', root }, schema, sender);
}

function refusalOf(schema: Json, value: Json | undefined): string | undefined {
  return judgeOf(schema)(value);
}

function judgeOf(schema: Json): (value: Json | undefined) => string | undefined {
  const ajv = new Ajv2020({ strict: false, allowUnionTypes: true, logger: false });
  formats.default(ajv);
  const validate = ajv.compile(schema as JsonObject);
  return (value) => (validate(value) ? undefined : `${JSON.stringify(value)}: ${ajv.errorsText(validate.errors)}`);
}

const CASES: readonly [string, Json][] = [
  [
    'every type',
    {
      type: 'object',
      required: ['a', 'b', 'c', 'd', 'e', 'f'],
      properties: {
        a: { type: 'string' },
        b: { type: 'number' },
        c: { type: 'integer' },
        d: { type: 'boolean' },
        e: { type: 'array' },
        f: { type: 'null' },
      },
    },
  ],
  ['an example', { type: 'string', examples: ['ord-17'] }],
  ['an example that is wrong', { type: 'integer', examples: ['seventeen'], default: 3 }],
  ['a constant', { const: { a: [1, null] } }],
  ['an enum', { type: 'string', enum: ['open', 'closed'] }],
  ['an enum that excludes by type', { type: 'integer', enum: ['a', 7] }],
  ['a number between', { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1 }],
  ['a number far off', { type: 'integer', minimum: 400, maximum: 599, multipleOf: 25 }],
  ['a negative number', { type: 'number', maximum: -3.5 }],
  ['a price', { type: 'number', minimum: 0.01, multipleOf: 0.25 }],
  ['a long text', { type: 'string', minLength: 120, maxLength: 121 }],
  ['a short text', { type: 'string', maxLength: 2 }],
  ['no text', { type: 'string', maxLength: 0 }],
  ['a pattern', { type: 'string', pattern: '^[A-Z]{3}-\\d{2,4}(?:\\.[a-f0-9]+)?$' }],
  ['a pattern with a length', { type: 'string', pattern: '^[a-z]+$', minLength: 20, maxLength: 40 }],
  ['a pattern with a look-ahead', { type: 'string', pattern: '^(?!a)[a-z]{4}$' }],
  ['alternatives in a pattern', { type: 'string', pattern: '^(draft|final(-\\d+)?)$' }],
  ['properties of Unicode in a pattern', { type: 'string', pattern: '^\\p{Lu}\\p{Ll}+$' }],
  ['a list with limits', { type: 'array', minItems: 3, maxItems: 4, items: { type: 'string', minLength: 1 } }],
  ['items that differ', { type: 'array', minItems: 4, uniqueItems: true, items: { type: 'integer', maximum: 9 } }],
  [
    'items that differ, of an enum',
    { type: 'array', minItems: 3, uniqueItems: true, items: { enum: ['a', 'b', 'c'] } },
  ],
  ['a tuple', { type: 'array', prefixItems: [{ type: 'string' }, { type: 'number' }], items: false }],
  [
    'a list that contains',
    { type: 'array', contains: { const: 'x' }, minContains: 2, minItems: 4, items: { type: 'string' } },
  ],
  ['a map', { type: 'object', additionalProperties: { type: 'integer' }, minProperties: 3 }],
  [
    'names by pattern',
    {
      type: 'object',
      propertyNames: { pattern: '^k\\d+$' },
      minProperties: 2,
      additionalProperties: { type: 'boolean' },
    },
  ],
  ['nothing else', { type: 'object', properties: { a: { type: 'string' } }, additionalProperties: false }],
  ['what depends', { type: 'object', properties: { a: {}, b: { type: 'string' } }, dependentRequired: { a: ['b'] } }],
  [
    'parts of one',
    {
      allOf: [
        { type: 'object', required: ['a'], properties: { a: { type: 'string', minLength: 3 } } },
        { required: ['b'], properties: { a: { maxLength: 4 }, b: { type: 'integer', minimum: 5 } } },
      ],
    },
  ],
  [
    'exactly one',
    {
      oneOf: [
        { type: 'object', required: ['card'], properties: { card: { type: 'string' } } },
        { type: 'object', required: ['iban'], properties: { iban: { type: 'string' }, card: false } },
      ],
    },
  ],
  ['exactly one of numbers', { type: 'integer', oneOf: [{ multipleOf: 2 }, { multipleOf: 3 }] }],
  ['any of', { anyOf: [{ type: 'string', minLength: 300, maxLength: 299 }, { type: 'boolean' }] }],
  [
    'both kinds of choice',
    { anyOf: [{ minimum: 10 }, { minimum: 20 }], oneOf: [{ type: 'integer' }, { type: 'string' }] },
  ],
  ['what is not', { type: 'integer', minimum: 1, not: { enum: [1, 2] } }],
  [
    'if and then',
    {
      type: 'object',
      required: ['kind'],
      properties: { kind: { enum: ['a', 'b'] } },
      if: { properties: { kind: { const: 'a' } } },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema.
      then: { required: ['x'], properties: { x: { type: 'number' } } },
      else: { required: ['y'] },
    },
  ],
  [
    'a tree',
    {
      $ref: '#/$defs/Node',
      $defs: {
        Node: {
          type: 'object',
          required: ['name', 'children'],
          properties: {
            name: { type: 'string' },
            parent: { $ref: '#/$defs/Node' },
            children: { type: 'array', items: { $ref: '#/$defs/Node' } },
          },
        },
      },
    },
  ],
  [
    'a list by links',
    {
      $ref: '#/$defs/L',
      $defs: {
        L: {
          type: 'object',
          required: ['next'],
          properties: { next: { anyOf: [{ $ref: '#/$defs/L' }, { type: 'null' }] } },
        },
      },
    },
  ],
  [
    'a property called __proto__',
    {
      type: 'object',
      required: ['__proto__', 'constructor'],
      properties: { ['__proto__']: { type: 'integer' }, constructor: { type: 'string' } },
    },
  ],
  ['anything', {}],
  ...[
    'date-time',
    'date',
    'time',
    'duration',
    'email',
    'hostname',
    'ipv4',
    'ipv6',
    'uri',
    'uri-reference',
    'uri-template',
    'uuid',
    'json-pointer',
    'relative-json-pointer',
    'regex',
    'byte',
  ].flatMap((format): [string, Json][] => [
    [`the format ${format}`, { type: 'string', format }],
    [
      `a wrong example of ${format}`,
      { type: 'array', minItems: 3, uniqueItems: true, items: { type: 'string', format, example: '%%' } },
    ],
  ]),
];

it.each(CASES)('makes a valid sample of %s, the same each time', (_name, schema) => {
  const value = sample(schema);

  expect(refusalOf(schema, value)).toBeUndefined();
  expect(sample(schema)).toEqual(value);
});

it.each<[string, Json]>([
  ['false', false],
  ['limits that exclude each other', { type: 'integer', minimum: 5, maximum: 4 }],
  [
    'an object that requires itself',
    { $ref: '#/$defs/A', $defs: { A: { type: 'object', required: ['a'], properties: { a: { $ref: '#/$defs/A' } } } } },
  ],
  ['a pattern that nothing matches', { type: 'string', pattern: '^a$', minLength: 2 }],
  [
    'alternatives without end',
    { $ref: '#/$defs/A', $defs: { A: { oneOf: [{ $ref: '#/$defs/A' }, { $ref: '#/$defs/A' }] } } },
  ],
])('finds no sample of %s, and ends', (_name, schema) => {
  expect(sample(schema)).toBeUndefined();
});

it('is valid for random schemas, and found for nearly all that a random value satisfies', () => {
  const { pair, instances } = schemaPairs(randomBy(7));
  let satisfied = 0;
  let found = 0;
  for (let count = 0; count < RANDOM; count += 1) {
    const both = pair();
    const value = sample(both.before);
    const refusal = judgeOf(both.before);
    if (value !== undefined) expect([both.before, refusal(value)]).toEqual([both.before, undefined]);
    if (!instances(both).some((one) => refusal(one) === undefined)) continue;
    satisfied += 1;
    if (value !== undefined) found += 1;
  }
  expect(found / satisfied).toBeGreaterThan(0.95);
});

const RANDOM = 60;

it('leaves out of a request what is read only, and of an answer what is written only', () => {
  const schema = {
    type: 'object',
    properties: {
      id: { type: 'string', readOnly: true },
      pin: { type: 'string', writeOnly: true },
      name: { type: 'string' },
    },
  };

  expect(Object.keys(sample(schema, 'consumer') as JsonObject)).toEqual(['pin', 'name']);
  expect(Object.keys(sample(schema, 'provider') as JsonObject)).toEqual(['id', 'name']);
});

it('knows what OpenAPI 3.0 writes otherwise', () => {
  const root = { openapi: '3.0.3' };
  const of = (schema: Json) => sampleOf({ format: 'openapi', dialect: '3.0.3', root }, schema, 'provider');

  expect(of({ type: 'integer', minimum: 4, exclusiveMinimum: true })).toBe(5);
  expect(of({ type: 'string', nullable: true, enum: ['a', null] })).toBe('a');
});

it('shows what each operation and message sends', () => {
  const of = (kind: keyof typeof templates) => {
    const { specification } = readSpecification(Buffer.from(templates[kind]));
    return samplesOf(specification).map(({ where, sender, value }) => [where, sender, value]);
  };

  expect(of('openapi').slice(0, 3)).toEqual([
    ['GET /items → 200 application/json', 'provider', { items: [{ id: 'itm-17', name: 'First' }], next: null }],
    [
      'GET /items → 401 application/problem+json',
      'provider',
      { type: '/problems/not-found', title: 'There is no such item', status: 404, detail: 'There is no itm-99.' },
    ],
    expect.arrayContaining(['GET /items → 429 application/problem+json']),
  ]);
  expect(of('openapi')).toHaveLength(9);
  expect(of('asyncapi')).toEqual([
    ['ItemChanged', 'provider', { itemId: 'itm-17', name: 'First', changedAt: '2026-11-30T08:00:00Z' }],
  ]);
  expect(of('json-schema')).toMatchObject([['document', 'provider', { id: 'itm-17', amount: { value: '12.50' } }]]);
});

it('has the dialect in mind that it is tested by', () => {
  expect(refusalOf({ $schema: SCHEMA, type: 'string' }, 1)).toContain('must be string');
});
