import type { Json } from '../../model.ts';
import type { Class, Direction } from '../change.ts';
import type { Policy } from '../policy.ts';
import type { Difference } from './differences.ts';
import type { Proof } from './gap.ts';

/** What happened to a schema at one place, and what it means to those who send by it and to those who read by it. */
export interface Ruling {
  /** The last part of the rule's name. */
  name: string;
  request: Class;
  response: Class;
  /** A clause without its subject: "is a string now, was a number". */
  fact: string;
  /** Who is hurt when the sender is the consumer, and when the reader is. */
  harm: { request: string; response: string };
  /** What a person has to find out where it is not judged. */
  question?: string;
}

const REFUSED = 'consumers whose values do not fit are refused';
const UNPREPARED = 'consumers that rely on it break';

/** By logic: refusing what was accepted breaks those who send, accepting what was refused breaks those who read. */
function byLogic({ narrows, widens }: Difference): { request: Class; response: Class } {
  const judge = (harmful: Proof | null): Class =>
    harmful === null || harmful === 'none' ? 'additive' : harmful === 'unsure' ? 'not-judged' : 'breaking';
  return { request: judge(narrows), response: judge(widens) };
}

export function worse(ruling: Pick<Ruling, 'request' | 'response'>, direction: Direction): 'request' | 'response' {
  const order: readonly Class[] = ['breaking', 'not-judged', 'additive', 'documentation'];
  if (direction !== 'both') return direction;
  return order.indexOf(ruling.request) <= order.indexOf(ruling.response) ? 'request' : 'response';
}

/** One difference may be two rulings: values added to an `enum` and values removed from it are told apart. */
export function rulings(difference: Difference, policy: Policy): Ruling[] {
  switch (difference.aspect) {
    case 'added':
      return [added(difference, policy)];
    case 'removed':
      return [removed(difference, policy)];
    case 'required':
      return [required(difference)];
    case 'type':
      return [typed(difference)];
    case 'enum':
      return enumerated(difference, policy);
    case 'format':
      return [formatted(difference, policy)];
    case 'variant':
      return [variant(difference, policy)];
    case 'oneOf':
      return [overlap(policy)];
    case 'pattern':
    case 'content':
    case 'contains':
    case 'not':
    case 'additionalProperties':
    case 'patternProperties':
    case 'propertyNames':
    case 'dependentRequired':
    case 'uniqueItems':
      return [demanded(difference)];
    case 'minimum':
    case 'maximum':
    case 'multipleOf':
    case 'minLength':
    case 'maxLength':
    case 'minItems':
    case 'maxItems':
    case 'minProperties':
    case 'maxProperties':
      return [limited(difference)];
    case '$ref':
    case '$dynamicRef':
    case '$recursiveRef':
    case 'unevaluatedProperties':
    case 'unevaluatedItems':
    case 'recursion':
    case 'size':
      return [undecided(difference)];
  }
}

function added(difference: Difference, policy: Policy): Ruling {
  const { narrows, widens, required } = difference;
  const logic = byLogic(difference);
  return {
    name: required ? 'required-added' : 'added',
    request: required ? 'breaking' : narrows === 'open' ? policy.openRequestPropertyAdded : logic.request,
    response: widens === 'sure' ? policy.closedResponsePropertyAdded : logic.response,
    fact: required ? 'is new and required' : 'is new',
    harm: {
      request: required
        ? 'consumers that leave it out are refused'
        : 'consumers that send something else under this name are refused',
      response: 'consumers that refuse what they do not know break',
    },
  };
}

function removed(difference: Difference, policy: Policy): Ruling {
  const { narrows, required } = difference;
  const refused = narrows === 'sure' || narrows === 'unsure';
  return {
    name: refused ? 'refused' : 'removed',
    request: refused ? byLogic(difference).request : policy.requestPropertyRemoved,
    response: required ? 'breaking' : policy.optionalResponsePropertyRemoved,
    fact: refused ? 'is no longer admitted' : 'is gone',
    harm: {
      request: refused ? 'consumers that send it are refused' : 'consumers that send it are no longer heard',
      response: 'consumers that read it break',
    },
    question: 'the request is still accepted, so find out whether what consumers send under this name is ignored',
  };
}

function required(difference: Difference): Ruling {
  const became = difference.narrows !== null;
  return {
    name: became ? 'became-required' : 'became-optional',
    ...byLogic(difference),
    fact: became ? 'is required now' : 'may be missing now',
    harm: { request: 'consumers that leave it out are refused', response: UNPREPARED },
  };
}

function typed(difference: Difference): Ruling {
  const gone = texts(difference.gone);
  const came = texts(difference.came);
  const harm = {
    request: `consumers that send ${article(gone)} are refused`,
    response: 'consumers that read it break',
  };
  const logic = byLogic(difference);
  if (came.length === 0 && gone.length === 1 && gone[0] === 'null') {
    return {
      name: 'null-refused',
      ...logic,
      fact: 'may no longer be null',
      harm: { ...harm, request: 'consumers that send null are refused' },
    };
  }
  if (gone.length === 0 && came.length === 1 && came[0] === 'null') {
    return {
      name: 'null-admitted',
      ...logic,
      fact: 'may be null now',
      harm: { ...harm, response: 'consumers that expect a value break' },
    };
  }
  const name = came.length === 0 ? 'type-narrowed' : gone.length === 0 ? 'type-widened' : 'type-changed';
  const was = came.length === 0 ? [...texts(difference.after), ...gone] : texts(difference.former);
  const is = gone.length === 0 ? [...texts(difference.former), ...came] : texts(difference.after);
  return { name, ...logic, fact: `is ${article(kinds(is))} now, was ${article(kinds(was))}`, harm };
}

/** A number is also every integer. */
function kinds(names: readonly string[]): string[] {
  return [...new Set(names)].filter((one) => one !== 'integer' || !names.includes('number')).sort();
}

function enumerated(difference: Difference, policy: Policy): Ruling[] {
  const found: Ruling[] = [];
  const { narrows, widens, gone, came } = difference;
  const logic = byLogic(difference);
  if (narrows !== null) {
    const listed = Array.isArray(gone);
    found.push({
      name: listed ? 'enum-value-removed' : 'enum-introduced',
      request: logic.request,
      response: 'additive',
      fact: listed ? `no longer admits ${values(gone)}` : `is limited to ${values(difference.after)}`,
      harm: { request: listed ? 'consumers that send it are refused' : REFUSED, response: UNPREPARED },
    });
  }
  if (widens !== null) {
    const listed = Array.isArray(came);
    found.push({
      name: listed ? 'enum-value-added' : 'enum-dropped',
      request: 'additive',
      response: listed && logic.response === 'breaking' ? policy.responseEnumValueAdded : logic.response,
      fact: listed ? `admits ${values(came)} now` : 'is no longer limited to listed values',
      harm: { request: REFUSED, response: 'consumers that know only the old values break' },
    });
  }
  return found;
}

function formatted(difference: Difference, policy: Policy): Ruling {
  const logic = byLogic(difference);
  const remark = policy.formatChanged === 'documentation';
  const [before, after] = [oneOf(difference.before), oneOf(difference.after)];
  return {
    name: `format-${effect(difference)}`,
    request: remark ? 'documentation' : logic.request,
    response: remark ? 'documentation' : logic.response,
    fact:
      after === null
        ? `has no format now, was ${before}`
        : `has the format ${after} now, ${before === null ? 'had none' : `was ${before}`}`,
    harm: { request: REFUSED, response: 'consumers that read it by its format break' },
  };
}

function variant(difference: Difference, policy: Policy): Ruling {
  const gone = difference.narrows !== null;
  const logic = byLogic(difference);
  return {
    name: gone ? 'variant-removed' : 'variant-added',
    request: logic.request,
    response: logic.response === 'breaking' ? policy.responseVariantAdded : logic.response,
    fact: gone ? 'is no longer one of the alternatives' : 'is a new alternative',
    harm: {
      request: 'consumers that send it are refused',
      response: 'consumers that know only the old alternatives break',
    },
    question: 'find out whether another alternative takes its place',
  };
}

function overlap(policy: Policy): Ruling {
  return {
    name: 'one-of-overlap',
    request: policy.overlappingOneOf,
    response: policy.overlappingOneOf,
    fact: 'changed in a `oneOf` whose alternatives may both accept a value',
    harm: { request: REFUSED, response: UNPREPARED },
    question: 'add a discriminator, or find out whether a value can fit two alternatives',
  };
}

const DEMANDS = {
  pattern: ['pattern', 'the pattern'],
  content: ['content', 'the encoding or media type of its content'],
  contains: ['contains', 'what the list must contain (`contains`)'],
  not: ['not', 'what is excluded by `not`'],
  additionalProperties: ['additional-properties', 'what unnamed properties may hold (`additionalProperties`)'],
  patternProperties: ['pattern-properties', 'what properties of a pattern may hold (`patternProperties`)'],
  propertyNames: ['property-names', 'how properties may be called (`propertyNames`)'],
  dependentRequired: ['dependent-required', 'which other properties it requires'],
  uniqueItems: ['unique-items', 'whether items may repeat (`uniqueItems`)'],
} as const;

function demanded(difference: Difference): Ruling {
  const [name, what] = DEMANDS[difference.aspect as keyof typeof DEMANDS]; // `rulings` sends these aspects here
  const verb = { tightened: 'is stricter about', loosened: 'is less strict about', changed: 'differs in' }[
    effect(difference)
  ];
  return {
    name: `${name}-${effect(difference)}`,
    ...byLogic(difference),
    fact: `${verb} ${what}`,
    harm: { request: REFUSED, response: UNPREPARED },
    question: 'find out whether all that was valid still is',
  };
}

const LIMITS = {
  minimum: ['minimum', 'from', 'the least value'],
  maximum: ['maximum', 'to', 'the greatest value'],
  multipleOf: ['multiple-of', 'in steps of', 'the step'],
  minLength: ['min-length', 'from', 'the least length'],
  maxLength: ['max-length', 'to', 'the greatest length'],
  minItems: ['min-items', 'from', 'the least number of items'],
  maxItems: ['max-items', 'to', 'the greatest number of items'],
  minProperties: ['min-properties', 'from', 'the least number of properties'],
  maxProperties: ['max-properties', 'to', 'the greatest number of properties'],
} as const;

function limited(difference: Difference): Ruling {
  const [name, , what] = LIMITS[difference.aspect as keyof typeof LIMITS]; // `rulings` sends these aspects here
  const [before, after] = [limit(difference.before), limit(difference.after)];
  return {
    name: `${name}-${effect(difference)}`,
    ...byLogic(difference),
    fact: `has another limit: ${what} is ${after} now, was ${before}`,
    harm: { request: REFUSED, response: 'consumers that rely on the old limit break' },
  };
}

const CONSTRUCTS: Partial<Record<Difference['aspect'], string>> = {
  $ref: 'outside-reference',
  $dynamicRef: 'dynamic-reference',
  $recursiveRef: 'recursive-reference',
  unevaluatedProperties: 'unevaluated-properties',
  unevaluatedItems: 'unevaluated-items',
  recursion: 'endless-reference',
  size: 'too-many-alternatives',
};

/** Constructs of which no more is known than that something in them differs. */
function undecided(difference: Difference): Ruling {
  const name = CONSTRUCTS[difference.aspect] ?? difference.aspect;
  return {
    name,
    request: 'not-judged',
    response: 'not-judged',
    fact: `changed in or under ${name.replaceAll('-', ' ')}`,
    harm: { request: REFUSED, response: UNPREPARED },
    question: 'compare the two by hand',
  };
}

function effect({ narrows, widens }: Difference): 'tightened' | 'loosened' | 'changed' {
  if (narrows !== null && widens !== null) return 'changed';
  return narrows !== null ? 'tightened' : 'loosened';
}

/** More values than this are counted and not listed. */
const MOST_SHOWN = 5;
const LONGEST_VALUE = 40;

function values(list: Json): string {
  const all = (Array.isArray(list) ? list : [list]).map((one: Json) => {
    const text = typeof one === 'string' ? one : JSON.stringify(one);
    return `\`${text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text}\``;
  });
  const more = all.length - MOST_SHOWN;
  return more > 0 ? `${all.slice(0, MOST_SHOWN).join(', ')} and ${more} more` : all.join(', ');
}

function texts(list: Json): string[] {
  return Array.isArray(list) ? list.map(String) : [];
}

function oneOf(list: Json): string | null {
  return texts(list)[0] ?? null;
}

function limit(value: Json): string {
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.join(' and ');
  return value === null ? 'none' : String(value);
}

/** "a number", "an array or null". */
function article(kinds: readonly string[]): string {
  if (kinds.length > 5) return 'anything';
  if (kinds.length === 0) return 'nothing';
  return kinds
    .map((kind) => (kind === 'null' ? kind : /^[aeiou]/.test(kind) ? `an ${kind}` : `a ${kind}`))
    .join(' or ');
}
