import type { Json } from '../../model.ts';
import type { Aspect, Proof, Step, Told } from './gap.ts';

/** What differs between two schemas at one place, seen from both sides. */
export interface Difference {
  readonly steps: readonly Step[];
  readonly aspect: Exclude<Aspect, 'property' | 'refusal' | 'inner'> | 'added' | 'removed';
  /** How certain it is that values accepted before are refused now; null when none is. */
  readonly narrows: Proof | null;
  /** How certain it is that values are accepted now that were refused before; null when none is. */
  readonly widens: Proof | null;
  readonly before: Json;
  readonly after: Json;
  /** Of kinds and values: which are accepted no longer, and which are accepted newly. Null: without end. */
  readonly gone: Json;
  readonly came: Json;
  /** What the widening was measured against: of kinds, all that were accepted before. */
  readonly former: Json;
  readonly places: { readonly before: string; readonly after: string };
  /** Of a property that was added or removed. */
  readonly required: boolean;
}

/** Puts together what the old schema admits beyond the new one, and the new one beyond the old. */
export function differences(narrowing: readonly Told[], widening: readonly Told[]): Difference[] {
  const found = new Map<string, { narrow?: Told; widen?: Told }>();
  const enter = (side: 'narrow' | 'widen', one: Told): void => {
    const key = JSON.stringify([one.steps, aspectOf(one, side)]);
    found.set(key, { ...found.get(key), [side]: one });
  };
  for (const one of narrowing) enter('narrow', one);
  for (const one of widening) enter('widen', one);

  const keys = new Set(found.keys());
  const has = (steps: readonly Step[], aspect: string) => keys.has(JSON.stringify([steps, aspect]));
  return [...found.values()]
    .map(({ narrow, widen }) => difference(narrow, widen, has))
    .filter((one): one is Difference => one !== undefined)
    .filter(({ steps, aspect }) => aspect !== 'required' || !(has(steps, 'added') || has(steps, 'removed')));
}

function aspectOf(one: Told, side: 'narrow' | 'widen'): Difference['aspect'] {
  if (one.aspect === 'property') return side === 'narrow' ? 'added' : 'removed';
  if (one.aspect === 'refusal') return side === 'narrow' ? 'removed' : 'added';
  return one.aspect;
}

function difference(
  narrow: Told | undefined,
  widen: Told | undefined,
  has: (steps: readonly Step[], aspect: string) => boolean,
): Difference | undefined {
  const one = narrow ?? widen;
  if (one === undefined) return undefined;
  return {
    steps: one.steps,
    aspect: aspectOf(one, narrow === undefined ? 'widen' : 'narrow'),
    narrows: narrow?.proof ?? null,
    widens: widen?.proof ?? null,
    before: narrow?.sub ?? widen?.sup ?? null,
    after: narrow?.sup ?? widen?.sub ?? null,
    gone: narrow?.sub ?? null,
    came: widen?.sub ?? null,
    former: widen?.sup ?? null,
    places: {
      before: narrow?.places[0] ?? widen?.places[1] ?? '',
      after: narrow?.places[1] ?? widen?.places[0] ?? '',
    },
    required: has(one.steps, 'required'),
  };
}
