import { type Change, CLASSES, type Class } from './change.ts';
import { fingerprint } from './fingerprint.ts';
import { canonical } from './json.ts';
import type { Policy } from './policy.ts';
import type { Difference } from './schema/differences.ts';
import { type Ruling, rulings, worse } from './schema/rules.ts';
import { type Site, stepsText } from './site.ts';

/** The changes that one difference between two schemas amounts to at its place in the contract. */
export function judged(difference: Difference, site: Site, policy: Policy): Change[] {
  const inside = stepsText(difference.steps);
  return rulings(difference, policy).map((ruling) => {
    const side = worse(ruling, site.direction);
    const { before, after, gone, came, places } = difference;
    const rule = ruleName(site, inside !== '', ruling.name);
    return {
      class: ruling[side],
      rule,
      path: difference.aspect === 'removed' || ruling.name === 'variant-removed' ? places.before : places.after,
      where: inside === '' ? site.where : `${site.where}${site.where === '' ? '' : ' → '}${inside}`,
      message: sentence(inside === '' ? site.whole : `${site.field} \`${inside}\``, ruling, side),
      fingerprint: fingerprint(
        rule,
        site.key,
        canonical(difference.steps as never),
        canonical([before, after, gone, came]),
      ),
    };
  });
}

/** The name of a rule: `response-property-removed`, `parameter-type-changed`. */
export function ruleName({ scope }: Pick<Site, 'scope'>, inside: boolean, name: string): string {
  const whole = { request: 'body-', response: 'body-', received: 'payload-', sent: 'payload-' } as const;
  const part = inside ? 'property-' : scope in whole ? whole[scope as keyof typeof whole] : '';
  return `${scope}-${part}${name}`;
}

function sentence(subject: string, ruling: Ruling, side: 'request' | 'response'): string {
  const comfort = side === 'request' ? 'what consumers send stays accepted' : 'what consumers read stays as it was';
  const follows: Record<Class, string> = {
    breaking: ruling.harm[side],
    'not-judged': `not judged: ${ruling.question ?? ruling.harm[side]}`,
    additive: comfort,
    documentation: 'a remark by the policy of this contract',
  };
  return `${subject} ${ruling.fact}: ${follows[ruling[side]]}.`;
}

export function byGravity(a: Change, b: Change): number {
  return CLASSES.indexOf(a.class) - CLASSES.indexOf(b.class);
}
