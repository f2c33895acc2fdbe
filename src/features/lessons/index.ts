import type { Feature } from '../feature.ts';
import { actions, commands } from './commands.ts';

export { importLessons, keepLesson } from './import.ts';
export { lessonPages } from './page.ts';
export type { LessonFile } from './read.ts';
export { lessonsFor, recollection } from './recall.ts';

export const lessons: Feature = { name: 'lessons', commands, actions };
