import type { Change, Class } from '../change.ts';
import { equal, member } from '../json.ts';
import type { Target } from '../references.ts';
import { change, insideBoth, members, type Part, remarkChanges, type Sides, type Spot, within } from '../sides.ts';
import type { Body } from './content.ts';
import { contentChanges } from './content.ts';
import { headerChanges } from './values.ts';

/** Compares responses by status. What is not described falls under its range (`4XX`), then under `default`. */
export function responseChanges(part: Part, body: Omit<Body, 'spot'>, spot: Spot, sides: Sides): Change[] {
  const old = statuses(members(sides.before, part.old));
  const present = statuses(members(sides.after, part.present));
  const changes: Change[] = [];
  for (const status of new Set([...present.keys(), ...old.keys()])) {
    const [was, is] = [old.get(status), present.get(status)];
    const here = within(spot, status);
    const before = was ?? fallback(status, old);
    const after = is ?? fallback(status, present);
    if (before !== undefined && after !== undefined)
      changes.push(...oneResponse({ old: before, present: after }, body, here, sides));
    else if (is !== undefined) changes.push(statusAdded(status, is, here, sides));
    else if (was !== undefined) changes.push(statusRemoved(status, was, here, sides));
  }
  return changes;
}

function statuses(responses: ReadonlyMap<string, Target>): Map<string, Target> {
  return new Map(
    [...responses]
      .filter(([key]) => !key.startsWith('x-'))
      .map(([key, target]) => [key.toUpperCase() === 'DEFAULT' ? 'default' : key.toUpperCase(), target]),
  );
}

function fallback(status: string, responses: ReadonlyMap<string, Target>): Target | undefined {
  if (status === 'default') return undefined;
  return responses.get(`${status[0]}XX`) ?? responses.get('default');
}

function isError(status: string): boolean {
  return !/^[123]/.test(status);
}

function statusAdded(status: string, target: Target, spot: Spot, { policy }: Sides): Change {
  const error = isError(status);
  const message = error
    ? `Error status ${status} is new: consumers treat it like any other of its class.`
    : `Status ${status} is new: consumers that wait for another success break.`;
  const severity: Class = error ? policy.errorStatusAdded : policy.successStatusAdded;
  return change(spot, severity, `response-${error ? 'error' : 'success'}-status-added`, target.pointer, message);
}

function statusRemoved(status: string, target: Target, spot: Spot, { policy }: Sides): Change {
  const error = isError(status);
  const message = error
    ? `Error status ${status} is no longer described: code that handles it waits in vain.`
    : `Status ${status} is gone: consumers that wait for it break.`;
  const severity: Class = error ? policy.errorStatusRemoved : 'breaking';
  return change(spot, severity, `response-${error ? 'error' : 'success'}-status-removed`, target.pointer, message);
}

function oneResponse(part: Part, body: Omit<Body, 'spot'>, spot: Spot, sides: Sides): Change[] {
  const { old, present } = part;
  if (old === undefined || present === undefined) return [];
  const links = [member(old.value, 'links'), member(present.value, 'links')];
  const linked = equal(links[0], links[1])
    ? []
    : [
        change(
          spot,
          'not-judged',
          'response-links-changed',
          present.pointer,
          'Links of the response changed: not judged: find out whether consumers follow them.',
          ...links,
        ),
      ];
  return [
    ...linked,
    ...remarkChanges(part, ['description'], spot, sides, 'Response'),
    ...headerChanges(part, body.direction, spot, sides),
    ...contentChanges(insideBoth(sides, part, 'content'), { ...body, spot }, sides),
  ];
}
