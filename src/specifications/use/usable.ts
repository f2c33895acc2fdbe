import { operationsOf as channelOperations, payloadOf } from '../compare/asyncapi/operations.ts';
import { member, pointer } from '../compare/json.ts';
import { definitions, isLibrary } from '../compare/json-schema.ts';
import { METHODS, operations } from '../compare/openapi/operations.ts';
import type { Target } from '../compare/references.ts';
import type { Document } from '../compare/schema/sameness.ts';
import { inside, members } from '../compare/sides.ts';
import { shapeOf } from './notation.ts';

/** What consumers do with data. */
export type Side = 'sends' | 'reads';

/** What consumers send or read: a body, messages. */
export interface Part {
  /** As it is written before a field. JSON Schema has one part without a name. */
  name: string;
  sides: readonly Side[];
  /** Where it stands, with the schemas in it. */
  holders: readonly { target: Target; schemas: readonly Target[] }[];
}

/** Something of a contract that can be used by itself: an operation, a channel's traffic, a schema. */
export interface Usable {
  /** As people write it: `GET /orders/{id}`. */
  name: string;
  /** The same for the same thing, whatever its path variables are called. */
  key: string;
  /** What all its users meet, whatever part they use. */
  frame: readonly { target: Target; except: readonly string[] }[];
  parts: readonly Part[];
}

/** Everything of a contract that can be used by itself. */
export function usablesOf(document: Document): Usable[] {
  switch (document.specification.format) {
    case 'openapi':
      return ofOpenapi(document);
    case 'asyncapi':
      return ofAsyncapi(document);
    case 'json-schema':
      return ofJsonSchema(document);
  }
}

const BOTH: readonly Side[] = ['sends', 'reads'];

function ofOpenapi(document: Document): Usable[] {
  const root: Target = { value: document.specification.root, pointer: '' };
  const under = (key: 'paths' | 'webhooks', before: string, [sent, read]: readonly [Side, Side]): Usable[] =>
    [...operations(document, inside(document, root, key)).values()].map(({ method, template, target, path }) => {
      const name = `${before}${method.toUpperCase()} ${template}`;
      const bodies = ['requestBody', 'responses', 'callbacks'].map((one) => pointer(target.pointer, one));
      return {
        name,
        key: shapeOf(name),
        frame: [
          { target, except: bodies },
          { target: path, except: METHODS.map((one) => pointer(path.pointer, one)) },
        ],
        parts: [
          ...partAt(document, target, 'requestBody', { name: 'request', sides: [sent] }, (body) => [body]),
          ...partAt(document, target, 'responses', { name: 'response', sides: [read] }, (all) => [
            ...members(document, all).values(),
          ]),
          ...partAt(document, target, 'callbacks', { name: 'callbacks', sides: BOTH }, () => []),
        ],
      };
    });
  return [...under('paths', '', ['sends', 'reads']), ...under('webhooks', 'webhook ', ['reads', 'sends'])];
}

/** A part of an operation, where it has it; `bodies` tells what in it has content. */
function partAt(
  document: Document,
  operation: Target,
  key: string,
  part: Omit<Part, 'holders'>,
  bodies: (part: Target) => Target[],
): Part[] {
  const target = written(operation, key);
  const followed = inside(document, operation, key);
  if (target === undefined || followed === undefined) return [];
  const schemas = bodies(followed).flatMap((body) =>
    [...members(document, inside(document, body, 'content')).values()].flatMap(
      (media) => written(media, 'schema') ?? [],
    ),
  );
  return [{ ...part, holders: [{ target, schemas }] }];
}

/** A member as it stands there: references are not followed. */
function written(holder: Target, key: string): Target | undefined {
  const value = member(holder.value, key);
  return value === undefined ? undefined : { value, pointer: pointer(holder.pointer, key) };
}

function ofAsyncapi(document: Document): Usable[] {
  return [...channelOperations(document).values()].map(({ action, address, target, channel, messages, reply }) => {
    const name = `${action} ${address}`;
    const [own, answer]: [Side, Side] = action === 'receive' ? ['sends', 'reads'] : ['reads', 'sends'];
    const part = (name: string, side: Side, of: ReadonlyMap<string, Target>): Part => ({
      name,
      sides: [side],
      holders: [...of.values()].map((message) => ({
        target: message,
        schemas: [payloadOf(document, message).schema],
      })),
    });
    return {
      name,
      key: shapeOf(name),
      frame: [
        { target, except: ['message', 'messages', 'reply', 'channel'].map((one) => pointer(target.pointer, one)) },
        {
          target: channel,
          except: ['publish', 'subscribe', 'messages'].map((one) => pointer(channel.pointer, one)),
        },
      ],
      parts: [part('message', own, messages), ...(reply === null ? [] : [part('reply', answer, reply)])],
    };
  });
}

function ofJsonSchema({ specification }: Document): Usable[] {
  const schema = (name: string, target: Target): Usable => ({
    name,
    key: name,
    frame: [],
    parts: [{ name: '', sides: BOTH, holders: [{ target, schemas: [target] }] }],
  });
  return isLibrary(specification)
    ? [...definitions(specification)].map(([name, target]) => schema(name, target))
    : [schema('schema', { value: specification.root, pointer: '' })];
}
