import type { Json, JsonObject } from '../../model.ts';
import { canonical, isList, isObject } from '../json.ts';
import { assigned, assignedItem, type Normal } from './conjunction.ts';
import type { Aspect, Checker } from './gap.ts';
import type { Conjunction, Node } from './node.ts';
import { isMultiple } from './numbers.ts';
import { matches } from './patterns.ts';
import { kindOf } from './values.ts';

/** Why a value is not accepted, or may not be. */
export interface Rejection {
  aspect: Aspect;
  proof: 'sure' | 'unsure';
}

const sure = (aspect: Aspect): Rejection => ({ aspect, proof: 'sure' });
const unsure = (aspect: Aspect): Rejection => ({ aspect, proof: 'unsure' });

/** Whether schemas accept a value: null where they do, otherwise the surest reason. */
export function accepts(schemas: Normal, value: Json, checker: Pick<Checker, 'normal'>): Rejection | null {
  let doubt: Rejection | null = null;
  for (const one of rejections(schemas, value, (nodes, inner) => accepts(checker.normal(nodes), inner, checker))) {
    if (one.proof === 'sure') return one;
    doubt ??= one;
  }
  return doubt;
}

type Judge = (schemas: Conjunction, value: Json) => Rejection | null;

function* rejections(schemas: Normal, value: Json, judge: Judge): Generator<Rejection> {
  const kind = kindOf(value);
  if (!schemas.kinds.has(kind)) yield sure('type');
  if (schemas.values !== null && !schemas.values.has(canonical(value))) yield sure('enum');
  for (const atom of schemas.atoms) {
    if (typeof value === 'number') yield* numberRejections(atom, value);
    if (typeof value === 'string') yield* stringRejections(atom, value);
  }
  if (isList(value)) yield* arrayRejections(schemas.atoms, value, judge);
  if (isObject(value)) yield* objectRejections(schemas, value, judge);
  yield* choiceRejections(schemas, value, judge);
  for (const { construct } of schemas.opaque) yield unsure(construct as Aspect); // constructs are aspects, see `Opaque`
}

function* numberRejections({ keywords: { numbers } }: Node, value: number): Generator<Rejection> {
  const { minimum, maximum, multipleOf } = numbers;
  if (minimum !== null && (value < minimum.value || (minimum.exclusive && value === minimum.value)))
    yield sure('minimum');
  if (maximum !== null && (value > maximum.value || (maximum.exclusive && value === maximum.value)))
    yield sure('maximum');
  if (multipleOf !== null && !isMultiple(value, multipleOf)) yield sure('multipleOf');
}

/** Formats are not tried: what they admit is written in many documents, and validators differ. */
function* stringRejections({ keywords: { strings, format } }: Node, value: string): Generator<Rejection> {
  const { minLength, maxLength, pattern, content } = strings;
  const length = minLength === null && maxLength === null ? 0 : [...value].length;
  if (minLength !== null && length < minLength) yield sure('minLength');
  if (maxLength !== null && length > maxLength) yield sure('maxLength');
  const hit = pattern === null ? true : matches(pattern, value);
  if (hit === undefined) yield unsure('pattern');
  if (hit === false) yield sure('pattern');
  if (format !== null) yield unsure('format');
  if (content !== null) yield unsure('content');
}

function* arrayRejections(atoms: readonly Node[], value: readonly Json[], judge: Judge): Generator<Rejection> {
  for (const { keywords } of atoms) {
    const { minItems, maxItems, unique, contains } = keywords.arrays;
    if (minItems !== null && value.length < minItems) yield sure('minItems');
    if (maxItems !== null && value.length > maxItems) yield sure('maxItems');
    if (unique && new Set(value.map(canonical)).size < value.length) yield sure('uniqueItems');
    if (contains === null) continue;
    const found = value.map((one) => judge([contains.node], one));
    const certain = found.filter((one) => one === null).length;
    const possible = found.filter((one) => one === null || one.proof === 'unsure').length;
    if (possible < contains.minimum || certain > (contains.maximum ?? certain)) yield sure('contains');
    else if (certain < contains.minimum || possible > (contains.maximum ?? possible)) yield unsure('contains');
  }
  for (const [index, one] of value.entries()) {
    const inner = judge(assignedItem(atoms, index), one);
    if (inner !== null) yield inner;
  }
}

function* objectRejections(schemas: Normal, value: JsonObject, judge: Judge): Generator<Rejection> {
  const names = Object.keys(value);
  for (const name of schemas.required) if (!Object.hasOwn(value, name)) yield sure('required');
  for (const { keywords } of schemas.atoms) {
    const { minProperties, maxProperties, dependent, names: rule } = keywords.objects;
    if (minProperties !== null && names.length < minProperties) yield sure('minProperties');
    if (maxProperties !== null && names.length > maxProperties) yield sure('maxProperties');
    for (const [name, needed] of dependent) {
      if (Object.hasOwn(value, name) && needed.some((one) => !Object.hasOwn(value, one)))
        yield sure('dependentRequired');
    }
    for (const name of rule === null ? [] : names) {
      const inner = rule === null ? null : judge([rule], name);
      if (inner !== null) yield { aspect: 'propertyNames', proof: inner.proof };
    }
  }
  for (const name of names) {
    const { nodes, unsure: untried } = assigned(schemas.atoms, name);
    const inner = judge(nodes, value[name] ?? null);
    if (inner !== null) yield inner;
    else if (untried) yield unsure('patternProperties');
  }
}

function* choiceRejections(schemas: Normal, value: Json, judge: Judge): Generator<Rejection> {
  for (const { kind, branches } of schemas.choices) {
    const judged = branches.map((branch) => judge(branch, value));
    const certain = judged.filter((one) => one === null).length;
    const doubtful = judged.filter((one) => one?.proof === 'unsure').length;
    if (kind === 'one' ? certain > 1 : false) yield sure('oneOf');
    else if (certain === 0 && doubtful === 0) yield sure('variant');
    else if (certain === 0 || (kind === 'one' && doubtful > 0)) yield unsure(kind === 'one' ? 'oneOf' : 'variant');
  }
  for (const { node } of schemas.nots) {
    const inner = judge([node], value);
    if (inner === null) yield sure('not');
    else if (inner.proof === 'unsure') yield unsure('not');
  }
}
