import type { Json } from '../../model.ts';
import { type Gap, gap, type Pair } from './gap.ts';
import type { Bound, Node } from './node.ts';

export function numberGaps(pair: Pair): Gap[] {
  if (!pair.kinds.has('integer') && !pair.kinds.has('fraction')) return [];
  const whole = !pair.kinds.has('fraction');
  const gaps: Gap[] = [];
  for (const side of ['minimum', 'maximum'] as const) {
    const [left, right] = [bound(pair.left.atoms, side, whole), bound(pair.open, side, whole)];
    if (right !== null && (left === null || isStricter(right, left, side))) {
      gaps.push(gap(pair, side, shown(left, side), shown(right, side)));
    }
  }
  const steps = stepsOf(pair.left.atoms, whole);
  for (const of of stepsOf(pair.open, false)) {
    if (!steps.some((step) => isMultiple(step, of))) gaps.push(gap(pair, 'multipleOf', steps, [of]));
  }
  return gaps;
}

/** The strictest limit on one side; for whole numbers the last whole number within it. */
export function bound(atoms: readonly Node[], side: 'minimum' | 'maximum', whole: boolean): Bound | null {
  let strictest: Bound | null = null;
  for (const atom of atoms) {
    const own = atom.keywords.numbers[side];
    const one = own === null || !whole ? own : wholeBound(own, side);
    if (one !== null && (strictest === null || isStricter(one, strictest, side))) strictest = one;
  }
  return strictest;
}

function wholeBound({ value, exclusive }: Bound, side: 'minimum' | 'maximum'): Bound {
  const within = side === 'minimum' ? Math.ceil(value) : Math.floor(value);
  const inward = side === 'minimum' ? 1 : -1;
  return { value: exclusive && within === value ? value + inward : within, exclusive: false };
}

function isStricter(one: Bound, than: Bound, side: 'minimum' | 'maximum'): boolean {
  if (one.value === than.value) return one.exclusive && !than.exclusive;
  return side === 'minimum' ? one.value > than.value : one.value < than.value;
}

function shown(one: Bound | null, side: 'minimum' | 'maximum'): Json {
  if (one === null || !one.exclusive) return one?.value ?? null;
  return `${side === 'minimum' ? 'more' : 'less'} than ${one.value}`;
}

/** What all numbers are multiples of. */
export function stepsOf(atoms: readonly Node[], whole: boolean): number[] {
  return [...(whole ? [1] : []), ...atoms.flatMap(({ keywords }) => keywords.numbers.multipleOf ?? [])];
}

/** Whether a number is a multiple of another, by their decimal digits: 0.3 is one of 0.1. */
export function isMultiple(value: number, of: number): boolean {
  const [left, right] = [decimal(value), decimal(of)];
  const exponent = Math.min(left.exponent, right.exponent);
  // Beyond this distance the digits would fill megabytes; no contract means such numbers.
  if (Math.max(left.exponent, right.exponent) - exponent > 400) return false;
  const divisor = right.digits * 10n ** BigInt(right.exponent - exponent);
  return divisor !== 0n && (left.digits * 10n ** BigInt(left.exponent - exponent)) % divisor === 0n;
}

function decimal(value: number): { digits: bigint; exponent: number } {
  const [mantissa = '0', exponent = '0'] = value.toExponential().split('e');
  const [whole = '0', fraction = ''] = mantissa.split('.');
  return { digits: BigInt(whole + fraction), exponent: Number(exponent) - fraction.length };
}
