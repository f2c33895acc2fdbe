import type { JsonObject } from '../model.ts';

/** What an object of a specification is. */
export type Kind =
  | 'callback'
  | 'channel'
  | 'components'
  | 'contact'
  | 'correlation'
  | 'discriminator'
  | 'document'
  | 'encoding'
  | 'example'
  | 'external-docs'
  | 'header'
  | 'info'
  | 'licence'
  | 'link'
  | 'media-type'
  | 'message'
  | 'multi-format-schema'
  | 'oauth-flow'
  | 'oauth-flows'
  | 'operation'
  | 'operation-trait'
  | 'message-trait'
  | 'parameter'
  | 'path-item'
  | 'paths'
  | 'reply'
  | 'reply-address'
  | 'request-body'
  | 'response'
  | 'responses'
  | 'schema'
  | 'security-scheme'
  | 'server'
  | 'server-variable'
  | 'tag'
  | 'xml';

/** What may stand at a field: data of no further structure, an object of a kind, a list or a map of them, one or a list. */
export type FixedSlot = 'data' | Kind | { list: Kind } | { map: Kind } | { oneOrList: Kind };

/** As above, or what the object that has the field says. */
export type Slot = FixedSlot | ((owner: JsonObject) => FixedSlot);

/** The fields an object of a kind may have, beside extensions (`x-…`). */
export interface Shape {
  fields: Readonly<Record<string, Slot>>;
  /** What stands under every other key, where keys are names: paths, status codes. */
  others?: Slot;
}

/** The structure of a format: the shape of each kind that it has. */
export type Grammar = Readonly<Partial<Record<Kind, Shape>>>;

/** Fields of no further structure. */
export function data(...names: string[]): Record<string, 'data'> {
  return Object.fromEntries(names.map((name) => [name, 'data']));
}
