import type { Json } from '../../model.ts';
import { canonical } from '../json.ts';
import { type Keywords, KINDS, type Kind, type Node } from './node.ts';

const ALL: ReadonlySet<Kind> = new Set(KINDS);

/** A schema that demands nothing. */
export const NOTHING: Keywords = {
  kinds: ALL,
  values: null,
  also: [],
  choices: [],
  nots: [],
  opaque: [],
  format: null,
  numbers: { minimum: null, maximum: null, multipleOf: null },
  strings: { minLength: null, maxLength: null, pattern: null, content: null },
  arrays: { prefix: [], rest: null, minItems: null, maxItems: null, unique: false, unevaluated: null, contains: null },
  objects: {
    properties: new Map(),
    patterns: new Map(),
    rest: null,
    names: null,
    unevaluated: null,
    hidden: new Set(),
    required: new Set(),
    minProperties: null,
    maxProperties: null,
    dependent: new Map(),
  },
  settled: [],
};

/** Makes the schemas that no document holds: "of this kind", "not that", "has this property". The same one twice is one. */
export interface Workshop {
  nextId(): number;
  /** A schema that accepts nothing. */
  never(): Node;
  ofKind(kind: Kind): Node;
  oneValue(value: Json): Node;
  not(node: Node): Node;
  having(property: string): Node;
  /** The property holds that value, if it is there. */
  holding(property: string, value: Json): Node;
  /** Demands nothing; remembers that a choice or a not is settled, and by which alternative. */
  settled(id: number, label?: string): Node;
  /** Demands one of the alternatives, and nothing else. */
  only(choice: Keywords['choices'][number]): Node;
}

export function workshop(): Workshop {
  let ids = 0;
  const made = new Map<string, Node>();
  const nextId = (): number => {
    ids += 1;
    return ids;
  };

  function make(name: string, keywords: () => Partial<Keywords>, label: string | null = null): Node {
    const known = made.get(name);
    if (known !== undefined) return known;
    const node: Node = {
      id: nextId(),
      schema: true,
      pointer: '',
      label,
      same: `made ${name}`,
      keywords: { ...NOTHING, ...keywords() },
    };
    made.set(name, node);
    return node;
  }

  const oneValue = (value: Json): Node =>
    make(`value ${canonical(value)}`, () => ({ values: new Map([[canonical(value), value]]) }));

  return {
    nextId,
    oneValue,
    never: () => make('never', () => ({ kinds: new Set() })),
    ofKind: (kind) => make(`kind ${kind}`, () => ({ kinds: new Set([kind]) })),
    not: (node) => make(`not ${node.id}`, () => ({ nots: [{ id: nextId(), node }] })),
    having: (property) =>
      make(`having ${property}`, () => ({
        kinds: new Set<Kind>(['object']),
        objects: { ...NOTHING.objects, required: new Set([property]) },
      })),
    holding: (property, value) =>
      make(`holding ${property} ${canonical(value)}`, () => ({
        objects: { ...NOTHING.objects, properties: new Map([[property, oneValue(value)]]) },
      })),
    settled: (id, label) => make(`settled ${id} ${label ?? ''}`, () => ({ settled: [id] }), label),
    only: (choice) => make(`choice ${choice.id}`, () => ({ choices: [choice] })),
  };
}
