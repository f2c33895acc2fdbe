import type { Change } from '../change.ts';
import { canonical, list, member } from '../json.ts';
import { schemeChanges } from '../openapi/security.ts';
import type { Target } from '../references.ts';
import {
  change,
  insideBoth,
  type Part,
  paired,
  partsOf,
  remarkChanges,
  type Sides,
  type Spot,
  within,
  word,
} from '../sides.ts';
import type { Site } from '../site.ts';
import { type Action, bindingChanges, messagesChanges, parameterTarget } from './messages.ts';
import { type Operation, operationsOf } from './operations.ts';

const WHOLE: Spot = { where: '', key: '' };
const ANSWER: Record<Action, Action> = { receive: 'send', send: 'receive' };

/** Compares two AsyncAPI documents, also of versions 2 and 3, by what the application receives and sends. */
export function compareAsyncapi(sides: Sides): Change[] {
  const root: Part = {
    old: { value: sides.before.specification.root, pointer: '' },
    present: { value: sides.after.specification.root, pointer: '' },
  };
  const operations = paired(operationsOf(sides.before), operationsOf(sides.after)).flatMap(({ key, old, present }) => {
    const one = present ?? old;
    if (one === undefined) return [];
    const spot: Spot = { where: `${one.action} ${one.address}`, key };
    if (present === undefined) return [removed(one, spot)];
    if (old === undefined)
      return [
        change(
          spot,
          'additive',
          'operation-added',
          one.target.pointer,
          `${verb(one)} is new: no consumer has to know it.`,
        ),
      ];
    return oneOperation(old, present, spot, sides);
  });
  return [
    ...operations,
    ...schemeChanges(sides),
    ...serverChanges(insideBoth(sides, root, 'servers'), sides),
    ...aboutChanges(root, sides),
  ];
}

function verb({ action, address }: Operation): string {
  return `${action === 'receive' ? 'Receiving on' : 'Sending on'} \`${address}\``;
}

function removed(operation: Operation, spot: Spot): Change {
  const harm =
    operation.action === 'receive'
      ? 'consumers that send there are not heard'
      : 'consumers that listen there hear nothing';
  return change(
    spot,
    'breaking',
    'operation-removed',
    operation.target.pointer,
    `${verb(operation)} is gone: ${harm}.`,
  );
}

function oneOperation(old: Operation, present: Operation, spot: Spot, sides: Sides): Change[] {
  const part: Part = { old: old.target, present: present.target };
  const channel: Part = { old: old.channel, present: present.channel };
  const described = ['title', 'summary', 'description', 'tags', 'externalDocs'];
  return [
    ...remarkChanges(part, described, spot, sides, 'Operation'),
    ...remarkChanges(channel, described, spot, sides, 'Channel'),
    ...bindingChanges(insideBoth(sides, part, 'bindings'), 'Operation', spot),
    ...bindingChanges(insideBoth(sides, channel, 'bindings'), 'Channel', spot),
    ...accessChanges(part, spot),
    ...parameterChanges(old, present, spot, sides),
    ...messagesChanges(old.messages, present.messages, present.action, spot, sides),
    ...replyChanges(old, present, spot, sides),
  ];
}

function replyChanges(old: Operation, present: Operation, spot: Spot, sides: Sides): Change[] {
  const here = within(spot, 'reply');
  if (present.reply === null) {
    return old.reply === null
      ? []
      : [
          change(
            here,
            'breaking',
            'reply-removed',
            old.target.pointer,
            'Reply is gone: consumers that wait for it hear nothing.',
          ),
        ];
  }
  if (old.reply === null) {
    const severity = present.action === 'receive' ? 'additive' : 'breaking';
    const follows = present.action === 'receive' ? 'consumers may ignore it' : 'consumers have to answer now';
    return [change(here, severity, 'reply-added', present.target.pointer, `Reply is new: ${follows}.`)];
  }
  return messagesChanges(old.reply, present.reply, ANSWER[present.action], here, sides);
}

/** The values that fill the address: chosen by consumers where the application receives, by itself where it sends. */
function parameterChanges(old: Operation, present: Operation, spot: Spot, sides: Sides): Change[] {
  const direction = present.action === 'receive' ? 'request' : 'response';
  return paired(old.parameters, present.parameters).flatMap(({ key, old: was, present: is }) => {
    if (was === undefined || is === undefined) return [];
    const name = is.pointer.split('/').at(-1) ?? key;
    const site: Site = {
      scope: 'parameter',
      direction,
      ...within(spot, `parameter ${name}`, `parameter ${key}`),
      whole: `Parameter \`${name}\``,
      field: 'Parameter',
    };
    return sides.schemas(parameterTarget(was), parameterTarget(is), site);
  });
}

/** Each entry of `security` is one way to be let in. */
function accessChanges({ old, present }: Part, spot: Spot): Change[] {
  const ways = (target: Target | undefined) => list(member(target?.value, 'security')).map(canonical);
  const [was, is] = [ways(old), ways(present)];
  const path = present?.pointer;
  if (is.length > 0 && (was.length === 0 || was.some((way) => !is.includes(way)))) {
    return [
      change(
        spot,
        'breaking',
        'security-tightened',
        path,
        'Access that was enough no longer is: consumers that sign in by it are refused.',
        was,
        is,
      ),
    ];
  }
  if (canonical(was) === canonical(is)) return [];
  return [
    change(
      spot,
      'additive',
      'security-loosened',
      path,
      'Access is granted in more ways: consumers keep theirs.',
      was,
      is,
    ),
  ];
}

function serverChanges(servers: Part, sides: Sides): Change[] {
  return partsOf(sides, servers).flatMap(({ key, part }) => {
    const spot: Spot = { where: `server ${key}`, key: `server ${key}` };
    const { old, present } = part;
    if (present === undefined)
      return [
        change(
          spot,
          'breaking',
          'server-removed',
          old?.pointer,
          `Server \`${key}\` is gone: consumers that connect to it get no answer.`,
        ),
      ];
    if (old === undefined)
      return [
        change(spot, 'additive', 'server-added', present.pointer, `Server \`${key}\` is new: consumers keep theirs.`),
      ];
    const [was, is] = [address(old), address(present)];
    const moved =
      was === is
        ? []
        : [
            change(
              spot,
              'breaking',
              'server-changed',
              present.pointer,
              `Server \`${key}\` is \`${is}\` now, was \`${was}\`: consumers that connect as before get no answer.`,
              was,
              is,
            ),
          ];
    return [
      ...moved,
      ...accessChanges(part, spot),
      ...bindingChanges(insideBoth(sides, part, 'bindings'), 'Server', spot),
      ...remarkChanges(part, ['title', 'summary', 'description', 'tags'], spot, sides, 'Server'),
    ];
  });
}

/** Version 2 writes `url`, version 3 `host` and `pathname`. */
function address(server: Target): string {
  const place =
    word(server, 'url')?.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '') ??
    `${word(server, 'host') ?? ''}${word(server, 'pathname') ?? ''}`;
  return `${word(server, 'protocol') ?? ''}://${place.replace(/\/$/, '')}`;
}

function aboutChanges(root: Part, sides: Sides): Change[] {
  const info = ['title', 'description', 'termsOfService', 'contact', 'license', 'tags', 'externalDocs'];
  return [
    ...remarkChanges(insideBoth(sides, root, 'info'), info, { where: 'info', key: 'info' }, sides, 'The contract'),
    ...remarkChanges(root, ['tags', 'externalDocs'], WHOLE, sides, 'The contract'),
  ];
}
