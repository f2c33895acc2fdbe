import type { Format } from '../model.ts';
import { asyncapiTemplate } from './asyncapi.ts';
import { jsonSchemaTemplate } from './json-schema.ts';
import { openapiTemplate } from './openapi.ts';

/** Documents to start from, in YAML. They pass the lint but for what is to be filled in, which is marked FILL IN. */
export const templates: Readonly<Record<Format, string>> = {
  openapi: openapiTemplate,
  asyncapi: asyncapiTemplate,
  'json-schema': jsonSchemaTemplate,
};
