import { DateTime } from 'luxon';
import type { Card } from '../../../src/chat/card.ts';
import type { Form } from '../../../src/chat/form.ts';
import { decideForm, decisionCard, type LoggedDecision, logCard } from '../../../src/features/deciding/cards.ts';
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
    links: [],
    supersedesId: null,
    ...changes,
  };
}

/** Every card of the decision log, ordinary and at its largest. */
export function cards(): Record<string, Card> {
  const dependency = { key: 'DEP-1', title: 'Orders API' };
  const logged: LoggedDecision = {
    decision: decision(1),
    by: 'Lena Example',
    dependency,
    supersedes: null,
    supersededBy: null,
  };
  const anew: LoggedDecision = {
    decision: decision(2, {
      question: 'Which sandbox do we use?',
      choice: 'our own',
      options: ['our own', "the vendor's", 'a mock'].map((label) => ({ label, consequence: '' })),
      reason: 'the vendor is down until January',
      links: ['https://wiki.example/sandbox', 'https://tickets.example/ORD-77'],
    }),
    by: 'Ana Example',
    dependency,
    supersedes: 'DEC-1',
    supersededBy: null,
  };
  const longest: LoggedDecision = {
    decision: decision(4_000, {
      question: '"];evil[ '.repeat(33),
      choice: 'moved '.repeat(50),
      reason: '<!channel> & '.repeat(38),
      options: Array.from({ length: 11 }, (_one, index) => ({ label: `${index} ${'x'.repeat(195)}`, consequence: '' })),
      links: Array.from({ length: 5 }, () => `https://wiki.example/${'p'.repeat(1_900)}`),
    }),
    by: 'N'.repeat(200),
    dependency: { key: 'DEP-4000', title: 'T'.repeat(200) },
    supersedes: 'DEC-3999',
    supersededBy: 'DEC-4001',
  };
  const open = { ...longest, supersededBy: null };
  return {
    'an empty log': logCard('Q1 launch', [], 0),
    'a log of one': logCard('DEP-1', [logged], 1),
    'a log with one that is superseded': logCard(
      'Q1 launch, with “sandbox”',
      [anew, { ...logged, supersededBy: 'DEC-2' }],
      2,
    ),
    'a log of many': logCard(
      'P'.repeat(200),
      Array.from({ length: 20 }, () => longest),
      4_000,
    ),
    'a decision': decisionCard(anew, { mayDecide: ['ana', 'lena'] }),
    'a decision as its people get it': decisionCard(anew, { as: 'lead of Partner Experience' }),
    'a choice of leadership that is superseded': decisionCard(
      { ...logged, supersededBy: 'DEC-2' },
      { mayDecide: ['lena'] },
    ),
    'the largest decision': decisionCard(open, { mayDecide: ['lena'] }),
    'the largest decision, superseded': decisionCard(longest),
  };
}

export function forms(): Record<string, Form> {
  const nothing = { question: '', choice: '', others: [], reason: '', dependency: '', links: [], supersedes: '' };
  return {
    'a decision': decideForm({ programme: 'q1' }, nothing, []),
    'a decision with its reason missing': decideForm(
      { programme: 'q1' },
      { ...nothing, question: 'Which sandbox do we use?', choice: 'our own', others: ['a mock'], supersedes: 'DEC-1' },
      ['why'],
    ),
  };
}
