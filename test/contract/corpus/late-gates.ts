import { DateTime } from 'luxon';
import type { Card } from '../../../src/chat/card.ts';
import type { Form } from '../../../src/chat/form.ts';
import { text } from '../../../src/chat/text.ts';
import { parseWallTime } from '../../../src/core/local-time.ts';
import { lateDecidedCard, lateForm, lateTierCard } from '../../../src/features/approvals/late/cards.ts';
import { type ChoiceFacts, type LateFacts, OPTIONS } from '../../../src/features/approvals/late/model.ts';
import { choicesFor } from '../../../src/features/approvals/late/rules.ts';
import type { Decided, Escalation } from '../../../src/features/escalations/index.ts';
import { lateView } from './approvals.ts';

const DUE = DateTime.fromISO('2026-12-01T16:00:00Z', { zone: 'utc' });
const uuid = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const LONG = '<!channel> *bold* <script>alert(1)</script> & '.repeat(4);

const tiers = [24, 48, 72];
const escalations = tiers.map((tier): Escalation => {
  const at = DUE.plus({ hours: tier });
  return { tier, at, decideBy: at.plus({ hours: 24 }), decisionId: null };
});

function choicesOf(name: string, count: number): ChoiceFacts {
  const missing = Array.from({ length: count }, (_, n) => ({
    personId: uuid(100 + n),
    name,
    as: 'engineering contact of Partner Experience',
    calendar: { zone: 'Europe/Berlin', workStart: parseWallTime('09:00'), workEnd: parseWallTime('17:00') },
  }));
  return {
    programme: name,
    today: '2026-12-02',
    missing,
    workingDays: 2,
    consumers: Array.from({ length: count }, () => name),
    stage: {
      dependencyId: uuid(3),
      stage: 'contract',
      startDate: null,
      endDate: '2026-12-04',
      workingDays: null,
      environmentId: null,
      doneOn: null,
      committed: 'COM-1',
    },
    laterDays: 6,
    ownDays: {},
    follows: () =>
      'development begins Mon 7 Dec → Fri 18 Dec; delivery Fri 15 Jan → Tue 26 Jan; 2 working days of float left; the cut-off Fri 26 Feb holds',
  };
}

const decided: Decided = {
  key: 'DEC-1',
  choice: 'given until Mon 7 Dec',
  by: 'Lena Example',
  at: DUE.plus({ hours: 25 }),
  reason: 'The client team is at a customer',
};

function factsOf(more: Partial<LateFacts> = {}): LateFacts {
  const choices = choicesOf('Chloe Example', 2);
  return {
    view: lateView('open'),
    late: {
      id: uuid(7),
      gateId: uuid(1),
      dependencyId: uuid(3),
      since: DUE,
      tiers,
      endedAt: null,
      escalations: [...escalations.slice(0, 1)],
    },
    choices,
    offered: choicesFor(choices),
    owner: 'Ana Example',
    float: '2 working days · then the last delivery moves to Mon 1 Mar and passes the cut-off Fri 26 Feb',
    waiting: [['Partner Experience needs it Fri 15 Jan']],
    deciders: [{ id: uuid(50), name: 'Lena Example' }],
    mayDecide: [uuid(50)],
    lessons: [text`Learned before: ask the lead of a team, not its members`],
    decisions: new Map(),
    now: DUE.plus({ hours: 24 }),
    ...more,
  };
}

/** Every card of a late gate in the channels of leadership, ordinary and at its largest. */
export function cards(): Record<string, Card> {
  const [first] = escalations;
  if (first === undefined) throw new Error('There is a first tier.');
  const facts = factsOf();
  const choices = choicesOf(LONG, 30);
  const decisions = new Map([1, 2, 3, 4, 5].map((n) => [uuid(n), { ...decided, choice: LONG, reason: LONG }]));
  const largest = factsOf({
    view: lateView('open', LONG),
    choices,
    offered: choicesFor(choices),
    owner: LONG,
    waiting: Array.from({ length: 40 }, () => [LONG]),
    deciders: Array.from({ length: 40 }, (_, n) => ({ id: uuid(n), name: LONG })),
    decisions,
  });
  const two = { ...facts.late, escalations: escalations.slice(0, 2) };
  return {
    'late gate: choices': lateTierCard(facts, first),
    'late gate: choices, largest': lateTierCard(largest, first),
    'late gate: superseded': lateTierCard(factsOf({ late: two }), first),
    'late gate: decided': lateTierCard(factsOf({ decisions: new Map([[uuid(9), decided]]) }), {
      ...first,
      decisionId: uuid(9),
    }),
    'late gate: decided, to the owner': lateDecidedCard(facts, decided, 'owner'),
    'late gate: passed': lateTierCard(factsOf({ view: lateView('passed') }), first),
    'late gate: not late any more': lateTierCard(
      factsOf({ late: { ...facts.late, endedAt: DUE.plus({ hours: 30 }) } }),
      first,
    ),
  };
}

export function forms(): Record<string, Form> {
  const value = { late: uuid(7), version: '3', tier: '24', option: 'replace', target: uuid(100) };
  const offered = choicesFor(choicesOf(LONG, 1));
  return Object.fromEntries(
    OPTIONS.flatMap((kind) => {
      const option = offered.find((one) => one.kind === kind);
      return option === undefined ? [] : [[`late gate: ${kind}`, lateForm(value, option, '2026-12-07')]];
    }),
  );
}
