import { DateTime } from 'luxon';
import type { Card } from '../../../src/chat/card.ts';
import type { Form } from '../../../src/chat/form.ts';
import { closeForm, listCard, riskCard, riskForm } from '../../../src/features/risks/cards.ts';
import { type Fault, LONGEST, type Risk, type RiskView } from '../../../src/features/risks/model.ts';

const AT = DateTime.fromISO('2026-12-01T09:00:00Z', { zone: 'utc' });
const NASTY = '<!channel> *bold* <script>alert(1)</script> "];evil[ שלום & 😀 ';
const full = (most: number) => NASTY.repeat(most).slice(0, most).toWellFormed();

const RISK: Risk = {
  id: 'risk-1',
  key: 'RISK-1',
  number: 1,
  programmeId: 'q1',
  kind: 'vendor',
  text: 'the vendor has one sandbox',
  dependencyId: 'dep-4',
  ownerId: 'ben',
  mitigation: 'book our own sandbox',
  trigger: { kind: 'status', dependency: 'DEP-4', colour: 'red' },
  openedById: 'chloe',
  openedAt: AT,
  state: 'watching',
  triggeredAt: null,
  triggeredWhy: null,
  actionId: null,
  closedAt: null,
  closedById: null,
  note: null,
  version: 1,
};
const VIEW: RiskView = {
  risk: RISK,
  owner: 'Ben Example',
  about: { key: 'DEP-4', title: 'Orders API' },
  action: null,
  closedBy: 'Ben',
};
const LARGE: RiskView = {
  risk: {
    ...RISK,
    key: 'RISK-98765',
    text: full(LONGEST.text),
    mitigation: full(LONGEST.mitigation),
    trigger: { kind: 'float', dependency: 'DEP-98765', below: 250 },
    state: 'triggered',
    triggeredAt: AT,
    triggeredWhy: full(600),
  },
  owner: full(200),
  about: { key: 'DEP-98765', title: full(200) },
  action: { key: 'ACT-98765', state: 'open', dueOn: '2026-12-04' },
  closedBy: full(200),
};
const CLOSED: RiskView = { ...LARGE, risk: { ...LARGE.risk, state: 'closed', closedAt: AT, note: full(LONGEST.note) } };
const FAULT: Fault = { key: 'DEP-98765', title: full(200), colour: 'yellow', missing: ['no owner', 'no mitigation'] };

/** Every card of risks, ordinary and at its largest. */
export function cards(): Record<string, Card> {
  const none = { shown: [], more: 0 };
  return {
    'a risk': riskCard(VIEW, ['ben']),
    'a risk, largest': riskCard(LARGE, ['ben', 'chloe']),
    'a risk that came true': riskCard(
      {
        ...VIEW,
        risk: { ...RISK, state: 'triggered', triggeredAt: AT, triggeredWhy: 'DEP-4 is ● RED: blocked' },
        action: { key: 'ACT-1', state: 'open', dueOn: '2026-12-04' },
      },
      ['ben'],
    ),
    'a risk, closed, largest': riskCard(CLOSED, ['ben']),
    'no risks': listCard({ about: 'open in Q1 launch', faults: none, risks: none }),
    'faults alone': listCard({
      about: 'open in Q1 launch',
      faults: { shown: [{ ...FAULT, title: 'Orders', missing: ['no mitigation'] }], more: 0 },
      risks: none,
    }),
    'risks, many': listCard({
      about: full(240),
      faults: { shown: Array(10).fill(FAULT), more: 90 },
      risks: { shown: [...Array(10).fill(LARGE), ...Array(10).fill(CLOSED)], more: 980 },
    }),
  };
}

/** Every form of risks, ordinary and at its largest. */
export function forms(): Record<string, Form> {
  const empty = {
    kind: 'other' as const,
    text: '',
    owner: undefined,
    mitigation: '',
    trigger: '',
    dependency: undefined,
  };
  const filled = {
    ...empty,
    text: full(LONGEST.text),
    owner: 'ben',
    mitigation: full(LONGEST.mitigation),
    trigger: 'x'.repeat(100),
    dependency: 'DEP-4',
  };
  return {
    'record a risk': riskForm({ name: 'risks.record', value: { programme: 'q1' }, title: 'Record a risk' }, empty),
    'change a risk': riskForm(
      { name: 'risks.change', value: { risk: 'r', version: '2' }, title: 'Change RISK-98765' },
      filled,
      ['who looks after it'],
    ),
    'close a risk': closeForm(LARGE.risk, { risk: 'r' }),
  };
}
