import { isDeepStrictEqual } from 'node:util';
import { InvalidInput } from '../../core/errors.ts';
import { record } from '../audit/index.ts';
import type { Scope } from '../feature.ts';
import { listTeams } from '../people/index.ts';
import { type Lesson, MOST } from './model.ts';
import { type LessonFile, readLesson } from './read.ts';
import { slugOf } from './rules/match.ts';
import * as store from './store.ts';

/** Errors that one answer names; the others are counted. */
const MOST_PROBLEMS = 20;

/** What an import did, or would do: titles. */
export interface Imported {
  added: string[];
  changed: string[];
  same: string[];
}

/**
 * Takes lessons out of files: all of them or none. One whose title is known takes its place. Throws InvalidInput with what is wrong with
 * each file.
 */
export async function importLessons(
  scope: Pick<Scope, 'tx' | 'now'>,
  files: readonly LessonFile[],
  { byId, dryRun }: { byId: string | null; dryRun: boolean },
): Promise<Imported> {
  const teams = (await listTeams(scope.tx)).map(({ key }) => key.toLowerCase());
  const read = files.map((file) => ({ file, lesson: readLesson(file, teams) }));
  const problems = read.flatMap(({ lesson }) => ('problems' in lesson ? lesson.problems : []));
  const lessons = read.flatMap(({ lesson }) => ('problems' in lesson ? [] : [lesson]));
  const firstOf = new Map<string, string>();
  for (const { file, lesson } of read) {
    if ('problems' in lesson) continue;
    const twin = firstOf.get(lesson.slug);
    if (twin !== undefined) problems.push(`${file.name}: ${twin} has the same title. Give one of them another.`);
    firstOf.set(lesson.slug, twin ?? file.name);
  }
  if (problems.length > 0) {
    const more = problems.length > MOST_PROBLEMS ? [`and ${problems.length - MOST_PROBLEMS} more`] : [];
    throw new InvalidInput(
      'bad-lessons',
      ['Nothing was saved.', ...problems.slice(0, MOST_PROBLEMS), ...more].join('\n'),
    );
  }
  return saveAll(scope, lessons, { byId, dryRun });
}

/** Keeps a lesson that came up in a retrospective. One whose title is known takes its place. */
export async function keepLesson(
  scope: Pick<Scope, 'tx' | 'now'>,
  lesson: Omit<Lesson, 'slug'>,
  byId: string,
): Promise<Lesson> {
  const kept = { ...lesson, slug: slugOf(lesson.title) };
  await saveAll(scope, [kept], { byId, dryRun: false });
  return kept;
}

async function saveAll(
  scope: Pick<Scope, 'tx' | 'now'>,
  lessons: readonly Lesson[],
  { byId, dryRun }: { byId: string | null; dryRun: boolean },
): Promise<Imported> {
  const known = new Map((await store.listLessons(scope.tx)).map((lesson) => [lesson.slug, lesson]));
  const fresh = lessons.filter(({ slug }) => !known.has(slug));
  if (known.size + fresh.length > MOST.lessons) {
    throw new InvalidInput(
      'too-many-lessons',
      `There are ${known.size} lessons; with these they are more than ${MOST.lessons}.`,
    );
  }
  const changed = lessons.filter(
    (lesson) => known.has(lesson.slug) && !isDeepStrictEqual(known.get(lesson.slug), lesson),
  );
  const same = lessons.filter((lesson) => isDeepStrictEqual(known.get(lesson.slug), lesson));
  const titles = (some: readonly Lesson[]) => some.map(({ title }) => title);
  const imported = { added: titles(fresh), changed: titles(changed), same: titles(same) };
  if (dryRun || fresh.length + changed.length === 0) return imported;
  await store.saveLessons(scope.tx, [...fresh, ...changed], scope.now);
  await record(scope, { programmeId: null, byId, action: 'lessons.saved', subject: 'lessons', after: imported });
  return imported;
}
