import type { Card } from '../../../src/chat/card.ts';
import type { Form } from '../../../src/chat/form.ts';
import { importedCard, importForm, lessonsCard, MOST_LISTED } from '../../../src/features/lessons/cards.ts';
import { type Lesson, LONGEST, MOST } from '../../../src/features/lessons/model.ts';

const NASTY = '<!channel> *bold* <script>alert(1)</script> "];evil[ שלום & 😀 ';
const full = (most: number) => NASTY.repeat(most).slice(0, most).toWellFormed();

const LESSON: Lesson = {
  slug: 'one-sandbox-of-a-vendor-is-shared',
  title: 'One sandbox of a vendor is shared',
  text: "Book a sandbox of one's own with the contract.",
  kinds: ['third-party'],
  teams: ['part'],
  words: ['sandbox'],
  link: 'https://wiki.example.com/sandbox',
  learnedOn: '2026-03-04',
  source: 'RETRO-1',
};
const LARGE: Lesson = {
  ...LESSON,
  title: full(LONGEST.title),
  text: full(LONGEST.text),
  teams: Array(MOST.teams).fill('part'),
  words: Array(MOST.words).fill(full(LONGEST.word)),
  link: `https://example.com/${'x'.repeat(LONGEST.url - 20)}`,
};

/** Every card of lessons, ordinary and at its largest. */
export function cards(): Record<string, Card> {
  const titles = (many: number) => Array.from({ length: many }, () => full(LONGEST.title));
  return {
    lessons: lessonsCard('all', [LESSON, { ...LESSON, link: null, text: null, source: null, learnedOn: null }], 0),
    'no lesson': lessonsCard('with “holidays”', [], 0),
    'lessons, many': lessonsCard(full(60), Array(MOST_LISTED).fill(LARGE), 1_985),
    imported: importedCard({ added: ['One sandbox of a vendor is shared'], changed: [], same: ['Feeds come late'] }),
    'imported, many': importedCard({ added: titles(40), changed: titles(40), same: titles(40) }),
  };
}

/** Every form of lessons. */
export function forms(): Record<string, Form> {
  return { 'import a lesson': importForm() };
}
