import { DateTime } from 'luxon';
import type { Card } from '../../../src/chat/card.ts';
import type { Form } from '../../../src/chat/form.ts';
import { text } from '../../../src/chat/text.ts';
import { mineCard, statusCard } from '../../../src/features/reports/cards.ts';
import type { Due, Glance, Mine, StatusLine, Top } from '../../../src/features/reports/model.ts';

const NOW = DateTime.fromISO('2026-12-01T09:00:00Z', { zone: 'utc' });
const HOSTILE = '<!channel> <@U1> <script>alert(1)</script> *b* _i_ [x](http://evil) & ` =HYPERLINK("x") ';

/** Text of exactly `length` characters that looks like markup of every kind. */
function hostile(length: number): string {
  return HOSTILE.repeat(Math.ceil(length / HOSTILE.length)).slice(0, length);
}

function many<Item>(length: number, of: (index: number) => Item): Item[] {
  return Array.from({ length }, (_, index) => of(index));
}

function due(words: string): Due {
  return { text: [words], at: NOW };
}

/** All that there are, or the first few of `total`. */
function top<Item>(first: Item[], total = first.length): Top<Item> {
  return { first, total };
}

const BLOCKED: StatusLine = {
  key: 'DEP-12',
  line: text`DEP-12 Payment sandbox · Vendor → Partner · due Fri 4 Dec · ● RED: blocked`,
  faults: ['mitigation', 'trigger'],
};
const FINE: StatusLine = {
  key: 'DEP-4',
  line: text`DEP-4 Orders API v2 · Platform → Partner · due Fri 11 Dec · ✓ GREEN`,
  faults: [],
};

const GLANCE: Glance = {
  name: 'Q1 launch',
  filter: undefined,
  counts: { red: 2, yellow: 3, green: 9 },
  daysToRelease: 68,
  decisions: top([due('DEP-12 blocked 31 h (decide by Thu 12:00)')]),
  overdue: top([due('gate 2 of DEP-4 (2 d, waits for @chloe)')]),
  waived: top([due('gate 2 of DEP-4 until Fri 18 Dec, 18:00')]),
  thisWeek: top([due('DEP-7 due Fri 4 Dec')]),
  silent: top([{ owner: 'Omar Example', keys: ['DEP-9'], since: NOW.minus({ days: 5 }) }]),
  faulty: top([BLOCKED]),
  lines: top([BLOCKED]),
};
const QUIET: Glance = {
  ...GLANCE,
  counts: { red: 0, yellow: 0, green: 1 },
  daysToRelease: null,
  decisions: top([]),
  overdue: top([]),
  waived: top([]),
  thisWeek: top([]),
  silent: top([]),
  faulty: top([]),
  lines: top([]),
};
const dueLargest = top(
  many(5, () => due(hostile(700))),
  60,
);
const linesLargest = many(200, () => ({ ...BLOCKED, key: 'LONGPREFIX-123456', line: [hostile(900)] }));

const MINE: Mine = {
  name: 'Ana Example',
  dependencies: [BLOCKED, FINE],
  approvals: [{ key: 'DEP-4', text: text`DEP-4 v3.0.0, gate 2`, dependencyId: 'dependency-4' }],
  prompts: [{ keys: ['DEP-4', 'DEP-12'], answerBy: NOW.plus({ days: 2 }) }],
  actions: [['ACT-1 send the test data by Fri 4 Dec']],
  nextPromptAt: NOW.plus({ days: 2 }),
};

/** The status of a programme and what waits for a person: as they usually are, and at their largest. */
export function cards(): Record<string, Card> {
  return {
    status: statusCard(GLANCE),
    'status, all is well': statusCard(QUIET),
    'status of the reds': statusCard({ ...GLANCE, filter: 'red' }),
    'status, largest': statusCard({
      ...GLANCE,
      name: hostile(200),
      filter: hostile(60),
      counts: { red: 4_000, yellow: 4_000, green: 4_000 },
      decisions: dueLargest,
      overdue: dueLargest,
      waived: dueLargest,
      thisWeek: dueLargest,
      silent: top(
        many(5, () => ({ owner: hostile(200), keys: many(60, (n) => `LONGPREFIX-${n}`), since: NOW })),
        60,
      ),
      faulty: top(linesLargest.slice(0, 5), 200),
      lines: top(linesLargest.slice(0, 15), 200),
    }),
    mine: mineCard(MINE),
    'nothing is mine': mineCard({
      ...MINE,
      dependencies: [],
      approvals: [],
      prompts: [],
      actions: [],
      nextPromptAt: null,
    }),
    'mine, largest': mineCard({
      ...MINE,
      dependencies: linesLargest,
      approvals: many(60, () => ({
        key: 'LONGPREFIX-123456',
        text: [hostile(500)],
        dependencyId: '0198a000-0000-7000-8000-000000000012',
      })),
      actions: many(60, () => [hostile(120)]),
      prompts: many(60, () => ({ keys: many(60, (n) => `LONGPREFIX-${n}`), answerBy: NOW })),
    }),
  };
}

/** Reports ask nothing. */
export function forms(): Record<string, Form> {
  return {};
}
