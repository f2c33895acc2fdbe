import type { Change } from '../change.ts';
import { equal, list, member } from '../json.ts';
import type { Target } from '../references.ts';
import { change, inside, items, members, type Part, paired, type Sides, type Spot, within, word } from '../sides.ts';

/** Compares addresses. A document without any says nothing about them. */
export function serverChanges(part: Part, spot: Spot, sides: Sides): Change[] {
  const [old, present] = [byAddress(items(sides.before, part.old)), byAddress(items(sides.after, part.present))];
  return paired(old, present).flatMap(({ key, old: was, present: is }) => {
    const here = within(spot, `server ${key}`);
    if (is === undefined) {
      return [
        change(
          here,
          'breaking',
          'server-removed',
          was?.pointer,
          `Server \`${key}\` is gone: consumers that call it get no answer.`,
        ),
      ];
    }
    if (was === undefined)
      return [change(here, 'additive', 'server-added', is.pointer, `Server \`${key}\` is new: consumers keep theirs.`)];
    return variableChanges(was, is, here, sides);
  });
}

function byAddress(servers: readonly Target[]): Map<string, Target> {
  return new Map(servers.map((one) => [(word(one, 'url') ?? '').replace(/(?<=.)\/$/, ''), one]));
}

function variableChanges(old: Target, present: Target, spot: Spot, sides: Sides): Change[] {
  const variables = paired(
    members(sides.before, inside(sides.before, old, 'variables')),
    members(sides.after, inside(sides.after, present, 'variables')),
  );
  const changed = variables.flatMap(({ key, old: was, present: is }) => {
    const values = (target: Target | undefined) => list(member(target?.value, 'enum')).map(String);
    const gone = values(was).filter((one) => values(is).length > 0 && !values(is).includes(one));
    const told = `Server variable \`${key}\``;
    if (gone.length > 0) {
      const message = `${told} no longer admits ${gone.map((one) => `\`${one}\``).join(', ')}: consumers that use it get no answer.`;
      return [change(spot, 'breaking', 'server-variable-value-removed', is?.pointer, message, key, gone)];
    }
    if (!equal(member(was?.value, 'default'), member(is?.value, 'default'))) {
      const message = `${told} has another default: not judged: find out whether consumers rely on it.`;
      return [
        change(spot, 'not-judged', 'server-variable-default-changed', is?.pointer ?? present.pointer, message, key),
      ];
    }
    return equal(values(was), values(is))
      ? []
      : [change(spot, 'additive', 'server-variable-value-added', is?.pointer, `${told} admits more values.`, key)];
  });
  const described = equal(member(old.value, 'description'), member(present.value, 'description'))
    ? []
    : [
        change(
          spot,
          'documentation',
          'text-changed',
          present.pointer,
          'Server is described otherwise (description).',
          member(present.value, 'description'),
        ),
      ];
  return [...changed, ...described];
}
