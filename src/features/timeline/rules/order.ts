/** What waits for what, put in order. */
export interface Order {
  /** Each after all that it needs. */
  order: readonly number[];
  /** Of each: what it is in a circle with has the same number. */
  circleOf: Int32Array;
  /** A shortest way round each circle: each needs the next, the last needs the first. */
  cycles: readonly (readonly number[])[];
}

/**
 * Puts items 0 … n-1 in order, where `needs` lists for each what it needs. Circles are found as strongly connected
 * components (Tarjan 1972), without recursion: a chain may be longer than the stack.
 */
export function inOrder(needs: readonly (readonly number[])[]): Order {
  const many = needs.length;
  const circleOf = new Int32Array(many).fill(-1);
  const found = new Int32Array(many).fill(-1);
  const low = new Int32Array(many);
  const next = new Int32Array(many);
  const order: number[] = [];
  const cycles: number[][] = [];
  const open: number[] = [];
  let finding = 0;
  let circles = 0;

  for (let root = 0; root < many; root += 1) {
    if (found[root] !== -1) continue;
    const path = [enter(root)];
    for (let item = path.at(-1); item !== undefined; item = path.at(-1)) {
      const needed = needs[item]?.[next[item] ?? 0];
      if (needed !== undefined) {
        next[item] = (next[item] ?? 0) + 1;
        if (found[needed] === -1) path.push(enter(needed));
        else if (circleOf[needed] === -1) lower(item, found[needed] ?? 0);
        continue;
      }
      path.pop();
      const above = path.at(-1);
      if (above !== undefined) lower(above, low[item] ?? 0);
      if (low[item] === found[item]) close(item);
    }
  }
  return { order, circleOf, cycles };

  function enter(item: number): number {
    found[item] = finding;
    low[item] = finding;
    finding += 1;
    open.push(item);
    return item;
  }

  function lower(item: number, to: number): void {
    low[item] = Math.min(low[item] ?? 0, to);
  }

  function close(item: number): void {
    const members = open.splice(open.lastIndexOf(item));
    for (const member of members) circleOf[member] = circles;
    circles += 1;
    order.push(...members);
    const first = Math.min(...members);
    if (members.length > 1 || needs[first]?.includes(first)) cycles.push(wayRound(first));
  }

  /** The shortest way from an item back to itself, within its circle. */
  function wayRound(first: number): number[] {
    const cameFrom = new Map<number, number>();
    const queue = [first];
    for (const item of queue) {
      for (const needed of needs[item] ?? []) {
        if (needed === first) return pathTo(item);
        if (circleOf[needed] !== circleOf[first] || cameFrom.has(needed)) continue;
        cameFrom.set(needed, item);
        queue.push(needed);
      }
    }
    throw new Error('A circle was left.');

    function pathTo(last: number): number[] {
      const way = [last];
      for (let at = cameFrom.get(last); at !== undefined; at = cameFrom.get(at)) way.unshift(at);
      return way;
    }
  }
}

/** The circles among needs, each as the ids on the way round it; the first follows the last. */
export function circlesIn(
  ids: readonly string[],
  needs: readonly { dependencyId: string; neededId: string }[],
): string[][] {
  const numbers = new Map(ids.map((id, number) => [id, number]));
  const needed: number[][] = ids.map(() => []);
  for (const one of needs) needed[numbers.get(one.dependencyId) ?? -1]?.push(numbers.get(one.neededId) ?? -1);
  return inOrder(needed).cycles.map((cycle) => cycle.map((number) => ids[number] ?? ''));
}
