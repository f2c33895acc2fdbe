import { DateTime } from 'luxon';
import type { Card } from '../../../src/chat/card.ts';
import type { Form } from '../../../src/chat/form.ts';
import { text } from '../../../src/chat/text.ts';
import {
  correctForm,
  decidedCard,
  dropForm,
  endedCard,
  listCard,
  moveForm,
  raisedCard,
  recordedCard,
  tierCard,
} from '../../../src/features/blockers/cards.ts';
import type { BlockerView, ChoiceFacts, EscalationFacts } from '../../../src/features/blockers/model.ts';
import { choicesFor, resolutionBy } from '../../../src/features/blockers/rules.ts';

const RAISED = DateTime.fromISO('2026-11-30T09:00:00Z', { zone: 'utc' });
const hours = (many: number) => RAISED.plus({ hours: many });
const many = <Item>(of: (index: number) => Item, length = 20) => Array.from({ length }, (_, index) => of(index));
const long = (length: number) => '<!channel> & *so* '.repeat(length).slice(0, length);

const BLOCKER: BlockerView = {
  id: '0198a000-0000-7000-8000-000000000001',
  programmeId: 'q1',
  dependencyId: 'dependency-1',
  key: 'DEP-12',
  title: 'Payment vendor sandbox',
  reason: 'the vendor sandbox is down',
  raisedById: 'chloe',
  raisedAt: RAISED,
  expectedUntil: '2026-12-04',
  tiers: [24, 48, 72],
  escalations: [{ tier: 24, at: hours(24), decideBy: hours(48), decisionId: null }],
  nextTierAt: hours(48),
  resolvedAt: null,
  resolvedById: null,
  resolution: null,
  version: 2,
};

const CHOICES: ChoiceFacts = {
  programme: 'Q1 launch',
  today: '2026-12-01',
  raisedOn: '2026-11-30',
  expectedUntil: '2026-12-04',
  dueDate: '2026-12-04',
  consumers: [{ teamId: 'part', team: 'Partner Experience', neededBy: '2026-12-07', priority: null }],
  commitments: [{ key: 'COM-1', stage: 'release' }],
  criticalDates: [{ label: 'QA window', date: '2026-12-09' }],
  releaseDate: '2027-02-26',
  owner: { id: 'ana', name: 'Ana Example' },
  delegate: { id: 'ben', name: 'Ben Example', awayUntil: null, open: 3, reds: 2 },
  contract: { version: '2.0.0', gatesPassed: 1, gates: 4 },
  follows: () => 'last delivery Fri 26 Feb → Mon 1 Mar, after the cut-off Fri 26 Feb',
  costs: () => 'delivery Fri 4 Dec → Wed 9 Dec; 2 working days of float left; the cut-off Fri 26 Feb holds',
  told: ['Ana Example', 'Ben Example', 'Chloe Example'],
};

const DECIDED = {
  key: 'DEC-9',
  choice: "Partner Experience's date moved to Fri 11 Dec (+4 d)",
  by: 'Lena Example',
  at: hours(25),
  reason: null,
};

const FACTS: EscalationFacts = {
  blocker: BLOCKER,
  raisedBy: 'Chloe Example',
  owner: 'Ana Example',
  delegate: 'Ben Example',
  waiting: [{ team: 'Partner Experience', neededBy: '2026-12-07', daysLeft: 6, sharedMinutes: 185 }],
  release: { date: '2027-02-26', daysLeft: 87 },
  float: '2 working days · then the last delivery moves to Mon 1 Mar and passes the cut-off Fri 26 Feb',
  links: [{ label: 'TICKET-812', url: 'https://tickets.example.com/812' }],
  deciders: [{ id: 'lena', name: 'Lena Example' }],
  mayDecide: ['lena'],
  mayEnd: ['lena', 'ana', 'ben', 'chloe'],
  choices: choicesFor(CHOICES, {}),
  decisions: new Map(),
  told: CHOICES.told,
  lessons: [text`Learned before: vendor sandboxes are shared`],
  resolvedBy: null,
  now: hours(24),
};

/** As long as the register lets everything be. */
function largest(): EscalationFacts {
  const blocker: BlockerView = {
    ...BLOCKER,
    title: long(200),
    reason: long(500),
    tiers: [1, 2, 3, 4, 5],
    escalations: [1, 2, 3, 4, 5].map((tier) => ({
      tier,
      at: hours(tier),
      decideBy: hours(tier + 1),
      decisionId: null,
    })),
  };
  const choices: ChoiceFacts = {
    ...CHOICES,
    programme: long(200),
    consumers: many((index) => ({ teamId: `${index}`, team: long(200), neededBy: '2026-12-07', priority: null })),
    commitments: [{ key: 'COM-1', stage: 'release' }],
    criticalDates: many(() => ({ label: long(80), date: '2026-12-09' })),
    owner: { id: 'ana', name: long(200) },
    delegate: { id: 'ben', name: long(200), awayUntil: null, open: 40, reds: 39 },
    contract: { version: '1000.1000.1000-beta.1+build', gatesPassed: 0, gates: 4 },
    told: many(() => long(200)),
  };
  return {
    ...FACTS,
    blocker,
    raisedBy: long(200),
    owner: long(200),
    delegate: long(200),
    waiting: many(() => ({ team: long(200), neededBy: '2026-12-07', daysLeft: 6, sharedMinutes: 185 })),
    links: many((index) => ({ label: long(80), url: `https://example.com/${index}/${'x'.repeat(1_950)}` })),
    deciders: many((index) => ({ id: `${index}`, name: long(200) })),
    choices: choicesFor(choices, {}),
    decisions: new Map(
      many((index) => [`${index}`, { ...DECIDED, by: long(200), choice: long(250), reason: long(500) }], 4),
    ),
    told: choices.told,
    lessons: many(() => [long(200)]).slice(0, 2),
    resolvedBy: long(200),
  };
}

/** Every card about blockers, ordinary and at its largest. */
export function cards(): Record<string, Card> {
  const big = largest();
  const first = BLOCKER.escalations[0] ?? fail();
  const second = { tier: 48, at: hours(48), decideBy: hours(72), decisionId: null };
  const withDecision = { ...first, decisionId: 'nine' };
  const decided = { ...FACTS, decisions: new Map([['nine', DECIDED]]) };
  const ended = { ...BLOCKER, resolvedAt: hours(31), resolution: 'the vendor restored it', nextTierAt: null };
  const dropped = { ...ended, resolution: resolutionBy(DECIDED) };
  const nothing = choicesFor({ ...CHOICES, delegate: null, contract: null, dueDate: null, consumers: [] }, {});
  const listed = { blocker: BLOCKER, minutes: 31 * 60, waiting: ['Partner Experience'] };
  return {
    recorded: recordedCard({ ...BLOCKER, escalations: [] }, RAISED),
    'recorded again': recordedCard({ ...BLOCKER, nextTierAt: null }, hours(100)),
    'recorded at its largest': recordedCard(big.blocker, RAISED),
    raised: raisedCard(BLOCKER, 'Chloe Example', 'owner'),
    'raised at its largest': raisedCard(big.blocker, big.raisedBy, long(400)),
    escalation: tierCard(FACTS, first),
    'escalation with one choice': tierCard(
      { ...FACTS, owner: null, delegate: null, waiting: [], release: null, links: [], deciders: [], choices: nothing },
      first,
    ),
    'escalation at its largest': tierCard(big, big.blocker.escalations.at(-1) ?? fail()),
    superseded: tierCard({ ...FACTS, blocker: { ...BLOCKER, escalations: [first, second] } }, first),
    decided: tierCard(decided, withDecision),
    'decided, to a person': decidedCard(decided, DECIDED, 'stand-in of Ana Example, owner'),
    'decided at its largest': decidedCard(big, { ...DECIDED, choice: long(250), reason: long(500) }, long(400)),
    'ended by a decision': tierCard({ ...decided, blocker: dropped, resolvedBy: 'Lena Example' }, withDecision),
    ended: tierCard({ ...decided, blocker: ended, resolvedBy: 'Ana Example' }, withDecision),
    'ended at its largest': endedCard(
      { ...big, blocker: { ...big.blocker, resolvedAt: hours(31), resolution: long(500) } },
      long(400),
    ),
    'no blockers': listCard('Q1 launch', 0, [], 0),
    'a list': listCard('Q1 launch', 1, [listed, { ...listed, blocker: ended }], 0),
    'a list at its largest': listCard(
      long(200),
      400,
      many(() => ({ blocker: big.blocker, minutes: 900_000, waiting: many(() => long(200)) })),
      380,
    ),
  };
}

/** Every form about blockers. */
export function forms(): Record<string, Form> {
  const option = { kind: 'move', label: long(300), done: '', consequence: text`${long(900)}`, target: '' } as const;
  const value = { blocker: BLOCKER.id, version: '2', tier: '24', option: 'move', target: '' };
  return {
    move: moveForm(value, FACTS.choices.offered[1] ?? fail(), '2026-12-11'),
    'move at its largest': moveForm(value, option, '2026-12-11'),
    drop: dropForm(value, FACTS.choices.offered[3] ?? fail()),
    'drop at its largest': dropForm(value, option),
    correct: correctForm(BLOCKER),
    'correct at its largest': correctForm({ ...BLOCKER, reason: long(500), expectedUntil: null }),
  };
}

function fail(): never {
  throw new Error('The corpus lacks what a card shows.');
}
