import type { Change, Class } from '../change.ts';
import { entries, equal, member } from '../json.ts';
import type { Target } from '../references.ts';
import type { Document } from '../schema/sameness.ts';
import {
  change,
  deprecationChanges,
  exists,
  flag,
  inside,
  insideBoth,
  items,
  members,
  type Part,
  paired,
  partsOf,
  remarkChanges,
  type Sides,
  type Spot,
  within,
  word,
} from '../sides.ts';
import { type Body, contentChanges } from './content.ts';
import { responseChanges } from './responses.ts';
import { securityChanges } from './security.ts';
import { serverChanges } from './servers.ts';
import { type Named, namedValueChanges } from './values.ts';

export const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

/** Who calls: of callbacks and webhooks it is the provider, so that all directions turn round. */
export type Caller = 'consumer' | 'provider';

interface Operation {
  readonly method: string;
  readonly template: string;
  readonly target: Target;
  /** What stands on the path for all its operations. */
  readonly path: Target;
}

/** Compares the operations under a map of paths, or of names, to path items. */
export function operationChanges(part: Part, caller: Caller, spot: Spot, sides: Sides): Change[] {
  const [old, present] = [operations(sides.before, part.old), operations(sides.after, part.present)];
  return paired(old, present).flatMap(({ key, old: was, present: is }) => {
    const one = is ?? was;
    if (one === undefined) return [];
    const here = within(spot, `${one.method.toUpperCase()} ${one.template}`, key);
    if (is === undefined) return was === undefined ? [] : [removed(was, caller, here, sides)];
    if (was === undefined) return [added(is, caller, here)];
    return oneOperation(was, is, caller, here, sides);
  });
}

/** By method and template; what path variables are called does not matter. */
export function operations(document: Document, paths: Target | undefined): Map<string, Operation> {
  const found = new Map<string, Operation>();
  for (const [template, path] of members(document, paths)) {
    for (const method of METHODS) {
      const target = inside(document, path, method);
      if (!exists(target)) continue;
      const shape = `${method.toUpperCase()} ${template.replace(/\{[^}]*\}/g, '{}')}`;
      found.set(found.has(shape) ? `${method.toUpperCase()} ${template}` : shape, { method, template, target, path });
    }
  }
  return found;
}

const RULE: Record<Caller, string> = { consumer: 'operation', provider: 'callback' };

function removed({ target }: Operation, caller: Caller, spot: Spot, { policy }: Sides): Change {
  const announced = flag(target, 'deprecated');
  const severity: Class = announced ? policy.deprecatedOperationRemoved : 'breaking';
  const message =
    caller === 'consumer'
      ? `Operation is gone${announced ? ' after it was deprecated' : ''}: consumers that call it break.`
      : 'It is no longer called: consumers that wait for it hear nothing.';
  return change(spot, severity, `${RULE[caller]}-removed`, target.pointer, message);
}

function added({ target }: Operation, caller: Caller, spot: Spot): Change {
  const message =
    caller === 'consumer'
      ? 'Operation is new: no consumer has to know it.'
      : 'It is called newly, for those who ask for it.';
  return change(spot, 'additive', `${RULE[caller]}-added`, target.pointer, message);
}

function oneOperation(was: Operation, is: Operation, caller: Caller, spot: Spot, sides: Sides): Change[] {
  const part: Part = { old: was.target, present: is.target };
  const calling = caller === 'consumer';
  const sent: Body = { scope: calling ? 'request' : 'sent', direction: calling ? 'request' : 'response', spot };
  const answer = { scope: calling ? 'response' : 'received', direction: calling ? 'response' : 'request' } as const;
  return [
    ...remarkChanges(part, ['summary', 'description', 'tags', 'externalDocs'], spot, sides, 'Operation'),
    ...remarkChanges({ old: was.path, present: is.path }, ['summary', 'description'], spot, sides, 'Path'),
    ...deprecationChanges(part, spot, 'operation', 'Operation'),
    ...nameChanges(part, spot, sides),
    ...parameterChanges(was, is, sent.direction, spot, sides),
    ...bodyChanges(insideBoth(sides, part, 'requestBody'), sent, sides),
    ...responseChanges(insideBoth(sides, part, 'responses'), answer, spot, sides),
    ...(calling ? securityChanges(part, spot, sides) : []),
    ...ownServerChanges(was, is, spot, sides),
    ...callbackChanges(insideBoth(sides, part, 'callbacks'), spot, sides),
  ];
}

function nameChanges(part: Part, spot: Spot, { policy }: Sides): Change[] {
  const [was, is] = [word(part.old, 'operationId'), word(part.present, 'operationId')];
  if (was === is) return [];
  const message = `\`operationId\` is ${is === undefined ? 'gone' : `\`${is}\` now`}${was === undefined ? '' : `, was \`${was}\``}: methods of generated clients are named after it.`;
  return [change(spot, policy.operationIdChanged, 'operation-id-changed', part.present?.pointer, message, was, is)];
}

/** Set by HTTP itself; OpenAPI has them ignored as parameters. */
const NOT_PARAMETERS = new Set(['accept', 'content-type', 'authorization']);

function parameterChanges(
  was: Operation,
  is: Operation,
  direction: Named['direction'],
  spot: Spot,
  sides: Sides,
): Change[] {
  return paired(parameters(sides.before, was), parameters(sides.after, is)).flatMap(({ key, old, present }) => {
    const target = present ?? old;
    const [place, name] = [word(target, 'in') ?? '', word(target, 'name') ?? ''];
    const named: Named = {
      scope: 'parameter',
      direction,
      title: `${place.charAt(0).toUpperCase()}${place.slice(1)} parameter \`${name}\``,
      spot: within(spot, `${place} ${name}`, key),
      required: (one) => flag(one, 'required') || word(one, 'in') === 'path',
    };
    return namedValueChanges({ old, present }, named, sides);
  });
}

/** Those of the path and of the operation, which go before. A path variable is known by its position. */
function parameters(document: Document, { target, path, template }: Operation): Map<string, Target> {
  const variables = [...template.matchAll(/\{([^}]*)\}/g)].map(([, name]) => name);
  const found = new Map<string, Target>();
  for (const holder of [path, target]) {
    for (const one of items(document, inside(document, holder, 'parameters'))) {
      const [place, name] = [word(one, 'in') ?? '', word(one, 'name') ?? ''];
      if (place === 'header' && NOT_PARAMETERS.has(name.toLowerCase())) continue;
      const position = variables.indexOf(name);
      const id = place === 'path' && position >= 0 ? String(position) : place === 'header' ? name.toLowerCase() : name;
      found.set(`${place} ${id}`, one);
    }
  }
  return found;
}

function bodyChanges(part: Part, body: Body, sides: Sides): Change[] {
  const { old, present } = part;
  const { scope, direction, spot } = body;
  const [was, is] = [flag(old, 'required'), flag(present, 'required')];
  const content = insideBoth(sides, part, 'content');
  if (old === undefined && present !== undefined && is && direction === 'request') {
    return [
      change(
        spot,
        'breaking',
        `${scope}-body-required-added`,
        present.pointer,
        'A body is required now: consumers that send none are refused.',
      ),
    ];
  }
  const required =
    old === undefined || present === undefined || was === is
      ? []
      : [
          change(
            spot,
            is === (direction === 'request') ? 'breaking' : 'additive',
            `${scope}-body-became-${is ? 'required' : 'optional'}`,
            present.pointer,
            is ? 'The body is required now: consumers that send none are refused.' : 'The body may be missing now.',
          ),
        ];
  return [
    ...required,
    ...remarkChanges(part, ['description'], spot, sides, 'Body'),
    ...contentChanges(content, body, sides),
  ];
}

/** Servers of an operation or path, where they differ from those of the document. */
function ownServerChanges(was: Operation, is: Operation, spot: Spot, sides: Sides): Change[] {
  const own = (document: Document, { target, path }: Operation): Target | undefined =>
    inside(document, target, 'servers') ?? inside(document, path, 'servers');
  const [old, present] = [own(sides.before, was), own(sides.after, is)];
  if (old === undefined && present === undefined) return [];
  const whole = (document: Document) =>
    inside(document, { value: document.specification.root, pointer: '' }, 'servers');
  return serverChanges({ old: old ?? whole(sides.before), present: present ?? whole(sides.after) }, spot, sides);
}

/** A callback is known by its name; where it goes to is written in its only key. */
function callbackChanges(part: Part, spot: Spot, sides: Sides): Change[] {
  return partsOf(sides, part).flatMap(({ key, part: callback }) => {
    const here = within(spot, `callback ${key}`);
    const { old, present } = callback;
    if (present === undefined)
      return [
        change(
          here,
          'breaking',
          'callback-removed',
          old?.pointer,
          'Callback is gone: consumers that wait for it hear nothing.',
        ),
      ];
    if (old === undefined)
      return [
        change(here, 'additive', 'callback-added', present.pointer, 'Callback is new, for those who ask for it.'),
      ];
    const addresses = [old, present].map(({ value }) => entries(value).map(([address]) => address));
    const moved = addresses.every((one) => one.length === 1) && !equal(addresses[0] ?? [], addresses[1] ?? []);
    if (!moved) return operationChanges(callback, 'provider', here, sides);
    const [from, to] = [addresses[0]?.[0] ?? '', addresses[1]?.[0] ?? ''];
    const message = `Callback goes to \`${to}\` now, was \`${from}\`: consumers wait in the wrong place.`;
    const renamed: Part = { old: { value: { [to]: member(old.value, from) ?? null }, pointer: old.pointer }, present };
    return [
      change(here, 'breaking', 'callback-address-changed', present.pointer, message, from, to),
      ...operationChanges(renamed, 'provider', here, sides),
    ];
  });
}
