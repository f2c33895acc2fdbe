/** The strictest of several lower limits under one key; null where none is set. */
export function highest<K extends string>(
  limits: readonly { readonly [key in K]: number | null }[],
  key: K,
): number | null {
  return limits.reduce<number | null>((found, one) => pick(found, one[key], Math.max), null);
}

/** The strictest of several upper limits under one key; null where none is set. */
export function lowest<K extends string>(
  limits: readonly { readonly [key in K]: number | null }[],
  key: K,
): number | null {
  return limits.reduce<number | null>((found, one) => pick(found, one[key], Math.min), null);
}

function pick(a: number | null, b: number | null, choose: (a: number, b: number) => number): number | null {
  return a === null || b === null ? (a ?? b) : choose(a, b);
}
