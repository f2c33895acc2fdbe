import { isCatalogued } from '../../src/specifications/compare/catalogue.ts';
import { compare } from '../../src/specifications/compare/index.ts';
import type { Specification } from '../../src/specifications/model.ts';
import { asyncapi2Cases, asyncapi3Cases } from './comparison/asyncapi.ts';
import type { Case } from './comparison/case.ts';
import { draft07Cases, jsonSchemaCases } from './comparison/json-schema.ts';
import { openapi31Cases, openapiCases } from './comparison/openapi.ts';

const tables: [Specification['format'], string, readonly Case[]][] = [
  ['json-schema', '2020-12', jsonSchemaCases],
  ['json-schema', 'draft-07', draft07Cases],
  ['openapi', '3.0.3', openapiCases],
  ['openapi', '3.1.0', openapi31Cases],
  ['asyncapi', '2.6.0', asyncapi2Cases],
  ['asyncapi', '3.0.0', asyncapi3Cases],
];

describe.each(tables)('%s %s', (format, dialect, cases) => {
  it.each(cases)('$name', ({ before, after, direction, policy, expected }) => {
    const { changes } = compare(
      { format, dialect, root: before },
      { format, dialect, root: after },
      { ...(direction && { direction }), ...(policy && { policy }) },
    );
    expect(changes.map((one) => `${one.class} ${one.rule} ${one.path}`).sort()).toEqual([...expected].sort());
  });
});

it('names no rule that the catalogue lacks', () => {
  const rules = tables.flatMap(([, , cases]) =>
    cases.flatMap(({ expected }) => expected.map((one) => one.split(' ')[1] ?? '')),
  );
  expect(rules.filter((rule) => !isCatalogued(rule))).toEqual([]);
});
