import { stringify } from 'yaml';

type Value = unknown;

/** Values that stand where others are expected. */
const STRANGE: readonly Value[] = [
  null,
  true,
  0,
  -1,
  1e308,
  '',
  'x',
  '$ref',
  [],
  {},
  [[]],
  { $ref: '#' },
  { $ref: '#/nowhere' },
  { $ref: 'http://127.0.0.1:1/a' },
  { type: 'object' },
  '\u0000',
  '\ud800',
  '*a',
  '(a+)+$',
  { allOf: [{ $ref: '#/components/schemas/Item' }] },
  { oneOf: [{}, {}] },
  false,
  Number.MAX_SAFE_INTEGER,
  { constructor: 1, __proto__: null },
  'a'.repeat(5_000),
];

const BYTES = [
  '\t',
  '\0',
  '{',
  '}',
  '[',
  ']',
  ':',
  '- ',
  '&a ',
  '*a',
  '<<: ',
  '!!',
  '"',
  "'",
  '|',
  '>',
  '%',
  '#',
  '\n',
  '\r',
  'ÿ',
  '---\n',
  '? ',
];

/** A specification with a few things changed, by a random source alone: in its structure, then perhaps in its bytes. */
export function mutated(document: Value, random: () => number): Buffer {
  const below = (limit: number) => Math.floor(random() * limit);
  const pick = <Item>(items: readonly Item[]): Item => items[below(items.length)] as Item; // lists here are never empty
  const copy = structuredClone(document);
  for (let times = 1 + below(6); times > 0; times -= 1) changeSomewhere(copy);
  const text =
    random() < 0.5 ? stringify(copy, { aliasDuplicateObjects: false }) : JSON.stringify(copy, null, below(3));
  return random() < 0.5 ? Buffer.from(text) : scrambled(Buffer.from(text));

  function changeSomewhere(root: Value): void {
    let owner: Value = root;
    for (let steps = below(12); steps > 0; steps -= 1) {
      const inside = Object.values(owner as object).filter((one) => typeof one === 'object' && one !== null);
      if (inside.length === 0) break;
      owner = pick(inside);
    }
    const target = owner as Record<string, Value>;
    const keys = Object.keys(target);
    const key = keys.length === 0 ? 'x' : pick(keys);
    const kind = below(6);
    if (kind === 0) delete target[key];
    else if (kind === 1) target[key] = structuredClone(pick(STRANGE));
    else if (kind === 2) target[`${key}${pick(['', '_', 's', '~1', '/'])}`] = structuredClone(target[key]);
    else if (kind === 3) target[key] = nested(target[key], 1 + below(200));
    else if (kind === 4)
      target[pick(['$ref', 'type', 'properties', 'items', 'allOf', 'example', 'x-sla'])] = structuredClone(
        pick(STRANGE),
      );
    else if (keys.length > 1) [target[key], target[keys[0] ?? key]] = [target[keys[0] ?? key], target[key]];
  }

  function nested(value: Value, depth: number): Value {
    let outer = value;
    for (let level = 0; level < depth; level += 1) outer = random() < 0.5 ? { items: outer } : [outer];
    return outer;
  }

  function scrambled(bytes: Buffer): Buffer {
    let out = bytes;
    for (let times = 1 + below(4); times > 0; times -= 1) {
      const at = below(out.length + 1);
      const rest = out.subarray(below(3) === 0 ? Math.min(out.length, at + below(40)) : at);
      out = Buffer.concat([out.subarray(0, at), Buffer.from(pick(BYTES), random() < 0.2 ? 'latin1' : 'utf8'), rest]);
    }
    return out;
  }
}
