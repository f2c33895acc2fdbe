import type { JsonObject } from '../../model.ts';
import { isList, isObject, memberOf, pointerOfReference } from '../../pointer.ts';
import { fieldOf, type Node } from '../../walk/walk.ts';
import { extensionOf, isOutgoing, objectAt, type Rule, resolve } from '../rule.ts';

/** Error semantics of an API over HTTP. */
export const errorRules: readonly Rule[] = [
  {
    name: 'success-response',
    severity: 'error',
    formats: ['openapi'],
    asks: 'Each operation lists an answer of success: a code of 1xx, 2xx or 3xx, or `default`.',
    why: 'Without it nobody knows what they get.',
    example: "responses:\n  '200':\n    description: The orders",
    check: ({ root }, report) => ({
      kinds: {
        operation: (node) => {
          if (!codesOf(root, node).some((code) => /^([123]|default)/.test(code))) {
            report(node.pointer, "No answer of success is listed. Write one under `responses`, such as '200'.");
          }
        },
      },
    }),
  },
  {
    name: 'error-responses',
    severity: 'error',
    formats: ['openapi'],
    asks: 'Each operation lists at least one error: a code of 4xx or 5xx, or `default`.',
    why: 'Every call fails one day; what is not agreed is handled differently by each consumer.',
    example: "responses:\n  default:\n    $ref: '#/components/responses/Problem'",
    check: ({ root }, report) => ({
      kinds: {
        operation: (node) => {
          if (!isOutgoing(node) && !codesOf(root, node).some(isError)) {
            report(
              node.pointer,
              "No error is listed. Write those that occur under `responses`, such as '400', or `default`.",
            );
          }
        },
      },
    }),
  },
  {
    name: 'error-codes',
    severity: 'warn',
    formats: ['openapi'],
    asks: 'The errors that an operation must have are listed: 401 where it asks for sign-in, 404 where its path names a thing, 429 where it is rate-limited.',
    why: 'Consumers treat these three differently: sign in again, give up, wait.',
    example:
      "responses:\n  '401': { $ref: '#/components/responses/Unauthorized' }\n  '429': { $ref: '#/components/responses/TooMany' }",
    check: (specification, report) => ({
      kinds: {
        operation: (node) => {
          const codes = codesOf(specification.root, node);
          if (isOutgoing(node) || codes.includes('4XX') || codes.includes('default')) return;
          const due: [string, boolean][] = [
            ['401 (it asks for sign-in)', isSecured(specification.root, node)],
            ['404 (its path names a thing)', /\}$/.test(node.parent?.name ?? '')],
            ['429 (it is rate-limited)', isLimited(extensionOf(specification, 'x-rate-limit').value, node)],
          ];
          const missing = due.filter(([code, applies]) => applies && !codes.includes(code.slice(0, 3)));
          if (missing.length > 0) {
            report(
              node.pointer,
              `Not listed: ${missing.map(([code]) => code).join(', ')}. Add them under \`responses\`.`,
            );
          }
        },
      },
    }),
  },
  {
    name: 'problem-details',
    severity: 'warn',
    formats: ['openapi'],
    asks: 'Errors are described by problem details (RFC 9457): content of the type `application/problem+json`.',
    why: 'One shape of error for all operations is handled, logged and shown by one piece of code.',
    example: "content:\n  application/problem+json:\n    schema:\n      $ref: '#/components/schemas/Problem'",
    check: ({ root }, report) => {
      const told = new Set<string>();
      return {
        kinds: {
          response: (node) => {
            if (node.parent?.kind !== 'responses' || !isError(node.name) || isOutgoing(node)) return;
            const pointer = node.reference === undefined ? node.pointer : pointerOfReference(node.reference);
            if (pointer === undefined || told.has(pointer)) return;
            told.add(pointer);
            const types = Object.keys(objectAt(root, resolve(root, node.value), 'content'));
            if (types.some((type) => type.startsWith('application/problem+'))) return;
            report(
              pointer,
              types.length === 0
                ? 'This error has no body. Give it `application/problem+json` with type, title, status and detail.'
                : `This error is ${types.slice(0, 3).join(', ')}. Make it \`application/problem+json\` with type, title, status and detail.`,
            );
          },
        },
      };
    },
  },
];

function codesOf(root: JsonObject, operation: Node): string[] {
  const responses = resolve(root, fieldOf(operation, 'responses'));
  return isObject(responses) ? Object.keys(responses) : [];
}

function isError(code: string): boolean {
  return /^([45]|default)/.test(code);
}

function isSecured(root: JsonObject, operation: Node): boolean {
  const security = fieldOf(operation, 'security') ?? memberOf(root, 'security');
  return (
    isList(security) && security.length > 0 && security.every((one) => isObject(one) && Object.keys(one).length > 0)
  );
}

function isLimited(whole: unknown, operation: Node): boolean {
  const limit = fieldOf(operation, 'x-rate-limit') ?? whole;
  return limit !== undefined && limit !== 'none';
}
