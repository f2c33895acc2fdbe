import type { JsonObject } from '../model.ts';
import { data, type FixedSlot, type Grammar, type Shape } from './grammar.ts';
import { openapi } from './openapi.ts';
import { schemaShape } from './schema.ts';

/** Payloads in these media types are JSON Schema; Avro, Protobuf and the like are data to us. */
const JSON_SCHEMA_FORMAT = /asyncapi|schema\+(json|yaml)|openapi/i;

/** AsyncAPI 3 puts the format beside the schema, AsyncAPI 2 beside the payload. */
function payload(value: JsonObject, field: 'payload' | 'schema'): FixedSlot {
  const format = value['schemaFormat'];
  if (typeof format === 'string' && !JSON_SCHEMA_FORMAT.test(format)) return 'data';
  return isMultiFormat(value[field]) ? 'multi-format-schema' : 'schema';
}

function isMultiFormat(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'schemaFormat' in value && 'schema' in value;
}

const about = {
  ...data('title', 'summary', 'description'),
  tags: { list: 'tag' },
  externalDocs: 'external-docs',
} as const;

const shared: Grammar = {
  contact: { fields: data('name', 'url', 'email') },
  licence: { fields: data('name', 'url') },
  'server-variable': { fields: data('enum', 'default', 'description', 'examples') },
  tag: { fields: { ...data('name', 'description'), externalDocs: 'external-docs' } },
  'external-docs': { fields: data('description', 'url') },
  correlation: { fields: data('description', 'location') },
  schema: schemaShape,
  discriminator: { fields: data('propertyName', 'mapping') },
  xml: { fields: data('name', 'namespace', 'prefix', 'attribute', 'wrapped') },
  'security-scheme': {
    fields: {
      ...data('type', 'description', 'name', 'in', 'scheme', 'bearerFormat', 'openIdConnectUrl', 'scopes'),
      flows: 'oauth-flows',
    },
  },
  ...(openapi['oauth-flows'] && { 'oauth-flows': openapi['oauth-flows'] }),
  'oauth-flow': { fields: data('authorizationUrl', 'tokenUrl', 'refreshUrl', 'scopes', 'availableScopes') },
  'multi-format-schema': { fields: { ...data('schemaFormat'), schema: (value) => payload(value, 'schema') } },
};

const messageShape: Shape = {
  fields: {
    ...about,
    ...data('messageId', 'schemaFormat', 'contentType', 'name', 'bindings', 'examples'),
    headers: (value) => (isMultiFormat(value['headers']) ? 'multi-format-schema' : 'schema'),
    payload: (value) => payload(value, 'payload'),
    correlationId: 'correlation',
    traits: { list: 'message-trait' },
  },
};
const messageTrait: Shape = {
  fields: Object.fromEntries(Object.entries(messageShape.fields).filter(([name]) => !/payload|traits/.test(name))),
};
const componentsOfBoth = {
  ...data('serverBindings', 'channelBindings', 'operationBindings', 'messageBindings'),
  schemas: { map: 'schema' },
  servers: { map: 'server' },
  serverVariables: { map: 'server-variable' },
  channels: { map: 'channel' },
  messages: { map: 'message' },
  securitySchemes: { map: 'security-scheme' },
  parameters: { map: 'parameter' },
  correlationIds: { map: 'correlation' },
  operationTraits: { map: 'operation-trait' },
  messageTraits: { map: 'message-trait' },
} as const;

/** AsyncAPI 2.0 to 2.6. */
export const asyncapi2: Grammar = {
  ...shared,
  document: {
    fields: {
      ...data('asyncapi', 'id', 'defaultContentType'),
      info: 'info',
      servers: { map: 'server' },
      channels: { map: 'channel' },
      components: 'components',
      tags: { list: 'tag' },
      externalDocs: 'external-docs',
    },
  },
  info: {
    fields: { ...data('title', 'version', 'description', 'termsOfService'), contact: 'contact', license: 'licence' },
  },
  server: {
    fields: {
      ...data('url', 'protocol', 'protocolVersion', 'description', 'security', 'bindings'),
      variables: { map: 'server-variable' },
      tags: { list: 'tag' },
    },
  },
  channel: {
    fields: {
      ...data('description', 'servers', 'bindings'),
      subscribe: 'operation',
      publish: 'operation',
      parameters: { map: 'parameter' },
    },
  },
  parameter: { fields: { ...data('description', 'location'), schema: 'schema' } },
  operation: {
    fields: {
      ...about,
      ...data('operationId', 'security', 'bindings'),
      traits: { list: 'operation-trait' },
      message: 'message',
    },
  },
  'operation-trait': { fields: { ...about, ...data('operationId', 'security', 'bindings') } },
  message: { fields: { ...messageShape.fields, oneOf: { list: 'message' } } },
  'message-trait': messageTrait,
  components: { fields: componentsOfBoth },
};

/** AsyncAPI 3.0 and 3.1. */
export const asyncapi3: Grammar = {
  ...shared,
  document: {
    fields: {
      ...data('asyncapi', 'id', 'defaultContentType'),
      info: 'info',
      servers: { map: 'server' },
      channels: { map: 'channel' },
      operations: { map: 'operation' },
      components: 'components',
    },
  },
  info: {
    fields: {
      ...data('title', 'version', 'description', 'termsOfService'),
      contact: 'contact',
      license: 'licence',
      tags: { list: 'tag' },
      externalDocs: 'external-docs',
    },
  },
  server: {
    fields: {
      ...about,
      ...data('host', 'pathname', 'protocol', 'protocolVersion', 'bindings'),
      variables: { map: 'server-variable' },
      security: { list: 'security-scheme' },
    },
  },
  channel: {
    fields: {
      ...about,
      ...data('address', 'bindings'),
      servers: { list: 'server' },
      messages: { map: 'message' },
      parameters: { map: 'parameter' },
    },
  },
  parameter: { fields: data('enum', 'default', 'description', 'examples', 'location') },
  operation: {
    fields: {
      ...about,
      ...data('action', 'bindings'),
      channel: 'channel',
      security: { list: 'security-scheme' },
      messages: { list: 'message' },
      traits: { list: 'operation-trait' },
      reply: 'reply',
    },
  },
  'operation-trait': { fields: { ...about, ...data('bindings'), security: { list: 'security-scheme' } } },
  reply: { fields: { address: 'reply-address', channel: 'channel', messages: { list: 'message' } } },
  'reply-address': { fields: data('description', 'location') },
  message: messageShape,
  'message-trait': messageTrait,
  components: {
    fields: {
      ...componentsOfBoth,
      operations: { map: 'operation' },
      replies: { map: 'reply' },
      replyAddresses: { map: 'reply-address' },
      tags: { map: 'tag' },
      externalDocs: { map: 'external-docs' },
      schemas: { map: 'schema' },
    },
  },
};
