import type { Policy } from '../../../src/specifications/compare/index.ts';
import type { Json, JsonObject } from '../../../src/specifications/model.ts';
import { type Case, integer, object, string } from './case.ts';

function one(name: string, before: JsonObject, after: JsonObject, ...expected: string[]): Case {
  return { name, before, after, expected };
}

const info = { title: 'Orders', version: '1.0.0' };
const old = (channels: JsonObject, more: JsonObject = {}): JsonObject => ({
  asyncapi: '2.6.0',
  info,
  channels,
  ...more,
});
const message = (payload: Json, more: JsonObject = {}): JsonObject => ({ name: 'Order', payload, ...more });
/** The application sends: others subscribe. */
const sends = (one: JsonObject): JsonObject => old({ orders: { subscribe: { message: one } } });
/** The application receives: others publish. */
const receives = (one: JsonObject): JsonObject => old({ orders: { publish: { message: one } } });
const SENT = '/channels/orders/subscribe';
const RECEIVED = '/channels/orders/publish';
const order = message(object({ a: string }));
const refund = { name: 'Refund', payload: object({ b: string }) };

export const asyncapi2Cases: Case[] = [
  one(
    'a field of a sent message is removed',
    sends(order),
    sends(message(object({}))),
    `breaking sent-property-removed ${SENT}/message/payload/properties/a`,
  ),
  one(
    'a field of a sent message is added',
    sends(order),
    sends(message(object({ a: string, b: string }))),
    `additive sent-property-added ${SENT}/message/payload/properties/b`,
  ),
  one(
    'a required field is added to a message that is received',
    receives(order),
    receives(message(object({ a: string, b: string }, ['b']))),
    `breaking received-property-required-added ${RECEIVED}/message/payload/properties/b`,
  ),
  one(
    'a required field is added to a sent message',
    sends(order),
    sends(message(object({ a: string, b: string }, ['b']))),
    `additive sent-property-required-added ${SENT}/message/payload/properties/b`,
  ),
  one(
    'a field of a sent message changes its type',
    sends(order),
    sends(message(object({ a: integer }))),
    `breaking sent-property-type-changed ${SENT}/message/payload/properties/a`,
  ),
  one(
    'a value is added to an enum that is sent',
    sends(message({ enum: ['a'] })),
    sends(message({ enum: ['a', 'b'] })),
    `breaking sent-payload-enum-value-added ${SENT}/message/payload`,
  ),
  one(
    'a value is added to an enum that is received',
    receives(message({ enum: ['a'] })),
    receives(message({ enum: ['a', 'b'] })),
    `additive received-payload-enum-value-added ${RECEIVED}/message/payload`,
  ),
  one(
    'a value is removed from an enum that is received',
    receives(message({ enum: ['a', 'b'] })),
    receives(message({ enum: ['a'] })),
    `breaking received-payload-enum-value-removed ${RECEIVED}/message/payload`,
  ),
  one(
    'a channel is removed',
    old({ orders: { subscribe: { message: order } }, refunds: { subscribe: { message: refund } } }),
    sends(order),
    'breaking operation-removed /channels/refunds/subscribe',
  ),
  one(
    'a channel is added',
    sends(order),
    old({ orders: { subscribe: { message: order } }, refunds: { subscribe: { message: refund } } }),
    'additive operation-added /channels/refunds/subscribe',
  ),
  one(
    'an operation turns round',
    sends(order),
    receives(order),
    `breaking operation-removed ${SENT}`,
    `additive operation-added ${RECEIVED}`,
  ),
  one(
    'a message is added to a channel that is read',
    sends(order),
    sends({ oneOf: [order, refund] }),
    `breaking sent-message-added ${SENT}/message/oneOf/1`,
  ),
  one(
    'a message is added to a channel that is written',
    receives(order),
    receives({ oneOf: [order, refund] }),
    `additive received-message-added ${RECEIVED}/message/oneOf/1`,
  ),
  one(
    'a message is no longer sent',
    sends({ oneOf: [order, refund] }),
    sends(order),
    `breaking sent-message-removed ${SENT}/message/oneOf/1`,
  ),
  one(
    'a message is no longer received',
    receives({ oneOf: [order, refund] }),
    receives(order),
    `breaking received-message-removed ${RECEIVED}/message/oneOf/1`,
  ),
  one(
    'messages change their order',
    sends({ oneOf: [order, refund] }),
    sends({ oneOf: [refund, order] }),
    'documentation document-rewritten ',
  ),
  one(
    'the only message is renamed',
    sends(order),
    sends({ ...order, name: 'OrderPlaced' }),
    'documentation document-rewritten ',
  ),
  one(
    'a message by reference',
    old(
      { orders: { subscribe: { message: { $ref: '#/components/messages/Order' } } } },
      { components: { messages: { Order: { payload: object({ a: string }) } } } },
    ),
    old(
      { orders: { subscribe: { message: { $ref: '#/components/messages/Order' } } } },
      { components: { messages: { Order: { payload: object({ a: integer }) } } } },
    ),
    'breaking sent-property-type-changed /components/messages/Order/payload/properties/a',
  ),
  one(
    'a header is removed',
    sends(message(string, { headers: object({ trace: string }) })),
    sends(message(string, { headers: object({}) })),
    `breaking sent-property-removed ${SENT}/message/headers/properties/trace`,
  ),
  one(
    'a header comes from a trait',
    sends(message(string, { headers: object({ trace: string }) })),
    sends(message(string, { traits: [{ headers: object({ trace: integer }) }] })),
    `breaking sent-property-type-changed ${SENT}/message/traits/0/headers/properties/trace`,
  ),
  one(
    'a message is described',
    sends(order),
    sends({ ...order, summary: 'Placed' }),
    `documentation text-changed ${SENT}/message`,
  ),
  one(
    'the content type changes',
    sends(message(string, { contentType: 'application/json' })),
    sends(message(string, { contentType: 'application/xml' })),
    `breaking sent-content-type-changed ${SENT}/message`,
  ),
  one(
    'the content type is written out',
    old({ orders: { subscribe: { message: order } } }, { defaultContentType: 'application/json' }),
    old(
      { orders: { subscribe: { message: { ...order, contentType: 'application/json' } } } },
      { defaultContentType: 'application/json' },
    ),
    'documentation document-rewritten ',
  ),
  one(
    'the correlation id moves',
    sends(message(string, { correlationId: { location: '$message.header#/a' } })),
    sends(message(string, { correlationId: { location: '$message.header#/b' } })),
    `breaking sent-correlation-id-moved ${SENT}/message/correlationId`,
  ),
  one(
    'bindings change',
    sends(message(string, { bindings: { kafka: { key: string } } })),
    sends(message(string, { bindings: { kafka: { key: integer } } })),
    `not-judged bindings-changed ${SENT}/message/bindings`,
  ),
  one(
    'a payload in Avro changes',
    sends(message({ type: 'record', name: 'a' }, { schemaFormat: 'application/vnd.apache.avro;version=1.9.0' })),
    sends(message({ type: 'record', name: 'b' }, { schemaFormat: 'application/vnd.apache.avro;version=1.9.0' })),
    `not-judged sent-payload-format ${SENT}/message/payload`,
  ),
  one(
    'a parameter of an address is renamed',
    old({ 'orders/{id}': { parameters: { id: { schema: string } }, subscribe: { message: order } } }),
    old({ 'orders/{orderId}': { parameters: { orderId: { schema: string } }, subscribe: { message: order } } }),
    'documentation document-rewritten ',
  ),
  one(
    'a parameter of an address is limited',
    old({ 'orders/{id}': { parameters: { id: { schema: string } }, publish: { message: order } } }),
    old({ 'orders/{id}': { parameters: { id: { schema: { enum: ['a'] } } }, publish: { message: order } } }),
    'breaking parameter-enum-introduced /channels/orders~1{id}/parameters/id/schema',
  ),
  one(
    'a server is removed',
    old(
      {},
      { servers: { a: { url: 'a.example.com', protocol: 'kafka' }, b: { url: 'b.example.com', protocol: 'kafka' } } },
    ),
    old({}, { servers: { a: { url: 'a.example.com', protocol: 'kafka' } } }),
    'breaking server-removed /servers/b',
  ),
  one(
    'a server moves',
    old({}, { servers: { a: { url: 'a.example.com', protocol: 'kafka' } } }),
    old({}, { servers: { a: { url: 'b.example.com', protocol: 'kafka' } } }),
    'breaking server-changed /servers/a',
  ),
  one(
    'a server demands access',
    old({}, { servers: { a: { url: 'a.example.com', protocol: 'kafka' } } }),
    old({}, { servers: { a: { url: 'a.example.com', protocol: 'kafka', security: [{ key: [] }] } } }),
    'breaking security-tightened /servers/a',
  ),
  {
    ...one(
      'a message is added to a channel that is read, by policy',
      sends(order),
      sends({ oneOf: [order, refund] }),
      `additive sent-message-added ${SENT}/message/oneOf/1`,
    ),
    policy: { sentMessageAdded: 'additive' } satisfies Partial<Policy>,
  },
];

interface Channel {
  address?: string;
  messages?: JsonObject;
}

function present(
  action: 'send' | 'receive',
  { address = 'orders', messages = { Order: { payload: object({ a: string }) } } }: Channel,
  operation: JsonObject = {},
  more: JsonObject = {},
): JsonObject {
  return {
    asyncapi: '3.0.0',
    info,
    channels: { orders: { address, messages } },
    operations: { onOrder: { action, channel: { $ref: '#/channels/orders' }, ...operation } },
    ...more,
  };
}

const holding = (payload: Json): Channel => ({ messages: { Order: { payload } } });
const PAYLOAD = '/channels/orders/messages/Order/payload';
const reply = (payload: Json): [JsonObject, JsonObject] => [
  { reply: { channel: { $ref: '#/channels/answers' } } },
  {
    channels: {
      orders: { address: 'orders', messages: { Order: { payload: object({ a: string }) } } },
      answers: { address: 'answers', messages: { Answer: { payload } } },
    },
  },
];

export const asyncapi3Cases: Case[] = [
  one(
    'a field of a sent message is removed',
    present('send', {}),
    present('send', holding(object({}))),
    `breaking sent-property-removed ${PAYLOAD}/properties/a`,
  ),
  one(
    'a required field is added to a message that is received',
    present('receive', {}),
    present('receive', holding(object({ a: string, b: string }, ['b']))),
    `breaking received-property-required-added ${PAYLOAD}/properties/b`,
  ),
  one(
    'an optional field is added to a message that is received',
    present('receive', {}),
    present('receive', holding(object({ a: string, b: string }))),
    `additive received-property-added ${PAYLOAD}/properties/b`,
  ),
  one(
    'a field of a sent message may be null',
    present('send', {}),
    present('send', holding(object({ a: { type: ['string', 'null'] } }))),
    `breaking sent-property-null-admitted ${PAYLOAD}/properties/a`,
  ),
  one(
    'the address changes',
    present('send', {}),
    present('send', { address: 'orders.v2' }),
    'breaking operation-removed /operations/onOrder',
    'additive operation-added /operations/onOrder',
  ),
  one(
    'the operation is renamed',
    present('send', {}),
    { ...present('send', {}), operations: { sendOrder: { action: 'send', channel: { $ref: '#/channels/orders' } } } },
    'documentation document-rewritten ',
  ),
  one(
    'the operation turns round',
    present('send', {}),
    present('receive', {}),
    'breaking operation-removed /operations/onOrder',
    'additive operation-added /operations/onOrder',
  ),
  one(
    'an operation lists fewer messages than its channel',
    present('send', { messages: { Order: { payload: string }, Refund: { payload: string } } }),
    present(
      'send',
      { messages: { Order: { payload: string }, Refund: { payload: string } } },
      { messages: [{ $ref: '#/channels/orders/messages/Order' }] },
    ),
    'breaking sent-message-removed /channels/orders/messages/Refund',
  ),
  one(
    'a message is added to a channel that is read',
    present('send', {}),
    present('send', { messages: { Order: { payload: object({ a: string }) }, Refund: { payload: string } } }),
    'breaking sent-message-added /channels/orders/messages/Refund',
  ),
  one(
    'a payload with its format',
    present('send', {}),
    present(
      'send',
      holding({ schemaFormat: 'application/vnd.aai.asyncapi+json;version=3.0.0', schema: object({ a: integer }) }),
    ),
    `breaking sent-property-type-changed ${PAYLOAD}/schema/properties/a`,
  ),
  one(
    'a field of a reply is removed',
    present('receive', {}, ...reply(object({ ok: string }))),
    present('receive', {}, ...reply(object({}))),
    'breaking sent-property-removed /channels/answers/messages/Answer/payload/properties/ok',
  ),
  one(
    'a reply that others send must hold more',
    present('send', {}, ...reply(object({}))),
    present('send', {}, ...reply(object({ ok: string }, ['ok']))),
    'breaking received-property-required-added /channels/answers/messages/Answer/payload/properties/ok',
  ),
  one(
    'a reply is removed',
    present('receive', {}, ...reply(object({}))),
    present('receive', {}, {}, reply(object({}))[1]),
    'breaking reply-removed /operations/onOrder',
  ),
  one(
    'a parameter of an address is limited',
    {
      ...present('receive', { address: 'orders/{id}' }),
      channels: {
        orders: { address: 'orders/{id}', parameters: { id: {} }, messages: { Order: { payload: string } } },
      },
    },
    {
      ...present('receive', { address: 'orders/{id}' }),
      channels: {
        orders: {
          address: 'orders/{id}',
          parameters: { id: { enum: ['a'] } },
          messages: { Order: { payload: string } },
        },
      },
    },
    'breaking parameter-enum-introduced /channels/orders/parameters/id',
  ),
  one(
    'a server moves',
    present('send', {}, {}, { servers: { a: { host: 'a.example.com', protocol: 'kafka' } } }),
    present('send', {}, {}, { servers: { a: { host: 'b.example.com', protocol: 'kafka' } } }),
    'breaking server-changed /servers/a',
  ),
];
