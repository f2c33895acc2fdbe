import type { JsonObject } from '../../model.ts';
import { isList, isObject, memberOf, stepsOf } from '../../pointer.ts';
import { fieldOf, type Node } from '../../walk/walk.ts';
import { APIS, objectAt, type Report, type Rule, resolve, textAt } from '../rule.ts';

/** Endpoints and channels: what can be called, and how it is named. */
export const operationRules: readonly Rule[] = [
  {
    name: 'operation-id',
    severity: 'error',
    formats: APIS,
    asks: 'Each operation has an `operationId` that no other has. In AsyncAPI 3 its key is that id.',
    why: 'Generated clients, logs and change logs name operations by it.',
    example: 'paths:\n  /orders:\n    get:\n      operationId: listOrders',
    check: ({ format, dialect }, report) => {
      const seen = new Map<string, string>();
      if (format === 'asyncapi' && !dialect.startsWith('2.')) return {};
      return {
        kinds: {
          operation: (node) => {
            const id = textAt(node.value, 'operationId');
            const first = id === undefined ? undefined : seen.get(id);
            if (id === undefined)
              report(node.pointer, 'The operation has no id. Write `operationId`, such as listOrders.');
            else if (first === undefined) seen.set(id, node.pointer);
            else
              report(
                `${node.pointer}/operationId`,
                `${id} names ${placeName(first)} already. Write another \`operationId\`.`,
              );
          },
        },
      };
    },
  },
  {
    name: 'operation-summary',
    severity: 'warn',
    formats: APIS,
    asks: 'Each operation has a summary or a description.',
    why: 'A path says where to send; only words say what it does.',
    example: 'get:\n  summary: List the orders of a partner',
    check: (_specification, report) => ({
      kinds: {
        operation: (node) => {
          if ((textAt(node.value, 'summary') ?? textAt(node.value, 'description')) === undefined) {
            report(node.pointer, 'What this operation does is not said. Write `summary`.');
          }
        },
      },
    }),
  },
  {
    name: 'servers',
    severity: 'warn',
    formats: APIS,
    asks: 'At least one server is named.',
    why: 'Consumers and tests need to know where to call.',
    example: 'servers:\n  - url: https://api.example.com/v2',
    check: ({ root }, report) => {
      const servers = memberOf(root, 'servers');
      const count = isList(servers) ? servers.length : isObject(servers) ? Object.keys(servers).length : 0;
      if (count === 0) report('', 'No server is named. Write `servers` with the address of production at least.');
      return {};
    },
  },
  {
    name: 'path-parameters',
    severity: 'error',
    formats: APIS,
    asks: 'Each `{name}` in a path or channel is declared as a parameter, required in a path, and none is declared that the path does not have.',
    why: 'A client cannot fill in what it does not know, and a generated one does not compile.',
    example:
      'paths:\n  /orders/{id}:\n    parameters:\n      - { name: id, in: path, required: true, schema: { type: string } }',
    check: ({ root }, report) => ({
      kinds: {
        operation: (node) => {
          const path = node.parent;
          if (path?.kind === 'path-item' && path.name.startsWith('/')) checkPath(root, path, node, report);
        },
        channel: (node) => checkChannel(root, node, report),
      },
    }),
  },
  {
    name: 'deprecation',
    severity: 'warn',
    formats: APIS,
    asks: 'A deprecated operation says until when it works, in `x-sunset`.',
    why: 'Consumers can only plan a move that has a date.',
    example: 'deprecated: true\nx-sunset: 2027-06-30',
    check: (_specification, report) => ({
      kinds: {
        operation: (node) => {
          const date = fieldOf(node, 'x-sunset');
          const isDate = typeof date === 'string' && /^\d{4}-\d\d-\d\d$/.test(date);
          if (fieldOf(node, 'deprecated') === true && !isDate) {
            report(
              node.pointer,
              'This operation is deprecated without an end. Write `x-sunset` with its last day, such as 2027-06-30.',
            );
          }
        },
      },
    }),
  },
];

const TEMPLATE = /\{([^{}]+)\}/g;

function checkPath(root: JsonObject, path: Node, operation: Node, report: Report): void {
  const declared = new Map<string, JsonObject>();
  for (const list of [fieldOf(path, 'parameters'), fieldOf(operation, 'parameters')]) {
    for (const one of isList(list) ? list : []) {
      const parameter = resolve(root, one);
      const name = textAt(parameter, 'name');
      if (isObject(parameter) && name !== undefined && parameter['in'] === 'path') declared.set(name, parameter);
    }
  }
  const asked = new Set([...path.name.matchAll(TEMPLATE)].map((match) => match[1] ?? ''));
  for (const name of asked) {
    const parameter = declared.get(name);
    if (parameter === undefined) {
      report(operation.pointer, `The path has {${name}}, and no parameter of that name. Declare it with \`in: path\`.`);
    } else if (parameter['required'] !== true) {
      report(operation.pointer, `The path parameter ${name} is not required. Write \`required: true\`.`);
    }
  }
  for (const name of declared.keys()) {
    if (!asked.has(name)) {
      report(operation.pointer, `The parameter ${name} is not in the path. Write {${name}} there, or take it out.`);
    }
  }
}

function checkChannel(root: JsonObject, channel: Node, report: Report): void {
  const address = textAt(channel.value, 'address') ?? channel.name;
  const declared = objectAt(root, channel.value, 'parameters');
  for (const [, name = ''] of address.matchAll(TEMPLATE)) {
    if (!Object.hasOwn(declared, name)) {
      report(
        channel.pointer,
        `The channel has {${name}}, and no parameter of that name. Declare it under \`parameters\`.`,
      );
    }
  }
}

/** `GET /orders` for the pointer of an operation. */
function placeName(pointer: string): string {
  const [last = '', before = ''] = stepsOf(pointer).reverse();
  return before.startsWith('/') ? `${last.toUpperCase()} ${before}` : `${before} ${last}`.trim();
}
