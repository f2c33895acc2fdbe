import fc from 'fast-check';
import { isMap, isNode, isScalar, isSeq, parseDocument, stringify } from 'yaml';
import { MOST_FILE_BYTES } from '../../core/text-file.ts';
import { child } from '../pointer.ts';
import { readSpecification, versionOf } from './index.ts';
import { parse } from './parse.ts';
import { placesOf } from './places.ts';

const read = (text: string) => readSpecification(Buffer.from(text));
const INFO = 'info: { title: Orders, version: 1.0.0 }';
const OPENAPI = `openapi: 3.1.0\n${INFO}\npaths: {}\n`;
const withSchemas = (schemas: string) => `${OPENAPI}components:\n  schemas:\n${schemas.replaceAll(/^/gm, '    ')}`;

describe('what it is', () => {
  it.each([
    ['OpenAPI 3.0', 'openapi: 3.0.3', 'openapi', '3.0.3'],
    ['OpenAPI 3.1', 'openapi: "3.1.0"', 'openapi', '3.1.0'],
    ['AsyncAPI 2', 'asyncapi: 2.6.0', 'asyncapi', '2.6.0'],
    ['AsyncAPI 3', '{"asyncapi": "3.0.0"}', 'asyncapi', '3.0.0'],
    ['JSON Schema 7', '$schema: http://json-schema.org/draft-07/schema#', 'json-schema', 'draft-07'],
    ['JSON Schema 2019', '$schema: https://json-schema.org/draft/2019-09/schema', 'json-schema', '2019-09'],
    ['JSON Schema 2020', '$schema: https://json-schema.org/draft/2020-12/schema', 'json-schema', '2020-12'],
  ])('knows %s', (_name, text, format, dialect) => {
    expect(read(text).specification).toMatchObject({ format, dialect });
  });

  it.each([
    ['Swagger', 'swagger: "2.0"', 'This is Swagger 2.0. Convert it to OpenAPI'],
    ['OpenAPI 4', 'openapi: 4.0.0', 'OpenAPI 4.0.0 is not read. Send OpenAPI 3.0 or 3.1'],
    ['a number', 'openapi: 3.1', 'Write it in quotes: `openapi: "3.1.0"`'],
    ['AsyncAPI 1', 'asyncapi: 1.2.0', 'AsyncAPI 1.2.0 is not read. Send AsyncAPI 2.0 to 2.6, 3.0 or 3.1'],
    ['an old draft', '$schema: http://json-schema.org/draft-04/schema#', 'no dialect of JSON Schema that is read'],
    ['a schema that does not say so', 'type: object', 'looks like a JSON Schema that does not say which: add'],
    ['anything else', 'services: {}', 'neither `openapi` nor `asyncapi` nor `$schema`'],
    ['a list', '[1, 2]', 'This holds no specification'],
    ['nothing', '', 'This holds no specification'],
    ['several documents', 'openapi: 3.1.0\n---\nopenapi: 3.1.0', 'holds several YAML documents'],
  ])('refuses %s and says what to send', (_name, text, message) => {
    expect(() => read(text)).toThrow(message);
  });
});

describe('what is no document', () => {
  it.each([
    ['broken YAML', 'openapi: 3.1.0\ninfo:\n  - a\n b: c', 'Line 4, column 2: this is not YAML or JSON'],
    ['broken JSON', '{"openapi": "3.1.0",', 'this is not YAML or JSON'],
    ['a repeated key', `${OPENAPI}paths: {}`, 'Line 4, column 1: this key stands here twice. Keep one.'],
    ['a repeated key in JSON', '{"openapi": "3.1.0", "openapi": "3.1.0"}', 'this key stands here twice'],
    ['a tag', 'openapi: !env VERSION', 'tags (!) are not read'],
    ['a number that JSON lacks', `${OPENAPI}x-limit: .inf`, 'no JSON numbers'],
    ['a list as a key', `${OPENAPI}? [a]\n: b`, 'this is not YAML or JSON'],
    ['brackets without end', `${OPENAPI}x-a: ${'['.repeat(100_000)}`, 'nested deeper than 100 levels'],
    ['a very long line of dashes', `${OPENAPI}x-a:\n  ${'- '.repeat(100_000)}`, 'nested deeper than 100 levels'],
    ['an alias inside what it repeats', `${OPENAPI}x-a: &a { b: *a }`, 'stands inside what it repeats'],
  ])('refuses %s', (_name, text, message) => {
    expect(() => read(text)).toThrow(message);
  });

  it('refuses bytes that are no text, and too many', () => {
    expect(() => readSpecification(Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0xff))).toThrow('not UTF-8 text');
    expect(() => read(`${OPENAPI}x-a: "\0"`)).toThrow('not UTF-8 text');
    expect(() => readSpecification(new Uint8Array(MOST_FILE_BYTES + 1))).toThrow('more than 5,000,000 bytes');
  });

  it('refuses a document that its aliases blow up, and takes one that repeats a little', () => {
    const levels = Array.from({ length: 30 }, (_, level) =>
      level === 0 ? 'x-0: &l0 [lol, lol]' : `x-${level}: &l${level} [*l${level - 1}, *l${level - 1}]`,
    );
    expect(() => read(OPENAPI + levels.join('\n'))).toThrow('when its YAML aliases (*) are written out');

    const { specification } = read(`${OPENAPI}x-a: &a { b: 1 }\nx-c: { <<: *a, d: *a }`);
    expect(specification.root['x-c']).toEqual({ b: 1, d: { b: 1 } });
  });

  it('reads a byte order mark, tabs in JSON, and names that objects have by birth', () => {
    expect(read(`\uFEFF${OPENAPI}`).specification.dialect).toBe('3.1.0');
    expect(read('{\n\t"openapi":\t"3.1.0",\n\t"constructor": 1}').specification.dialect).toBe('3.1.0');
    expect(() => read(withSchemas("A: { $ref: '#/components/schemas/toString' }"))).toThrow('leads to nothing');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    read(`${OPENAPI}__proto__: { polluted: 1 }`);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

describe('references', () => {
  it.each([
    [
      'to nothing',
      "A: { $ref: '#/components/schemas/B' }",
      'Line 6: the reference #/components/schemas/B leads to nothing',
    ],
    ['to a file', 'A: { $ref: ./common.yaml#/A }', 'leads out of this document, and nothing is fetched'],
    ['to the network', 'A: { $ref: http://127.0.0.1:1/a.json }', 'leads out of this document, and nothing is fetched'],
    ['by an anchor', "A: { $ref: '#order' }", 'is no JSON pointer'],
    ['to itself', "A: { $ref: '#/components/schemas/A' }", 'leads in a circle'],
    [
      'in a circle with nothing between',
      "A: { $ref: '#/components/schemas/B' }\nB: { $ref: '#/components/schemas/A' }",
      'leads in a circle',
    ],
    ['in a composition', "A: { allOf: [{ $ref: '#/nowhere' }] }", 'leads to nothing'],
    ['under a property called default', "A: { properties: { default: { $ref: '#/nowhere' } } }", 'leads to nothing'],
  ])('refuses one %s', (_name, schemas, message) => {
    expect(() => read(withSchemas(schemas))).toThrow(message);
  });

  it.each([
    ['a schema that contains itself', "A: { properties: { next: { $ref: '#/components/schemas/A' } } }"],
    [
      'escaped and percent-encoded steps',
      "'a/b': {}\nA: { $ref: '#/components/schemas/a~1b' }\nB: { $ref: '#/components/schemas/a%7E1b' }",
    ],
    ['data that looks like one', 'A: { example: { $ref: ./no.yaml }, default: { $ref: x }, enum: [{ $ref: y }] }'],
    ['a property of that name', 'A: { properties: { $ref: { type: string } } }'],
  ])('takes %s', (_name, schemas) => {
    expect(read(withSchemas(schemas)).hash).toHaveLength(64);
  });

  it('names the first ones and counts the rest', () => {
    const broken = Array.from({ length: 8 }, (_, index) => `A${index}: { $ref: '#/b${index}' }`);
    expect(() => read(withSchemas(broken.join('\n')))).toThrow(
      /Line 6: .*\n.*\n.*\n.*\nLine 10: .*\nAnd 3 more references\.$/,
    );
  });
});

describe('the hash', () => {
  it('is that of the meaning and not of the layout', () => {
    const value = {
      openapi: '3.1.0',
      info: { title: 'Orders — ü', version: '1.0.0' },
      paths: {},
      'x-n': [1, 2.5, null],
    };
    const turned = {
      'x-n': [1, 2.5, null],
      paths: {},
      info: { version: '1.0.0', title: 'Orders — ü' },
      openapi: '3.1.0',
    };
    const hashes = [
      JSON.stringify(value),
      JSON.stringify(turned, null, 4),
      stringify(turned),
      `# a comment\n${stringify(value, { defaultStringType: 'QUOTE_DOUBLE' })}`,
    ].map((text) => read(text).hash);

    expect(new Set(hashes).size).toBe(1);
    expect(hashes).not.toContain(read(JSON.stringify({ ...value, 'x-n': [2.5, 1, null] })).hash);
  });
});

describe('the version', () => {
  it.each(['1.0.0', '0.1.0-rc.1', '10.20.30+build.5'])('takes %s', (version) => {
    const { specification } = read(`openapi: 3.1.0\ninfo: { version: ${version} }`);
    expect(versionOf(specification)).toBe(version);
  });

  it.each([
    ['none', 'openapi: 3.1.0', 'The version is missing. Write three numbers, such as 1.0.0, to `info.version`.'],
    ['a number', 'openapi: 3.1.0\ninfo: { version: 1.10 }', 'Write it in quotes to `info.version`'],
    ['a word', 'openapi: 3.1.0\ninfo: { version: v1 }', '"v1" is not a semantic version'],
    ['leading zeros', 'openapi: 3.1.0\ninfo: { version: 01.2.3 }', '"01.2.3" is not a semantic version'],
    ['none of a schema', '$schema: https://json-schema.org/draft/2020-12/schema', 'to `x-version`'],
  ])('refuses %s', (_name, text, message) => {
    expect(() => versionOf(read(text).specification)).toThrow(message);
  });

  it('stands in x-version or version of a JSON Schema', () => {
    const schema = '$schema: https://json-schema.org/draft/2020-12/schema\n';
    expect(versionOf(read(`${schema}version: 1.2.3`).specification)).toBe('1.2.3');
    expect(versionOf(read(`${schema}version: 1.2.3\nx-version: 2.0.0`).specification)).toBe('2.0.0');
  });
});

describe('places', () => {
  it('are those of keys and of items, and of what is around what is missing', () => {
    const { placeOf } = read(
      '# head\nopenapi: 3.1.0\npaths:\n  /a:\n    get: &x\n      tags: [one,\n        two]\n    put: *x\n',
    );

    expect(placeOf('')).toEqual({ line: 2, column: 1 });
    expect(placeOf('/paths/~1a/get')).toEqual({ line: 5, column: 5 });
    expect(placeOf('/paths/~1a/get/tags/1')).toEqual({ line: 7, column: 9 });
    expect(placeOf('/paths/~1a/get/responses/200')).toEqual({ line: 5, column: 5 });
    expect(placeOf('/paths/~1a/put/tags')).toEqual({ line: 8, column: 5 });
  });

  it('are where another parser finds the same, for any document, in YAML and in JSON', () => {
    const value = fc.dictionary(fc.string({ minLength: 1 }), fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<unknown>);
    fc.assert(
      fc.property(value, fc.boolean(), (root, asYaml) => {
        const text = asYaml ? stringify(root, { aliasDuplicateObjects: false }) : JSON.stringify(root, null, 2);
        const placeOf = placesOf(text, parse(text).events);
        for (const [pointer, offset] of offsetsIn(parseDocument(text).contents)) {
          const { line, column } = placeOf(pointer);
          expect([pointer, offsetOf(text, line, column)]).toEqual([pointer, offset]);
        }
      }),
    );
  });
});

/** Offsets of keys and of items by pointer, as the YAML package sees them. */
function offsetsIn(node: unknown, pointer = ''): [string, number][] {
  if (isMap(node)) {
    return node.items.flatMap(({ key, value }) => {
      if (!isScalar(key) || !key.range) return [];
      const inside = child(pointer, String(key.value));
      const offset = key.range[0];
      return [[inside, offset] as [string, number], ...offsetsIn(value, inside)];
    });
  }
  if (!isSeq(node)) return [];
  return node.items.flatMap((item, index) => {
    const inside = child(pointer, index);
    // Of a block of text we point at its first line, the other parser at its mark.
    const isBlock = isScalar(item) && String(item.type).startsWith('BLOCK');
    const own: [string, number][] = isNode(item) && item.range && !isBlock ? [[inside, item.range[0]]] : [];
    return [...own, ...offsetsIn(item, inside)];
  });
}

function offsetOf(text: string, line: number, column: number): number {
  const before = text.split('\n').slice(0, line - 1);
  return before.reduce((sum, one) => sum + one.length + 1, 0) + column - 1;
}
