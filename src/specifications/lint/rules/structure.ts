import { closest, distance } from 'fastest-levenshtein';
import type { Specification } from '../../model.ts';
import { isObject, memberOf, pointerOfReference } from '../../pointer.ts';
import type { Kind } from '../../walk/grammar.ts';
import { fieldOf, grammarOf, type Node, slotOf } from '../../walk/walk.ts';
import { ALL, type Rule } from '../rule.ts';

/** Documents built as their format says. */
export const structureRules: readonly Rule[] = [
  {
    name: 'structure',
    severity: 'error',
    formats: ALL,
    asks: 'Objects and lists stand where the format has them, and the fields that it requires are there.',
    why: 'Tools stop at what they cannot read, or pass over it without a word.',
    example: "responses:\n  '200':\n    description: The orders",
    check: (specification, report) => {
      const required = requiredFields(specification);
      return {
        misfit: ({ pointer, expected }) => report(pointer, `Here ${expected} is needed.`),
        every: (node) => {
          if (node.reference !== undefined) return;
          const missing = (required[node.kind] ?? []).filter((name) => fieldOf(node, name) === undefined);
          if (missing.length > 0)
            report(node.pointer, `${missing.join(', ')} is missing. Add it: the format requires it.`);
          if (node.parent?.kind === 'paths' && !node.name.startsWith('/')) {
            report(node.pointer, `The path ${node.name} does not begin with a slash. Write /${node.name}.`);
          }
          if (node.parent?.kind === 'responses' && !/^([1-5](\d\d|XX)|default)$/.test(node.name)) {
            report(node.pointer, `${node.name} is no status code. Write one such as '404' or '4XX', or \`default\`.`);
          }
        },
      };
    },
  },
  {
    name: 'known-fields',
    severity: 'warn',
    formats: ALL,
    asks: 'Fields are those of the format, or extensions that begin with `x-`.',
    why: 'A misspelt field is passed over without a word: the limit it was meant to set does not exist.',
    example: 'type: object\nproperties:\n  id: { type: string }',
    check: ({ format, dialect }, report) => {
      const grammar = grammarOf(format, dialect);
      return {
        every: (node) => {
          const shape = grammar[node.kind];
          if (shape === undefined || (node.reference !== undefined && node.kind !== 'schema')) return;
          for (const field of Object.keys(node.value)) {
            if (slotOf(shape, field) !== undefined) continue;
            report(
              `${node.pointer}/${field.replaceAll('~', '~0').replaceAll('/', '~1')}`,
              unknownField(field, Object.keys(shape.fields)),
            );
          }
        },
      };
    },
  },
  {
    name: 'used-components',
    severity: 'info',
    formats: ALL,
    asks: 'What `components`, `$defs` and `definitions` hold is referred to somewhere.',
    why: 'What nobody uses is read, reviewed and versioned all the same.',
    example: "schema:\n  $ref: '#/components/schemas/Order'",
    check: (_specification, report) => {
      const used = new Set<string>();
      const held: Node[] = [];
      return {
        every: (node) => {
          if (node.reference !== undefined) used.add(pointerOfReference(node.reference) ?? '');
          if (node.kind === 'discriminator') {
            const mapping = memberOf(node.value, 'mapping');
            for (const target of isObject(mapping) ? Object.values(mapping) : []) {
              // Either a reference, or the name of a schema.
              if (typeof target === 'string') used.add(pointerOfReference(target) ?? `/components/schemas/${target}`);
            }
          }
          if (isHeld(node)) held.push(node);
        },
        end: () => {
          for (const { pointer, name } of held) {
            if (!used.has(pointer)) report(pointer, `Nothing refers to ${name}. Use it, or take it out.`);
          }
        },
      };
    },
  },
];

/** Letters that may differ for a field to be taken for a misspelt one. Ours: two slips of the finger. */
const MOST_SLIPS = 2;

function unknownField(field: string, known: readonly string[]): string {
  const nearest = known.length > 0 ? closest(field, [...known]) : '';
  return nearest !== '' && distance(field, nearest) <= MOST_SLIPS
    ? `${field} is no field of this. Did you mean ${nearest}?`
    : `${field} is no field of this. Take it out, or name it x-${field}.`;
}

/** What the formats require of each kind; a version's own lines come after. */
function requiredFields({ format, dialect }: Specification): Partial<Record<Kind, readonly string[]>> {
  if (format === 'json-schema') return {};
  const both = { info: ['title'], 'security-scheme': ['type'], tag: ['name'], 'external-docs': ['url'] };
  if (format === 'openapi') {
    const old = dialect.startsWith('3.0');
    return {
      ...both,
      document: old ? ['info', 'paths'] : ['info'],
      operation: old ? ['responses'] : [],
      response: ['description'],
      parameter: ['name', 'in'],
      'request-body': ['content'],
      server: ['url'],
      discriminator: ['propertyName'],
    };
  }
  return dialect.startsWith('2.')
    ? { ...both, document: ['info', 'channels'], server: ['url', 'protocol'] }
    : { ...both, document: ['info'], server: ['host', 'protocol'], operation: ['action', 'channel'] };
}

function isHeld({ parent, field, kind }: Node): boolean {
  if (parent?.kind === 'components') return kind !== 'security-scheme';
  return kind === 'schema' && (field === '$defs' || field === 'definitions');
}
