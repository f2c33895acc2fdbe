import { DateTime } from 'luxon';
import type { Card } from '../../../src/chat/card.ts';
import type { Form } from '../../../src/chat/form.ts';
import { text } from '../../../src/chat/text.ts';
import {
  commitmentCard,
  commitmentsCard,
  forecastsCard,
  type Listed,
  overdueCard,
  type Shown,
  supersededCard,
  unsignedCard,
} from '../../../src/features/commitments/cards.ts';
import { commitForm, counterForm } from '../../../src/features/commitments/forms.ts';
import { COMPLIANCE, LONGEST, type Terms } from '../../../src/features/commitments/model.ts';
import type { Seat } from '../../../src/features/commitments/rules/standing.ts';
import type { Person } from '../../../src/features/people/model.ts';
import { LONGEST as LONGEST_OF_REGISTER, MOST } from '../../../src/features/register/model.ts';

const NASTY = '<!channel> *bold* <script>alert(1)</script> & 😀 "];evil[ שלום ';
const AT = DateTime.fromISO('2026-11-30T07:00:00Z', { zone: 'utc' });
const longest = (most: number) => NASTY.repeat(20).slice(0, most).toWellFormed();

function person(handle: string, name = `${handle} Example`, teamId = 'plat'): Person {
  const calendar = { zone: 'Europe/Berlin', workStart: { hour: 9, minute: 0 }, workEnd: { hour: 17, minute: 0 } };
  return { id: handle, handle, name, email: null, title: null, teamId, delegateId: null, preferred: null, calendar };
}

const ANA = person('ana');
const CHLOE = person('chloe', 'chloe Example', 'part');
const NOOR = person('noor', 'noor Example', 'data');

function seat(id: string, as: string, ...signers: Person[]): Seat {
  return { id, as, signers, may: signers.map((one) => one.id) };
}

const PLATFORM = seat('plat', 'Product Platform', ANA, person('ben'));
const PARTNER = seat('part', 'Partner Experience', CHLOE);

const TERMS: Terms = {
  commitmentId: '00000000-0000-7000-8000-000000000001',
  number: 1,
  ownerId: 'ana',
  what: 'delivers v2 to staging',
  byDate: '2026-12-11',
  trace: 'TICKET-77',
  reason: null,
  proposedById: 'ana',
  proposedAt: AT,
  withdrawnAt: null,
};

const PROPOSED: Shown = {
  negotiation: {
    commitment: { id: TERMS.commitmentId, key: 'COM-4', stage: 'release', lockedTerms: null, keptOn: null },
  },
  circle: {
    programme: { name: 'Q1 launch' },
    dependency: { key: 'DEP-4', title: 'Orders API', producerTeamId: 'plat' },
  },
  terms: TERMS,
  inForce: undefined,
  standing: 'proposed',
  isOverdue: false,
  seats: [PLATFORM, PARTNER],
  pending: [PARTNER],
  signed: [{ seat: 'plat', byId: 'ana', at: AT }],
  evidence: [],
  address: 'https://tracker.example/browse/TICKET-77',
  people: new Map([ANA, CHLOE, NOOR].map((one) => [one.id, one])),
  follows: [{ kind: 'text', text: ['The last delivery moves from Fri 11 Dec to Fri 18 Dec.'] }],
  forecast: {
    team: { id: 'plat', key: 'plat', name: 'Product Platform' },
    p50: '2026-12-14',
    p85: '2026-12-18',
    lateness: { p50: 1, p85: 4.2, own: 6, all: 14 },
    seen: true,
  },
};

const COMPLIANCE_SEAT = seat(COMPLIANCE, 'Compliance', NOOR);
const AGREED: Shown = {
  ...PROPOSED,
  standing: 'agreed',
  seats: [PLATFORM, PARTNER, COMPLIANCE_SEAT],
  pending: [COMPLIANCE_SEAT],
  signed: [...PROPOSED.signed, { seat: 'part', byId: 'chloe', at: AT }],
  evidence: [
    { obligation: 'PII', url: 'https://docs.example/pii' },
    { obligation: 'Audit logging', url: null },
  ],
};
const LOCKED: Shown = {
  ...AGREED,
  negotiation: { commitment: { ...PROPOSED.negotiation.commitment, lockedTerms: 1 } },
  standing: 'locked',
  pending: [],
  signed: [...AGREED.signed, { seat: COMPLIANCE, byId: 'noor', at: AT }],
  follows: null,
  forecast: null,
};
const CHANGE: Shown = {
  ...PROPOSED,
  terms: { ...TERMS, number: 2, byDate: '2026-12-18', reason: 'The vendor tests next week' },
  inForce: TERMS,
};

/** Everything as long and as many as it can be. */
const LARGEST: Shown = {
  ...CHANGE,
  circle: {
    programme: { name: longest(80) },
    dependency: { key: 'DEP-4', title: longest(LONGEST_OF_REGISTER.title), producerTeamId: 'plat' },
  },
  terms: {
    ...CHANGE.terms,
    what: longest(LONGEST.what),
    trace: `https://docs.example/${'x'.repeat(LONGEST.trace - 21)}`,
    reason: longest(LONGEST.reason),
  },
  inForce: { ...TERMS, what: longest(LONGEST.what) },
  seats: Array.from({ length: 40 }, (_, n) =>
    seat(`team-${n}`, longest(80), ...Array.from({ length: 8 }, (_, m) => person(`p${n}-${m}`))),
  ),
  pending: Array.from({ length: 40 }, (_, n) => seat(`team-${n}`, longest(80), CHLOE)),
  signed: [],
  evidence: Array.from({ length: MOST.obligations }, (_, n) => ({
    obligation: longest(LONGEST_OF_REGISTER.obligation),
    url: n % 2 === 0 ? null : `https://docs.example/${'x'.repeat(LONGEST_OF_REGISTER.url - 21)}`,
  })),
  address: `https://docs.example/${'x'.repeat(LONGEST.trace - 21)}`,
  follows: Array.from({ length: 4 }, () => ({
    kind: 'list' as const,
    items: Array.from({ length: 15 }, () => text`${longest(LONGEST_OF_REGISTER.title)}`),
    more: 100,
  })),
};

function listed(n: number, what: string): Listed {
  return {
    key: `COM-${n}`,
    dependency: `DEP-${n}`,
    stage: 'release',
    who: 'Ana Example',
    terms: { what, byDate: '2026-12-11' },
    standing: 'locked',
    isChanging: n % 2 === 1,
    isOverdue: n % 3 === 1,
  };
}

/** Every card about commitments, ordinary and at its largest. */
export function cards(): Record<string, Card> {
  const teams = Array.from({ length: 200 }, () => ({
    team: { name: longest(80) },
    lateness: { p50: -2.5, p85: 0, own: 0, all: 14 },
    mayRead: true,
  }));
  return {
    'proposed, to sign': commitmentCard(PROPOSED, CHLOE),
    'proposed, to who did': commitmentCard(PROPOSED, ANA),
    'proposed, to others': commitmentCard(PROPOSED, NOOR),
    'agreed, to sign off': commitmentCard(AGREED, NOOR),
    locked: commitmentCard(LOCKED, CHLOE),
    'locked by decision': commitmentCard({ ...LOCKED, signed: [] }, CHLOE),
    overdue: commitmentCard({ ...LOCKED, isOverdue: true }, CHLOE),
    'change proposed': commitmentCard(CHANGE, CHLOE),
    kept: commitmentCard(
      {
        ...LOCKED,
        standing: 'kept',
        negotiation: { commitment: { ...LOCKED.negotiation.commitment, keptOn: '2026-12-10' } },
      },
      ANA,
    ),
    withdrawn: commitmentCard({ ...PROPOSED, standing: 'withdrawn', follows: null, pending: [] }, ANA),
    largest: commitmentCard(LARGEST, CHLOE),
    superseded: supersededCard(CHANGE, TERMS),
    'superseded by a withdrawal': supersededCard(PROPOSED, CHANGE.terms),
    'superseded, largest': supersededCard(LARGEST, LARGEST.terms),
    unsigned: unsignedCard(PROPOSED),
    'unsigned, largest': unsignedCard(LARGEST),
    'overdue, to who promised': overdueCard(LOCKED, TERMS, true),
    'overdue of a stage': overdueCard(
      { ...LOCKED, negotiation: { commitment: { ...LOCKED.negotiation.commitment, stage: 'test' } } },
      TERMS,
      true,
    ),
    'overdue, to leads': overdueCard(LOCKED, TERMS, false),
    'overdue, largest': overdueCard(LARGEST, LARGEST.terms, true),
    none: commitmentsCard('Q1 launch', [], 'open'),
    list: commitmentsCard(
      'Q1 launch',
      [1, 2].map((n) => listed(n, TERMS.what)),
      'open',
    ),
    'list, many': commitmentsCard(
      longest(80),
      Array.from({ length: 300 }, (_, n) => listed(n, longest(LONGEST.what))),
      'open',
    ),
    'forecasts of none': forecastsCard('Q1 launch', []),
    forecasts: forecastsCard('Q1 launch', [
      { team: { name: 'Product Platform' }, lateness: { p50: 1, p85: 4.2, own: 6, all: 14 }, mayRead: true },
      { team: { name: 'Data Insights' }, lateness: { p50: 0, p85: 2, own: 3, all: 14 }, mayRead: false },
    ]),
    'forecasts, many': forecastsCard(longest(80), teams),
  };
}

/** Every form about commitments, ordinary and at its largest. */
export function forms(): Record<string, Form> {
  const value = { commitment: TERMS.commitmentId, terms: '1' };
  const dependency = { id: '00000000-0000-7000-8000-000000000004', key: 'DEP-4', title: 'Orders API', ownerId: 'ana' };
  const longTitle = { ...dependency, title: longest(LONGEST_OF_REGISTER.title) };
  return {
    commit: commitForm({ dependency }, 'Such as TICKET-77'),
    'commit, largest': commitForm({ choose: Array.from({ length: 300 }, () => longTitle) }, 'Such as TICKET-77'),
    counter: counterForm('COM-4', TERMS, false, value),
    'change, largest': counterForm('COM-4444', LARGEST.terms, true, value),
  };
}
