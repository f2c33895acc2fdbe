import { DateTime } from 'luxon';
import type { Card } from '../../../src/chat/card.ts';
import type { Form } from '../../../src/chat/form.ts';
import { text } from '../../../src/chat/text.ts';
import type { Person, Team } from '../../../src/features/people/model.ts';
import { ContactRole, Criteria } from '../../../src/features/programme/model.ts';
import { addForm } from '../../../src/features/register/add.ts';
import { assignForm } from '../../../src/features/register/assign.ts';
import {
  assignedCard,
  changedCard,
  dependencyCard,
  listCard,
  savedCard,
} from '../../../src/features/register/cards.ts';
import { contactForm } from '../../../src/features/register/contact.ts';
import { editForm } from '../../../src/features/register/edit-form.ts';
import { linkForm } from '../../../src/features/register/link.ts';
import { type Dependency, FACT_LABEL, type Facts, LONGEST, MOST } from '../../../src/features/register/model.ts';
import { faultsOf, statusOf } from '../../../src/features/register/rules.ts';

const NOW = DateTime.fromISO('2026-12-01T09:30:00Z', { zone: 'utc' });
const EARLIER = '2026-11-30T07:00:00.000Z';
const HOSTILE = '<!channel> <@U1> =HYPERLINK("http://evil") <script>alert(1)</script> *b* _i_ [x](http://evil) & `';

/** Text of exactly `length` characters that looks like markup of every kind. */
function hostile(length: number): string {
  return HOSTILE.repeat(Math.ceil(length / HOSTILE.length)).slice(0, length);
}

function person(id: string, name: string): Person {
  return {
    id,
    handle: id,
    name,
    email: null,
    title: null,
    teamId: 'plat',
    delegateId: null,
    preferred: null,
    calendar: { zone: 'Europe/Berlin', workStart: { hour: 9, minute: 0 }, workEnd: { hour: 17, minute: 0 } },
  };
}

const teams = new Map<string, Team>(
  [
    ['plat', 'Product Platform'],
    ['part', 'Partner Experience'],
    ...Array.from({ length: 30 }, (_, index) => [`team-${index}`, `${hostile(70)} ${index}`] as const),
  ].map(([id = '', name = '']) => [id, { id, key: id, name, leadId: null }]),
);
const people = new Map<string, Person>([
  ['ana', person('ana', 'Ana Example')],
  ['ben', person('ben', 'Ben Example')],
  ['long', person('long', hostile(120))],
]);

const ordinary: Dependency = {
  id: '018f0000-0000-7000-8000-000000000004',
  programmeId: '018f0000-0000-7000-8000-000000000001',
  key: 'DEP-4',
  number: 4,
  title: 'Orders API v2',
  kind: 'api',
  interface: 'POST /orders',
  producerTeamId: 'plat',
  priority: 'low',
  consumers: [{ teamId: 'part', neededBy: '2026-12-07', priority: 'high' }],
  ownerId: 'ana',
  delegateId: 'ben',
  zone: 'Europe/Berlin',
  dueDate: '2026-12-11',
  risk: 'high',
  roadmapGoal: 'Partners order without a phone call',
  sharedInfrastructure: null,
  obligations: ['PII'],
  criticalDates: [{ label: 'Code freeze', date: '2027-01-15' }],
  links: [{ label: 'ORD-77', url: 'https://tickets.example/ORD-77' }],
  contacts: [{ role: 'qa', personId: 'ben', authority: 'the test report', reviewCadence: 'weekly', delegateId: null }],
  state: 'open',
  report: {
    colour: 'yellow',
    reason: 'QA has no environment',
    mitigation: 'staging B',
    trigger: 'no word by Thu',
    byId: 'ana',
    at: EARLIER,
  },
  override: null,
  signals: [],
  mitigated: false,
  version: 3,
};

const largest: Dependency = {
  ...ordinary,
  title: hostile(LONGEST.title),
  kind: 'shared-infrastructure',
  interface: hostile(LONGEST.interface),
  roadmapGoal: hostile(LONGEST.goal),
  sharedInfrastructure: hostile(LONGEST.infrastructure),
  consumers: [...teams.keys()]
    .filter((id) => id !== 'plat')
    .map((teamId) => ({ teamId, neededBy: '2026-12-07', priority: 'medium' })),
  ownerId: 'long',
  delegateId: 'long',
  obligations: Array.from({ length: MOST.obligations }, (_, index) => `${index}${hostile(LONGEST.obligation - 2)}`),
  criticalDates: Array.from({ length: MOST.criticalDates }, () => ({
    label: hostile(LONGEST.label),
    date: '2027-01-15',
  })),
  links: Array.from({ length: MOST.links }, (_, index) => ({
    label: hostile(LONGEST.label),
    url: `https://tickets.example/${index}/`.padEnd(LONGEST.url, 'x'),
  })),
  contacts: ContactRole.options.map((role) => ({
    role,
    personId: 'long',
    authority: hostile(LONGEST.authority),
    reviewCadence: hostile(LONGEST.reviewCadence),
    delegateId: 'long',
  })),
  report: {
    colour: 'green',
    reason: hostile(1_000),
    mitigation: hostile(1_000),
    trigger: hostile(1_000),
    byId: 'long',
    at: EARLIER,
  },
  override: { colour: 'green', reason: hostile(LONGEST.reason), byId: 'long', until: '2026-12-04T17:00:00.000Z' },
  signals: Array.from({ length: 12 }, (_, index) => ({
    kind: 'blocker' as const,
    subject: String(index),
    text: hostile(500),
    since: EARLIER,
    count: 1,
  })),
};

const criteria = Criteria.parse({});
const statusAt = (dependency: Dependency) => statusOf(dependency, criteria, NOW);
const shown = (dependency: Dependency) => ({
  dependency,
  status: statusAt(dependency),
  faults: faultsOf(dependency, statusAt(dependency)),
  teams,
  people,
  now: NOW,
});
const listed = (dependency: Dependency, count: number) => ({
  programme: 'Q1 launch',
  total: count,
  found: Array.from({ length: count }, () => ({ dependency, status: statusAt(dependency) })),
  teams,
});
const bare: Dependency = {
  ...ordinary,
  ownerId: null,
  delegateId: null,
  dueDate: null,
  interface: null,
  roadmapGoal: null,
  consumers: [],
  obligations: [],
  criticalDates: [],
  links: [],
  contacts: [],
  report: null,
};

export function cards(): Record<string, Card> {
  const everyFact = Object.keys(FACT_LABEL) as (keyof Facts)[]; // the keys of this object
  const changed = { by: 'Ana Example', now: NOW, teams };
  const assigned = { by: 'Ana Example', teams, others: 'Delegate: Ben Example.' };
  return {
    show: dependencyCard(shown(ordinary)),
    'show, nothing known': dependencyCard(shown(bare)),
    'show, delivered': dependencyCard(shown({ ...ordinary, state: 'delivered' })),
    'show, largest': dependencyCard(shown(largest)),
    'show, largest without override': dependencyCard(shown({ ...largest, override: null })),
    list: listCard({ ...listed(ordinary, 3), filter: '' }),
    'list, nothing found': listCard({ ...listed(ordinary, 0), filter: 'red' }),
    'list, largest': listCard({ ...listed(largest, 200), filter: hostile(40) }),
    changed: changedCard(['dueDate'], ordinary, { ...ordinary, dueDate: '2026-12-18' }, changed),
    'changed, largest': changedCard(everyFact, largest, largest, changed),
    'assigned to owner': assignedCard('owner', ordinary, statusAt(ordinary), assigned),
    'assigned to delegate, largest': assignedCard('delegate', largest, statusAt(largest), {
      ...assigned,
      others: hostile(200),
    }),
    saved: savedCard('DEP-4', text`DEP-4: link added`, text`ORD-77`),
  };
}

export function forms(): Record<string, Form> {
  const options = [...teams.values()].map((team) => ({ value: team.id, label: team.name }));
  const value = { key: 'DEP-4', version: '3', opened: EARLIER };
  return {
    add: addForm(options.slice(0, 2), 'plat'),
    'add, many teams': addForm(options, null),
    edit: editForm(ordinary, value, options.slice(0, 2), ['PII', 'Audit logging']),
    'edit, nothing known': editForm(bare, value, options.slice(0, 2), []),
    'edit, largest': editForm(
      largest,
      value,
      options,
      Array.from({ length: 20 }, () => 'O'.repeat(80)),
    ),
    assign: assignForm(ordinary, value),
    contact: contactForm(ordinary, value),
    link: linkForm({ key: 'LONGPREFIX-123456' }, value),
  };
}
