import { index, pgTable, uuid } from 'drizzle-orm/pg-core';
import { z } from 'zod';
import { day, id, instant, json, workspaceId } from '../../db/columns.ts';
import { Brief, Snapshot } from './model.ts';

/** Briefs that were sent, each with the facts that it was composed of: what the next one is compared with. */
export const briefs = pgTable(
  'briefs',
  {
    id: id(),
    workspaceId: workspaceId(),
    programmeId: uuid().notNull(),
    /** The Monday of its week, on its readers' clock. */
    week: day().notNull(),
    at: instant().notNull(),
    brief: json(Brief).notNull(),
    snapshot: json(Snapshot).notNull(),
    /** Names of those it went to. */
    sentTo: json(z.array(z.string())).notNull(),
  },
  (table) => [index().on(table.programmeId, table.at)],
);
