import { DateTime } from 'luxon';
import type { Card } from '../../../src/chat/card.ts';
import type { Form } from '../../../src/chat/form.ts';
import { applyForm, changesCard, historyCard, policyCard } from '../../../src/features/policies/cards.ts';
import { writePolicy } from '../../../src/features/policies/read.ts';
import { Policy } from '../../../src/features/programme/model.ts';

const AT = DateTime.fromISO('2026-11-30T07:00:00Z', { zone: 'utc' });

/** Every card of a policy, ordinary and at its largest. */
export function cards(): Record<string, Card> {
  const policy = Policy.parse({});
  const gates = policy.gates.map((gate) => ({ ...gate, criteria: Array.from({ length: 10 }, () => 'x'.repeat(150)) }));
  const changes = [
    { path: 'cadence.time', before: '09:30', after: '10:00' },
    { path: 'gates[1].criteria', before: ['Error model is complete'], after: [] },
  ];
  const many = Array.from({ length: 400 }, () => ({ path: 'gates[1].criteria', before: 'x'.repeat(900), after: null }));
  const version = { number: 2, at: AT, by: 'Lena Example', file: 'policy.yaml', changes };
  const large = { number: 4_000, at: AT, by: 'N'.repeat(80), file: '<!channel> '.repeat(40), changes: many };
  return {
    'a policy': policyCard('Q1 launch', 2, writePolicy({ key: 'Q1' }, policy, 'Policy of Q1 launch, version 2')),
    'the largest policy': policyCard(
      'P'.repeat(200),
      4_000,
      writePolicy({ key: 'Q1' }, { ...policy, gates }, 'Policy'),
    ),
    'what would change': changesCard('Q1 launch', changes, undefined),
    'what changed': changesCard('Q1 launch', changes.slice(1), { version: 3, by: 'Lena Example' }),
    'nothing to change': changesCard('Q1 launch', [], undefined),
    'the largest change': changesCard('P'.repeat(60), many, { version: 4_000, by: 'N'.repeat(80) }),
    'a history': historyCard('Q1 launch', [version, { ...version, number: 1, file: null, changes: [] }], 0),
    'no history': historyCard('Q1 launch', [], 0),
    'the largest history': historyCard(
      'P'.repeat(200),
      Array.from({ length: 20 }, () => large),
      3_980,
    ),
  };
}

export function forms(): Record<string, Form> {
  return { 'a file': applyForm({}) };
}
