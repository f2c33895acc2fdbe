export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json;
}

export type Format = 'openapi' | 'asyncapi' | 'json-schema';

/** A specification as it was read: plain JSON whose `$ref`s are not resolved and stay within the document. */
export interface Specification {
  format: Format;
  /** such as 3.0.3, 3.1.0, 2.6.0, 3.0.0, 2020-12, draft-07 */
  dialect: string;
  root: JsonObject;
}
