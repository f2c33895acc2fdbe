import { plainText } from '../../chat/plain.ts';
import { rollUpCard } from './cards.ts';

it('shows the first lessons in a roll-up, right under the colours, and how many are left out', () => {
  const learned = Array.from({ length: 6 }, (_, index) => [`DEP-${index + 1} turned red. Learned before: A`]);
  const card = rollUpCard({
    programme: 'Q1 launch',
    date: '2026-12-01',
    colour: 'red',
    counts: { red: 6, yellow: 0, green: 0 },
    answered: 1,
    asked: 1,
    learned,
    changed: [['DEP-1 GREEN → ● RED']],
    contracts: [],
    blockers: [],
    risks: [],
    faults: [],
    shifts: [],
    silent: [],
  });
  const lines = card.blocks.flatMap((block) =>
    block.kind === 'note' || block.kind === 'text' ? [plainText(block.text, 'UTC')] : [],
  );
  expect(lines.slice(1, 6)).toEqual([...learned.slice(0, 4).map(([line]) => line), 'and 2 more: /deps lessons']);
  expect(lines[6]).toContain('Changed:');
});
