import { assignedItem, restOfItems } from './conjunction.ts';
import { type Checker, failing, type Gap, gap, type Pair } from './gap.ts';
import { highest, lowest } from './limits.ts';
import type { Node } from './node.ts';

/** A tuple longer than this is compared to here; no contract lists more positions. */
const LONGEST_TUPLE = 200;

export function arrayGaps(pair: Pair, checker: Checker): Gap[] {
  if (!pair.kinds.has('array')) return [];
  return [...sizeGaps(pair, checker), ...itemGaps(pair, checker), ...containsGaps(pair, checker)];
}

function sizeGaps(pair: Pair, checker: Checker): Gap[] {
  const gaps: Gap[] = [];
  const right = pair.open.map(({ keywords }) => keywords.arrays);
  const [fewest, needed] = [fewestItems(pair.left.atoms), highest(right, 'minItems') ?? 0];
  if (needed > fewest) gaps.push(gap(pair, 'minItems', fewest, needed));
  const [most, allowed] = [mostItems(pair.left.atoms, checker), lowest(right, 'maxItems')];
  if (allowed !== null && (most === null || most > allowed)) gaps.push(gap(pair, 'maxItems', most, allowed));
  const unique = pair.left.atoms.some(({ keywords }) => keywords.arrays.unique) || (most !== null && most < 2);
  if (right.some((one) => one.unique) && !unique) gaps.push(gap(pair, 'uniqueItems', false, true));
  return gaps;
}

export function fewestItems(atoms: readonly Node[]): number {
  return Math.max(
    0,
    ...atoms.map(({ keywords: { arrays } }) => Math.max(arrays.minItems ?? 0, arrays.contains?.minimum ?? 0)),
  );
}

/** No item may stand where its schema accepts nothing, so the array ends before it. */
export function mostItems(atoms: readonly Node[], checker: Checker): number | null {
  let most = lowest(
    atoms.map(({ keywords }) => keywords.arrays),
    'maxItems',
  );
  const positions = longestPrefix(atoms);
  for (let index = 0; index <= positions && (most === null || index < most); index += 1) {
    const nodes = assignedItem(atoms, index);
    if (nodes.length > 0 && checker.empty(nodes)) most = index;
  }
  return most;
}

function longestPrefix(atoms: readonly Node[]): number {
  const starts = atoms.flatMap((atom) => [atom.keywords.arrays.prefix.length, restOfItems(atom)?.from ?? 0]);
  return Math.min(LONGEST_TUPLE, Math.max(0, ...starts));
}

function itemGaps(pair: Pair, checker: Checker): Gap[] {
  const { left, right, open } = pair;
  const most = mostItems(left.atoms, checker);
  const positions = Math.max(longestPrefix(left.atoms), longestPrefix(right.atoms));
  const gaps: Gap[] = [];
  for (let index = 0; index < positions && (most === null || index < most); index += 1) {
    gaps.push(...checker.inside(assignedItem(left.atoms, index), assignedItem(open, index), { to: 'item', index }));
  }
  if (most !== null && most <= positions) return gaps;
  const [before, after] = [assignedItem(left.atoms, positions), assignedItem(open, positions)];
  // "No more items" is said of the array, and is found by its size.
  if (after.length > 0 && checker.empty(after)) {
    const allowed = mostItems(open, checker);
    return [...gaps, gap(pair, 'maxItems', most, allowed)];
  }
  return [...gaps, ...checker.inside(before, after, { to: 'items' })];
}

function containsGaps(pair: Pair, checker: Checker): Gap[] {
  const held = pair.left.atoms.flatMap(({ keywords }) => keywords.arrays.contains ?? []);
  const most = mostItems(pair.left.atoms, checker);
  return pair.open.flatMap(({ keywords: { arrays } }) => {
    const needed = arrays.contains;
    if (needed === null) return [];
    const { node, minimum, maximum } = needed;
    const enough =
      minimum === 0 ||
      held.some((one) => one.minimum >= minimum && !failing(checker.inside([one.node], [node], { to: 'items' })));
    const few =
      maximum === null ||
      (most !== null && most <= maximum) ||
      held.some(
        (one) =>
          one.maximum !== null &&
          one.maximum <= maximum &&
          !failing(checker.inside([node], [one.node], { to: 'items' })),
      );
    if (enough && few) return [];
    return [gap(pair, 'contains', null, null, held.length === 0 ? 'sure' : 'unsure')];
  });
}
