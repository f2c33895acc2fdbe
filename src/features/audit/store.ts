import { and, asc, desc, eq, gte } from 'drizzle-orm';
import type { DateTime } from 'luxon';
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

/** Entries of one action about a programme since an instant, the oldest first. */
export async function entriesOf(
  tx: Tx,
  programmeId: string,
  since: DateTime,
  action: string,
): Promise<{ subject: string; byId: string | null; before: unknown; after: unknown; reason: string | null }[]> {
  return tx
    .select({
      subject: audit.subject,
      byId: audit.byId,
      before: audit.before,
      after: audit.after,
      reason: audit.reason,
    })
    .from(audit)
    .where(and(eq(audit.programmeId, programmeId), gte(audit.at, since), eq(audit.action, action)))
    .orderBy(asc(audit.at), asc(audit.id));
}
