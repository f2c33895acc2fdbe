import { data, type Grammar } from './grammar.ts';
import { schemaShape } from './schema.ts';

const described = {
  ...data('summary', 'description'),
  externalDocs: 'external-docs',
  servers: { list: 'server' },
} as const;
const valued = {
  ...data('description', 'required', 'deprecated', 'allowEmptyValue', 'style', 'explode', 'allowReserved', 'example'),
  schema: 'schema',
  examples: { map: 'example' },
  content: { map: 'media-type' },
} as const;

/** OpenAPI 3.0 and 3.1. */
export const openapi: Grammar = {
  document: {
    fields: {
      ...data('openapi', 'jsonSchemaDialect', 'security'),
      info: 'info',
      servers: { list: 'server' },
      paths: 'paths',
      webhooks: { map: 'path-item' },
      components: 'components',
      tags: { list: 'tag' },
      externalDocs: 'external-docs',
    },
  },
  info: {
    fields: {
      ...data('title', 'summary', 'description', 'termsOfService', 'version'),
      contact: 'contact',
      license: 'licence',
    },
  },
  contact: { fields: data('name', 'url', 'email') },
  licence: { fields: data('name', 'identifier', 'url') },
  server: { fields: { ...data('url', 'description'), variables: { map: 'server-variable' } } },
  'server-variable': { fields: data('enum', 'default', 'description') },
  paths: { fields: {}, others: 'path-item' },
  'path-item': {
    fields: {
      ...data('$ref', 'summary', 'description'),
      servers: { list: 'server' },
      parameters: { list: 'parameter' },
      get: 'operation',
      put: 'operation',
      post: 'operation',
      delete: 'operation',
      options: 'operation',
      head: 'operation',
      patch: 'operation',
      trace: 'operation',
    },
  },
  operation: {
    fields: {
      ...described,
      ...data('tags', 'operationId', 'deprecated', 'security'),
      parameters: { list: 'parameter' },
      requestBody: 'request-body',
      responses: 'responses',
      callbacks: { map: 'callback' },
    },
  },
  parameter: { fields: { ...valued, ...data('name', 'in') } },
  'request-body': { fields: { ...data('description', 'required'), content: { map: 'media-type' } } },
  'media-type': {
    fields: { ...data('example'), schema: 'schema', examples: { map: 'example' }, encoding: { map: 'encoding' } },
  },
  encoding: {
    fields: { ...data('contentType', 'style', 'explode', 'allowReserved'), headers: { map: 'header' } },
  },
  responses: { fields: {}, others: 'response' },
  response: {
    fields: {
      ...data('description'),
      headers: { map: 'header' },
      content: { map: 'media-type' },
      links: { map: 'link' },
    },
  },
  header: { fields: valued },
  example: { fields: data('summary', 'description', 'value', 'externalValue') },
  link: {
    fields: { ...data('operationRef', 'operationId', 'parameters', 'requestBody', 'description'), server: 'server' },
  },
  callback: { fields: {}, others: 'path-item' },
  tag: { fields: { ...data('name', 'description'), externalDocs: 'external-docs' } },
  'external-docs': { fields: data('description', 'url') },
  schema: schemaShape,
  discriminator: { fields: data('propertyName', 'mapping') },
  xml: { fields: data('name', 'namespace', 'prefix', 'attribute', 'wrapped') },
  'security-scheme': {
    fields: {
      ...data('type', 'description', 'name', 'in', 'scheme', 'bearerFormat', 'openIdConnectUrl'),
      flows: 'oauth-flows',
    },
  },
  'oauth-flows': {
    fields: {
      implicit: 'oauth-flow',
      password: 'oauth-flow',
      clientCredentials: 'oauth-flow',
      authorizationCode: 'oauth-flow',
    },
  },
  'oauth-flow': { fields: data('authorizationUrl', 'tokenUrl', 'refreshUrl', 'scopes') },
  components: {
    fields: {
      schemas: { map: 'schema' },
      responses: { map: 'response' },
      parameters: { map: 'parameter' },
      examples: { map: 'example' },
      requestBodies: { map: 'request-body' },
      headers: { map: 'header' },
      securitySchemes: { map: 'security-scheme' },
      links: { map: 'link' },
      callbacks: { map: 'callback' },
      pathItems: { map: 'path-item' },
    },
  },
};
