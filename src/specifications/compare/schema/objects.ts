import { accepts } from './accepts.ts';
import { assigned, restOf } from './conjunction.ts';
import { type Checker, failing, type Gap, gap, merged, type Pair, type Proof, prefixed, type Step } from './gap.ts';
import { highest, lowest } from './limits.ts';
import type { Conjunction, Node } from './node.ts';
import { kindNames } from './values.ts';

export function objectGaps(pair: Pair, checker: Checker): Gap[] {
  if (!pair.kinds.has('object')) return [];
  return [
    ...propertyGaps(pair, checker),
    ...requiredGaps(pair),
    ...patternGaps(pair, checker),
    ...otherGaps(pair, checker),
    ...sizeGaps(pair, checker),
    ...nameGaps(pair, checker),
    ...dependentGaps(pair, checker),
  ];
}

/** All properties that schemas name. */
function declared(atoms: readonly Node[]): ReadonlySet<string> {
  const [only] = atoms;
  if (only !== undefined && atoms.length === 1) return new Set(only.keywords.objects.properties.keys());
  return new Set(atoms.flatMap(({ keywords }) => [...keywords.objects.properties.keys()]));
}

/** What a property may hold; nothing where its very name is refused. */
function property(atoms: readonly Node[], name: string, checker: Checker): { nodes: Conjunction; unsure: boolean } {
  const refused = atoms.some(({ keywords: { objects } }) => {
    const rejection = objects.names === null ? null : accepts(checker.normal([objects.names]), name, checker);
    return rejection !== null && rejection.proof === 'sure';
  });
  return refused ? { nodes: [checker.workshop.never()], unsure: false } : assigned(atoms, name);
}

/** No object can hold this property. */
export function isRefused(atoms: readonly Node[], name: string, checker: Checker): boolean {
  const { nodes } = property(atoms, name, checker);
  return nodes.length > 0 && checker.empty(nodes);
}

function propertyGaps(pair: Pair, checker: Checker): Gap[] {
  const [before, after] = [declared(pair.left.atoms), declared(pair.right.atoms)];
  return [...new Set([...before, ...after])].flatMap((name) => {
    const step: Step = { to: 'property', name };
    const sub = property(pair.left.atoms, name, checker);
    const sup = property(pair.open, name, checker);
    const known = before.has(name) && after.has(name);
    if (checker.empty(sub.nodes) && sub.nodes.length > 0) {
      return known || before.has(name)
        ? []
        : prefixed([presence(pair, 'property', sub.nodes, sup.nodes, 'none', checker)], step);
    }
    if (sup.unsure && !known) return prefixed([gap(pair, 'patternProperties', null, null, 'unsure')], step);
    const inner = checker.inside(sub.nodes, sup.nodes, step);
    if (known)
      return sup.unsure
        ? [...inner, ...prefixed([gap(pair, 'patternProperties', null, null, 'unsure')], step)]
        : [...inner];
    const proof: Proof = !failing(inner) ? 'none' : sub.nodes.length === 0 ? 'open' : worst(inner);
    if (before.has(name)) {
      // The other direction tells of a property that is only left out; here it is told that it is refused.
      return proof === 'none' ? [] : prefixed([presence(pair, 'refusal', sub.nodes, sup.nodes, proof, checker)], step);
    }
    return prefixed([presence(pair, 'property', sub.nodes, sup.nodes, proof, checker)], step);
  });
}

function worst(gaps: readonly Gap[]): Proof {
  return gaps.some(({ proof }) => proof === 'sure' || proof === 'open') ? 'sure' : 'unsure';
}

/** One of the two names a property and the other does not: `sub` or `sup` holds what the one that names it wants in it. */
function presence(
  pair: Pair,
  aspect: 'property' | 'refusal',
  sub: Conjunction,
  sup: Conjunction,
  proof: Proof,
  checker: Checker,
): Gap {
  const places = [sub[0]?.pointer || pair.places[0], sup[0]?.pointer || pair.places[1]] as const;
  const holds = (nodes: Conjunction) => (nodes.length === 0 ? null : kindNames(checker.normal(nodes).kinds));
  return gap({ places }, aspect, holds(sub), holds(sup), proof);
}

function requiredGaps(pair: Pair): Gap[] {
  const needed = new Set(pair.open.flatMap(({ keywords }) => [...keywords.objects.required]));
  return [...needed].flatMap((name) => {
    if (pair.left.required.has(name) || !pair.right.required.has(name)) return [];
    const places = [
      assigned(pair.left.atoms, name).nodes[0]?.pointer || pair.places[0],
      assigned(pair.right.atoms, name).nodes[0]?.pointer || pair.places[1],
    ] as const;
    return prefixed([gap({ places }, 'required', false, true)], { to: 'property', name });
  });
}

function patternGaps(pair: Pair, checker: Checker): Gap[] {
  return pair.open.flatMap((atom) =>
    [...atom.keywords.objects.patterns].flatMap(([pattern, node]) => {
      const held = pair.left.atoms.flatMap((one) => one.keywords.objects.patterns.get(pattern) ?? []);
      const step: Step = { to: 'pattern', name: pattern };
      const inner = checker.inside(held, [node], step);
      if (!failing(inner)) return held.length > 0 ? inner : [];
      if (isCovered(pair, [node], checker)) return [];
      if (held.length > 0) return [...inner];
      return prefixed([gap({ places: [pair.places[0], node.pointer] }, 'patternProperties', null, pattern)], step);
    }),
  );
}

/** Whatever may stand under a name that is not declared satisfies the schema: one schema on the left sees to it alone. */
function isCovered(pair: Pair, wanted: Conjunction, checker: Checker): boolean {
  return pair.left.atoms.some((atom) => {
    const rest = restOf(atom);
    if (rest === null) return false;
    const others = rest.scope.flatMap((one) => [...one.keywords.objects.patterns.values()]);
    return [rest.node, ...others].every((node) => !failing(checker.inside([node], wanted, { to: 'others' })));
  });
}

/** What the right asks of members that it does not name. */
function otherGaps(pair: Pair, checker: Checker): Gap[] {
  return pair.open.flatMap((atom) => {
    const rest = restOf(atom);
    if (rest === null) return [];
    const step: Step = { to: 'others' };
    const spared = new Set(rest.scope.flatMap((one) => [...one.keywords.objects.patterns.keys()]));
    const patterned = pair.left.atoms.flatMap((one) =>
      [...one.keywords.objects.patterns].filter(([pattern]) => !spared.has(pattern)).map(([, node]) => node),
    );
    const fromPatterns = patterned.flatMap((node) => [...checker.inside([node], [rest.node], step)]);
    const plain = pair.left.atoms.flatMap((one) => restOf(one)?.node ?? []);
    const inner = merged([...checker.inside(plain, [rest.node], step), ...fromPatterns]);
    if (!failing(inner)) return inner;
    if (plain.length > 0 && !checker.empty([rest.node]) && checker.normal(plain).kinds.size > 0) return inner;
    const places = [plain[0]?.pointer || pair.places[0], rest.node.pointer] as const;
    const holds = (nodes: Conjunction) => (nodes.length === 0 ? 'anything' : kindNames(checker.normal(nodes).kinds));
    return [gap({ places }, 'additionalProperties', holds(plain), holds([rest.node]), worst(inner))];
  });
}

function sizeGaps(pair: Pair, checker: Checker): Gap[] {
  const gaps: Gap[] = [];
  const left = pair.left.atoms.map(({ keywords }) => keywords.objects);
  const right = pair.open.map(({ keywords }) => keywords.objects);
  const fewest = Math.max(highest(left, 'minProperties') ?? 0, pair.left.required.size);
  const needed = highest(right, 'minProperties') ?? 0;
  if (needed > fewest) gaps.push(gap(pair, 'minProperties', fewest, needed));
  const most = mostProperties(pair.left.atoms, checker);
  const allowed = lowest(right, 'maxProperties');
  if (allowed !== null && (most === null || most > allowed)) gaps.push(gap(pair, 'maxProperties', most, allowed));
  return gaps;
}

/** Of a closed object, as many as it names. */
export function mostProperties(atoms: readonly Node[], checker: Checker): number | null {
  const most = lowest(
    atoms.map(({ keywords }) => keywords.objects),
    'maxProperties',
  );
  const named = everyName(atoms, checker)?.length;
  return named === undefined ? most : Math.min(named, most ?? named);
}

function nameGaps(pair: Pair, checker: Checker): Gap[] {
  const text = checker.workshop.ofKind('string');
  const held = pair.left.atoms.flatMap(({ keywords }) => keywords.objects.names ?? []);
  return pair.open.flatMap(({ keywords: { objects } }) => {
    if (objects.names === null) return [];
    const rule = checker.normal([objects.names]);
    const inner = checker.inside([text, ...held], [objects.names], { to: 'names' });
    if (!failing(inner) || everyName(pair.left.atoms, checker)?.every((name) => accepts(rule, name, checker) === null))
      return [];
    return held.length > 0 ? inner : [gap(pair, 'propertyNames', null, null)];
  });
}

/** All names a member can have; nothing where there is no end to them. */
function everyName(atoms: readonly Node[], checker: Checker): string[] | undefined {
  const closed = atoms.find((atom) => {
    const rest = restOf(atom);
    return (
      rest !== null && checker.empty([rest.node]) && rest.scope.every((one) => one.keywords.objects.patterns.size === 0)
    );
  });
  const scope = closed === undefined ? undefined : restOf(closed)?.scope;
  return scope === undefined ? undefined : [...declared(scope)].filter((name) => !isRefused(atoms, name, checker));
}

function dependentGaps(pair: Pair, checker: Checker): Gap[] {
  return pair.open.flatMap(({ keywords }) =>
    [...keywords.objects.dependent].flatMap(([name, needed]) => {
      if (isRefused(pair.left.atoms, name, checker)) return [];
      const held = new Set([
        ...pair.left.required,
        name,
        ...pair.left.atoms.flatMap((one) => one.keywords.objects.dependent.get(name) ?? []),
      ]);
      const missing = needed.filter((one) => !held.has(one));
      return missing.length === 0
        ? []
        : prefixed([gap(pair, 'dependentRequired', null, missing)], { to: 'property', name });
    }),
  );
}
