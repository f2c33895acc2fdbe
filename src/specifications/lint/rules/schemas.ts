import type { Json } from '../../model.ts';
import { isList, isObject } from '../../pointer.ts';
import { fieldOf, type Node } from '../../walk/walk.ts';
import { ALL, oneOf, type Report, type Rule } from '../rule.ts';

/** Schemas that say what they mean. */
export const schemaRules: readonly Rule[] = [
  {
    name: 'schema-keywords',
    severity: 'error',
    formats: ALL,
    asks: 'The keywords of a schema have values that mean something: known types, numbers that are numbers, limits in order, patterns that compile.',
    why: 'Validators ignore or refuse the rest, each in its own way.',
    example: 'type: string\nminLength: 1\nmaxLength: 80\npattern: ^[A-Z]{3}$',
    check: ({ format, dialect }, report) => {
      const old = format === 'openapi' && dialect.startsWith('3.0');
      return {
        kinds: {
          schema: (node) => {
            checkType(node, old, report);
            checkNames(node, report);
            checkValues(node, report);
            checkNumbers(node, old, report);
            checkPattern(node, report);
            if (old && fieldOf(node, 'type') === 'array' && fieldOf(node, 'items') === undefined) {
              report(node.pointer, 'The array does not say of what. Write `items`.');
            }
          },
        },
      };
    },
  },
  {
    name: 'required-declared',
    severity: 'warn',
    formats: ALL,
    asks: 'What `required` names is among the `properties` beside it.',
    why: 'It is nearly always a typing error, and then no message is valid.',
    example: 'required: [id]\nproperties:\n  id: { type: string }',
    check: (_specification, report) => ({
      kinds: {
        schema: (node) => {
          const required = fieldOf(node, 'required');
          const properties = fieldOf(node, 'properties');
          // Parts of a composition may name what another part declares.
          if (!isList(required) || !isObject(properties) || isComposed(node)) return;
          for (const name of required) {
            if (typeof name === 'string' && !Object.hasOwn(properties, name)) {
              report(
                `${node.pointer}/required`,
                `${name} is required and not among the properties. Declare it, or take it out.`,
              );
            }
          }
        },
      },
    }),
  },
];

const TYPES = ['string', 'number', 'integer', 'boolean', 'object', 'array', 'null'];
const COMPOSING = ['allOf', 'anyOf', 'oneOf', 'if', '$ref', 'patternProperties', 'not'];
const COUNTS = ['Length', 'Items', 'Properties', 'Contains'];

function isComposed(node: Node): boolean {
  return (
    COMPOSING.some((name) => fieldOf(node, name) !== undefined) ||
    (node.parent?.kind === 'schema' && COMPOSING.includes(node.field))
  );
}

function checkType(node: Node, old: boolean, report: Report): void {
  const type = fieldOf(node, 'type');
  if (type === undefined) return;
  const pointer = `${node.pointer}/type`;
  const types = isList(type) ? type : [type];
  if (old && (isList(type) || type === 'null')) {
    report(pointer, 'OpenAPI 3.0 knows one type and `nullable`. Write `type: string` and `nullable: true`.');
  } else if (types.length === 0 || types.some((one) => typeof one !== 'string' || !TYPES.includes(one))) {
    report(pointer, `${shown(type)} is no type. Write ${oneOf(TYPES)}.`);
  } else if (new Set(types).size < types.length) report(pointer, 'A type stands here twice. Keep one.');
}

function checkNames(node: Node, report: Report): void {
  const required = fieldOf(node, 'required');
  if (required === undefined) return;
  const pointer = `${node.pointer}/required`;
  if (!isList(required) || required.some((name) => typeof name !== 'string')) {
    report(pointer, '`required` is a list of names, on the object and not on its field: `required: [id]`.');
  } else if (new Set(required).size < required.length) report(pointer, 'A name stands here twice. Keep one.');
}

function checkValues(node: Node, report: Report): void {
  const values = fieldOf(node, 'enum');
  if (values === undefined) return;
  const pointer = `${node.pointer}/enum`;
  if (!isList(values) || values.length === 0) report(pointer, '`enum` is a list of one value or more.');
  else if (new Set(values.map((value) => JSON.stringify(value))).size < values.length) {
    report(pointer, 'A value stands here twice. Keep one.');
  }
}

function checkNumbers(node: Node, old: boolean, report: Report): void {
  for (const count of COUNTS) {
    for (const name of [`min${count}`, `max${count}`]) {
      const value = fieldOf(node, name);
      if (value !== undefined && !(typeof value === 'number' && Number.isInteger(value) && value >= 0)) {
        report(`${node.pointer}/${name}`, `\`${name}\` is a whole number from 0, not ${shown(value)}.`);
      }
    }
    checkOrder(node, `min${count}`, `max${count}`, report);
  }
  for (const name of ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf']) {
    const value = fieldOf(node, name);
    const flag = old && name.startsWith('exclusive');
    if (value === undefined || (flag ? typeof value === 'boolean' : typeof value === 'number')) continue;
    report(
      `${node.pointer}/${name}`,
      `\`${name}\` is ${flag ? 'true or false in OpenAPI 3.0' : 'a number'}, not ${shown(value)}.`,
    );
  }
  const step = fieldOf(node, 'multipleOf');
  if (typeof step === 'number' && step <= 0) report(`${node.pointer}/multipleOf`, '`multipleOf` is above 0.');
  checkOrder(node, 'minimum', 'maximum', report);
}

function checkOrder(node: Node, least: string, most: string, report: Report): void {
  const [low, high] = [fieldOf(node, least), fieldOf(node, most)];
  if (typeof low === 'number' && typeof high === 'number' && low > high) {
    report(`${node.pointer}/${most}`, `\`${most}\` is below \`${least}\`: nothing is valid. Correct one of them.`);
  }
}

function checkPattern(node: Node, report: Report): void {
  const pattern = fieldOf(node, 'pattern');
  if (pattern === undefined) return;
  if (typeof pattern !== 'string' || !(compiles(pattern, 'u') || compiles(pattern, ''))) {
    report(`${node.pointer}/pattern`, 'This is no regular expression of ECMA-262. Correct it.');
  }
}

function compiles(pattern: string, flags: string): boolean {
  try {
    new RegExp(pattern, flags);
    return true;
  } catch {
    return false;
  }
}

function shown(value: Json | undefined): string {
  const text = JSON.stringify(value) ?? '';
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
