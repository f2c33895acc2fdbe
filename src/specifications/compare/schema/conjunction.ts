import type { Json } from '../../model.ts';
import { type Choice, type Conjunction, KINDS, type Kind, type Node, type Not, type Opaque } from './node.ts';
import { matches } from './patterns.ts';

/** Schemas that all hold, as one: references followed, `allOf` taken apart, what is settled left out. */
export interface Normal {
  /** Equal for conjunctions of the same schemas. */
  readonly key: string;
  readonly atoms: readonly Node[];
  readonly sames: ReadonlySet<string>;
  readonly kinds: ReadonlySet<Kind>;
  readonly values: ReadonlyMap<string, Json> | null;
  readonly choices: readonly Choice[];
  readonly nots: readonly Not[];
  readonly opaque: readonly Opaque[];
  readonly required: ReadonlySet<string>;
}

/** Normalises conjunctions, each once. */
export function normaliser(): (conjunction: Conjunction) => Normal {
  const known = new Map<string, Normal>();
  return (conjunction) => {
    const key = keyOf(conjunction);
    const before = known.get(key);
    if (before !== undefined) return before;
    const made = normal(conjunction);
    known.set(key, made);
    return made;
  };
}

export function keyOf(conjunction: Conjunction): string {
  if (conjunction.length === 1) return String(conjunction[0]?.id);
  return [...new Set(conjunction.map(({ id }) => id))].sort((a, b) => a - b).join();
}

function normal(conjunction: Conjunction): Normal {
  const atoms = flat(conjunction);
  const keywords = atoms.map((atom) => atom.keywords);
  const settled = new Set(keywords.flatMap((one) => one.settled));
  const hidden = new Set(keywords.flatMap(({ objects }) => [...objects.hidden]));
  let kinds = new Set<Kind>(KINDS);
  let values: ReadonlyMap<string, Json> | null = null;
  for (const one of keywords) {
    if (one.kinds.size < KINDS.length) kinds = new Set([...kinds].filter((kind) => one.kinds.has(kind)));
    values = values === null || one.values === null ? (values ?? one.values) : shared(values, one.values);
  }
  return {
    key: keyOf(atoms),
    atoms,
    sames: new Set(atoms.map(({ same }) => same)),
    kinds,
    values,
    choices: keywords.flatMap(({ choices }) => choices.filter(({ id }) => !settled.has(id))),
    nots: keywords.flatMap(({ nots }) => nots.filter(({ id }) => !settled.has(id))),
    opaque: atoms.flatMap((atom) => [...atom.keywords.opaque, ...undecidedRest(atom)]),
    required: new Set(keywords.flatMap(({ objects }) => [...objects.required].filter((name) => !hidden.has(name)))),
  };
}

function shared(a: ReadonlyMap<string, Json>, b: ReadonlyMap<string, Json>): ReadonlyMap<string, Json> {
  return new Map([...a].filter(([key]) => b.has(key)));
}

/** The schemas themselves and all that hold with them, each once: a circle of references adds nothing. */
function flat(conjunction: Conjunction): Node[] {
  const found = new Set<Node>();
  const waiting = [...conjunction].reverse();
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (found.has(node)) continue;
    found.add(node);
    waiting.push(...[...node.keywords.also].reverse());
  }
  return [...found];
}

/** What applies to all members that a schema does not name: `additionalProperties`, or `unevaluatedProperties` where it can be told. */
export interface Rest {
  readonly node: Node;
  /** Whose properties and patterns are spared: the schema alone, or all that it is made of. */
  readonly scope: readonly Node[];
}

export function restOf(atom: Node): Rest | null {
  const { rest, unevaluated } = atom.keywords.objects;
  if (rest !== null) return { node: rest, scope: [atom] };
  if (unevaluated === null) return null;
  const scope = flat([atom]);
  if (isDynamic(scope) || scope.some(({ keywords }) => keywords.objects.rest !== null)) return null;
  return { node: unevaluated, scope };
}

/** The same for arrays: from which index on. */
export function restOfItems(atom: Node): { node: Node; from: number } | null {
  const { rest, prefix, unevaluated } = atom.keywords.arrays;
  if (rest !== null) return { node: rest, from: prefix.length };
  if (unevaluated === null) return null;
  const scope = flat([atom]);
  const arrays = scope.map(({ keywords }) => keywords.arrays);
  if (isDynamic(scope) || arrays.some((one) => one.rest !== null || one.contains !== null)) return null;
  return { node: unevaluated, from: Math.max(...arrays.map((one) => one.prefix.length)) };
}

/** With alternatives around it, what counts as evaluated depends on the value. */
function isDynamic(scope: readonly Node[]): boolean {
  return scope.some(
    ({ keywords }, index) =>
      keywords.choices.length > 0 ||
      keywords.opaque.length > 0 ||
      (index > 0 && (keywords.objects.unevaluated ?? keywords.arrays.unevaluated) !== null),
  );
}

function undecidedRest(atom: Node): Opaque[] {
  const { objects, arrays } = atom.keywords;
  if (objects.unevaluated === null && arrays.unevaluated === null) return [];
  const scope = flat([atom]);
  const all = scope.map(({ keywords }) => keywords);
  const undecided = (construct: string, present: boolean, settled: boolean): Opaque[] =>
    present && !settled ? [{ construct, text: atom.same }] : [];
  return [
    ...undecided(
      'unevaluatedProperties',
      objects.unevaluated !== null && objects.rest === null,
      restOf(atom) !== null || (!isDynamic(scope) && all.some((one) => one.objects.rest !== null)),
    ),
    ...undecided(
      'unevaluatedItems',
      arrays.unevaluated !== null && arrays.rest === null,
      restOfItems(atom) !== null || (!isDynamic(scope) && all.some((one) => one.arrays.rest !== null)),
    ),
  ];
}

/** The schemas a property has to satisfy; `unsure` where a pattern could not be tried on its name. */
export function assigned(atoms: readonly Node[], name: string): { nodes: Node[]; unsure: boolean } {
  const nodes: Node[] = [];
  let unsure = false;
  for (const atom of atoms) {
    const { properties, patterns } = atom.keywords.objects;
    const declared = properties.get(name);
    if (declared !== undefined) nodes.push(declared);
    for (const [pattern, node] of patterns) {
      const hit = matches(pattern, name);
      if (hit === true) nodes.push(node);
      if (hit === undefined) unsure = true;
    }
    const rest = restOf(atom);
    if (rest === null) continue;
    const spared = rest.scope.map((one) => namesIt(one, name));
    if (spared.includes(undefined)) unsure = true;
    else if (!spared.includes(true)) nodes.push(rest.node);
  }
  return { nodes, unsure };
}

function namesIt(atom: Node, name: string): boolean | undefined {
  const { properties, patterns } = atom.keywords.objects;
  if (properties.has(name)) return true;
  const hits = [...patterns.keys()].map((pattern) => matches(pattern, name));
  return hits.includes(true) ? true : hits.includes(undefined) ? undefined : false;
}

/** The schemas an item has to satisfy. */
export function assignedItem(atoms: readonly Node[], index: number): Node[] {
  return atoms.flatMap((atom) => {
    const own = atom.keywords.arrays.prefix[index];
    const rest = restOfItems(atom);
    return [...(own === undefined ? [] : [own]), ...(rest !== null && index >= rest.from ? [rest.node] : [])];
  });
}
