import { asc, sql } from 'drizzle-orm';
import type { DateTime } from 'luxon';
import type { Tx } from '../../db/db.ts';
import { type Lesson, MOST } from './model.ts';
import { lessons } from './tables.ts';

/** All lessons, the newest first: so few that matching reads them all. */
export async function listLessons(tx: Tx): Promise<Lesson[]> {
  const rows = await tx
    .select()
    .from(lessons)
    .orderBy(sql`${lessons.learnedOn} desc nulls last`, asc(lessons.slug))
    .limit(MOST.lessons);
  return rows.map(({ id, workspaceId, savedAt, ...lesson }) => lesson);
}

/** Adds lessons, or brings those of the same name up to date. */
export async function saveLessons(tx: Tx, saved: readonly Lesson[], savedAt: DateTime): Promise<void> {
  for (const lesson of saved) {
    const row = { ...lesson, savedAt };
    await tx
      .insert(lessons)
      .values(row)
      .onConflictDoUpdate({ target: [lessons.workspaceId, lessons.slug], set: row });
  }
}
