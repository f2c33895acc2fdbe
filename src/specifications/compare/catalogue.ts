import type { Class } from './change.ts';
import type { Policy } from './policy.ts';

type Judgement = Class | keyof Policy;

/** What can happen to a schema. The names of rules begin with whose schema it is: `response-property-removed`. */
export interface SchemaRule {
  /** The end of the name. */
  readonly name: string;
  /** Where the consumer sends, and where it reads; the name of a switch where the policy decides. */
  readonly request: Judgement;
  readonly response: Judgement;
  readonly about: string;
}

/** What can happen to a contract around its schemas. A star stands for whose part it is. */
export interface ContractRule {
  readonly name: string;
  readonly judgement: Judgement;
  readonly about: string;
}

const schema = (name: string, request: Judgement, response: Judgement, about: string): SchemaRule => ({
  name,
  request,
  response,
  about,
});
const narrowing = (name: string, about: string) => schema(name, 'breaking', 'additive', about);
const widening = (name: string, about: string) => schema(name, 'additive', 'breaking', about);

/** Limits and demands that rise, fall, or do both at once. */
const LIMITS =
  'minimum maximum multiple-of min-length max-length min-items max-items min-properties max-properties format content contains ' +
  'not unique-items additional-properties pattern-properties property-names dependent-required';

export const SCHEMA_RULES: readonly SchemaRule[] = [
  schema(
    'added',
    'openRequestPropertyAdded',
    'closedResponsePropertyAdded',
    'an optional property is new; the switches decide of open requests and closed responses',
  ),
  narrowing('required-added', 'a required property is new'),
  schema(
    'removed',
    'requestPropertyRemoved',
    'optionalResponsePropertyRemoved',
    'a property is no longer named; a required one breaks those who read it',
  ),
  schema(
    'refused',
    'breaking',
    'optionalResponsePropertyRemoved',
    'a property is no longer admitted, or no longer with what it held',
  ),
  narrowing('became-required', 'a property has to be there'),
  widening('became-optional', 'a property may be missing'),
  narrowing('type-narrowed', 'fewer types are admitted'),
  widening('type-widened', 'more types are admitted'),
  schema('type-changed', 'breaking', 'breaking', 'other types are admitted'),
  narrowing('null-refused', 'null is no longer admitted'),
  widening('null-admitted', 'null is admitted'),
  narrowing('enum-value-removed', 'a listed value is gone'),
  schema('enum-value-added', 'additive', 'responseEnumValueAdded', 'a listed value is new'),
  narrowing('enum-introduced', 'only listed values are admitted'),
  widening('enum-dropped', 'any value is admitted, not only listed ones'),
  narrowing('variant-removed', 'an alternative of `oneOf` or `anyOf` is gone'),
  schema('variant-added', 'additive', 'responseVariantAdded', 'an alternative of `oneOf` or `anyOf` is new'),
  schema(
    'one-of-overlap',
    'overlappingOneOf',
    'overlappingOneOf',
    'something changed in a `oneOf` whose alternatives may both accept a value',
  ),
  narrowing('pattern-tightened', 'a pattern is set'),
  widening('pattern-loosened', 'a pattern is gone'),
  schema(
    'pattern-changed',
    'not-judged',
    'not-judged',
    'a pattern is exchanged: whether one expression admits all that another does is not decided',
  ),
  ...LIMITS.split(' ').flatMap((limit) => [
    narrowing(`${limit}-tightened`, `\`${limit}\` admits less`),
    widening(`${limit}-loosened`, `\`${limit}\` admits more`),
    schema(`${limit}-changed`, 'breaking', 'breaking', `\`${limit}\` admits something else`),
  ]),
  schema('unevaluated-properties', 'not-judged', 'not-judged', '`unevaluatedProperties` beside alternatives'),
  schema('unevaluated-items', 'not-judged', 'not-judged', '`unevaluatedItems` beside alternatives'),
  schema('outside-reference', 'not-judged', 'not-judged', 'a `$ref` that leads out of the document, or nowhere'),
  schema('dynamic-reference', 'not-judged', 'not-judged', '`$dynamicRef`'),
  schema('recursive-reference', 'not-judged', 'not-judged', '`$recursiveRef`'),
  schema('endless-reference', 'not-judged', 'not-judged', 'a schema that is its own alternative'),
  schema(
    'too-many-alternatives',
    'not-judged',
    'not-judged',
    'alternatives within alternatives beyond what is gone through',
  ),
  schema('default-changed', 'requestDefaultChanged', 'documentation', 'another `default`, or none'),
  schema('default-added', 'documentation', 'documentation', 'a `default` is named'),
  schema('deprecated', 'additive', 'additive', 'it is deprecated'),
  schema('deprecation-lifted', 'documentation', 'documentation', 'it is no longer deprecated'),
  schema('discriminator-changed', 'breaking', 'breaking', 'the discriminator leads elsewhere'),
  schema('discriminator-added', 'additive', 'additive', 'a discriminator, or a value of it, is new'),
  schema('xml-changed', 'not-judged', 'not-judged', 'how it is written as XML'),
  schema(
    'access-changed',
    'documentation',
    'documentation',
    '`readOnly` or `writeOnly`; that a property no longer travels is told apart',
  ),
  schema('promise-changed', 'promiseChanged', 'promiseChanged', 'a promise in an extension'),
  schema('extension-changed', 'documentation', 'documentation', 'another extension'),
  schema('text-changed', 'documentation', 'documentation', 'title, description, examples'),
  schema('rewritten', 'documentation', 'documentation', 'it is written otherwise and accepts the same'),
];

const contract = (name: string, judgement: Judgement, about: string): ContractRule => ({ name, judgement, about });

export const CONTRACT_RULES: readonly ContractRule[] = [
  contract(
    'operation-removed',
    'breaking',
    'an operation, a path or a channel is gone (deprecated before: `deprecatedOperationRemoved`)',
  ),
  contract('operation-added', 'additive', 'an operation, a path or a channel is new'),
  contract('operation-deprecated', 'additive', 'an operation is deprecated'),
  contract('operation-deprecation-lifted', 'documentation', 'an operation is no longer deprecated'),
  contract('operation-id-changed', 'operationIdChanged', 'another `operationId`'),
  contract('callback-removed', 'breaking', 'a callback or webhook is gone'),
  contract('callback-added', 'additive', 'a callback or webhook is new'),
  contract('callback-address-changed', 'breaking', 'a callback goes elsewhere'),
  contract('parameter-added', 'additive', 'an optional parameter is new'),
  contract('parameter-required-added', 'breaking', 'a required parameter is new'),
  contract('parameter-removed', 'requestParameterRemoved', 'a parameter is gone'),
  contract('parameter-became-required', 'breaking', 'a parameter has to be sent'),
  contract('parameter-became-optional', 'additive', 'a parameter may be missing'),
  contract('parameter-serialization-changed', 'breaking', 'another `style`, `explode`, `allowReserved` or media type'),
  contract('parameter-deprecated', 'additive', 'a parameter is deprecated'),
  contract('response-header-added', 'additive', 'a header is new'),
  contract(
    'response-header-removed',
    'optionalResponsePropertyRemoved',
    'a header is gone; a required one always breaks',
  ),
  contract('response-header-became-optional', 'breaking', 'a header may be missing'),
  contract('response-header-became-required', 'additive', 'a header is always there'),
  contract('*-body-added', 'additive', 'a body is new'),
  contract('*-body-required-added', 'breaking', 'a body is new and required'),
  contract('*-body-removed', 'requestParameterRemoved', 'a body is gone; of a response it breaks'),
  contract('*-body-became-required', 'breaking', 'a body has to be sent'),
  contract('*-body-became-optional', 'additive', 'a body may be missing'),
  contract('*-media-type-removed', 'breaking', 'a media type is gone'),
  contract('*-media-type-added', 'additive', 'a media type is new: consumers choose it by `Accept`'),
  contract('*-encoding-changed', 'not-judged', '`encoding` of a form'),
  contract('response-success-status-added', 'successStatusAdded', 'a status of 1XX to 3XX is new'),
  contract('response-success-status-removed', 'breaking', 'a status of 1XX to 3XX is gone'),
  contract('response-error-status-added', 'errorStatusAdded', 'an error status is new'),
  contract('response-error-status-removed', 'errorStatusRemoved', 'an error status is gone'),
  contract('response-links-changed', 'not-judged', '`links` of a response'),
  contract('security-tightened', 'breaking', 'who was let in is refused'),
  contract('security-loosened', 'additive', 'another way in, or fewer scopes'),
  contract('security-scheme-changed', 'breaking', 'the key stands elsewhere, tokens come from elsewhere'),
  contract('server-removed', 'breaking', 'a server is gone'),
  contract('server-added', 'additive', 'a server is new'),
  contract('server-changed', 'breaking', 'a server of AsyncAPI has another address'),
  contract('server-variable-value-removed', 'breaking', 'a value of a server variable is gone'),
  contract('server-variable-value-added', 'additive', 'a value of a server variable is new'),
  contract('server-variable-default-changed', 'not-judged', 'another default of a server variable'),
  contract('*-message-removed', 'breaking', 'a message is gone'),
  contract('*-message-added', 'sentMessageAdded', 'a message is new; one that is received is additive'),
  contract('*-content-type-changed', 'breaking', 'another media type of a message'),
  contract('*-correlation-id-added', 'additive', 'messages can be matched'),
  contract('*-correlation-id-moved', 'breaking', 'the id stands elsewhere'),
  contract('*-correlation-id-removed', 'breaking', 'messages can no longer be matched'),
  contract('*-payload-format', 'not-judged', 'a payload in another language than JSON Schema, such as Avro'),
  contract('reply-added', 'additive', 'a reply is new; one that consumers have to give breaks'),
  contract('reply-removed', 'breaking', 'a reply is gone'),
  contract('bindings-changed', 'not-judged', 'bindings of a protocol'),
  contract('promise-changed', 'promiseChanged', '`x-sla`, `x-rate-limit`, `x-rate-limits`, `x-compatibility-policy`'),
  contract('extension-changed', 'documentation', 'another extension'),
  contract('text-changed', 'documentation', 'descriptions, summaries, tags, examples'),
  contract('format-changed', 'not-judged', 'OpenAPI, AsyncAPI and JSON Schema are not compared with each other'),
  contract('document-rewritten', 'documentation', 'the document differs in nothing that consumers use'),
];

/** Whether a rule that a comparison names stands in the catalogue. */
export function isCatalogued(rule: string): boolean {
  return (
    SCHEMA_RULES.some(({ name }) => rule.endsWith(`-${name}`)) ||
    CONTRACT_RULES.some(({ name }) => (name.startsWith('*') ? rule.endsWith(name.slice(1)) : rule === name))
  );
}
