import { DateTime } from 'luxon';
import type { Card } from '../../../src/chat/card.ts';
import type { Form } from '../../../src/chat/form.ts';
import { logCard } from '../../../src/features/decisions/cards.ts';
import type { Decision } from '../../../src/features/decisions/index.ts';

const AT = DateTime.fromISO('2026-12-01T09:00:00Z', { zone: 'utc' });

function decision(number: number, changes: Partial<Decision> = {}): Decision {
  return {
    id: `decision-${number}`,
    key: `DEC-${number}`,
    number,
    at: AT,
    programmeId: 'q1',
    question: 'DEP-1 is blocked: the vendor sandbox is down. How does it go on?',
    options: [
      { label: 'Reassign to Ben Example', consequence: 'no date moves' },
      { label: 'Take out of scope', consequence: 'Partner Experience loses it' },
    ],
    choice: 'reassigned to Ben Example',
    reason: null,
    dependencyId: 'dependency-1',
    blockerId: 'blocker-1',
    byId: 'lena',
    ...changes,
  };
}

/** Every card of the decision log, ordinary and at its largest. */
export function cards(): Record<string, Card> {
  const logged = { decision: decision(1), by: 'Lena Example', dependency: 'DEP-1' };
  const longest = {
    decision: decision(4_000, { choice: 'moved '.repeat(40), reason: '<!channel> & '.repeat(38) }),
    by: 'N'.repeat(200),
    dependency: 'DEP-4000',
  };
  return {
    'an empty log': logCard('Q1 launch', [], 0),
    'a log of one': logCard('DEP-1', [logged], 1),
    'a log of many': logCard(
      'P'.repeat(200),
      Array.from({ length: 20 }, () => longest),
      4_000,
    ),
  };
}

export function forms(): Record<string, Form> {
  return {};
}
