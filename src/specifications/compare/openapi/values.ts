import type { Change, Class, Direction } from '../change.ts';
import { equal, member } from '../json.ts';
import type { Target } from '../references.ts';
import {
  change,
  deprecationChanges,
  flag,
  inside,
  insideBoth,
  members,
  type Part,
  remarkChanges,
  type Sides,
  type Spot,
  within,
  word,
} from '../sides.ts';
import type { Site } from '../site.ts';

/** A value with a name of its own: a parameter, or a header of a response. */
export interface Named {
  readonly scope: 'parameter' | 'response-header';
  readonly direction: Exclude<Direction, 'both'>;
  /** "Query parameter `limit`". */
  readonly title: string;
  readonly spot: Spot;
  readonly required: (target: Target) => boolean;
}

export function namedValueChanges(part: Part, named: Named, sides: Sides): Change[] {
  const { old, present } = part;
  const { scope, spot, title } = named;
  if (old === undefined && present !== undefined) return [added(present, named)];
  if (present === undefined && old !== undefined) return [removed(old, named, sides)];
  if (old === undefined || present === undefined) return [];
  return [
    ...requiredChanges(old, present, named),
    ...serializationChanges(old, present, named, sides),
    ...deprecationChanges(part, spot, scope, title),
    ...remarkChanges(part, ['description', 'example', 'examples'], spot, sides, title),
    ...schemaChanges(part, named, sides),
  ];
}

function added(present: Target, { scope, direction, title, spot, required }: Named): Change {
  const needed = direction === 'request' && required(present);
  const follows = needed
    ? `${title} is new and required: consumers that leave it out are refused.`
    : `${title} is new: no consumer has to know it.`;
  return change(
    spot,
    needed ? 'breaking' : 'additive',
    `${scope}-${needed ? 'required-added' : 'added'}`,
    present.pointer,
    follows,
  );
}

function removed(old: Target, { scope, direction, title, spot, required }: Named, { policy }: Sides): Change {
  if (direction === 'request') {
    const message = `${title} is gone: what consumers send in it may be ignored. Find out whether they rely on it.`;
    return change(spot, policy.requestParameterRemoved, `${scope}-removed`, old.pointer, message);
  }
  const severity: Class = required(old) ? 'breaking' : policy.optionalResponsePropertyRemoved;
  return change(spot, severity, `${scope}-removed`, old.pointer, `${title} is gone: consumers that read it break.`);
}

function requiredChanges(old: Target, present: Target, { scope, direction, title, spot, required }: Named): Change[] {
  const [was, is] = [required(old), required(present)];
  if (was === is) return [];
  const breaks = is === (direction === 'request');
  const message = is
    ? `${title} is required now: ${breaks ? 'consumers that leave it out are refused' : 'consumers can rely on it'}.`
    : `${title} may be missing now: ${breaks ? 'consumers that rely on it break' : 'consumers may go on sending it'}.`;
  return [
    change(
      spot,
      breaks ? 'breaking' : 'additive',
      `${scope}-became-${is ? 'required' : 'optional'}`,
      present.pointer,
      message,
    ),
  ];
}

/** How a value is written into a URL or a header, with the defaults of OpenAPI. */
function serialization(target: Target, sides: Sides['before']) {
  const place = word(target, 'in') ?? 'header';
  const style = word(target, 'style') ?? (place === 'query' || place === 'cookie' ? 'form' : 'simple');
  const explode = member(target.value, 'explode');
  return {
    style,
    explode: typeof explode === 'boolean' ? explode : style === 'form',
    reserved: flag(target, 'allowReserved'),
    content: [...members(sides, inside(sides, target, 'content')).keys()][0] ?? null,
  };
}

function serializationChanges(old: Target, present: Target, { scope, title, spot }: Named, sides: Sides): Change[] {
  const [was, is] = [serialization(old, sides.before), serialization(present, sides.after)];
  if (equal(was, is)) return [];
  const told = ({ style, explode, content }: typeof was): string => content ?? `${style}${explode ? ', exploded' : ''}`;
  const message = `${title} is written otherwise (${told(is)}, was ${told(was)}): both sides misread each other.`;
  return [change(spot, 'breaking', `${scope}-serialization-changed`, present.pointer, message, was, is)];
}

function schemaChanges(part: Part, { scope, direction, title, spot }: Named, sides: Sides): Change[] {
  const { old, present } = part;
  if (old === undefined || present === undefined) return [];
  const site: Site = { scope, direction, ...spot, whole: title, field: `${title}, field` };
  return sides.schemas(schemaOf(old, sides.before), schemaOf(present, sides.after), site);
}

/** The schema of a value, also where it stands under `content`. Without one, anything goes. */
function schemaOf(target: Target, document: Sides['before']): Target {
  const [content] = members(document, inside(document, target, 'content')).values();
  const holder = content ?? target;
  const schema = member(holder.value, 'schema');
  return schema === undefined
    ? { value: true, pointer: holder.pointer }
    : { value: schema, pointer: `${holder.pointer}/schema` };
}

export function headerChanges(part: Part, direction: Named['direction'], spot: Spot, sides: Sides): Change[] {
  const { old, present } = insideBoth(sides, part, 'headers');
  const [before, after] = [byLowerCase(members(sides.before, old)), byLowerCase(members(sides.after, present))];
  return [...new Set([...after.keys(), ...before.keys()])].flatMap((key) => {
    const name = after.get(key)?.name ?? before.get(key)?.name ?? key;
    const named: Named = {
      scope: 'response-header',
      direction,
      title: `Response header \`${name}\``,
      spot: within(spot, `header ${name}`, `header ${key}`),
      required: (target) => flag(target, 'required'),
    };
    return namedValueChanges({ old: before.get(key)?.target, present: after.get(key)?.target }, named, sides);
  });
}

/** Names of headers know no case; the media type stands in the content and not in the headers. */
function byLowerCase(headers: ReadonlyMap<string, Target>): Map<string, { name: string; target: Target }> {
  const all = [...headers].map(([name, target]) => [name.toLowerCase(), { name, target }] as const);
  return new Map(all.filter(([key]) => key !== 'content-type'));
}
