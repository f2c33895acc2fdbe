import type { Class } from './change.ts';

/** Decisions that logic leaves open: what is possible by the words of a contract and what its users rely on are not the same. */
export interface Policy {
  responseEnumValueAdded: Class;
  responseVariantAdded: Class;
  openRequestPropertyAdded: Class;
  closedResponsePropertyAdded: Class;
  optionalResponsePropertyRemoved: Class;
  requestPropertyRemoved: Class;
  requestParameterRemoved: Class;
  requestDefaultChanged: Class;
  formatChanged: 'as-type' | 'documentation';
  overlappingOneOf: Class;
  successStatusAdded: Class;
  errorStatusAdded: Class;
  errorStatusRemoved: Class;
  sentMessageAdded: Class;
  deprecatedOperationRemoved: Class;
  operationIdChanged: Class;
  promiseChanged: Class;
}

interface Switch<K extends keyof Policy> {
  standard: Policy[K];
  /** What it decides. */
  about: string;
  /** Why the standard is what it is. */
  why: string;
}

/** All switches, with their standard and its reason; docs/contracts-comparison.md is made from this. */
export const SWITCHES: { readonly [K in keyof Policy]: Switch<K> } = {
  responseEnumValueAdded: {
    standard: 'breaking',
    about: 'A value is added to an `enum` in a response or in a message that is sent.',
    why: 'Generated clients refuse a value that they do not know, and a `switch` without it does nothing.',
  },
  responseVariantAdded: {
    standard: 'breaking',
    about: 'An alternative is added to `oneOf` or `anyOf` in a response or in a message that is sent.',
    why: 'Consumers have no code for the new kind.',
  },
  openRequestPropertyAdded: {
    standard: 'additive',
    about: 'An optional property is added to a request that admits unnamed properties.',
    why: 'By logic a consumer could have sent something else under that name; nobody does, and everybody calls this additive.',
  },
  closedResponsePropertyAdded: {
    standard: 'breaking',
    about: 'A property is added to a response that forbade unnamed properties (`additionalProperties: false`).',
    why: 'The contract promised that nothing else comes; consumers that validate refuse it.',
  },
  optionalResponsePropertyRemoved: {
    standard: 'breaking',
    about: 'An optional property is no longer in a response.',
    why: 'By logic it could always be missing; in fact consumers read it. A required one always breaks.',
  },
  requestPropertyRemoved: {
    standard: 'not-judged',
    about: 'A property is no longer named in a request that admits unnamed properties.',
    why: 'The request is still accepted, but what was sent under that name may be ignored without a word.',
  },
  requestParameterRemoved: {
    standard: 'not-judged',
    about: 'A parameter, or the whole body, is no longer named in a request.',
    why: 'The request is still accepted, but a filter that is ignored gives another answer.',
  },
  requestDefaultChanged: {
    standard: 'breaking',
    about: 'The `default` of something in a request changes or falls away.',
    why: 'A consumer that leaves it out gets another behaviour without having changed anything.',
  },
  formatChanged: {
    standard: 'as-type',
    about: '`format` is treated like a type, or like a remark (`documentation`).',
    why: 'Specifications let validators ignore it, but generated clients read a `date-time` into a date.',
  },
  overlappingOneOf: {
    standard: 'not-judged',
    about: 'A `oneOf` changes whose alternatives cannot be proven to exclude each other.',
    why: 'A value that two alternatives accept is refused, so widening one may refuse what was accepted. A discriminator settles it.',
  },
  successStatusAdded: {
    standard: 'breaking',
    about: 'A status of 1XX to 3XX that was not described is added to the responses of an operation.',
    why: 'It comes in place of the one that consumers wait for, with another body.',
  },
  errorStatusAdded: {
    standard: 'additive',
    about: 'An error status that was not described is added.',
    why: 'RFC 9110 has clients treat an unknown 4xx or 5xx like the 400 or 500 of its class.',
  },
  errorStatusRemoved: {
    standard: 'additive',
    about: 'An error status is no longer described.',
    why: 'Code that handles it waits in vain, and nothing breaks.',
  },
  sentMessageAdded: {
    standard: 'breaking',
    about: 'A kind of message is added to a channel that consumers read.',
    why: 'Like a value added to an `enum`: a reader without a case for it fails or drops it.',
  },
  deprecatedOperationRemoved: {
    standard: 'breaking',
    about: 'An operation is removed that was marked deprecated before.',
    why: 'Deprecation announces the break, it does not undo it.',
  },
  operationIdChanged: {
    standard: 'documentation',
    about: 'The `operationId` of an operation changes.',
    why: 'It does not travel. Teams that generate clients from it set `breaking`: methods are named after it.',
  },
  promiseChanged: {
    standard: 'not-judged',
    about:
      'An extension that holds a promise changes: `x-sla`, `x-rate-limit`, `x-rate-limits`, `x-compatibility-policy`.',
    why: 'Whether 100 requests a minute are enough only the consumer can say.',
  },
};

export function policyWith(chosen: Partial<Policy> = {}): Policy {
  const standard = Object.fromEntries(Object.entries(SWITCHES).map(([key, one]) => [key, one.standard]));
  return { ...(standard as unknown as Policy), ...chosen }; // the switches are the keys of a policy, by their type
}
