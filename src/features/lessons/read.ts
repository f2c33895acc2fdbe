import { type Document, parseDocument, visit } from 'yaml';
import { z } from 'zod';
import { shorten } from '../../chat/shorten.ts';
import { Kind } from '../programme/model.ts';
import { Lesson, LONGEST } from './model.ts';
import { slugOf } from './rules/match.ts';

/** A file as it came in. */
export interface LessonFile {
  /** How errors name it. */
  name: string;
  text: string;
}

/** Characters of what stands between the lines of dashes, and of one line of it. Ours: the nine fields take a tenth; nesting stays shallow. */
const LONGEST_FRONT = 4_000;
const LONGEST_LINE = 300;

const EXAMPLE =
  'Begin the file with ---, title: Vendor sandboxes are shared, kinds: [third-party], teams: [part], words: [sandbox], link: https://wiki.example/post-mortem, date: 2026-03-04, and --- again; then the text.';

const LISTS = ['kinds', 'teams', 'words', 'tags'] as const;
const words = z.array(z.coerce.string()).default([]);
const Front = z.strictObject({
  title: z.string({ error: 'the title is missing' }),
  kinds: z.array(z.enum(Kind.options, { error: `a kind is one of ${Kind.options.join(', ')}` })).default([]),
  teams: words,
  words,
  tags: words,
  link: z.string().nullish(),
  date: z.string({ error: 'a date is YYYY-MM-DD' }).nullish(),
});

/** Aliases fill memory, and a lesson needs none. */
function usesAliases(document: Document.Parsed): boolean {
  let found = false;
  visit(document, {
    Alias() {
      found = true;
      return visit.BREAK;
    },
  });
  return found;
}

/** What people write for lists: one word alone, or nothing. */
function withLists(front: unknown): unknown {
  if (typeof front !== 'object' || front === null) return front;
  const all = new Map<string, unknown>(Object.entries(front));
  for (const name of LISTS) {
    const said = all.get(name) ?? [];
    all.set(name, Array.isArray(said) ? said : [said]);
  }
  return Object.fromEntries(all);
}

/** A lesson out of Markdown with front matter; else what is wrong with the file, each with what to write instead. */
export function readLesson({ name, text }: LessonFile, teams: readonly string[]): Lesson | { problems: string[] } {
  const bad = (...problems: string[]) => ({ problems: problems.map((problem) => `${name}: ${problem}`) });
  const match = /^\uFEFF?---[ \t]*\r?\n([\s\S]*?)\r?\n---[ \t]*(?:\r?\n([\s\S]*))?$/.exec(text);
  const [, front = '', body = ''] = match ?? [];
  if (match === null) return bad(`it has no front matter. ${EXAMPLE}`);
  if (front.length > LONGEST_FRONT || front.split('\n').some((one) => one.length > LONGEST_LINE)) {
    return bad(`its front matter is too long: at most ${LONGEST_FRONT} characters, and ${LONGEST_LINE} in a line.`);
  }
  const document = parseDocument(front, { prettyErrors: false });
  const [broken] = document.errors;
  if (broken !== undefined) return bad(`its front matter is no YAML: ${broken.message}`);
  if (usesAliases(document)) return bad('its front matter uses an alias (*name). Write the words out.');
  const read = Front.safeParse(withLists(document.toJS()));
  if (!read.success) return bad(...read.error.issues.map(issueText));
  const { title, kinds, teams: said, words, tags, link = null, date = null } = read.data;
  const lesson = Lesson.safeParse({
    slug: slugOf(title),
    title: title.replace(/\s+/g, ' '),
    text: firstParagraph(body),
    kinds: [...new Set(kinds)],
    teams: [...new Set(said)],
    words: [...new Set([...words, ...tags])],
    link,
    learnedOn: date,
    source: null,
  });
  if (!lesson.success) return bad(...lesson.error.issues.map(issueText));
  const strange = lesson.data.teams.filter((team) => !teams.includes(team));
  if (strange.length > 0) return bad(`no team has the key ${strange.join(', ')}. There is: ${teams.join(', ')}.`);
  if (lesson.data.slug === '') return bad('its title has no letter and no digit.');
  if (lesson.data.kinds.length + lesson.data.teams.length + lesson.data.words.length === 0) {
    return bad('nothing recalls it: name kinds, teams or words.');
  }
  return lesson.data;
}

function issueText({ path, message }: { path: readonly PropertyKey[]; message: string }): string {
  const [field] = path;
  return field === undefined ? message : `${String(field === 'learnedOn' ? 'date' : field)}: ${message}`;
}

/** What is said first, without the heading above it. */
function firstParagraph(body: string): string | null {
  const paragraph = body
    .split(/\r?\n\s*\r?\n/)
    .map((one) => one.trim())
    .find((one) => one !== '' && !/^#{1,6}\s.*$/.test(one));
  return paragraph === undefined ? null : shorten(paragraph.replace(/\s+/g, ' '), LONGEST.text);
}
