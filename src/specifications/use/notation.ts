import type { Format } from '../model.ts';

/** What a consumer uses of a contract, read from `POST /orders request.customer.email`. */
export interface Use {
  /** The operation as it is compared: `POST /orders/{}`, `send orders/{}`, `schema`. */
  key: string;
  /** `request`, `response`, `message`, `reply`; null for all of it. JSON Schema has none. */
  part: string | null;
  /** Names of fields from the outside in. Lists are passed over. */
  fields: string[];
}

/** AsyncAPI 2 names what others do; from version 3 on a document says what the application does. */
const SAME_ACTION: Readonly<Record<string, string>> = { publish: 'receive', subscribe: 'send' };

/** Reads what was written; undefined where it cannot be a use of a contract of this format. */
export function readUse(written: string, format: Format): Use | undefined {
  const words = written.trim().split(/\s+/);
  const length = format === 'json-schema' ? 1 : words[0]?.toLowerCase() === 'webhook' ? 3 : 2;
  const [operation, inside] = [words.slice(0, length), words.slice(length).join(' ')];
  const names = namesOf(inside);
  if (operation.length < length || operation[0] === '' || names === undefined) return undefined;
  const key = keyOf(operation, format);
  if (format === 'json-schema') return { key, part: null, fields: names };
  const [part = null, ...fields] = names;
  return { key, part, fields };
}

function keyOf(operation: readonly string[], format: Format): string {
  const [first = '', ...rest] = operation;
  const verb = first.toLowerCase();
  if (format === 'json-schema') return first;
  if (format === 'asyncapi') return shapeOf([SAME_ACTION[verb] ?? verb, ...rest].join(' '));
  const [method = '', ...address] = verb === 'webhook' ? rest : operation;
  return shapeOf([...(verb === 'webhook' ? [verb] : []), method.toUpperCase(), ...address].join(' '));
}

/** What variables of an address are called does not matter. */
export function shapeOf(name: string): string {
  return name.replace(/\{[^}]*\}/g, '{}');
}

/** `request.items[].total` and `["a name"]`; undefined for what is neither. */
function namesOf(written: string): string[] | undefined {
  const found: string[] = [];
  let end = 0;
  for (const match of written.matchAll(/\.?([^.[\]"\s]+)|\[\]|\["((?:[^"\\]|\\.)*)"\]/g)) {
    if (match.index !== end) return undefined;
    end += match[0].length;
    const name = match[1] ?? match[2]?.replace(/\\(.)/g, '$1');
    if (name !== undefined) found.push(name);
  }
  return end === written.length ? found : undefined;
}

/** A path of names as it is written. */
export function written(names: readonly string[]): string {
  return names
    .map((name) => (/^[^.[\]"\s]+$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`))
    .join('')
    .replace(/^\./, '');
}
