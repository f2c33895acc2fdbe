import { pgTable, text, unique } from 'drizzle-orm/pg-core';
import { z } from 'zod';
import { day, id, instant, json, workspaceId } from '../../db/columns.ts';
import { Kind } from '../programme/model.ts';

/** What was learned, from files and from retrospectives. */
export const lessons = pgTable(
  'lessons',
  {
    id: id(),
    workspaceId: workspaceId(),
    slug: text().notNull(),
    title: text().notNull(),
    text: text(),
    kinds: json(z.array(Kind)).notNull(),
    teams: json(z.array(z.string())).notNull(),
    words: json(z.array(z.string())).notNull(),
    link: text(),
    learnedOn: day(),
    source: text(),
    savedAt: instant().notNull(),
  },
  (table) => [unique().on(table.workspaceId, table.slug)],
);
