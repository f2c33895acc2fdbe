import type { Tx } from '../../db/db.ts';
import { aboutOf } from './cards.ts';
import * as store from './store.ts';

/** All lessons as a page shows them, the newest first. */
export async function lessonPages(
  tx: Tx,
): Promise<{ title: string; text: string | null; link: string | null; about: string }[]> {
  return (await store.listLessons(tx)).map((lesson) => {
    const { title, text, link } = lesson;
    return { title, text, link, about: aboutOf(lesson) };
  });
}
