import fc from 'fast-check';
import { compare } from '../compare/index.ts';
import type { Format, Json, JsonObject, Specification } from '../model.ts';
import { checkUses, hitsOf, isGrave } from './index.ts';

const text: JsonObject = { type: 'string' };
const number: JsonObject = { type: 'integer' };
const object = (properties: JsonObject, required: readonly string[] = []): JsonObject => ({
  type: 'object',
  properties,
  required,
});
const ref = (name: string): JsonObject => ({ $ref: `#/components/schemas/${name}` });
const json = (schema: Json): JsonObject => ({ content: { 'application/json': { schema } } });

const openapi = (root: JsonObject): Specification => ({
  format: 'openapi',
  dialect: '3.1.0',
  root: { openapi: '3.1.0', info: { title: 'Orders', version: '1.0.0' }, ...root },
});

interface Shop {
  total: JsonObject;
  email: JsonObject;
  customer: JsonObject;
  server: string;
  key: string;
  post: JsonObject;
}

/** Orders are read and sent, customers are part of both, and nobody but `GET /health` is apart. */
function shop(change: Partial<Shop> = {}): Specification {
  const { total = number, email = text, server = 'https://a.example', key = 'X-Key', post = {} } = change;
  const customer = change.customer ?? object({ email, phone: text });
  return openapi({
    servers: [{ url: server }],
    paths: {
      '/orders/{id}': {
        parameters: [{ name: 'id', in: 'path', required: true, schema: text }],
        get: {
          responses: {
            200: { description: 'one', ...json(object({ items: { type: 'array', items: ref('Order') } })) },
          },
        },
      },
      '/orders': { post: { requestBody: json(ref('Order')), responses: { 201: { description: 'made' } }, ...post } },
      '/health': { get: { responses: { 200: { description: 'up', ...json(object({ up: { type: 'boolean' } })) } } } },
    },
    components: {
      schemas: { Order: object({ total, customer: ref('Customer') }), Customer: customer },
      securitySchemes: { key: { type: 'apiKey', in: 'header', name: key } },
    },
  });
}

const hit = (uses: string[], after: Specification, before = shop()) =>
  hitsOf(uses, before, after, compare(before, after).changes)
    .filter(({ fingerprints }) => fingerprints.length > 0)
    .map(({ use }) => use);

describe('a change in OpenAPI', () => {
  const uses = [
    'GET /orders/{id}',
    'GET /orders/{id} response.items.total',
    'GET /orders/{id} response.items.customer.email',
    'POST /orders request.total',
    'GET /health',
  ];

  it('inside a shared schema hits the operations that reach it, and of fields those around it', () => {
    expect(hit(uses, shop({ total: text }))).toEqual([
      'GET /orders/{id}',
      'GET /orders/{id} response.items.total',
      'POST /orders request.total',
    ]);
    expect(hit(uses, shop({ email: number }))).toEqual([
      'GET /orders/{id}',
      'GET /orders/{id} response.items.customer.email',
    ]);
  });

  it('of what is sent hits nobody who reads, and a field that has to be sent hits all who send', () => {
    const required = shop({ customer: object({ email: text, phone: text }, ['phone']) });
    expect(hit([...uses, 'POST /orders response'], required)).toEqual([
      'POST /orders request.total',
      'POST /orders response',
    ]);
    const dropped = shop({ customer: object({ email: text, phone: text }) });
    expect(hit(uses, dropped, required)).toEqual(['GET /orders/{id}']);
  });

  it.each([
    ['a server', shop({ server: 'https://b.example' })],
    ['a security scheme', shop({ key: 'X-Other' })],
  ])('of %s hits everybody', (_, after) => {
    expect(hit(uses, after)).toEqual(uses);
  });

  it('of an operation hits all who call it, whatever field they name', () => {
    const parameters = [{ name: 'shop', in: 'query', required: true, schema: text }];
    expect(hit(uses, shop({ post: { parameters } }))).toEqual(['POST /orders request.total']);
  });

  it('hits whoever uses what neither version has', () => {
    expect(
      hit(['GET /gone', 'GET /orders/{id} response.items.colour', 'nonsense'], shop({ email: number })),
    ).toHaveLength(3);
    expect(hit(['GET /gone'], shop())).toEqual([]);
  });

  it('finds a field through a schema that contains itself', () => {
    const tree = (value: JsonObject) =>
      openapi({
        paths: { '/tree': { get: { responses: { 200: { description: 'all', ...json(ref('Node')) } } } } },
        components: { schemas: { Node: object({ value, next: ref('Node'), name: text }) } },
      });
    expect(hit(['GET /tree response.next.value', 'GET /tree response.name'], tree(number), tree(text))).toEqual([
      'GET /tree response.next.value',
    ]);
  });
});

describe('a change in AsyncAPI', () => {
  const v2 = (total: JsonObject): Specification => ({
    format: 'asyncapi',
    dialect: '2.6.0',
    root: {
      asyncapi: '2.6.0',
      channels: {
        orders: {
          subscribe: { message: { name: 'Order', payload: object({ total, note: text }) } },
          publish: { message: { name: 'Cancel', payload: object({ id: text }) } },
        },
      },
    },
  });
  const v3 = (total: JsonObject): Specification => ({
    format: 'asyncapi',
    dialect: '3.0.0',
    root: {
      asyncapi: '3.0.0',
      channels: {
        orders: { address: 'orders', messages: { Order: { payload: object({ total, note: text }) } } },
        cancellations: { address: 'cancellations', messages: { Cancel: { payload: object({ id: text }) } } },
      },
      operations: {
        tell: { action: 'send', channel: { $ref: '#/channels/orders' } },
        hear: { action: 'receive', channel: { $ref: '#/channels/cancellations' } },
      },
    },
  });
  const fields = ['send orders message.total', 'send orders message.note'];

  it.each([
    ['2', v2, ['subscribe orders', 'publish orders', ...fields]],
    ['3', v3, ['send orders', 'receive cancellations', ...fields]],
  ])('of version %s hits who listens to the field', (_, version, uses) => {
    expect(hit(uses, version(text), version(number))).toEqual([uses[0], 'send orders message.total']);
  });
});

it('hits fields of a JSON Schema, and definitions of a library', () => {
  const schema = (root: JsonObject): Specification => ({ format: 'json-schema', dialect: '2020-12', root });
  const one = (email: JsonObject) => schema(object({ customer: object({ email, phone: text }) }));
  expect(hit(['schema', 'schema customer.email', 'schema customer.phone'], one(number), one(text))).toEqual([
    'schema',
    'schema customer.email',
  ]);
  const two = (email: JsonObject) =>
    schema({ $defs: { Order: object({ total: number }), Customer: object({ email }) } });
  expect(hit(['Order', 'Customer', 'Customer email'], two(number), two(text))).toEqual(['Customer', 'Customer email']);
});

const check = (typed: string) => checkUses(shop(), [typed])[0];

describe('what somebody says they use', () => {
  it.each([
    [' get   /orders/{order_number} ', 'GET /orders/{id}'],
    ['GET /orders/{id} response.items[].customer["email"]', 'GET /orders/{id} response.items.customer.email'],
    ['POST /orders request', 'POST /orders request'],
  ])('is taken: %s', (typed, use) => {
    expect(check(typed)).toEqual({ use });
  });

  it.each([
    ['GET /order', 'operation', 'GET /order', ['GET /orders/{id}', 'POST /orders', 'GET /health']],
    ['', 'operation', '', ['GET /orders/{id}', 'POST /orders', 'GET /health']],
    ['GET /health request', 'part', 'request', ['response']],
    ['POST /orders request.customer.mail', 'field', 'mail', ['email', 'phone']],
    ['POST /orders request.totl', 'field', 'totl', ['total', 'customer']],
    ['POST /orders request.total.amount', 'field', 'amount', []],
  ])('is refused with what there is: %s', (typed, kind, unknown, known) => {
    expect(check(typed)).toEqual({ kind, unknown, known });
  });

  it('never throws, and what was taken is taken again as it stands', () => {
    const words = fc.stringMatching(/^[a-zA-Z/{}.[\]"\\ #$~-]{0,40}$/);
    const typed = fc.oneof(
      words,
      words.map((one) => `POST /orders ${one}`),
      fc.string(),
    );
    fc.assert(
      fc.property(typed, (one) => {
        const checked = check(one);
        if (checked !== undefined && 'use' in checked) expect(check(checked.use)).toEqual(checked);
      }),
    );
  });
});

/** Schemas that refer to later ones, and what reads each of them; told apart by nothing but who reaches whom. */
const graph = fc
  .record({
    links: fc.array(fc.array(fc.nat(7), { maxLength: 3 }), { minLength: 8, maxLength: 8 }),
    readers: fc.array(fc.nat(7), { minLength: 1, maxLength: 6 }),
    changed: fc.nat(7),
  })
  .map(({ links, ...rest }) => ({ ...rest, links: links.map((of, from) => of.filter((to) => to !== from)) }));

function reaches(links: readonly (readonly number[])[], from: number, to: number, seen = new Set<number>()): boolean {
  if (from === to) return true;
  if (seen.has(from)) return false;
  seen.add(from);
  return (links[from] ?? []).some((next) => reaches(links, next, to, seen));
}

const schemasOf = (links: readonly (readonly number[])[], at: string, changed?: number): JsonObject =>
  Object.fromEntries(
    links.map((of, name) => {
      const own = { [`own${name}`]: changed === name ? number : text };
      return [
        `S${name}`,
        object({ ...own, ...Object.fromEntries(of.map((to) => [`to${to}`, { $ref: `${at}/S${to}` }])) }),
      ];
    }),
  );

type Links = readonly (readonly number[])[];
const worlds: [
  Format,
  (links: Links, readers: readonly number[], changed?: number) => Specification,
  (n: number, s: number) => string,
][] = [
  [
    'openapi',
    (links, readers, changed) =>
      openapi({
        paths: Object.fromEntries(
          readers.map((name, index) => [
            `/r${index}`,
            { get: { responses: { 200: { description: 'ok', ...json(ref(`S${name}`)) } } } },
          ]),
        ),
        components: { schemas: schemasOf(links, '#/components/schemas', changed) },
      }),
    (index) => `GET /r${index}`,
  ],
  [
    'asyncapi',
    (links, readers, changed) => ({
      format: 'asyncapi',
      dialect: '2.6.0',
      root: {
        asyncapi: '2.6.0',
        channels: Object.fromEntries(
          readers.map((name, index) => [`r${index}`, { subscribe: { message: { payload: ref(`S${name}`) } } }]),
        ),
        components: { schemas: schemasOf(links, '#/components/schemas', changed) },
      },
    }),
    (index) => `send r${index}`,
  ],
  [
    'json-schema',
    (links, _, changed) => ({
      format: 'json-schema',
      dialect: '2020-12',
      root: { $defs: schemasOf(links, '#/$defs', changed) },
    }),
    (_, schema) => `S${schema}`,
  ],
];

it('follows definitions that refer to each other thousands deep', () => {
  const depth = 3_000;
  const chain = (last: JsonObject) =>
    openapi({
      paths: { '/deep': { get: { responses: { 200: { description: 'ok', ...json(ref('S0')) } } } } },
      components: {
        schemas: Object.fromEntries(
          Array.from({ length: depth }, (_, n) => [`S${n}`, n + 1 < depth ? { allOf: [ref(`S${n + 1}`)] } : last]),
        ),
      },
    });
  const path = `/components/schemas/S${depth - 1}/properties/end`;
  const change = { class: 'breaking', rule: 'response-property-type-changed', path } as const;
  const changes = [{ ...change, where: '', message: '', fingerprint: 'f' }];
  const [old, present] = [chain(object({ end: text })), chain(object({ end: number }))];

  expect(hitsOf(['GET /deep', 'GET /deep response.end'], old, present, changes)).toEqual([
    { use: 'GET /deep', fingerprints: ['f'] },
    { use: 'GET /deep response.end', fingerprints: ['f'] },
  ]);
});

it.each(worlds)('in %s exactly those who reach a changed schema are hit', (_, build, useOf) => {
  fc.assert(
    fc.property(graph, ({ links, readers, changed }) => {
      const [before, after] = [build(links, readers), build(links, readers, changed)];
      const uses = readers.map((schema, index) => useOf(index, schema));
      const grave = compare(before, after).changes.filter(isGrave);
      const expected = readers.map((schema) => grave.length > 0 && reaches(links, schema, changed));
      const found = hitsOf(uses, before, after, grave).map(({ fingerprints }) => fingerprints.length > 0);
      expect(found).toEqual(expected);
    }),
    { numRuns: 300 },
  );
});
