import type { Json } from '../../model.ts';
import { assigned } from './conjunction.ts';
import { livingKinds } from './empty.ts';
import { type Checker, failing, type Gap, gap, merged, type Pair, prefixed } from './gap.ts';
import type { Choice, Conjunction, Node } from './node.ts';
import { kindNames } from './values.ts';

/** A property with more values than this does not tell alternatives apart. */
const MOST_VALUES = 30;

/** The cases that the first alternative of the left leaves, each as a conjunction of its own; null where there is none. */
export function cases(pair: Pair, checker: Checker): Conjunction[] | null {
  const choice = pair.left.choices[0];
  if (choice === undefined) return null;
  const { workshop } = checker;
  return choice.branches.map((branch, index) => {
    // Exactly one holds: so in each case the others do not.
    const others = choice.kind === 'one' ? choice.branches.filter((_, other) => other !== index) : [];
    const excluded = others.flatMap(([node, ...more]) =>
      node === undefined || more.length > 0 ? [] : [workshop.not(node)],
    );
    return [...branch, ...pair.left.atoms, workshop.settled(choice.id, choice.labels[index]), ...excluded];
  });
}

/** Whether values of the left satisfy the alternatives, conditions and exclusions of the right. */
export function choiceGaps(pair: Pair, checker: Checker): Gap[] {
  return pair.open.flatMap(({ keywords: { choices, nots } }) => [
    ...choices.flatMap((choice) => oneChoice(pair, choice, checker)),
    ...nots.flatMap(({ node }) => notGaps(pair, node, checker)),
  ]);
}

function oneChoice(pair: Pair, choice: Choice, checker: Checker): Gap[] {
  const { left } = pair;
  if (choice.kind === 'if') return conditionGaps(pair, choice, checker);
  const kinds = [...livingKinds(left, checker)];
  if (kinds.length > 1) {
    const { workshop } = checker;
    return merged(
      kinds.flatMap((kind) => [...checker.gaps([...left.atoms, workshop.ofKind(kind)], [workshop.only(choice)])]),
    );
  }
  const tried = choice.branches.map((branch) => checker.gaps(left.atoms, branch));
  const fitting = tried.flatMap((gaps, index) => (failing(gaps) ? [] : [index]));
  if (fitting.length > 0) {
    const certain = choice.kind === 'any' || fitting.some((index) => isAlone(pair, choice, index, checker));
    const named = fitting.find((index) => choice.labels[index] === caseLabel(pair));
    const notes = named === undefined ? [] : labelled(choice, named, tried[named] ?? [], checker);
    return certain ? notes : [...notes, gap(pair, 'oneOf', null, null, 'unsure')];
  }
  return byValues(pair, choice, checker) ?? explained(pair, choice, tried, checker);
}

/** No other alternative accepts a value of the left. */
function isAlone({ left }: Pair, choice: Choice, index: number, checker: Checker): boolean {
  return choice.branches.every((other, at) => at === index || checker.empty([...left.atoms, ...other]));
}

/** Every condition is met or not, so each case has its own demand. */
function conditionGaps({ left }: Pair, choice: Choice, checker: Checker): Gap[] {
  return choice.branches.flatMap(([when, ...then], index) => {
    if (when === undefined || then.length === 0) return [];
    return prefixed(checker.gaps([...left.atoms, when], then), { to: 'part', name: choice.labels[index] ?? 'if' });
  });
}

function notGaps(pair: Pair, node: Node, checker: Checker): Gap[] {
  if (checker.empty([...pair.left.atoms, node])) return [];
  return [
    gap({ places: [pair.places[0], node.pointer] }, 'not', null, null, pair.left.nots.length === 0 ? 'sure' : 'unsure'),
  ];
}

/** Goes through the values of a property that tells the alternatives apart. */
function byValues(pair: Pair, choice: Choice, checker: Checker): Gap[] | null {
  const { left } = pair;
  const valuesOf = (atoms: readonly Node[], name: string) => {
    const { nodes } = assigned(atoms, name);
    return nodes.length === 0 ? null : checker.normal(nodes).values;
  };
  for (const name of left.required) {
    const values = valuesOf(left.atoms, name);
    if (values === null || values.size < 2 || values.size > MOST_VALUES) continue;
    if (!choice.branches.every((branch) => valuesOf(checker.normal(branch).atoms, name) !== null)) continue;
    const { workshop } = checker;
    return merged(
      [...values.values()].flatMap((value) => [
        ...checker.gaps([...left.atoms, workshop.holding(name, value)], [workshop.only(choice)]),
      ]),
    );
  }
  return null;
}

/** No alternative accepts all of the left: tells by which one a person would expect it to be accepted, and what is in the way. */
function explained(pair: Pair, choice: Choice, tried: readonly (readonly Gap[])[], checker: Checker): Gap[] {
  const { left } = pair;
  const label = caseLabel(pair);
  const possible = choice.branches
    .map((branch, index) => ({ branch, index, label: choice.labels[index] ?? '', gaps: tried[index] ?? [] }))
    .filter(({ branch }) => !checker.empty([...left.atoms, ...branch]));
  const sameKind = choice.branches.filter((branch) =>
    [...checker.normal(branch).kinds].some((kind) => left.kinds.has(kind)),
  );
  if (sameKind.length === 0) return [gap(pair, 'type', kindNames(left.kinds), allKinds(choice, checker))];
  const named = possible.find((one) => one.label === label);
  const single = sameKind.length === 1 ? possible.find(({ branch }) => branch === sameKind[0]) : undefined;
  const best =
    named ?? single ?? (label === null ? possible.sort((a, b) => a.gaps.length - b.gaps.length)[0] : undefined);
  if (best === undefined)
    return prefixed([gap(pair, 'variant', label, null)], { to: 'branch', name: label ?? 'other' });
  return labelled(choice, best.index, best.gaps, checker);
}

/** Names the alternative where there is another one than null. */
function labelled(choice: Choice, index: number, gaps: readonly Gap[], checker: Checker): Gap[] {
  const alternatives = choice.branches.filter((branch) => !isOnlyNull(branch, checker)).length;
  return alternatives < 2 ? [...gaps] : prefixed(gaps, { to: 'branch', name: choice.labels[index] ?? '' });
}

/** How the alternative is called that the left is a case of. */
function caseLabel({ left }: Pair): string | null {
  return left.atoms.findLast(({ keywords }) => keywords.settled.length > 0)?.label ?? null;
}

function isOnlyNull(branch: Conjunction, checker: Checker): boolean {
  const { kinds } = checker.normal(branch);
  return kinds.size === 1 && kinds.has('null');
}

function allKinds(choice: Choice, checker: Checker): Json {
  return kindNames(new Set(choice.branches.flatMap((branch) => [...checker.normal(branch).kinds])));
}
