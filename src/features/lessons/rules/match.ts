import type { Lesson, Subject } from '../model.ts';

/** What a match by each weighs. Ours: a word says more than a team, and a team more than a kind, of which there are five. */
const WEIGHT = { word: 3, team: 2, kind: 1 } as const;

/** Lessons about such a dependency: those with most in common first, of these the newest. */
export function matching(lessons: readonly Lesson[], subject: Subject): Lesson[] {
  return lessons
    .map((lesson) => ({ lesson, weight: weightOf(lesson, subject) }))
    .filter(({ weight }) => weight > 0)
    .sort(
      (a, b) =>
        b.weight - a.weight ||
        (b.lesson.learnedOn ?? '').localeCompare(a.lesson.learnedOn ?? '') ||
        a.lesson.slug.localeCompare(b.lesson.slug),
    )
    .map(({ lesson }) => lesson);
}

function weightOf({ kinds, teams, words }: Lesson, subject: Subject): number {
  const said = ` ${plain(subject.words)} `;
  const found = words.filter((word) => said.includes(` ${plain(word)} `)).length;
  const shared = teams.filter((team) => subject.teams.includes(team)).length;
  return found * WEIGHT.word + shared * WEIGHT.team + (kinds.includes(subject.kind) ? WEIGHT.kind : 0);
}

/** Letters and digits in small letters, single spaces between them. */
function plain(words: string): string {
  return words
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** The name that a title gives a lesson. */
export function slugOf(title: string): string {
  return plain(title).replaceAll(' ', '-');
}
