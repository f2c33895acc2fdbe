import { z } from 'zod';
import { Kind } from '../programme/model.ts';

/** Characters and numbers of what a lesson holds. Ours: a lesson is shown in one line, and its text in a paragraph. */
export const LONGEST = { title: 120, text: 500, word: 40, url: 2_000 } as const;
export const MOST = { kinds: 5, teams: 20, words: 20, lessons: 2_000 } as const;
/** Lessons beside something that happens. Ours: more is not read there. */
export const MOST_SHOWN = 2;

const url = z
  .string()
  .max(LONGEST.url)
  .regex(/^https?:\/\/\S+$/i, 'a web address such as https://wiki.example/post-mortem');

/** What was learned once, and when it is worth remembering. */
export const Lesson = z.object({
  /** Names it: the title in small letters, with dashes. */
  slug: z.string(),
  title: z.string().trim().min(1).max(LONGEST.title),
  /** What to do next time; null where the title says it. */
  text: z.string().max(LONGEST.text).nullable(),
  /** Kinds of dependencies that it is about. */
  kinds: z.array(Kind).max(MOST.kinds),
  /** Keys of teams, in small letters. */
  teams: z.array(z.string().toLowerCase()).max(MOST.teams),
  /** Words in a title or an interface that recall it, in small letters. */
  words: z.array(z.string().trim().toLowerCase().min(1).max(LONGEST.word)).max(MOST.words),
  link: url.nullable(),
  /** YYYY-MM-DD, when it was learned. */
  learnedOn: z.iso.date().nullable(),
  /** RETRO-2; null for one from a file. */
  source: z.string().nullable(),
});
export type Lesson = z.infer<typeof Lesson>;

/** What a dependency is, as far as lessons are matched by it. */
export interface Subject {
  kind: Kind;
  /** Keys of its teams, in small letters. */
  teams: readonly string[];
  /** Its title, its interface, why it is red: whatever may hold a word. */
  words: string;
}
