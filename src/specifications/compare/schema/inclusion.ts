import type { Direction } from '../change.ts';
import { accepts } from './accepts.ts';
import { arrayGaps } from './arrays.ts';
import { cases, choiceGaps } from './choices.ts';
import { keyOf, type Normal, normaliser } from './conjunction.ts';
import { acceptsNothing, livingKinds } from './empty.ts';
import {
  type Aspect,
  type Checker,
  failing,
  type Gap,
  gap,
  merged,
  type Pair,
  type Proof,
  type Step,
  surest,
  type Told,
} from './gap.ts';
import type { Conjunction, Kind, Node } from './node.ts';
import { numberGaps } from './numbers.ts';
import { objectGaps } from './objects.ts';
import { formatGaps, stringGaps } from './strings.ts';
import { kindNames, kindOf } from './values.ts';
import type { Workshop } from './workshop.ts';

/** One comparison of two documents gives no more than this many answers; what is left is not judged. */
const MOST_ANSWERS = 400_000;
/** Chains of references longer than this are circles. */
const LONGEST_CHAIN = 50;
/** Proofs that a schema accepts nothing are looked for no deeper than this: contracts hide none further inside. */
const DEEPEST_PROOF = 25;
/** Alternatives within alternatives multiply; beyond this depth they are not taken apart. */
const DEEPEST_CASES = 6;
const MOST_CASES = 120;

/** A definition that one body uses in very many places would fill pages: it is named in this many. */
const PLACES_EACH = 2;

/** A definition that very many bodies use is named in this many of them, */
const BODIES_EACH = 25;
/** and once so much has been told that nobody reads on, in one. */
const VERY_MUCH = 4_000;

export interface Explainer extends Checker {
  explain(sub: Conjunction, sup: Conjunction, direction: Direction): Explanation;
}

/** What is in the way of one schema being part of another; not whole where definitions were named often enough before. */
export interface Explanation {
  readonly gaps: readonly Told[];
  readonly whole: boolean;
}

interface Visit {
  readonly question: Question;
  readonly steps: readonly Step[];
  readonly from: Visit | null;
}

/** Whether every value of one schema is one of another: the answer as it is known, and who built on it. */
interface Question {
  readonly key: string;
  readonly pair: Pair;
  /** Who built on the gaps: questions about the same value. */
  readonly near: Set<Question>;
  /** Who built on whether there are gaps: questions about a value further outside. */
  readonly far: Set<Question>;
  answered: boolean;
  gaps: readonly Gap[];
  proof: Proof;
  /** In how many bodies its gaps were named, by who sends them. */
  readonly bodies: Map<Direction, number>;
}

/**
 * Decides whether every value of one schema is one of another, and where not, says why. A question about something further
 * inside a value is put down and taken to be answered with "no gap" until it is looked at; whenever an answer turns out to be
 * worse, all that was concluded from it is concluded again. What then holds is the greatest solution: right for recursive
 * schemas, and found without recursion, however long the chains of references are.
 */
export function checker(workshop: Workshop): Explainer {
  const normal = normaliser();
  const questions = new Map<string, Question>();
  const emptiness = new Map<string, boolean>();
  const waiting: Question[] = [];
  const again = new Set<Question>();
  const open: Question[] = [];
  let answers = 0;
  let told = 0;
  let asked = 0;
  let nested = 0;
  let proving = 0;
  const self: Explainer = { workshop, normal, gaps, inside, empty, explain };
  return self;

  /** All gaps, those further inside in their places. */
  function explain(sub: Conjunction, sup: Conjunction, direction: Direction): Explanation {
    const question = put(sub, sup);
    if (question === null) return { gaps: [], whole: true };
    if (!question.answered) waiting.push(question);
    for (let next = waiting.pop() ?? first(again); next !== undefined; next = waiting.pop() ?? first(again)) {
      again.delete(next);
      answer(next);
    }
    return spread(question, direction);
  }

  function inside(sub: Conjunction, sup: Conjunction, step: Step): readonly Gap[] {
    const question = put(sub, sup);
    if (question === null) return [];
    if (!question.answered) waiting.push(question);
    remember(question.far);
    const { pair, proof, key } = question;
    return [{ ...gap(pair, 'inner', null, null, proof), steps: [step], inner: key }];
  }

  function gaps(sub: Conjunction, sup: Conjunction): readonly Gap[] {
    asked += 1;
    const question = put(sub, sup);
    if (question === null) return [];
    // The same question about the same value: a schema that is its own alternative decides nothing.
    if (open.includes(question)) return [gap(question.pair, 'recursion', null, null, 'unsure')];
    if (!question.answered) answer(question);
    remember(question.near);
    return question.gaps;
  }

  /** Null where the answer is plain: the one schema holds all that the other says. */
  function put(sub: Conjunction, sup: Conjunction): Question | null {
    if (sup.length === 0 || (sub.length === 1 && sup.length === 1 && sub[0]?.same === sup[0]?.same)) return null;
    const [left, right] = [normal(sub), normal(sup)];
    const demands = right.atoms.filter(({ same }) => !left.sames.has(same));
    if (demands.length === 0) return null;
    const key = `${left.key}|${keyOf(demands)}`;
    const known = questions.get(key);
    if (known !== undefined) return known;
    const pair: Pair = { left, right, open: demands, kinds: left.kinds, places: [placeOf(sub), placeOf(sup)] };
    const made: Question = {
      key,
      pair,
      near: new Set(),
      far: new Set(),
      answered: false,
      gaps: [],
      proof: 'none',
      bodies: new Map(),
    };
    questions.set(key, made);
    return made;
  }

  function remember(askers: Set<Question>): void {
    const asker = open.at(-1);
    if (asker !== undefined) askers.add(asker);
  }

  function answer(question: Question): void {
    question.answered = true;
    answers += 1;
    open.push(question);
    const found =
      answers > MOST_ANSWERS ? [gap(question.pair, 'size', null, null, 'unsure')] : merged(decide(question.pair));
    open.pop();
    const proof = surest(found);
    const told = proof !== question.proof || signature(found) !== signature(question.gaps);
    if (proof !== question.proof) for (const asker of question.far) again.add(asker);
    if (told) for (const asker of question.near) again.add(asker);
    question.gaps = found;
    question.proof = proof;
  }

  /** The gaps of a question, and in their places those of the questions inside, the nearest first. */
  function spread(root: Question, direction: Direction): Explanation {
    const found: Told[] = [];
    const visits = new Map<Question, number>([[root, 1]]);
    const queue: Visit[] = [{ question: root, steps: [], from: null }];
    let whole = true;
    for (const visit of queue) {
      for (const one of visit.question.gaps) {
        const steps = [...visit.steps, ...one.steps];
        const inner = one.inner === undefined ? undefined : questions.get(one.inner);
        if (inner === undefined) {
          if (one.aspect !== 'inner') found.push({ ...one, aspect: one.aspect, steps });
          continue;
        }
        const count = visits.get(inner) ?? 0;
        if (count >= PLACES_EACH || (count > 0 && isCircle(inner, visit))) continue;
        const bodies = (inner.bodies.get(direction) ?? 0) + (count === 0 ? 1 : 0);
        inner.bodies.set(direction, bodies);
        const most = told > VERY_MUCH ? 1 : BODIES_EACH;
        whole &&= bodies <= most;
        if (bodies > most) continue;
        visits.set(inner, count + 1);
        queue.push({ question: inner, steps, from: visit });
      }
    }
    told += found.length;
    return { gaps: merged(found), whole };
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
    if (proving >= DEEPEST_PROOF) return false;
    const before = asked;
    proving += 1;
    const found = acceptsNothing(schemas, self);
    proving -= 1;
    // A proof that rests on answers is not kept: they may become worse.
    if (found && asked > before) emptiness.delete(schemas.key);
    else emptiness.set(schemas.key, found);
    return found;
  }
}

function isCircle(question: Question, from: Visit | null): boolean {
  for (let visit = from; visit !== null; visit = visit.from) if (visit.question === question) return true;
  return false;
}

function first<T>(set: ReadonlySet<T>): T | undefined {
  return set.values().next().value;
}

function signature(gaps: readonly Gap[]): string {
  return JSON.stringify(gaps.map(({ steps, aspect, proof, inner, sub }) => [steps, aspect, inner ?? proof, sub]));
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
