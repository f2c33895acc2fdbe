import type { Json, JsonObject } from '../../model.ts';
import { isList, isObject, memberOf } from '../../pointer.ts';
import { fieldOf, type Node } from '../../walk/walk.ts';
import { ALL, APIS, oneOf, type Rule, resolve } from '../rule.ts';

/** What is sent: schemas, examples, personal data. */
export const payloadRules: readonly Rule[] = [
  {
    name: 'payload-schema',
    severity: 'error',
    formats: APIS,
    asks: 'Each request, answer and message has a schema that says something.',
    why: 'Without it nothing can be compared, generated or tested.',
    example: "content:\n  application/json:\n    schema:\n      $ref: '#/components/schemas/Order'",
    check: ({ root }, report) => ({
      kinds: {
        'media-type': (node) => {
          if (node.field !== 'content' || !/json/i.test(node.name)) return;
          if (isEmpty(resolve(root, fieldOf(node, 'schema')))) {
            report(node.pointer, 'The content has no schema. Write `schema` with the type and fields of what is sent.');
          }
        },
        message: (node) => {
          if (node.reference !== undefined || fieldOf(node, 'oneOf') !== undefined) return;
          if (isEmpty(resolve(root, fieldOf(node, 'payload')))) {
            report(node.pointer, 'The message has no payload. Write `payload` with the schema of what is sent.');
          }
        },
        schema: (node) => {
          if (node.pointer === '' && !SAYS_SOMETHING.some((name) => fieldOf(node, name) !== undefined)) {
            report('', 'The schema allows everything. Write `type` and `properties`.');
          }
        },
      },
    }),
  },
  {
    name: 'payload-example',
    severity: 'warn',
    formats: ALL,
    asks: 'Each payload has an example: at the content or message, or in its schema.',
    why: 'Consumers read examples first, and tests and mocks are made from them.',
    example:
      'content:\n  application/json:\n    schema: { $ref: \'#/components/schemas/Order\' }\n    example: { id: ord-17, total: "12.50" }',
    check: ({ root }, report) => ({
      kinds: {
        'media-type': (node) => {
          if (
            node.field === 'content' &&
            /json/i.test(node.name) &&
            !hasExample(node.value, resolve(root, fieldOf(node, 'schema')))
          ) {
            report(node.pointer, 'No example shows what is sent. Write `example` here or in the schema.');
          }
        },
        message: (node) => {
          if (node.reference !== undefined || fieldOf(node, 'payload') === undefined) return;
          if (!hasExample(node.value, resolve(root, fieldOf(node, 'payload')))) {
            report(node.pointer, 'No example shows the message. Write `examples` here or in the payload.');
          }
        },
        schema: (node) => {
          if (node.pointer === '' && !hasExample(node.value, node.value)) {
            report('', 'No example shows the data. Write `examples` with one that is valid.');
          }
        },
      },
    }),
  },
  {
    name: 'data-classification',
    severity: 'warn',
    formats: ALL,
    asks: `Fields that hold personal data are marked with \`x-data-classification\`, of the values public, internal, confidential, personal, sensitive. A mark on an object holds for its fields.`,
    why: 'Logs, test data and retention depend on knowing which fields these are.',
    example: 'properties:\n  email:\n    type: string\n    format: email\n    x-data-classification: personal',
    check: ({ root }, report) => ({
      kinds: {
        schema: (node) => {
          const own = fieldOf(node, 'x-data-classification');
          if (own !== undefined && !(typeof own === 'string' && CLASSES.includes(own))) {
            report(`${node.pointer}/x-data-classification`, `This is no classification. Write ${oneOf(CLASSES)}.`);
          }
          if (
            node.field === 'properties' &&
            PERSONAL.test(plainName(node.name)) &&
            holdsText(root, node) &&
            !isMarked(root, node)
          ) {
            report(
              node.pointer,
              `${node.name} holds personal data by its name. Mark it: \`x-data-classification: personal\`, or another class if it does not.`,
            );
          }
        },
      },
    }),
  },
];

const SAYS_SOMETHING = ['type', 'properties', '$ref', 'allOf', 'anyOf', 'oneOf', 'enum', 'const', 'items', 'if', 'not'];
const CLASSES: readonly string[] = ['public', 'internal', 'confidential', 'personal', 'sensitive'];

/** Names, without separators and case, of fields that hold personal data in nearly every contract. Ours. */
const PERSONAL =
  /(^|e)mail(address)?$|phone(number)?$|^mobile(number)?$|^(first|last|middle|full|maiden|sur|family|given|birth)name$|birth(day|date|place)?$|^dateofbirth$|^dob$|^ssn$|socialsecurity|passport|^iban$|^taxid$|nationalid|^gender$|^street|^(postal|home|billing|shipping|mailing)address$|^(post|postal|zip)code$|^ip(address)?$/;

function plainName(name: string): string {
  return name.replace(/[^a-z0-9]/gi, '').toLowerCase();
}

/** A flag such as `email: true` says nothing about a person. */
function holdsText(root: JsonObject, node: Node): boolean {
  const type = memberOf(resolve(root, node.value), 'type');
  return type !== 'boolean' && type !== 'array';
}

function isMarked(root: JsonObject, node: Node): boolean {
  if (memberOf(resolve(root, node.value), 'x-data-classification') !== undefined) return true;
  for (let at: Node | undefined = node; at?.kind === 'schema'; at = at.parent) {
    if (fieldOf(at, 'x-data-classification') !== undefined) return true;
  }
  return false;
}

function isEmpty(schema: Json | undefined): boolean {
  return schema === undefined || (isObject(schema) && Object.keys(schema).length === 0);
}

function hasExample(owner: JsonObject, schema: Json | undefined): boolean {
  return [owner, schema].some((one) => {
    const examples = memberOf(one, 'examples');
    const some = isList(examples) ? examples.length > 0 : isObject(examples) && Object.keys(examples).length > 0;
    return some || AS_GOOD.some((name) => memberOf(one, name) !== undefined);
  });
}

/** Show what is sent as well as `examples` do. */
const AS_GOOD = ['example', 'default', 'const', 'enum'];
