import { member, pointer } from '../json.ts';
import type { Target } from '../references.ts';
import type { Document } from '../schema/sameness.ts';
import { exists, inside, items, members, word } from '../sides.ts';

/** What an application does on a channel, in one shape for AsyncAPI 2 and 3. */
export interface Operation {
  readonly action: 'receive' | 'send';
  /** The address of the channel; its name where it has none yet. */
  readonly address: string;
  readonly target: Target;
  readonly channel: Target;
  readonly messages: ReadonlyMap<string, Target>;
  /** Parameters of the address, by position. */
  readonly parameters: ReadonlyMap<string, Target>;
  /** What is answered: sent where the operation receives, and the other way round. */
  readonly reply: ReadonlyMap<string, Target> | null;
}

/** All operations by action and address. What parameters of an address are called does not matter. */
export function operationsOf(document: Document): Map<string, Operation> {
  const root: Target = { value: document.specification.root, pointer: '' };
  const found = new Map<string, Operation>();
  const all = /^2\./.test(document.specification.dialect) ? ofChannels(document, root) : ofOperations(document, root);
  for (const one of all) {
    const key = `${one.action} ${one.address.replace(/\{[^}]*\}/g, '{}')}`;
    const other = found.get(key);
    // Several operations may do the same on one channel: together they are one offer.
    found.set(key, other === undefined ? one : { ...other, messages: new Map([...other.messages, ...one.messages]) });
  }
  return found;
}

/** AsyncAPI 2: `publish` is what others may publish, so the application receives it. */
function ofChannels(document: Document, root: Target): Operation[] {
  return [...members(document, inside(document, root, 'channels'))].flatMap(([address, channel]) =>
    (['publish', 'subscribe'] as const).flatMap((verb) => {
      const target = inside(document, channel, verb);
      if (!exists(target)) return [];
      const action = verb === 'publish' ? 'receive' : 'send';
      const messages = byName(oneOrSeveral(document, inside(document, target, 'message')));
      return [
        {
          action,
          address,
          target,
          channel,
          messages,
          parameters: parametersOf(document, channel, address),
          reply: null,
        },
      ];
    }),
  );
}

function oneOrSeveral(document: Document, message: Target | undefined): Target[] {
  if (message === undefined) return [];
  const alternatives = inside(document, message, 'oneOf');
  return alternatives === undefined ? [message] : items(document, alternatives);
}

function ofOperations(document: Document, root: Target): Operation[] {
  return [...members(document, inside(document, root, 'operations')).values()].flatMap((target) => {
    const channel = inside(document, target, 'channel');
    const action = word(target, 'action');
    if (channel === undefined || (action !== 'receive' && action !== 'send')) return [];
    const address = word(channel, 'address') ?? lastName(channel.pointer);
    const reply = inside(document, target, 'reply');
    return [
      {
        action,
        address,
        target,
        channel,
        messages: messagesOf(document, target, channel),
        parameters: parametersOf(document, channel, address),
        reply: reply === undefined ? null : messagesOf(document, reply, inside(document, reply, 'channel')),
      },
    ];
  });
}

/** Those that an operation lists; without a list, all of its channel. */
function messagesOf(document: Document, holder: Target, channel: Target | undefined): Map<string, Target> {
  const listed = inside(document, holder, 'messages');
  return byName(
    listed === undefined
      ? [...members(document, inside(document, channel, 'messages')).values()]
      : items(document, listed),
  );
}

function byName(messages: readonly Target[]): Map<string, Target> {
  return new Map(messages.map((one) => [word(one, 'name') ?? lastName(one.pointer), one]));
}

function lastName(path: string): string {
  return (path.split('/').at(-1) ?? '').replaceAll('~1', '/').replaceAll('~0', '~');
}

function parametersOf(document: Document, channel: Target, address: string): Map<string, Target> {
  const variables = [...address.matchAll(/\{([^}]*)\}/g)].map(([, name]) => name);
  const all = [...members(document, inside(document, channel, 'parameters'))];
  return new Map(
    all.map(([name, target]) => [variables.includes(name) ? String(variables.indexOf(name)) : name, target]),
  );
}

/** A member of a message: its own, or one that a trait lends it. */
export function messageMember(document: Document, message: Target, key: string): Target | undefined {
  const own = member(message.value, key);
  if (own !== undefined) return { value: own, pointer: pointer(message.pointer, key) };
  for (const trait of items(document, inside(document, message, 'traits')).toReversed()) {
    const lent = member(trait.value, key);
    if (lent !== undefined) return { value: lent, pointer: pointer(trait.pointer, key) };
  }
  return undefined;
}

/** A payload as a schema, or in a language that Depsync does not read. */
export function payloadOf(document: Document, message: Target): { schema: Target; format: string | null } {
  const payload = messageMember(document, message, 'payload') ?? { value: true, pointer: message.pointer };
  const wrapped = document.references.follow(payload.value, payload.pointer) ?? payload;
  const several = member(wrapped.value, 'schemaFormat') !== undefined && member(wrapped.value, 'schema') !== undefined;
  const format = several ? word(wrapped, 'schemaFormat') : word(message, 'schemaFormat');
  const schema = several
    ? { value: member(wrapped.value, 'schema') ?? true, pointer: pointer(wrapped.pointer, 'schema') }
    : payload;
  return { schema, format: format === undefined || isJsonSchema(format) ? null : format };
}

/** The media types of AsyncAPI's own schemas, JSON Schema and OpenAPI. */
function isJsonSchema(format: string): boolean {
  return /aai\.asyncapi|schema\+(json|yaml)|vnd\.oai\.openapi/.test(format);
}
