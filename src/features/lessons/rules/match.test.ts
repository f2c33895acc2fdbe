import fc from 'fast-check';
import type { Lesson } from '../model.ts';
import { matching, slugOf } from './match.ts';

const lesson = (slug: string, about: Partial<Lesson>): Lesson => ({
  slug,
  title: slug,
  text: null,
  kinds: [],
  teams: [],
  words: [],
  link: null,
  learnedOn: null,
  source: null,
  ...about,
});
const SUBJECT = { kind: 'api', teams: ['plat', 'part'], words: 'Orders API: vendor sandbox' } as const;
const slugs = (lessons: readonly Lesson[]) => matching(lessons, SUBJECT).map(({ slug }) => slug);

it('finds lessons by kind, by team or by a word, those with most in common first', () => {
  const lessons = [
    lesson('kind', { kinds: ['api'] }),
    lesson('team', { teams: ['part'] }),
    lesson('word', { words: ['sandbox'] }),
    lesson('all', { kinds: ['api'], teams: ['part'], words: ['sandbox'] }),
    lesson('other', { kinds: ['data-feed'], teams: ['data'], words: ['batch'] }),
  ];
  expect(slugs(lessons)).toEqual(['all', 'word', 'team', 'kind']);
});

it('finds whole words alone, in any case and with any signs between them', () => {
  expect(slugs([lesson('part-of-a-word', { words: ['box'] })])).toEqual([]);
  expect(slugs([lesson('two-words', { words: ['Vendor-Sandbox'] })])).toEqual(['two-words']);
});

it('puts the newest of equals first', () => {
  const dated = (slug: string, learnedOn: string | null) => lesson(slug, { kinds: ['api'], learnedOn });
  expect(slugs([dated('none', null), dated('old', '2025-01-01'), dated('new', '2026-01-01')])).toEqual([
    'new',
    'old',
    'none',
  ]);
});

it('names every title in the same way, however it is written', () => {
  expect(slugOf('  Vendor sandboxes: ARE shared ')).toBe('vendor-sandboxes-are-shared');
  fc.assert(fc.property(fc.string(), (title) => slugOf(slugOf(title)) === slugOf(title)));
});
