import { type Card, note } from '../../chat/card.ts';
import type { Form } from '../../chat/form.ts';
import { shorten } from '../../chat/shorten.ts';
import { code, link, strong, type Text, text } from '../../chat/text.ts';
import { formatDay } from '../../core/format-time.ts';
import type { Lesson } from './model.ts';

/** Lessons that one card lists. Ours: a screen. */
export const MOST_LISTED = 15;
/** Titles that an answer to an import names of each kind. */
const MOST_TITLES = 10;
const TEXT_IN_LINE = 160;

/** One lesson beside something else. */
export function lessonLine({ title, link: url }: Lesson): Text {
  return text`Learned before: ${url === null ? title : link(title, url)}`;
}

/** Lessons that somebody asked for; `about` says which, and `more` are left out. */
export function lessonsCard(about: string, shown: readonly Lesson[], more: number): Card {
  const all = shown.length + more;
  if (all === 0) {
    return note(
      `No lesson: ${about}`,
      text`Leads bring them in with ${code('/deps lessons import')}, retrospectives keep them.`,
    );
  }
  return {
    title: [`${all} ${all === 1 ? 'lesson' : 'lessons'}: ${about}`],
    blocks: [{ kind: 'list', items: shown.map(listLine), ...(more > 0 ? { more } : {}) }],
  };
}

function listLine(lesson: Lesson): Text {
  const { title, text: said, link: url } = lesson;
  const head = url === null ? strong(title) : link(title, url);
  return text`${head}${said === null ? '' : `: ${shorten(said, TEXT_IN_LINE)}`} · ${aboutOf(lesson)}`;
}

/** When and where it was learned, and what recalls it: `Wed 4 Mar, RETRO-1, for api, sandbox`. */
export function aboutOf({ learnedOn, source, kinds, teams, words }: Lesson): string {
  const recalledBy = [...kinds, ...teams, ...words].join(', ');
  return [learnedOn === null ? '' : formatDay(learnedOn), source ?? '', `for ${recalledBy}`].filter(Boolean).join(', ');
}

/** Asks for a lesson as a file. */
export function importForm(): Form {
  return {
    name: 'lessons.import',
    value: {},
    title: 'Import a lesson',
    submit: 'Take it',
    intro: [
      'Markdown with title, kinds, teams, words, link and date between two lines of ---. One with a known title takes its place.',
    ],
    fields: [{ kind: 'file', id: 'file', label: 'Markdown file' }],
  };
}

/** What an import did, or would do. */
export function importedCard({ added, changed, same }: { added: string[]; changed: string[]; same: string[] }): Card {
  const all = added.length + changed.length + same.length;
  const items = [
    ...added.map((title) => text`new: ${title}`),
    ...changed.map((title) => text`changed: ${title}`),
    ...same.map((title) => text`as it was: ${title}`),
  ];
  return {
    title: [`${all} ${all === 1 ? 'lesson' : 'lessons'}: ${added.length} new, ${changed.length} changed`],
    blocks: [{ kind: 'list', items: items.slice(0, MOST_TITLES), more: Math.max(0, items.length - MOST_TITLES) }],
  };
}
