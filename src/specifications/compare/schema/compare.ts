import type { Json, Specification } from '../../model.ts';
import type { Change, Class, Direction } from '../change.ts';
import { fingerprint } from '../fingerprint.ts';
import { canonical, entries, isList, member } from '../json.ts';
import { judged, ruleName } from '../judge.ts';
import type { Policy } from '../policy.ts';
import type { Target } from '../references.ts';
import { type Site, stepsText } from '../site.ts';
import { isPromise, misleads, type Remark, remarks } from './annotations.ts';
import { differences } from './differences.ts';
import { checker, type Explainer } from './inclusion.ts';
import type { Reader } from './keywords.ts';
import { type Hidden, schemaReader } from './reader.ts';
import { type Document, sameness } from './sameness.ts';
import { workshop } from './workshop.ts';

/** Compares a schema of the old document with one of the new, at a place of the contract. */
export type SchemaComparer = (old: Target, present: Target, site: Site) => Change[];

interface View {
  before: Reader;
  after: Reader;
  checker: Explainer;
}

export function schemaComparer(before: Document, after: Document, policy: Policy): SchemaComparer {
  const same = sameness(before, after);
  const travels = [before, after].some(({ specification }) => hasHidden(specification));
  const views = new Map<Hidden, View>();
  const remarked: Record<Direction, ReturnType<typeof remarks>> = {
    request: remarks(before, after),
    response: remarks(before, after),
    both: remarks(before, after),
  };

  /** What a schema accepts depends on the direction only where something does not travel. */
  function view(direction: Direction): View {
    const hidden = travels ? HIDDEN[direction] : null;
    const known = views.get(hidden);
    if (known !== undefined) return known;
    const shop = workshop();
    const made: View = {
      before: schemaReader(before, same.before, shop, hidden),
      after: schemaReader(after, same.after, shop, hidden),
      checker: checker(shop),
    };
    views.set(hidden, made);
    return made;
  }

  return (old, present, site) => {
    const { before: left, after: right, checker: check } = view(site.direction);
    const [was, is] = [left.node(old.value, old.pointer), right.node(present.value, present.pointer)];
    const [narrowing, widening] = [
      check.explain([was], [is], site.direction),
      check.explain([is], [was], site.direction),
    ];
    const found = differences(narrowing.gaps, widening.gaps);
    const said = remarked[site.direction](old, present).flatMap((one) => remarkChanges(one, site, policy));
    const changes = [...found.flatMap((one) => judged(one, site, policy)), ...said];
    return changes.length === 0 && was.same !== is.same
      ? [rewritten(site, present.pointer, was.same, is.same)]
      : changes;
  };
}

/** JSON Schema has remarks of these names; in a contract they decide what travels. */
function hasHidden({ format, root }: Specification): boolean {
  const within = (value: Json): boolean => {
    if (isList(value)) return value.some(within);
    return entries(value).some(
      ([key, one]) => (one === true && (key === 'readOnly' || key === 'writeOnly')) || within(one),
    );
  };
  return format !== 'json-schema' && within(root);
}

const HIDDEN: Record<Direction, Hidden> = { request: 'readOnly', response: 'writeOnly', both: null };

function remarkChanges(remark: Remark, site: Site, policy: Policy): Change[] {
  const inside = stepsText(remark.steps);
  const subject = inside === '' ? site.whole : `${site.field} \`${inside}\``;
  const say = (name: string, severity: Class, clause: string): Change => {
    const rule = ruleName(site, inside !== '', name);
    const essence = remark.keys.map((key) => canonical([key, remark.before[key] ?? null, remark.after[key] ?? null]));
    return {
      class: severity,
      rule,
      path: remark.places.after,
      where: [site.where, inside].filter((part) => part !== '').join(' → '),
      message: `${subject} ${clause}.`,
      fingerprint: fingerprint(rule, remark.places.after, ...essence),
    };
  };
  switch (remark.kind) {
    case 'text':
      return [say('text-changed', 'documentation', `is described otherwise (${remark.keys.join(', ')})`)];
    case 'access':
      return [say('access-changed', 'documentation', `changed in ${remark.keys.join(' and ')}`)];
    case 'deprecated':
      return remark.after['deprecated'] === true
        ? [say('deprecated', 'additive', 'is deprecated: it still works, and consumers have to leave it')]
        : [say('deprecation-lifted', 'documentation', 'is no longer deprecated')];
    case 'default':
      return [defaultChange(remark, site, policy, say)];
    case 'discriminator':
      return misleads(remark.before['discriminator'], remark.after['discriminator'])
        ? [
            say(
              'discriminator-changed',
              'breaking',
              'tells its alternatives apart otherwise: consumers that go by the discriminator break',
            ),
          ]
        : [
            say(
              'discriminator-added',
              'additive',
              'tells its alternatives apart by a discriminator: nothing else changes',
            ),
          ];
    case 'xml':
      return [say('xml-changed', 'not-judged', 'is written otherwise as XML: not judged: compare the two by hand')];
    case 'extension':
      return remark.keys.map((key) =>
        isPromise(key)
          ? say(
              'promise-changed',
              policy.promiseChanged,
              `changed in \`${key}\`: consumers have to say whether it is enough`,
            )
          : say('extension-changed', 'documentation', `changed in \`${key}\``),
      );
  }
}

function defaultChange(
  { before, after }: Remark,
  site: Site,
  policy: Policy,
  say: (name: string, severity: Class, clause: string) => Change,
): Change {
  const [was, is] = [member(before, 'default'), member(after, 'default')];
  if (was === undefined) return say('default-added', 'documentation', `has the default \`${canonical(is)}\` now`);
  const clause =
    is === undefined
      ? `has no default now, was \`${canonical(was)}\``
      : `has the default \`${canonical(is)}\` now, was \`${canonical(was)}\``;
  if (site.direction === 'response') return say('default-changed', 'documentation', clause);
  return say(
    'default-changed',
    policy.requestDefaultChanged,
    `${clause}: consumers that leave it out get another behaviour`,
  );
}

/** Nothing that decides differs, and yet the text does: it says the same in other words. */
function rewritten(site: Site, path: string, was: string, is: string): Change {
  const rule = ruleName(site, false, 'rewritten');
  return {
    class: 'documentation',
    rule,
    path,
    where: site.where,
    message: `${site.whole} is written otherwise and accepts the same.`,
    fingerprint: fingerprint(rule, site.key, was, is),
  };
}
