import type { Policy } from '../../../src/specifications/compare/index.ts';
import type { Json, JsonObject } from '../../../src/specifications/model.ts';
import { type Case, integer, listOf, number, object, string } from './case.ts';

function document(paths: JsonObject, more: JsonObject = {}): JsonObject {
  return { openapi: '3.0.3', info: { title: 'Orders', version: '1.0.0' }, paths, ...more };
}

function one(name: string, before: JsonObject, after: JsonObject, ...expected: string[]): Case {
  return { name, before, after, expected };
}

function by(policy: Partial<Policy>, test: Case): Case {
  return { ...test, policy };
}

const json = (schema: Json): JsonObject => ({ 'application/json': { schema } });
const ok = (schema: Json, more: JsonObject = {}): JsonObject => ({
  '200': { description: 'ok', content: json(schema), ...more },
});
const none = { '204': { description: 'done' } };

/** `GET /orders/{id}` with parts of an operation exchanged. */
function get(operation: JsonObject, more: JsonObject = {}): JsonObject {
  return document({ '/orders/{id}': { get: { responses: none, ...operation } } }, more);
}

function post(operation: JsonObject, more: JsonObject = {}): JsonObject {
  return document({ '/orders': { post: { responses: none, ...operation } } }, more);
}

const sending = (schema: Json, more: JsonObject = {}): JsonObject =>
  post({ requestBody: { content: json(schema), ...more } });
const reading = (schema: Json): JsonObject => get({ responses: ok(schema) });
const asking = (...parameters: JsonObject[]): JsonObject => get({ parameters });

const GET = '/paths/~1orders~1{id}/get';
const POST = '/paths/~1orders/post';
const BODY = `${POST}/requestBody/content/application~1json/schema`;
const READ = `${GET}/responses/200/content/application~1json/schema`;
const limit = { name: 'limit', in: 'query', schema: integer };
const key = { type: 'apiKey', in: 'header', name: 'X-Key' };
const oauth = (
  url = 'https://id.example.com/token',
  scopes: JsonObject = { read: 'Read', write: 'Write' },
): JsonObject => ({
  type: 'oauth2',
  flows: { clientCredentials: { tokenUrl: url, scopes } },
});
const schemes = (securitySchemes: JsonObject): JsonObject => ({ components: { securitySchemes } });
const both = schemes({ key, oauth: oauth() });
const callback = (schema: Json, responses: JsonObject = none, address = '{$request.body#/url}'): JsonObject =>
  post({ callbacks: { paid: { [address]: { post: { requestBody: { content: json(schema) }, responses } } } } });
const CALLBACK = `${POST}/callbacks/paid/{$request.body#~1url}/post`;

export const openapiCases: Case[] = [
  one(
    'an operation is removed',
    document({ '/a': { get: { responses: none }, put: { responses: none } } }),
    document({ '/a': { get: { responses: none } } }),
    'breaking operation-removed /paths/~1a/put',
  ),
  one(
    'a path is removed',
    document({ '/a': { get: { responses: none } }, '/b': { get: { responses: none } } }),
    document({ '/a': { get: { responses: none } } }),
    'breaking operation-removed /paths/~1b/get',
  ),
  one(
    'an operation is added',
    document({}),
    document({ '/a': { get: { responses: none } } }),
    'additive operation-added /paths/~1a/get',
  ),
  one(
    'an operation that was deprecated is removed',
    document({ '/a': { get: { deprecated: true, responses: none } } }),
    document({}),
    'breaking operation-removed /paths/~1a/get',
  ),
  by(
    { deprecatedOperationRemoved: 'additive' },
    one(
      'an operation that was deprecated is removed, by policy',
      document({ '/a': { get: { deprecated: true, responses: none } } }),
      document({}),
      'additive operation-removed /paths/~1a/get',
    ),
  ),
  one('an operation is deprecated', get({}), get({ deprecated: true }), `additive operation-deprecated ${GET}`),
  one(
    'a deprecation is lifted',
    get({ deprecated: true }),
    get({}),
    `documentation operation-deprecation-lifted ${GET}`,
  ),
  one(
    'a path variable is renamed',
    document({
      '/orders/{id}': {
        get: { parameters: [{ name: 'id', in: 'path', required: true, schema: string }], responses: none },
      },
    }),
    document({
      '/orders/{orderId}': {
        get: { parameters: [{ name: 'orderId', in: 'path', required: true, schema: string }], responses: none },
      },
    }),
    'documentation document-rewritten ',
  ),
  one(
    'a renamed path variable changes its type',
    document({
      '/orders/{id}': {
        get: { parameters: [{ name: 'id', in: 'path', required: true, schema: string }], responses: none },
      },
    }),
    document({
      '/orders/{orderId}': {
        get: { parameters: [{ name: 'orderId', in: 'path', required: true, schema: integer }], responses: none },
      },
    }),
    'breaking parameter-type-changed /paths/~1orders~1{orderId}/get/parameters/0/schema',
  ),
  one(
    'parameters move from the operation to the path',
    document({ '/a': { get: { parameters: [limit], responses: none } } }),
    document({ '/a': { parameters: [limit], get: { responses: none } } }),
    'documentation document-rewritten ',
  ),
  one(
    'a parameter of the operation goes before that of the path',
    document({ '/a': { parameters: [limit], get: { responses: none } } }),
    document({ '/a': { parameters: [limit], get: { parameters: [{ ...limit, schema: string }], responses: none } } }),
    'breaking parameter-type-changed /paths/~1a/get/parameters/0/schema',
  ),
  one('an optional parameter is added', asking(), asking(limit), `additive parameter-added ${GET}/parameters/0`),
  one(
    'a required parameter is added',
    asking(),
    asking({ ...limit, required: true }),
    `breaking parameter-required-added ${GET}/parameters/0`,
  ),
  one('a parameter is removed', asking(limit), asking(), `not-judged parameter-removed ${GET}/parameters/0`),
  by(
    { requestParameterRemoved: 'breaking' },
    one('a parameter is removed, by policy', asking(limit), asking(), `breaking parameter-removed ${GET}/parameters/0`),
  ),
  one(
    'a parameter moves from query to header',
    asking(limit),
    asking({ ...limit, in: 'header' }),
    `additive parameter-added ${GET}/parameters/0`,
    `not-judged parameter-removed ${GET}/parameters/0`,
  ),
  one(
    'a header parameter in another case',
    asking({ ...limit, in: 'header', name: 'X-Limit' }),
    asking({ ...limit, in: 'header', name: 'x-limit' }),
    'documentation document-rewritten ',
  ),
  one(
    'a header that is no parameter',
    asking(),
    asking({ name: 'Authorization', in: 'header', required: true, schema: string }),
    'documentation document-rewritten ',
  ),
  one(
    'a parameter becomes required',
    asking(limit),
    asking({ ...limit, required: true }),
    `breaking parameter-became-required ${GET}/parameters/0`,
  ),
  one(
    'a parameter becomes optional',
    asking({ ...limit, required: true }),
    asking(limit),
    `additive parameter-became-optional ${GET}/parameters/0`,
  ),
  one(
    'a parameter is limited',
    asking(limit),
    asking({ ...limit, schema: { type: 'integer', maximum: 100 } }),
    `breaking parameter-maximum-tightened ${GET}/parameters/0/schema`,
  ),
  one(
    'a parameter takes more values',
    asking({ ...limit, schema: { enum: ['a'] } }),
    asking({ ...limit, schema: { enum: ['a', 'b'] } }),
    `additive parameter-enum-value-added ${GET}/parameters/0/schema`,
  ),
  one(
    'the default of a parameter changes',
    asking({ ...limit, schema: { type: 'integer', default: 10 } }),
    asking({ ...limit, schema: { type: 'integer', default: 20 } }),
    `breaking parameter-default-changed ${GET}/parameters/0/schema`,
  ),
  one(
    'a list is written otherwise',
    asking({ ...limit, schema: listOf(string) }),
    asking({ ...limit, explode: false, schema: listOf(string) }),
    `breaking parameter-serialization-changed ${GET}/parameters/0`,
  ),
  one(
    'a default of writing is written out',
    asking({ ...limit, schema: listOf(string) }),
    asking({ ...limit, style: 'form', explode: true, schema: listOf(string) }),
    'documentation document-rewritten ',
  ),
  one(
    'a parameter is deprecated',
    asking(limit),
    asking({ ...limit, deprecated: true }),
    `additive parameter-deprecated ${GET}/parameters/0`,
  ),
  one(
    'a parameter is described',
    asking(limit),
    asking({ ...limit, description: 'At most' }),
    `documentation text-changed ${GET}/parameters/0`,
  ),
  one(
    'a parameter by reference',
    get(
      { parameters: [{ $ref: '#/components/parameters/limit' }] },
      { components: { parameters: { limit: { ...limit, schema: string } } } },
    ),
    asking(limit),
    `breaking parameter-type-changed ${GET}/parameters/0/schema`,
  ),

  one(
    'an optional body is added',
    post({}),
    sending(object({})),
    `additive request-body-added ${POST}/requestBody/content`,
  ),
  one(
    'a required body is added',
    post({}),
    sending(object({}), { required: true }),
    `breaking request-body-required-added ${POST}/requestBody`,
  ),
  one(
    'a body is removed',
    sending(object({})),
    post({}),
    `not-judged request-body-removed ${POST}/requestBody/content`,
  ),
  one(
    'a body becomes required',
    sending(object({})),
    sending(object({}), { required: true }),
    `breaking request-body-became-required ${POST}/requestBody`,
  ),
  one(
    'a body becomes optional',
    sending(object({}), { required: true }),
    sending(object({})),
    `additive request-body-became-optional ${POST}/requestBody`,
  ),
  one(
    'a required field is added to a request',
    sending(object({ a: string })),
    sending(object({ a: string, b: string }, ['b'])),
    `breaking request-property-required-added ${BODY}/properties/b`,
  ),
  one(
    'an optional field is added to a request',
    sending(object({ a: string })),
    sending(object({ a: string, b: string })),
    `additive request-property-added ${BODY}/properties/b`,
  ),
  one(
    'a value is removed from an enum of a request',
    sending(object({ a: { type: 'string', enum: ['x', 'y'] } })),
    sending(object({ a: { type: 'string', enum: ['x'] } })),
    `breaking request-property-enum-value-removed ${BODY}/properties/a`,
  ),
  one(
    'a media type of a request is removed',
    post({ requestBody: { content: { ...json(string), 'text/plain': { schema: string } } } }),
    sending(string),
    `breaking request-media-type-removed ${POST}/requestBody/content/text~1plain`,
  ),
  one(
    'a media type of a request is added',
    sending(string),
    post({ requestBody: { content: { ...json(string), 'text/plain': { schema: string } } } }),
    `additive request-media-type-added ${POST}/requestBody/content/text~1plain`,
  ),
  one(
    'a media type of a request becomes a range',
    sending(string),
    post({ requestBody: { content: { 'application/*': { schema: string } } } }),
    'documentation document-rewritten ',
  ),
  one(
    'a range becomes one media type',
    post({ requestBody: { content: { 'application/*': { schema: string } } } }),
    sending(string),
    `breaking request-media-type-removed ${POST}/requestBody/content/application~1*`,
  ),
  one(
    'a media type gets a parameter',
    sending(string),
    post({ requestBody: { content: { 'application/json; charset=utf-8': { schema: string } } } }),
    'documentation document-rewritten ',
  ),
  one(
    'a field of a form is encoded otherwise',
    post({ requestBody: { content: { 'multipart/form-data': { schema: object({ a: string }) } } } }),
    post({
      requestBody: {
        content: {
          'multipart/form-data': { schema: object({ a: string }), encoding: { a: { contentType: 'text/csv' } } },
        },
      },
    }),
    `not-judged request-encoding-changed ${POST}/requestBody/content/multipart~1form-data`,
  ),

  one(
    'a field of a response is removed',
    reading(object({ a: string, b: string })),
    reading(object({ a: string })),
    `breaking response-property-removed ${READ}/properties/b`,
  ),
  by(
    { optionalResponsePropertyRemoved: 'additive' },
    one(
      'an optional field of a response is removed, by policy',
      reading(object({ a: string, b: string })),
      reading(object({ a: string })),
      `additive response-property-removed ${READ}/properties/b`,
    ),
  ),
  one(
    'a field of a response is added',
    reading(object({ a: string })),
    reading(object({ a: string, b: string })),
    `additive response-property-added ${READ}/properties/b`,
  ),
  one(
    'a field of a response changes its type',
    reading(object({ items: listOf(object({ total: number })) })),
    reading(object({ items: listOf(object({ total: string })) })),
    `breaking response-property-type-changed ${READ}/properties/items/items/properties/total`,
  ),
  one(
    'a value is added to an enum of a response',
    reading(object({ a: { type: 'string', enum: ['x'] } })),
    reading(object({ a: { type: 'string', enum: ['x', 'y'] } })),
    `breaking response-property-enum-value-added ${READ}/properties/a`,
  ),
  by(
    { responseEnumValueAdded: 'additive' },
    one(
      'a value is added to an enum of a response, by policy',
      reading(object({ a: { type: 'string', enum: ['x'] } })),
      reading(object({ a: { type: 'string', enum: ['x', 'y'] } })),
      `additive response-property-enum-value-added ${READ}/properties/a`,
    ),
  ),
  one(
    'a field of a response may be null',
    reading(object({ a: string })),
    reading(object({ a: { ...string, nullable: true } })),
    `breaking response-property-null-admitted ${READ}/properties/a`,
  ),
  one(
    'an exclusive limit in the words of 3.0',
    reading({ type: 'number', minimum: 0, exclusiveMinimum: true }),
    reading({ type: 'number', minimum: 0 }),
    `breaking response-body-minimum-loosened ${READ}`,
  ),
  one(
    'a response is described',
    get({ responses: ok(string) }),
    get({ responses: { '200': { description: 'The order', content: json(string) } } }),
    `documentation text-changed ${GET}/responses/200`,
  ),
  one(
    'an example changes',
    reading({ type: 'string', example: 'a' }),
    reading({ type: 'string', example: 'b' }),
    `documentation response-body-text-changed ${READ}`,
  ),
  one(
    'a response gets a body',
    get({ responses: { '200': { description: 'ok' } } }),
    get({ responses: { '200': { description: 'ok', content: json(string) } } }),
    `additive response-body-added ${GET}/responses/200/content`,
  ),
  one(
    'a response loses its body',
    get({ responses: { '200': { description: 'ok', content: json(string) } } }),
    get({ responses: { '200': { description: 'ok' } } }),
    `breaking response-body-removed ${GET}/responses/200/content`,
  ),
  one(
    'a media type of a response is removed',
    get({ responses: { '200': { description: 'ok', content: { ...json(string), 'text/csv': {} } } } }),
    reading(string),
    `breaking response-media-type-removed ${GET}/responses/200/content/text~1csv`,
  ),
  one(
    'a media type of a response is added',
    reading(string),
    get({ responses: { '200': { description: 'ok', content: { ...json(string), 'text/csv': {} } } } }),
    `additive response-media-type-added ${GET}/responses/200/content/text~1csv`,
  ),

  one(
    'a success status is added',
    get({ responses: ok(string) }),
    get({ responses: { ...ok(string), '202': { description: 'later' } } }),
    `breaking response-success-status-added ${GET}/responses/202`,
  ),
  one(
    'a success status is exchanged',
    get({ responses: { '200': { description: 'ok' } } }),
    get({ responses: { '201': { description: 'ok' } } }),
    `breaking response-success-status-added ${GET}/responses/201`,
    `breaking response-success-status-removed ${GET}/responses/200`,
  ),
  one(
    'an error status is added',
    get({ responses: none }),
    get({ responses: { ...none, '404': { description: 'none' } } }),
    `additive response-error-status-added ${GET}/responses/404`,
  ),
  one(
    'an error status is removed',
    get({ responses: { ...none, '404': { description: 'none' } } }),
    get({ responses: none }),
    `additive response-error-status-removed ${GET}/responses/404`,
  ),
  one(
    'an error status falls under a range',
    get({ responses: { ...none, '404': { description: 'no', content: json(object({ code: string })) } } }),
    get({ responses: { ...none, '4XX': { description: 'no', content: json(object({ code: integer })) } } }),
    `breaking response-property-type-changed ${GET}/responses/4XX/content/application~1json/schema/properties/code`,
    `additive response-error-status-added ${GET}/responses/4XX`,
  ),
  one(
    'a status leaves the default',
    get({ responses: { ...none, default: { description: 'no', content: json(object({ code: string })) } } }),
    get({
      responses: {
        ...none,
        default: { description: 'no', content: json(object({ code: string })) },
        '404': { description: 'no', content: json(object({ code: integer })) },
      },
    }),
    `breaking response-property-type-changed ${GET}/responses/404/content/application~1json/schema/properties/code`,
  ),
  one(
    'a response by reference',
    get(
      { responses: { '200': { $ref: '#/components/responses/order' } } },
      { components: { responses: { order: { description: 'ok', content: json(object({ a: string })) } } } },
    ),
    get({ responses: ok(object({ a: integer })) }),
    `breaking response-property-type-changed ${READ}/properties/a`,
  ),

  one(
    'a header of a response is removed',
    get({ responses: ok(string, { headers: { 'X-Rate': { schema: integer } } }) }),
    get({ responses: ok(string) }),
    `breaking response-header-removed ${GET}/responses/200/headers/X-Rate`,
  ),
  one(
    'a header of a response is added',
    get({ responses: ok(string) }),
    get({ responses: ok(string, { headers: { 'X-Rate': { schema: integer } } }) }),
    `additive response-header-added ${GET}/responses/200/headers/X-Rate`,
  ),
  one(
    'a header of a response may be missing',
    get({ responses: ok(string, { headers: { 'X-Rate': { required: true, schema: integer } } }) }),
    get({ responses: ok(string, { headers: { 'X-Rate': { schema: integer } } }) }),
    `breaking response-header-became-optional ${GET}/responses/200/headers/X-Rate`,
  ),
  one(
    'a header of a response changes its type',
    get({ responses: ok(string, { headers: { 'X-Rate': { schema: integer } } }) }),
    get({ responses: ok(string, { headers: { 'x-rate': { schema: string } } }) }),
    `breaking response-header-type-changed ${GET}/responses/200/headers/x-rate/schema`,
  ),
  one(
    'a link changes',
    get({ responses: ok(string, { links: { next: { operationId: 'a' } } }) }),
    get({ responses: ok(string) }),
    `not-judged response-links-changed ${GET}/responses/200`,
  ),

  one(
    'access is demanded',
    get({}, both),
    get({ security: [{ key: [] }] }, both),
    `breaking security-tightened ${GET}`,
  ),
  one(
    'access is no longer demanded',
    get({ security: [{ key: [] }] }, both),
    get({}, both),
    `additive security-loosened ${GET}`,
  ),
  one(
    'another way of access is added',
    get({ security: [{ key: [] }] }, both),
    get({ security: [{ key: [] }, { oauth: ['read'] }] }, both),
    `additive security-loosened ${GET}`,
  ),
  one(
    'a way of access is removed',
    get({ security: [{ key: [] }, { oauth: ['read'] }] }, both),
    get({ security: [{ key: [] }] }, both),
    `breaking security-tightened ${GET}`,
  ),
  one(
    'a second scheme is demanded beside the first',
    get({ security: [{ key: [] }] }, both),
    get({ security: [{ key: [], oauth: [] }] }, both),
    `breaking security-tightened ${GET}`,
  ),
  one(
    'another scope is demanded',
    get({ security: [{ oauth: ['read'] }] }, both),
    get({ security: [{ oauth: ['read', 'write'] }] }, both),
    `breaking security-tightened ${GET}`,
  ),
  one(
    'a scope is no longer demanded',
    get({ security: [{ oauth: ['read', 'write'] }] }, both),
    get({ security: [{ oauth: ['read'] }] }, both),
    `additive security-loosened ${GET}`,
  ),
  one(
    'what the operation demands is demanded by the document',
    get({ security: [{ key: [] }] }, both),
    get({}, { ...both, security: [{ key: [] }] }),
    'documentation document-rewritten ',
  ),
  one(
    'a scheme gets another name',
    get({ security: [{ key: [] }] }, schemes({ key })),
    get({ security: [{ apiKey: [] }] }, schemes({ apiKey: key })),
    'documentation document-rewritten ',
  ),
  one(
    'a key moves to another header',
    get({ security: [{ key: [] }] }, schemes({ key })),
    get({ security: [{ key: [] }] }, schemes({ key: { ...key, name: 'X-Api-Key' } })),
    'breaking security-scheme-changed /components/securitySchemes/key',
  ),
  one(
    'tokens come from elsewhere',
    get({ security: [{ oauth: [] }] }, schemes({ oauth: oauth() })),
    get({ security: [{ oauth: [] }] }, schemes({ oauth: oauth('https://login.example.com/token') })),
    'breaking security-scheme-changed /components/securitySchemes/oauth',
  ),

  one(
    'a server is removed',
    document({}, { servers: [{ url: 'https://a.example.com' }, { url: 'https://b.example.com' }] }),
    document({}, { servers: [{ url: 'https://a.example.com/' }] }),
    'breaking server-removed /servers/1',
  ),
  one(
    'a server is added',
    document({}, { servers: [{ url: 'https://a.example.com' }] }),
    document({}, { servers: [{ url: 'https://a.example.com' }, { url: 'https://b.example.com' }] }),
    'additive server-added /servers/1',
  ),
  one(
    'a server variable loses a value',
    document(
      {},
      {
        servers: [
          { url: 'https://{region}.example.com', variables: { region: { default: 'eu', enum: ['eu', 'us'] } } },
        ],
      },
    ),
    document(
      {},
      { servers: [{ url: 'https://{region}.example.com', variables: { region: { default: 'eu', enum: ['eu'] } } }] },
    ),
    'breaking server-variable-value-removed /servers/0/variables/region',
  ),
  one(
    'an operation gets a server of its own',
    get({}, { servers: [{ url: 'https://a.example.com' }] }),
    get({ servers: [{ url: 'https://b.example.com' }] }, { servers: [{ url: 'https://a.example.com' }] }),
    'breaking server-removed /servers/0',
    `additive server-added ${GET}/servers/0`,
  ),

  one(
    'a field that is sent back is removed',
    callback(object({ a: string })),
    callback(object({})),
    `breaking sent-property-removed ${CALLBACK}/requestBody/content/application~1json/schema/properties/a`,
  ),
  one(
    'a field that is sent back is required now',
    callback(object({ a: string })),
    callback(object({ a: string }, ['a'])),
    `additive sent-property-became-required ${CALLBACK}/requestBody/content/application~1json/schema/properties/a`,
  ),
  one(
    'an answer to a callback must hold more',
    callback(string, ok(object({}))),
    callback(string, ok(object({ a: string }, ['a']))),
    `breaking received-property-required-added ${CALLBACK}/responses/200/content/application~1json/schema/properties/a`,
  ),
  one('a callback is removed', callback(string), post({}), `breaking callback-removed ${POST}/callbacks/paid`),
  one('a callback is added', post({}), callback(string), `additive callback-added ${POST}/callbacks/paid`),
  one(
    'a callback goes elsewhere',
    callback(string),
    callback(string, none, '{$request.body#/hook}'),
    `breaking callback-address-changed ${POST}/callbacks/paid`,
  ),

  one(
    'readOnly fields do not count in a request',
    sending(object({ id: { ...string, readOnly: true }, a: string }, ['a'])),
    sending(object({ id: { ...integer, readOnly: true }, a: string }, ['id', 'a'])),
    `documentation request-body-rewritten ${BODY}`,
  ),
  one(
    'a field of a request becomes readOnly',
    sending(object({ id: string })),
    sending(object({ id: { ...string, readOnly: true } })),
    `not-judged request-property-removed ${BODY}/properties/id`,
    `documentation request-property-access-changed ${BODY}/properties/id`,
  ),
  one(
    'readOnly fields count in a response',
    reading(object({ id: { ...string, readOnly: true } })),
    reading(object({ id: { ...integer, readOnly: true } })),
    `breaking response-property-type-changed ${READ}/properties/id`,
  ),
  one(
    'writeOnly fields do not count in a response',
    reading(object({ id: string, secret: { ...string, writeOnly: true } })),
    reading(object({ id: string })),
    `documentation response-body-rewritten ${READ}`,
  ),

  one(
    'the discriminator goes by another property',
    reading({ oneOf: [object({ k: string })], discriminator: { propertyName: 'k' } }),
    reading({ oneOf: [object({ k: string })], discriminator: { propertyName: 't' } }),
    `breaking response-body-discriminator-changed ${READ}`,
  ),
  one(
    'the discriminator knows one more',
    reading({ oneOf: [object({ k: string })], discriminator: { propertyName: 'k' } }),
    reading({ oneOf: [object({ k: string })], discriminator: { propertyName: 'k', mapping: { a: '#/x' } } }),
    `additive response-body-discriminator-added ${READ}`,
  ),
  one(
    'an operationId changes',
    get({ operationId: 'a' }),
    get({ operationId: 'b' }),
    `documentation operation-id-changed ${GET}`,
  ),
  by(
    { operationIdChanged: 'breaking' },
    one(
      'an operationId changes, by policy',
      get({ operationId: 'a' }),
      get({ operationId: 'b' }),
      `breaking operation-id-changed ${GET}`,
    ),
  ),
  one('a summary changes', get({ summary: 'a' }), get({ summary: 'b' }), `documentation text-changed ${GET}`),
  one('only the version changes', document({}), { ...document({}), info: { title: 'Orders', version: '2.0.0' } }),
  one(
    'the title changes',
    document({}),
    { ...document({}), info: { title: 'Order', version: '1.0.0' } },
    'documentation text-changed /info',
  ),
  one(
    'a promise changes',
    get({ 'x-rate-limit': { perMinute: 100 } }),
    get({ 'x-rate-limit': { perMinute: 10 } }),
    `not-judged promise-changed ${GET}/x-rate-limit`,
  ),
  one(
    'another extension changes',
    get({ 'x-team': 'a' }),
    get({ 'x-team': 'b' }),
    `documentation extension-changed ${GET}/x-team`,
  ),
  one(
    'a component that nothing uses changes',
    document({}, { components: { schemas: { a: string } } }),
    document({}, { components: { schemas: { a: integer } } }),
    'documentation document-rewritten ',
  ),
  one(
    'a component is changed once for all that use it',
    document(
      {
        '/a': {
          get: { responses: ok({ $ref: '#/components/schemas/money' }) },
          put: { requestBody: { content: json({ $ref: '#/components/schemas/money' }) }, responses: none },
        },
      },
      { components: { schemas: { money: object({ amount: integer }) } } },
    ),
    document(
      {
        '/a': {
          get: { responses: ok({ $ref: '#/components/schemas/money' }) },
          put: { requestBody: { content: json({ $ref: '#/components/schemas/money' }) }, responses: none },
        },
      },
      { components: { schemas: { money: object({ amount: number }) } } },
    ),
    'breaking response-property-type-widened /components/schemas/money/properties/amount',
    'additive request-property-type-widened /components/schemas/money/properties/amount',
  ),
];

const hook = (schema: Json): JsonObject =>
  document(
    {},
    { openapi: '3.1.0', webhooks: { paid: { post: { requestBody: { content: json(schema) }, responses: none } } } },
  );
const HOOK = '/webhooks/paid/post';

/** What is different in OpenAPI 3.1: webhooks, and the whole of JSON Schema 2020-12. */
export const openapi31Cases: Case[] = [
  one(
    'null is admitted by a list of types',
    reading(object({ a: string })),
    reading(object({ a: { type: ['string', 'null'] } })),
    `breaking response-property-null-admitted ${READ}/properties/a`,
  ),
  one(
    'nullable is no keyword any more',
    reading(object({ a: string })),
    reading(object({ a: { ...string, nullable: true } })),
    `documentation response-body-rewritten ${READ}`,
  ),
  one(
    'what stands beside a reference counts',
    get({ responses: ok({ $ref: '#/components/schemas/a' }) }, { components: { schemas: { a: string } } }),
    get(
      { responses: ok({ $ref: '#/components/schemas/a', maxLength: 3 }) },
      { components: { schemas: { a: string } } },
    ),
    `additive response-body-max-length-tightened ${READ}`,
  ),
  one(
    'a webhook is removed',
    hook(string),
    document({}, { openapi: '3.1.0', webhooks: {} }),
    `breaking callback-removed ${HOOK}`,
  ),
  one(
    'a webhook is added',
    document({}, { openapi: '3.1.0', webhooks: {} }),
    hook(string),
    `additive callback-added ${HOOK}`,
  ),
  one(
    'a field of a webhook is removed',
    hook(object({ a: string })),
    hook(object({})),
    `breaking sent-property-removed ${HOOK}/requestBody/content/application~1json/schema/properties/a`,
  ),
  one(
    'a const changes',
    reading(object({ v: { const: 1 } })),
    reading(object({ v: { const: 2 } })),
    `breaking response-property-enum-value-added ${READ}/properties/v`,
    `additive response-property-enum-value-removed ${READ}/properties/v`,
  ),
  one(
    'definitions inside a schema',
    reading({ ...object({ a: { $ref: '#/$defs/t' } }), $id: 'https://example.com/order', $defs: { t: string } }),
    reading({ ...object({ a: { $ref: '#/$defs/t' } }), $id: 'https://example.com/order', $defs: { t: integer } }),
    `breaking response-property-type-changed ${READ}/$defs/t`,
  ),
];
