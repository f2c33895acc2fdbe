import type { Json } from '../../model.ts';
import type { Normal } from './conjunction.ts';
import type { Conjunction, Kind } from './node.ts';
import type { Workshop } from './workshop.ts';

/** One step from a schema to one inside it. */
export type Step =
  | { readonly to: 'property' | 'pattern' | 'branch' | 'part'; readonly name: string }
  | { readonly to: 'item'; readonly index: number }
  | { readonly to: 'items' | 'others' | 'names' };

/**
 * How certain it is that a value passes the one schema and fails the other. `open`: only because nothing was said of the
 * property before. `none`: no value does; the two differ in what they name.
 */
export type Proof = 'sure' | 'unsure' | 'open' | 'none';

/** A demand of one schema that values of another may fail. */
export interface Gap {
  readonly steps: readonly Step[];
  readonly aspect: Aspect;
  readonly proof: Proof;
  /** What the one admits and the other does not, or the limit on either side. */
  readonly sub: Json;
  readonly sup: Json;
  /** Where it stands in the documents of the one and of the other. */
  readonly places: readonly [string, string];
  /** Stands for all gaps that another question has, one or more steps further inside. */
  readonly inner?: string;
}

/** A gap in its own words. */
export type Told = Gap & { readonly aspect: Exclude<Aspect, 'inner'> };

export type Aspect =
  | 'type'
  | 'enum'
  | 'format'
  | 'minimum'
  | 'maximum'
  | 'multipleOf'
  | 'minLength'
  | 'maxLength'
  | 'pattern'
  | 'content'
  | 'minItems'
  | 'maxItems'
  | 'uniqueItems'
  | 'contains'
  /** Only the right names the property. */
  | 'property'
  /** Only the left names the property, and the right refuses it. */
  | 'refusal'
  | 'required'
  | 'additionalProperties'
  | 'patternProperties'
  | 'propertyNames'
  | 'minProperties'
  | 'maxProperties'
  | 'dependentRequired'
  | 'variant'
  | 'oneOf'
  | 'not'
  | 'unevaluatedProperties'
  | 'unevaluatedItems'
  | '$ref'
  | '$dynamicRef'
  | '$recursiveRef'
  | 'recursion'
  | 'size'
  | 'inner';

/** What the comparators of the several keywords ask of the whole. */
export interface Checker {
  readonly workshop: Workshop;
  normal(conjunction: Conjunction): Normal;
  /** The demands of `sup` that values of `sub` may fail, as far as it is known: all is known when nothing is asked any more. */
  gaps(sub: Conjunction, sup: Conjunction): readonly Gap[];
  /** The same one step further inside a value: one gap that stands for those found there. */
  inside(sub: Conjunction, sup: Conjunction, step: Step): readonly Gap[];
  /** Proven to accept no value. False where it is not known. */
  empty(conjunction: Conjunction): boolean;
}

/** One comparison under way: every value of `left` against the demands in `open` of `right`. */
export interface Pair {
  readonly left: Normal;
  readonly right: Normal;
  /** The atoms of `right` that `left` does not hold as they are. */
  readonly open: readonly Normal['atoms'][number][];
  readonly kinds: ReadonlySet<Kind>;
  readonly places: readonly [string, string];
}

/** Whether a list of gaps leaves a value that could fail. */
export function failing(gaps: readonly Gap[]): boolean {
  return gaps.some(({ proof }) => proof !== 'none');
}

export function gap(pair: Pick<Pair, 'places'>, aspect: Aspect, sub: Json, sup: Json, proof: Proof = 'sure'): Gap {
  return { steps: [], aspect, proof, sub, sup, places: pair.places };
}

export function prefixed(gaps: readonly Gap[], step: Step): Gap[] {
  return gaps.map((one) => ({ ...one, steps: [step, ...one.steps] }));
}

/** One gap for each place and aspect, the surest; what was found of it in several cases is put together. */
export function merged<G extends Gap>(gaps: readonly G[]): G[] {
  if (gaps.length < 2) return [...gaps];
  const found = new Map<string, G>();
  for (const one of gaps) {
    const key = JSON.stringify([one.steps, one.aspect, one.inner]);
    const before = found.get(key);
    found.set(key, before === undefined ? one : joined(before, one));
  }
  return [...found.values()];
}

const PROOFS: readonly Proof[] = ['none', 'open', 'unsure', 'sure'];

/** The most certain of several; `none` of no gaps at all. */
export function surest(gaps: readonly Pick<Gap, 'proof'>[]): Proof {
  return PROOFS[Math.max(0, ...gaps.map(({ proof }) => PROOFS.indexOf(proof)))] ?? 'none';
}

function joined<G extends Gap>(a: G, b: Gap): G {
  return { ...a, proof: surest([a, b]), sub: together(a.sub, b.sub), sup: together(a.sup, b.sup) };
}

function together(a: Json, b: Json): Json {
  if (!Array.isArray(a) || !Array.isArray(b)) return a;
  const known = new Set(a.map((one) => JSON.stringify(one)));
  return [...a, ...b.filter((one) => !known.has(JSON.stringify(one)))];
}
