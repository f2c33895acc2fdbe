import type { Change } from '../change.ts';
import { equal, member } from '../json.ts';
import type { Target } from '../references.ts';
import { change, insideBoth, type Part, paired, remarkChanges, type Sides, type Spot, within, word } from '../sides.ts';
import type { Site } from '../site.ts';
import { messageMember, payloadOf } from './operations.ts';

export type Action = 'receive' | 'send';

/** Which way data travels: what the application receives is a consumer's to send. */
const TRAVEL = {
  receive: { scope: 'received', direction: 'request' },
  send: { scope: 'sent', direction: 'response' },
} as const;

export function messagesChanges(
  old: ReadonlyMap<string, Target>,
  present: ReadonlyMap<string, Target>,
  action: Action,
  spot: Spot,
  sides: Sides,
): Change[] {
  return paired(old, renamedAlike(old, present)).flatMap(({ key, old: was, present: is }) => {
    const here = within(spot, key);
    if (is === undefined) return [removed(key, was, action, here)];
    if (was === undefined) return [added(key, is, action, here, sides)];
    return oneMessage({ old: was, present: is }, action, here, sides);
  });
}

/** The only message of a channel is the same one whatever it is called. */
function renamedAlike(
  old: ReadonlyMap<string, Target>,
  present: ReadonlyMap<string, Target>,
): ReadonlyMap<string, Target> {
  const [[was], [is, target]] = [[...old.keys()], [...present].flat() as [string?, Target?]];
  if (old.size !== 1 || present.size !== 1 || was === undefined || is === undefined || target === undefined)
    return present;
  return new Map([[was, target]]);
}

function removed(name: string, was: Target | undefined, action: Action, spot: Spot): Change {
  const harm = action === 'receive' ? 'consumers that send it are refused' : 'consumers that wait for it hear nothing';
  return change(
    spot,
    'breaking',
    `${TRAVEL[action].scope}-message-removed`,
    was?.pointer,
    `Message \`${name}\` is gone: ${harm}.`,
  );
}

function added(name: string, is: Target, action: Action, spot: Spot, { policy }: Sides): Change {
  const severity = action === 'receive' ? 'additive' : policy.sentMessageAdded;
  const follows =
    action === 'receive' ? 'no consumer has to send it' : 'consumers of the channel that do not know it break';
  return change(
    spot,
    severity,
    `${TRAVEL[action].scope}-message-added`,
    is.pointer,
    `Message \`${name}\` is new: ${follows}.`,
  );
}

function oneMessage(part: Part & { old: Target; present: Target }, action: Action, spot: Spot, sides: Sides): Change[] {
  return [
    ...remarkChanges(
      part,
      ['title', 'summary', 'description', 'tags', 'externalDocs', 'examples'],
      spot,
      sides,
      'Message',
    ),
    ...contentTypeChanges(part, action, spot, sides),
    ...correlationChanges(insideBoth(sides, part, 'correlationId'), action, spot),
    ...bindingChanges(insideBoth(sides, part, 'bindings'), 'Message', spot),
    ...payloadChanges(part, action, spot, sides),
    ...headersChanges(part, action, spot, sides),
  ];
}

function siteOf(action: Action, spot: Spot, whole: string): Site {
  return {
    ...TRAVEL[action],
    ...within(spot, whole.toLowerCase()),
    whole,
    field: whole === 'Payload' ? 'Message field' : 'Message header',
  };
}

function payloadChanges(
  { old, present }: { old: Target; present: Target },
  action: Action,
  spot: Spot,
  sides: Sides,
): Change[] {
  const [was, is] = [payloadOf(sides.before, old), payloadOf(sides.after, present)];
  const site = siteOf(action, spot, 'Payload');
  if (was.format === null && is.format === null) return sides.schemas(was.schema, is.schema, site);
  if (was.format === is.format && equal(was.schema.value, is.schema.value)) return [];
  const message = `Payload in \`${is.format ?? was.format}\` changed: not judged: compare the two by hand.`;
  return [
    change(
      site,
      'not-judged',
      `${site.scope}-payload-format`,
      is.schema.pointer,
      message,
      was.schema.value,
      is.schema.value,
    ),
  ];
}

function headersChanges(
  { old, present }: { old: Target; present: Target },
  action: Action,
  spot: Spot,
  sides: Sides,
): Change[] {
  const was = messageMember(sides.before, old, 'headers');
  const is = messageMember(sides.after, present, 'headers');
  if (was === undefined && is === undefined) return [];
  const none = (target: Target): Target => ({ value: { type: 'object' }, pointer: target.pointer });
  return sides.schemas(was ?? none(old), is ?? none(present), siteOf(action, spot, 'Headers'));
}

function contentTypeChanges(
  { old, present }: { old: Target; present: Target },
  action: Action,
  spot: Spot,
  sides: Sides,
): Change[] {
  const standard = (side: Sides['before']): string | undefined =>
    word({ value: side.specification.root, pointer: '' }, 'defaultContentType');
  const was = word(old, 'contentType') ?? standard(sides.before);
  const is = word(present, 'contentType') ?? standard(sides.after);
  if (was === is || was === undefined || is === undefined) return [];
  const message = `Message is \`${is}\` now, was \`${was}\`: ${action === 'receive' ? 'consumers that send it as before are refused' : 'consumers that read it break'}.`;
  return [change(spot, 'breaking', `${TRAVEL[action].scope}-content-type-changed`, present.pointer, message, was, is)];
}

function correlationChanges({ old, present }: Part, action: Action, spot: Spot): Change[] {
  const [was, is] = [word(old, 'location'), word(present, 'location')];
  if (was === is) return [];
  const rule = `${TRAVEL[action].scope}-correlation-id`;
  if (was === undefined)
    return [change(spot, 'additive', `${rule}-added`, present?.pointer, 'Message carries a correlation id now.', is)];
  const message = `Correlation id is ${is === undefined ? 'gone' : `at \`${is}\` now`}, was at \`${was}\`: consumers that match messages by it break.`;
  return [
    change(
      spot,
      'breaking',
      `${rule}-${is === undefined ? 'removed' : 'moved'}`,
      present?.pointer ?? old?.pointer,
      message,
      was,
      is,
    ),
  ];
}

/** Bindings belong to a protocol; what a change of them means depends on it. */
export function bindingChanges({ old, present }: Part, what: string, spot: Spot): Change[] {
  if (equal(old?.value, present?.value)) return [];
  const message = `${what} bindings changed: not judged: find out what the protocol makes of them.`;
  return [
    change(
      spot,
      'not-judged',
      'bindings-changed',
      present?.pointer ?? old?.pointer,
      message,
      old?.value,
      present?.value,
    ),
  ];
}

export function parameterTarget(target: Target): Target {
  const schema = member(target.value, 'schema');
  return schema === undefined ? target : { value: schema, pointer: `${target.pointer}/schema` };
}
