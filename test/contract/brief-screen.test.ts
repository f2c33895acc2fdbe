import { plainCard } from '../../src/chat/plain.ts';
import { briefCard } from '../../src/features/briefs/cards.ts';
import { briefs } from './corpus/briefs.ts';

/** One screen of a chat on a desk. */
const SCREEN = { lines: 40, characters: 100 };

it.each(Object.entries(briefs()))('fits one screen in chat: %s', (_name, brief) => {
  const lines = plainCard(briefCard(brief, 20)).split('\n');
  const shown = lines.reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / SCREEN.characters)), 0);
  expect(shown).toBeLessThanOrEqual(SCREEN.lines);
});
