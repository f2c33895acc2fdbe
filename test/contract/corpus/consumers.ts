import type { Card } from '../../../src/chat/card.ts';
import type { Form } from '../../../src/chat/form.ts';
import { declaredCard, usesCard, usesForm } from '../../../src/features/consumers/cards.ts';
import type { Consumer } from '../../../src/features/consumers/model.ts';

const DEPENDENCY = { id: '00000000-0000-7000-8000-000000000004', key: 'DEP-4', title: 'Orders API' };
const PARTNER: Consumer = {
  teamId: '00000000-0000-7000-8000-000000000001',
  team: 'Partner Experience',
  uses: ['GET /orders/{id}', 'POST /orders request.customer.email'],
};
/** What people may write, at its longest and worst. */
const NASTY = '<!channel> *bold* <script>alert(1)</script> & 😀 ';
const LARGEST: Consumer = {
  ...PARTNER,
  team: 'T'.repeat(200),
  uses: Array.from({ length: 30 }, () => NASTY.repeat(2)),
};

const teamsOf = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ id: `team-${n}`, key: `t${n}`, name: 'Team', leadId: null }));

/** Every card about what consumers use, ordinary and at its largest. */
export function cards(): Record<string, Card> {
  return {
    declared: declaredCard(DEPENDENCY, PARTNER),
    'declared, everything': declaredCard(DEPENDENCY, { ...PARTNER, uses: undefined }),
    'declared, largest': declaredCard(DEPENDENCY, LARGEST),
    'uses of one': usesCard(DEPENDENCY, [PARTNER]),
    'uses of nobody': usesCard(DEPENDENCY, []),
    'uses of many': usesCard(
      { ...DEPENDENCY, title: NASTY.repeat(4) },
      Array.from({ length: 40 }, () => LARGEST),
    ),
  };
}

export function forms(): Record<string, Form> {
  return {
    uses: usesForm(DEPENDENCY, teamsOf(1), PARTNER.uses?.join('\n') ?? ''),
    'uses, largest': usesForm(DEPENDENCY, teamsOf(120), NASTY.repeat(60)),
  };
}
