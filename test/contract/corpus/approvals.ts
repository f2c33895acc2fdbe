import { DateTime } from 'luxon';
import type { Card } from '../../../src/chat/card.ts';
import type { Form } from '../../../src/chat/form.ts';
import { lintRefusedCard, versionRefusedCard } from '../../../src/features/approvals/cards/document.ts';
import { templateCard } from '../../../src/features/approvals/cards/template.ts';
import { gateCard } from '../../../src/features/approvals/cards.ts';
import {
  changesForm,
  checklistForm,
  handOverForm,
  submitForm,
  waiverForm,
} from '../../../src/features/approvals/forms.ts';
import type {
  Gate,
  GateProgress,
  GateState,
  GateView,
  Seat,
  Vote,
  WaitingApproval,
  Waiver,
} from '../../../src/features/approvals/model.ts';
import {
  changesCard,
  gatesCard,
  lateCard,
  progressCard,
  reminderCard,
  signedOffCard,
  submittedCard,
  unchangedCard,
  waiverEndedCard,
} from '../../../src/features/approvals/notices.ts';
import type { Consumer } from '../../../src/features/consumers/index.ts';
import type { Contract, Examined } from '../../../src/features/contracts/index.ts';
import type { DocumentSummary } from '../../../src/features/contracts/model.ts';
import type { Dependency } from '../../../src/features/register/index.ts';
import { templates } from '../../../src/specifications/templates/index.ts';

const NOW = DateTime.fromISO('2026-12-01T09:00:00Z', { zone: 'utc' });
/** After all that is due. */
const LATER = NOW.plus({ days: 5 });
/** What people may write, at its longest and worst. */
const NASTY = '<!channel> *bold* =HYPERLINK("x") <script>alert(1)</script> & 😀 '.repeat(160);
const NAMES = ['Draft review', 'Technical sign-off', 'QA validation', 'Production readiness'];

const uuid = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const range = <Item>(count: number, of: (index: number) => Item) => Array.from({ length: count }, (_, i) => of(i));

interface Shape {
  seats?: number;
  votes?: number;
  state?: GateState;
  words?: string;
  number?: number;
  /** Of the votes, those that were carried over. */
  carried?: number;
}

function gateOf({
  seats = 2,
  state = 'open',
  words = 'Rate limits are agreed with consumers',
  number = 2,
}: Shape): Gate {
  return {
    id: uuid(1),
    dependencyId: uuid(2),
    contractId: uuid(3),
    number,
    name: NAMES[number - 1] ?? '',
    criteria: range(seats > 9 ? 40 : 3, () => words),
    approvers: range(
      seats,
      (i): Seat => ({
        personId: uuid(100 + i),
        as: 'engineering contact of Partner Experience',
        cards: [{ to: uuid(100 + i), subject: `gate:${uuid(1)}`, forId: uuid(100 + i) }],
        ...(i === 2 ? { team: { name: words, memberIds: [] }, compliance: true } : {}),
        ...(i === 1 ? { delegated: { byId: uuid(100), at: NOW.toISO() } } : {}),
      }),
    ),
    quorum: 'all',
    state,
    openedAt: NOW,
    dueAt: NOW.plus({ days: 3 }),
    closedAt: state === 'open' ? null : NOW.plus({ days: 1 }),
    waiver: null,
    version: 3,
  };
}

function contractOf(version: string, words: string | null): Contract {
  return {
    id: uuid(3),
    dependencyId: uuid(2),
    version,
    url: 'https://specs.example.com/orders.yaml',
    hash: 'a'.repeat(64),
    note: words,
    submittedById: uuid(50),
    submittedAt: NOW,
    document: null,
    withdrawn: null,
  };
}

function summaryOf(words: string): DocumentSummary {
  const finding = { rule: 'sla', severity: 'warn' as const, message: words, pointer: '/info', line: 12, column: 3 };
  return {
    format: 'openapi',
    dialect: '3.1.0',
    bytes: 5_000_000,
    lint: { error: 0, warn: 12_345, info: 3 },
    findings: [finding, finding, finding],
    since: {
      version: '2.0.0',
      verdict: 'breaking',
      counts: { breaking: 1_000, 'not-judged': 2, additive: 3, documentation: 4 },
      first: words,
    },
  };
}

function examinedOf(words: string): Examined {
  const finding = { rule: 'sla', severity: 'error' as const, message: words, pointer: '/info', line: 12, column: 3 };
  const change = { class: 'breaking' as const, rule: 'r', path: '/a', where: words, message: words, fingerprint: 'f' };
  return {
    version: '2.1.0',
    hash: 'a'.repeat(64),
    text: 'openapi: 3.1.0',
    findings: range(1_000, () => finding),
    changes: range(1_000, () => change),
    changeLog: '## 2.1.0 (2026-12-04)',
    summary: { ...summaryOf(words), lint: { error: 1_000, warn: 2, info: 3 } },
    presentId: uuid(3),
    hits: [],
  };
}

function viewOf(shape: Shape, extra: Partial<GateView> = {}): GateView {
  const { seats = 2, votes = 0, words, carried = 0 } = shape;
  const person = (id: string): [string, { id: string; handle: string; name: string }] => [
    id,
    { id, handle: `person-${id.slice(-3)}`, name: words === undefined ? 'Chloe Example' : 'Maximiliane '.repeat(20) },
  ];
  return {
    gate: gateOf(shape),
    votes: range(
      votes,
      (i): Vote => ({
        gateId: uuid(1),
        approverId: uuid(100 + i),
        byId: i === 1 ? uuid(50) : uuid(100 + i),
        vote: shape.state === 'changes-requested' && i === votes - 1 ? 'request-changes' : 'approve',
        comment: words ?? 'Checked against our client',
        at: NOW,
        carriedFrom: i < carried ? { version: '1.4.0', at: NOW.toISO(), fingerprints: ['f'] } : null,
      }),
    ),
    ticks: [{ gateId: uuid(1), item: 1, byId: uuid(100), at: NOW }],
    contract: contractOf(words === undefined ? '3.0.0' : '1000000.1000000.1000000-release-candidate', words ?? null),
    dependency: {
      id: uuid(2),
      key: 'DEP-4',
      title: words ?? 'Orders API',
      obligations: ['PII', 'Audit logging', ...range(words === undefined ? 0 : 18, () => NASTY.slice(0, 80))],
      links: [{ label: 'PII', url: 'https://docs.example.com/pii-review' }],
    },
    people: new Map([uuid(50), ...range(seats, (i) => uuid(100 + i))].map(person)),
    ...extra,
  };
}

/** The last approver is a consumer whom changes hit. */
function hitView(shape: Shape): GateView {
  const view = viewOf(shape);
  const { changes } = examinedOf(shape.words ?? 'Response field `total` is gone.');
  const hitBy = { many: changes.length, first: changes.slice(0, 3) };
  const approvers = view.gate.approvers.map((seat) => ({ ...seat, hitBy }));
  return { ...view, gate: { ...view.gate, approvers } };
}

function consumers(count: number, use: string): Consumer[] {
  return range(count, (i) => ({ teamId: uuid(i), team: 'Partner Experience', uses: i === 1 ? undefined : [use] }));
}

function withDocument(view: GateView, words: string): GateView {
  return { ...view, contract: { ...view.contract, url: null, document: summaryOf(words) } };
}

function withdrawn(view: GateView, reason: string): GateView {
  const withdrawn = { byId: uuid(100), at: NOW.toISO(), reason };
  return { ...view, contract: { ...view.contract, withdrawn } };
}

const waiverOf = (reason: string): Waiver => ({
  byId: uuid(100),
  at: NOW.toISO(),
  until: NOW.plus({ days: 9 }).toISO(),
  reason,
});

function waived(view: GateView, reason: string): GateView {
  return { ...view, gate: { ...view.gate, waiver: waiverOf(reason) } };
}

const LARGEST: Shape = { seats: 30, words: NASTY };

function waitingOf(words: string, n: number): WaitingApproval {
  return {
    gateId: uuid(n),
    dependencyId: uuid(2),
    key: `DEP-${n}`,
    title: words,
    contract: contractOf('3.0.0', null),
    gate: 2,
    name: 'Technical sign-off',
    dueAt: NOW.plus({ days: 2 }),
    approverId: uuid(100),
    as: 'engineering contact of Partner Experience',
    ofTeam: false,
    standsInFor: n % 2 === 0 ? 'Chloe Example' : null,
  };
}

function progressOf(words: string, n: number): GateProgress {
  return {
    dependencyId: uuid(n),
    contractId: uuid(n + 500),
    key: `DEP-${n}`,
    title: words,
    version: '3.0.0',
    gate: 2,
    name: 'Technical sign-off',
    state: n % 3 === 0 ? 'changes-requested' : 'open',
    dueAt: NOW,
    waitsFor: n % 3 === 0 ? [] : ['chloe', 'eve'],
    late: n % 2 === 0,
    waived: n % 2 === 0 ? [{ gate: 1, until: NOW.plus({ days: 5 }) }] : [],
  };
}

/** A gate that leadership hears of. */
export function lateView(state: GateState, words?: string): GateView {
  return viewOf({ state, votes: 1, seats: words === undefined ? 2 : 30, ...(words !== undefined && { words }) });
}

/** Every card of gates: as it usually is, and at its largest. */
export function cards(): Record<string, Card> {
  const next = gateOf({ number: 3 });
  const replacedBy = contractOf('3.0.1', null);
  const gates = range(4, (i) => viewOf({ number: i + 1, state: i < 3 ? 'passed' : 'open', votes: 2, seats: 3 }));
  const largestGates = range(4, (i) =>
    viewOf({ ...LARGEST, number: i + 1, state: i < 3 ? 'passed' : 'open', votes: 20 }),
  );
  return {
    'approvals: question': gateCard(viewOf({ votes: 1 }), uuid(101)),
    'approvals: question, largest': gateCard(viewOf({ ...LARGEST, votes: 20 }), uuid(125)),
    'approvals: question to compliance, of a team': gateCard(viewOf({ seats: 3 }), uuid(102)),
    'approvals: question to compliance, largest': gateCard(viewOf(LARGEST), uuid(102)),
    'approvals: question to the submitter': gateCard(
      viewOf({}, { contract: { ...contractOf('3.0.0', null), submittedById: uuid(100) } }),
      uuid(100),
    ),
    'approvals: voted': gateCard(viewOf({ votes: 1 }), uuid(100)),
    'approvals: voted, largest': gateCard(viewOf({ ...LARGEST, votes: 20 }), uuid(100)),
    'approvals: handed over': gateCard(viewOf({}), uuid(60)),
    'approvals: passed': gateCard(viewOf({ state: 'passed', votes: 2 }, { next }), uuid(100)),
    'approvals: passed, largest': gateCard(viewOf({ ...LARGEST, state: 'passed', votes: 30 }), uuid(100)),
    'approvals: changes requested': gateCard(viewOf({ state: 'changes-requested', votes: 2 }), uuid(100)),
    'approvals: replaced': gateCard(viewOf({ state: 'withdrawn' }, { replacedBy, next }), uuid(100)),
    'approvals: opened again': gateCard(
      viewOf({ state: 'withdrawn' }, { replacedBy: contractOf('3.0.0', null), next }),
      uuid(100),
    ),
    'approvals: withdrawn': gateCard(withdrawn(viewOf({ state: 'withdrawn' }), 'The wrong file'), uuid(100)),
    'approvals: withdrawn, largest': gateCard(
      withdrawn(viewOf({ ...LARGEST, state: 'withdrawn' }, { replacedBy, next }), NASTY),
      uuid(100),
    ),
    'approvals: waived': gateCard(
      waived(viewOf({ state: 'passed', votes: 1 }, { next }), 'The vendor tests later'),
      uuid(100),
    ),
    'approvals: waived, largest': gateCard(waived(viewOf({ ...LARGEST, state: 'passed', votes: 9 }), NASTY), uuid(100)),
    'approvals: waiver ended': waiverEndedCard(viewOf({}), waiverOf('The vendor tests later')),
    'approvals: waiver ended, largest': waiverEndedCard(viewOf(LARGEST), waiverOf(NASTY)),
    'approvals: late, then waived': lateCard(
      waived(viewOf({ state: 'passed' }), 'The vendor tests later'),
      false,
      LATER,
    ),
    'approvals: reminder': reminderCard([waitingOf('Orders API', 4)]),
    'approvals: reminder, largest': reminderCard(range(40, (i) => waitingOf(NASTY, i))),
    'approvals: reminder, all signed': reminderCard([]),
    'approvals: late': lateCard(viewOf({ votes: 1 }), true, LATER),
    'approvals: late, largest': lateCard(viewOf({ ...LARGEST, votes: 10 }), true, LATER),
    'approvals: late, then passed': lateCard(viewOf({ state: 'passed', votes: 2 }), false, LATER),
    'approvals: late, then given more time': lateCard(viewOf({ votes: 1 }), true, NOW),
    'approvals: changes to submitter': changesCard(viewOf({ state: 'changes-requested', votes: 1 }), '3.0.1'),
    'approvals: changes to submitter, largest': changesCard(
      viewOf({ ...LARGEST, state: 'changes-requested', votes: 20 }),
      '1000000.1000000.1000000',
    ),
    'approvals: signed off': signedOffCard(viewOf({ number: 4, state: 'passed', votes: 2 }), [
      waived(viewOf({}), 'later').gate,
    ]),
    'approvals: signed off, largest': signedOffCard(
      viewOf({ ...LARGEST, number: 4, state: 'passed', votes: 30 }),
      range(4, () => waived(viewOf(LARGEST), NASTY).gate),
    ),
    'approvals: submitted': submittedCard(viewOf({}), contractOf('2.9.0', null)),
    'approvals: submitted, largest': submittedCard(viewOf(LARGEST), undefined),
    'approvals: question on a document': gateCard(
      withDocument(viewOf({}), 'Response field `total` is gone.'),
      uuid(101),
    ),
    'approvals: question on a document, largest': gateCard(
      withDocument(viewOf({ ...LARGEST, votes: 20 }), NASTY),
      uuid(125),
    ),
    'approvals: document submitted': submittedCard(withDocument(viewOf({}), 'Say what it promises.'), undefined),
    'approvals: same content': unchangedCard(withDocument(viewOf({}), 'Say what it promises.')),
    'approvals: lint refused': lintRefusedCard({ key: 'DEP-4' }, examinedOf('Say what it promises.')),
    'approvals: lint refused, largest': lintRefusedCard({ key: 'DEP-4' }, examinedOf(NASTY)),
    'approvals: version refused': versionRefusedCard({ key: 'DEP-4' }, examinedOf('`total` is gone.'), '3.0.0'),
    'approvals: version refused, largest': versionRefusedCard({ key: 'DEP-4' }, examinedOf(NASTY), '3.0.0'),
    'approvals: carried over': gateCard(viewOf({ votes: 1, carried: 1 }), uuid(100)),
    'approvals: carried over, largest': gateCard(viewOf({ ...LARGEST, votes: 20, carried: 20 }), uuid(100)),
    'approvals: question to a consumer who is hit': gateCard(hitView({ votes: 1, carried: 1 }), uuid(101)),
    'approvals: question to a consumer who is hit, largest': gateCard(hitView(LARGEST), uuid(125)),
    'approvals: gates of one': gatesCard(viewOf({}), gates.slice(0, 2), NAMES, consumers(2, 'GET /orders'), uuid(100)),
    'approvals: gates of one, largest': gatesCard(
      viewOf(LARGEST),
      largestGates,
      NAMES,
      consumers(40, NASTY),
      uuid(125),
    ),
    ...Object.fromEntries(
      (['openapi', 'asyncapi', 'json-schema'] as const).map((format) => [
        `approvals: template of ${format}`,
        templateCard(format, templates[format]),
      ]),
    ),
    'approvals: template, largest': templateCard('openapi', `${NASTY}\n`.repeat(20)),
    'approvals: gates of all': progressCard(
      'Q1 launch',
      range(3, (i) => progressOf('Orders API', i + 1)),
    ),
    'approvals: gates of all, largest': progressCard(
      NASTY,
      range(200, (i) => progressOf(NASTY, i + 1)),
    ),
    'approvals: gates of all, none': progressCard('Q1 launch', []),
  };
}

/** Every form of gates: as it usually is, and at its largest. */
export function forms(): Record<string, Form> {
  const ballot = { gate: uuid(1), version: 'a'.repeat(64), from: 'list' };
  const dependency = (n: number, title: string): Dependency => ({
    id: uuid(n),
    programmeId: uuid(9),
    key: `DEP-${n}`,
    number: n,
    title,
    kind: 'api',
    interface: null,
    producerTeamId: uuid(8),
    priority: null,
    consumers: [],
    ownerId: null,
    delegateId: null,
    zone: 'UTC',
    dueDate: null,
    risk: 'medium',
    roadmapGoal: null,
    sharedInfrastructure: null,
    obligations: [],
    criticalDates: [],
    links: [],
    contacts: [],
    state: 'open',
    report: null,
    override: null,
    signals: [],
    mitigated: false,
    version: 1,
  });
  return {
    'approvals: request changes': changesForm(viewOf({}), ballot),
    'approvals: request changes, largest': changesForm(viewOf(LARGEST), ballot),
    'approvals: checklist': checklistForm(viewOf({}), uuid(101), ballot),
    'approvals: checklist, largest': checklistForm(viewOf(LARGEST), uuid(101), ballot),
    'approvals: waive': waiverForm(viewOf({}), ballot),
    'approvals: waive, largest': waiverForm(viewOf(LARGEST), ballot),
    'approvals: delegate': handOverForm(viewOf({}), { handle: 'chloe' }, { ...ballot, approver: uuid(100) }),
    'approvals: submit one': submitForm({ dependency: dependency(4, 'Orders API'), present: undefined }),
    'approvals: submit next version': submitForm(
      { dependency: dependency(4, NASTY), present: contractOf('3.0.0', NASTY) },
      '3.0.1',
    ),
    'approvals: submit one of many': submitForm({ choose: range(140, (i) => dependency(i, NASTY)) }),
  };
}
