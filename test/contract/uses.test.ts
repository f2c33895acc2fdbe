import { compare } from '../../src/specifications/compare/index.ts';
import { isLibrary } from '../../src/specifications/compare/json-schema.ts';
import type { Specification } from '../../src/specifications/model.ts';
import { usage } from '../../src/specifications/use/index.ts';
import { asyncapi2Cases, asyncapi3Cases } from './comparison/asyncapi.ts';
import type { Case } from './comparison/case.ts';
import { draft07Cases, jsonSchemaCases } from './comparison/json-schema.ts';
import { openapi31Cases, openapiCases } from './comparison/openapi.ts';

const tables: [Specification['format'], string, readonly Case[]][] = [
  ['openapi', '3.0.3', openapiCases],
  ['openapi', '3.1.0', openapi31Cases],
  ['asyncapi', '2.6.0', asyncapi2Cases],
  ['asyncapi', '3.0.0', asyncapi3Cases],
  ['json-schema', '2020-12', jsonSchemaCases],
  ['json-schema', 'draft-07', draft07Cases],
];

/** Of a change that is told of no operation everybody hears, also who uses something that is not there. */
const ANYTHING = 'GET /nothing-of-the-kind';

/** The comparison's own words for where a change is begin with the operation. */
function useAt(where: string, before: Specification, after: Specification): string {
  const [first = '', second = ''] = where.split(' → ');
  if (before.format === 'json-schema') return isLibrary(before) && isLibrary(after) && first !== '' ? first : 'schema';
  const operation = first === 'webhook' ? `${first} ${second}` : first;
  return /^(webhook )?[A-Z]+ \S+$|^(send|receive) \S+$/.test(operation) ? operation : ANYTHING;
}

it.each(tables)('hits whoever uses the operation that a change of %s %s is told of', (format, dialect, cases) => {
  const missed = cases.flatMap(({ name, before, after, direction, policy }) => {
    const [old, present]: Specification[] = [
      { format, dialect, root: before },
      { format, dialect, root: after },
    ];
    if (old === undefined || present === undefined) return [];
    const hits = usage(old, present);
    const { changes } = compare(old, present, { ...(direction && { direction }), ...(policy && { policy }) });
    return changes.flatMap((change) => {
      const use = useAt(change.where, old, present);
      return hits(use, change) ? [] : [`${name}: ${change.rule} at ${change.path} misses ${use}`];
    });
  });

  expect(missed).toEqual([]);
});
