import { DateTime } from 'luxon';
import type { Card } from '../../../src/chat/card.ts';
import type { Form } from '../../../src/chat/form.ts';
import { briefCard, earlierCard, sentCard, withheldCard } from '../../../src/features/briefs/cards.ts';
import type { Brief, Snapshot } from '../../../src/features/briefs/model.ts';
import { compose } from '../../../src/features/briefs/rules/compose.ts';
import { communicationCard } from '../../../src/features/communication/cards.ts';
import type { Communication, Tally } from '../../../src/features/communication/model.ts';

const AT = '2026-12-07T08:30:00.000Z';
const BEFORE = '2026-12-01T08:30:00.000Z';
const NASTY = '<!channel> *bold* <script>alert(1)</script> "];evil[ שלום & 😀 ';
const full = (most: number) => NASTY.repeat(most).slice(0, most).toWellFormed();

/** So many of everything, each with texts of this length. */
function snapshot(many: number, length: number): Snapshot {
  const ns = Array.from({ length: many }, (_, n) => n + 1);
  const key = (prefix: string, n: number) => `${prefix}-${many > 10 ? 98_000 + n : n}`;
  const words = (ordinary: string) => (length === 0 ? ordinary : full(length));
  return {
    at: AT,
    programme: { name: words('Q1 launch'), releaseDate: '2027-02-26' },
    cutOff: '2027-02-19',
    plan: { end: '2027-02-12', path: ns.map((n) => key('DEP', n)) },
    dependencies: ns.map((n) => ({
      key: key('DEP', n),
      state: 'open',
      dueDate: '2026-12-11',
      owner: words('Ana Example'),
      hasStandIn: n % 3 > 0,
      colour: n % 2 === 0 ? 'red' : 'yellow',
      missing: [],
      counted: { colour: n % 2 === 0 ? 'red' : 'yellow', faulty: false, committed: n % 3 > 0 },
      evidenceAt: n % 5 === 0 ? null : BEFORE,
      silent: n % 4 === 0,
      committed: n % 3 > 0,
      p85: '2027-02-16',
    })),
    promises: ns.map((n) => ({
      key: key('COM', n),
      promisedFor: '2026-12-04',
      keptOn: n % 2 === 0 ? null : '2026-12-04',
      inTime: n % 2 > 0,
    })),
    contracts: ns.map((n) => ({
      key: key('DEP', n),
      version: '2.0.0',
      gate: 2,
      name: words('Technical sign-off'),
      state: 'open',
      dueAt: '2026-12-08T17:00:00.000Z',
      waitsFor: many > 10 ? ns.map((n) => `@ben${n}`) : ['@ben'],
      late: false,
      lateRow: false,
      passed: [1],
      at: BEFORE,
    })),
    asked: ns.map((n) => ({
      key: key('DEP', n),
      what: `blocked: ${words('the sandbox is down')}`,
      since: BEFORE,
      askedAt: BEFORE,
      decideBy: '2026-12-08T12:00:00.000Z',
      options: [words('Reassign to Ben Example'), words('Move the date to 18 Dec (+5 d)'), words('Take out of scope')],
    })),
    risks: ns.map((n) => ({
      key: key('RISK', n),
      number: n,
      text: words('the vendor has one sandbox'),
      triggered: n % 2 === 0,
      about: key('DEP', n),
      owner: words('Ben Example'),
      mitigation: words('book our own'),
      trigger: words('DEP-4 red'),
      at: BEFORE,
    })),
    actions: ns.map((n) => ({
      key: key('ACT', n),
      number: n,
      what: words('send the test data'),
      owner: words('Ana Example'),
      zone: 'Europe/Berlin',
      dueOn: n % 2 === 0 ? '2026-12-09' : '2026-12-03',
      overdue: n % 2 !== 0,
      at: BEFORE,
    })),
    environments: ns.map((n) => ({
      name: words(`qa-${n}`),
      state: 'provisioning',
      windows: ns.map((one) => key('DEP', one)),
      from: '2026-12-14',
    })),
    decided: ns.map((n) => ({ key: key('DEC', n), choice: words('Partner’s date moved to 11 Dec'), at: BEFORE })),
    shifts: many,
    kept: { prompts: { due: 8 * many, sent: 8 * many, late: 0 }, tiers: { due: many, sent: many, late: 0 } },
  };
}

/** An ordinary brief, and one of the largest register with the longest texts. */
export function briefs(): Record<'ordinary' | 'largest', Brief> {
  const of = (facts: Snapshot) => {
    const moved = facts.dependencies.map((one, n) => ({
      ...one,
      state: 'open' as const,
      colour: n % 2 === 0 ? ('green' as const) : ('red' as const),
    }));
    return compose(facts, { at: BEFORE, dependencies: moved.slice(1), plan: { end: '2027-02-05', path: [] } });
  };
  return { ordinary: of(snapshot(2, 0)), largest: of(snapshot(400, 300)) };
}

const TALLY: Tally = { due: 12, sent: 12, late: 1, asked: 11, answered: 9, answeredLate: 2 };
const tallies = {
  prompt: TALLY,
  nudge: TALLY,
  escalation: TALLY,
  'roll-up': TALLY,
  brief: TALLY,
  agenda: TALLY,
  minutes: TALLY,
};
const COMMUNICATION: Communication = {
  programme: 'Q1 launch',
  weeks: ['2026-12-07', '2026-11-30', '2026-11-23', '2026-11-16'].map((monday) => ({ monday, tallies })),
  people: [{ who: 'Ana Example', asked: 8, answered: 7, late: 1 }],
  morePeople: 0,
};

/** Every card of briefs and of communication, ordinary and at its largest. */
export function cards(): Record<string, Card> {
  const { ordinary, largest } = briefs();
  const sent = (brief: Brief) => ({
    id: 'brief-1',
    week: '2026-12-07',
    at: DateTime.fromISO(AT),
    brief,
    sentTo: ['Eva Example', 'web:leadership'],
  });
  return {
    brief: briefCard(ordinary, null),
    'brief for a lead': briefCard(ordinary, 2),
    'brief, largest': briefCard(largest, 20),
    sent: sentCard('Q1 launch', ['Eva Example']),
    'sent, largest': sentCard(
      full(200),
      Array.from({ length: 40 }, () => full(200)),
    ),
    withheld: withheldCard(
      'Q1 launch',
      'Without a plan: DEP-7 ▲ YELLOW: no mitigation. The brief goes out when each red and yellow has an owner, a mitigation and its trigger: `/deps risk DEP-7 @WHO WHAT mitigation: WHAT trigger: DEP-7 red`.',
    ),
    'withheld, largest': withheldCard(full(200), full(2_000)),
    'no brief yet': earlierCard('Q1 launch', []),
    earlier: earlierCard('Q1 launch', [sent(ordinary)]),
    'earlier, many': earlierCard(
      full(200),
      Array.from({ length: 15 }, () => sent(largest)),
    ),
    communication: communicationCard(COMMUNICATION),
    'communication, largest': communicationCard({
      ...COMMUNICATION,
      programme: full(200),
      people: Array.from({ length: 10 }, () => ({ who: full(200), asked: 8, answered: 7, late: 1 })),
      morePeople: 40,
    }),
  };
}

export function forms(): Record<string, Form> {
  return {};
}
