import { and, asc, desc, eq, gte, sql } from 'drizzle-orm';
import type { DateTime } from 'luxon';
import { z } from 'zod';
import type { Tx } from '../../db/db.ts';
import { audit } from './tables.ts';

export async function insertAudit(tx: Tx, rows: (typeof audit.$inferInsert)[]): Promise<void> {
  if (rows.length > 0) await tx.insert(audit).values(rows);
}

/** The newest change of a subject, not older than `since`. */
export async function lastChange(
  tx: Tx,
  subject: string,
  since: DateTime,
): Promise<{ byId: string | null; at: DateTime; after: unknown } | undefined> {
  const [row] = await tx
    .select({ byId: audit.byId, at: audit.at, after: audit.after })
    .from(audit)
    .where(and(eq(audit.subject, subject), gte(audit.at, since)))
    .orderBy(desc(audit.at), desc(audit.id))
    .limit(1);
  return row;
}

/** A day that one entry moved, `YYYY-MM-DD`. */
const Moved = z.record(z.string(), z.unknown()).nullable();

/** Changes of one field (a day or null) of a programme's records since an instant, the oldest first. */
export async function changesOf(
  tx: Tx,
  programmeId: string,
  since: DateTime,
  field: string,
): Promise<{ subject: string; before: string | null; after: string | null }[]> {
  const rows = await tx
    .select({ subject: audit.subject, before: audit.before, after: audit.after })
    .from(audit)
    .where(and(eq(audit.programmeId, programmeId), gte(audit.at, since), sql`${audit.after} ? ${field}`))
    .orderBy(asc(audit.at), asc(audit.id));
  const day = (side: unknown) => {
    const value = Moved.safeParse(side).data?.[field];
    return typeof value === 'string' ? value : null;
  };
  return rows
    .map((row) => ({ subject: row.subject, before: day(row.before), after: day(row.after) }))
    .filter((row) => row.before !== row.after);
}
