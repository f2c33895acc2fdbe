import type { Json } from '../../model.ts';
import type { Change } from '../change.ts';
import { canonical, entries, list, member } from '../json.ts';
import type { Target } from '../references.ts';
import type { Document } from '../schema/sameness.ts';
import { change, inside, members, type Part, paired, type Sides, type Spot } from '../sides.ts';

/** One way to be let in: schemes, each with the scopes that it has to carry. */
type Alternative = ReadonlyMap<string, readonly string[]>;

/** Whoever was let in before is let in now, if one of the new alternatives demands no more than his. */
export function securityChanges(part: Part, spot: Spot, sides: Sides): Change[] {
  const names = (document: Document) => nameOf(document, sides);
  const old = alternatives(part.old, sides.before, names(sides.before));
  const present = alternatives(part.present, sides.after, names(sides.after));
  const path = part.present?.pointer;
  return [
    ...old
      .filter((one) => !present.some((other) => demandsNoMore(other, one)))
      .map((one) => {
        const message = `Access by ${told(one)} is no longer enough, ${present.map(told).join(' or ')} is needed: consumers that call with it are refused.`;
        return change(spot, 'breaking', 'security-tightened', path, message, essence(one), present.map(essence));
      }),
    ...present
      .filter((one) => !old.some((other) => demandsNoMore(other, one)))
      .filter((one) => old.some((other) => demandsNoMore(one, other)) || present.length > 1)
      .map((one) =>
        change(
          spot,
          'additive',
          'security-loosened',
          path,
          `Access by ${told(one)} is enough now: consumers keep theirs.`,
          essence(one),
        ),
      ),
  ];
}

/** What applies to an operation: its own demands, or those of the document. */
function alternatives(
  operation: Target | undefined,
  document: Document,
  name: (scheme: string) => string,
): Alternative[] {
  const demands = member(operation?.value, 'security') ?? document.specification.root['security'];
  const all = list(demands).map(
    (one) => new Map(entries(one).map(([scheme, scopes]) => [name(scheme), list(scopes).map(String)])),
  );
  return all.length === 0 ? [new Map()] : all;
}

function demandsNoMore(one: Alternative, than: Alternative): boolean {
  return [...one].every(
    ([scheme, scopes]) => scopes.every((scope) => than.get(scheme)?.includes(scope)) && than.has(scheme),
  );
}

/** A scheme that only one document names so is known by what it is: giving it another name changes nothing. */
function nameOf(document: Document, sides: Sides): (scheme: string) => string {
  const [old, present] = [schemesOf(sides.before), schemesOf(sides.after)];
  const own = document === sides.before ? old : present;
  return (scheme) => {
    const target = own.get(scheme);
    if (target === undefined || (old.has(scheme) && present.has(scheme))) return scheme;
    const twin = [...old].find(
      ([, one]) => canonical(schemeEssence(one.value)) === canonical(schemeEssence(target.value)),
    );
    return twin?.[0] ?? scheme;
  };
}

function schemesOf(document: Document): Map<string, Target> {
  const root: Target = { value: document.specification.root, pointer: '' };
  return members(document, inside(document, root, 'components', 'securitySchemes'));
}

/** How schemes themselves changed: the place of a key, the address of a token. */
export function schemeChanges(sides: Sides): Change[] {
  return paired(schemesOf(sides.before), schemesOf(sides.after)).flatMap(({ key, old, present }) => {
    if (old === undefined || present === undefined) return [];
    const spot: Spot = { where: `security ${key}`, key: `security ${key}` };
    const [was, is] = [schemeEssence(old.value), schemeEssence(present.value)];
    if (canonical(was) !== canonical(is)) {
      const message = `Security scheme \`${key}\` works otherwise: consumers that sign in by it are refused.`;
      return [change(spot, 'breaking', 'security-scheme-changed', present.pointer, message, was, is)];
    }
    if (canonical(old.value) === canonical(present.value)) return [];
    return [
      change(
        spot,
        'documentation',
        'text-changed',
        present.pointer,
        `Security scheme \`${key}\` is described otherwise.`,
        old.value,
        present.value,
      ),
    ];
  });
}

/** All of a scheme that decides who is let in. Scopes are judged where an operation demands them. */
function schemeEssence(scheme: Json): Json {
  const flows = entries(member(scheme, 'flows')).map(([flow, one]) => [
    flow,
    ...['authorizationUrl', 'tokenUrl', 'refreshUrl'].map((key) => member(one, key) ?? null),
  ]);
  return [...['type', 'scheme', 'in', 'name', 'openIdConnectUrl'].map((key) => member(scheme, key) ?? null), flows];
}

function told(one: Alternative): string {
  if (one.size === 0) return 'anybody';
  return [...one]
    .map(([scheme, scopes]) => `\`${scheme}\`${scopes.length > 0 ? ` (${scopes.join(', ')})` : ''}`)
    .join(' with ');
}

function essence(one: Alternative): Json {
  return [...one].map(([scheme, scopes]) => [scheme, ...[...scopes].sort()]).sort();
}
