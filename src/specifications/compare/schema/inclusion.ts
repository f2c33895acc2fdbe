import { accepts } from './accepts.ts';
import { arrayGaps } from './arrays.ts';
import { cases, choiceGaps } from './choices.ts';
import { keyOf, type Normal, normaliser } from './conjunction.ts';
import { acceptsNothing, livingKinds } from './empty.ts';
import { type Aspect, type Checker, failing, type Gap, gap, merged, type Pair, prefixed, type Step } from './gap.ts';
import type { Conjunction, Kind, Node } from './node.ts';
import { numberGaps } from './numbers.ts';
import { objectGaps } from './objects.ts';
import { formatGaps, stringGaps } from './strings.ts';
import { kindNames, kindOf } from './values.ts';
import type { Workshop } from './workshop.ts';

/** One comparison of two documents asks no more than this many questions of schemas; what is left is not judged. */
const MOST_QUESTIONS = 400_000;
/** Chains of references longer than this are circles. */
const LONGEST_CHAIN = 50;
/** Schemas nested deeper than this would exhaust the stack. */
const DEEPEST = 300;
/** Alternatives within alternatives multiply; beyond this depth they are not taken apart. */
const DEEPEST_CASES = 6;
const MOST_CASES = 120;

interface Answer {
  gaps: readonly Gap[];
  /** The outermost question still open that this answer takes for granted; infinite when it stands by itself. */
  rests: number;
}

/**
 * Decides whether every value of one schema is one of another, and where not, says why. Recursive schemas are compared by
 * coinduction: a question that comes up again one value further inside is taken to be answered with yes, and what was
 * concluded from that is forgotten if the answer turns out to be no.
 */
export function checker(workshop: Workshop): Checker {
  const normal = normaliser();
  const answers = new Map<string, Answer>();
  const asked = new Map<string, { depth: number; level: number }>();
  const emptiness = new Map<string, boolean>();
  let provisional: string[] = [];
  let questions = 0;
  let level = 0;
  let nested = 0;
  let rests = Number.POSITIVE_INFINITY;
  const self: Checker = { workshop, normal, gaps, inside, empty };
  return self;

  function inside(sub: Conjunction, sup: Conjunction, step: Step): readonly Gap[] {
    if (sup.length === 0) return [];
    level += 1;
    const found = gaps(sub, sup);
    level -= 1;
    return found.length === 0 ? found : prefixed(found, step);
  }

  function gaps(sub: Conjunction, sup: Conjunction): readonly Gap[] {
    const [left, right] = [normal(sub), normal(sup)];
    const open = right.atoms.filter(({ same }) => !left.sames.has(same));
    if (open.length === 0) return [];
    const key = `${left.key}|${keyOf(open)}`;
    const known = answers.get(key);
    if (known !== undefined) {
      rests = Math.min(rests, known.rests);
      return known.gaps;
    }
    const pair: Pair = { left, right, open, kinds: left.kinds, places: [placeOf(sub), placeOf(sup)] };
    const running = asked.get(key);
    if (running !== undefined) {
      rests = Math.min(rests, running.depth);
      return running.level < level ? [] : [gap(pair, 'recursion', null, null, 'unsure')];
    }
    questions += 1;
    if (questions > MOST_QUESTIONS || asked.size > DEEPEST) return [gap(pair, 'size', null, null, 'unsure')];
    return answer(key, pair);
  }

  function answer(key: string, pair: Pair): readonly Gap[] {
    const depth = asked.size;
    const outer = rests;
    const mark = provisional.length;
    rests = Number.POSITIVE_INFINITY;
    asked.set(key, { depth, level });
    const found = merged(decide(pair));
    asked.delete(key);
    if (rests < depth) {
      provisional.push(key);
    } else {
      for (const one of provisional.slice(mark)) {
        const earlier = answers.get(one);
        if (earlier === undefined) continue;
        if (failing(found) && !failing(earlier.gaps)) answers.delete(one);
        else earlier.rests = Number.POSITIVE_INFINITY;
      }
      provisional = provisional.slice(0, mark);
      rests = Number.POSITIVE_INFINITY;
    }
    answers.set(key, { gaps: found, rests });
    rests = Math.min(outer, rests);
    return found;
  }

  function decide(pair: Pair): Gap[] {
    if (empty(pair.left.atoms)) return [];
    const values = finite(pair.left);
    if (values !== null) return valueGaps(pair, values);
    const alternatives = pair.left.choices.length > 0;
    const bothOffer = alternatives && pair.open.some(({ keywords }) => keywords.choices.length > 0);
    const found = bothOffer ? [] : keywordGaps(pair);
    if (!alternatives || (!bothOffer && !failing(found))) return found;
    const split = nested < DEEPEST_CASES ? cases(pair, self) : null;
    if (split === null || split.length > MOST_CASES) return keywordGaps(pair).map(doubted);
    nested += 1;
    const each = split.flatMap((one) => [...gaps(one, pair.right.atoms)]);
    nested -= 1;
    return each;
  }

  function keywordGaps(pair: Pair): Gap[] {
    const living = livingKinds(pair.left, self);
    const found: Gap[] = [];
    if (pair.right.values !== null && pair.open.some(({ keywords }) => keywords.values !== null)) {
      found.push(gap(pair, 'enum', null, [...pair.right.values.values()]));
    }
    const missing = new Set([...living].filter((kind) => !pair.right.kinds.has(kind)));
    if (missing.size > 0) found.push(gap(pair, 'type', kindNames(missing), kindNames(pair.right.kinds)));
    const kinds = new Set<Kind>([...living].filter((kind) => pair.right.kinds.has(kind)));
    if (kinds.size === 0) return found;
    const common: Pair = { ...pair, kinds };
    return [
      ...found,
      ...formatGaps(common),
      ...numberGaps(common),
      ...stringGaps(common),
      ...arrayGaps(common, self),
      ...objectGaps(common, self),
      ...choiceGaps(common, self),
      ...opaqueGaps(common),
    ];
  }

  function valueGaps(pair: Pair, values: readonly Parameters<typeof kindOf>[0][]): Gap[] {
    const right = normal(pair.open);
    return values.flatMap((value) => {
      const rejection = accepts(right, value, self);
      if (rejection === null) return [];
      if (accepts(pair.left, value, self)?.proof === 'sure') return [];
      if (rejection.aspect === 'type') {
        return [gap(pair, 'type', kindNames(new Set([kindOf(value)])), kindNames(pair.right.kinds), rejection.proof)];
      }
      return [
        gap(
          pair,
          rejection.aspect === 'variant' ? 'enum' : rejection.aspect,
          [value],
          valuesOf(pair.right),
          rejection.proof,
        ),
      ];
    });
  }

  function empty(conjunction: Conjunction): boolean {
    const schemas = normal(conjunction);
    const known = emptiness.get(schemas.key);
    if (known !== undefined) return known;
    emptiness.set(schemas.key, false); // until it is proven: a circle proves nothing
    const outer = rests;
    rests = Number.POSITIVE_INFINITY;
    const found = acceptsNothing(schemas, self);
    // A proof that rests on an answer still open is not kept.
    if (found && rests < Number.POSITIVE_INFINITY) emptiness.delete(schemas.key);
    else emptiness.set(schemas.key, found);
    rests = Math.min(outer, rests);
    return found;
  }
}

function valuesOf(schemas: Normal): Gap['sup'] {
  return schemas.values === null ? null : [...schemas.values.values()];
}

/** All values, where they can be counted. */
function finite({ values, kinds }: Normal): Parameters<typeof kindOf>[0][] | null {
  if (values !== null) return [...values.values()];
  if ([...kinds].some((kind) => kind !== 'null' && kind !== 'boolean')) return null;
  return [...(kinds.has('null') ? [null] : []), ...(kinds.has('boolean') ? [false, true] : [])];
}

function opaqueGaps(pair: Pair): Gap[] {
  const held = new Set(pair.left.opaque.map(({ construct, text }) => `${construct} ${text}`));
  const own = new Set(pair.open.map(({ same }) => same));
  return pair.right.opaque.flatMap(({ construct, text }) => {
    if (held.has(`${construct} ${text}`) || own.size === 0) return [];
    return [gap(pair, construct as Aspect, null, null, 'unsure')]; // constructs are aspects, see `Opaque`
  });
}

function doubted(one: Gap): Gap {
  return one.proof === 'sure' ? { ...one, proof: 'unsure' } : one;
}

/** Where the first of the schemas stands that a document holds. */
function placeOf(conjunction: Conjunction): string {
  let node = conjunction.find(({ same }) => !same.startsWith('made '));
  // A reference is changed where it leads to.
  for (let steps = 0; steps < LONGEST_CHAIN; steps += 1) {
    const next: Node | undefined = isReference(node) ? node.keywords.also[0] : undefined;
    if (next === undefined) break;
    node = next;
  }
  return node?.pointer ?? '';
}

/** Nothing but a reference, and words about it. */
function isReference(node: Node | undefined): node is Node {
  const schema = node?.schema;
  if (typeof schema !== 'object' || schema['$ref'] === undefined) return false;
  return Object.keys(schema).every((key) => ['$ref', 'title', 'summary', 'description'].includes(key));
}
