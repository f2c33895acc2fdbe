import { and, asc, eq, gte, inArray, isNotNull, isNull, sql } from 'drizzle-orm';
import { DateTime } from 'luxon';
import { newId } from '../core/ids.ts';
import { anyOf } from '../db/any-of.ts';
import type { Database, Tx } from '../db/db.ts';
import { type TimerPayload, timers } from './tables.ts';

export interface Timer {
  kind: string;
  subject: string;
  occurrence: string;
  dueAt: DateTime;
  payload?: TimerPayload;
}

/** Sets a timer, or moves it if it has not fired. One that has fired stays fired. */
export async function setTimer(tx: Tx, timer: Timer): Promise<void> {
  await setTimers(tx, [timer]);
}

/** Sets many timers, no two of them the same occurrence, each as `setTimer` does. */
export async function setTimers(tx: Tx, many: readonly Timer[]): Promise<void> {
  if (many.length === 0) return;
  const rows = many.map(({ kind, subject, occurrence, dueAt, payload = {} }) => ({
    id: newId(),
    kind,
    subject,
    occurrence,
    due_at: dueAt.toUTC().toISO(),
    payload,
  }));
  // One parameter however many there are: as a row of values each, 800 timers take longer to write than to fire.
  await tx.execute(sql`
    insert into ${timers} (id, kind, subject, occurrence, due_at, payload)
    select id, kind, subject, occurrence, due_at, payload
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as row (id uuid, kind text, subject text, occurrence text, due_at timestamptz, payload jsonb)
    on conflict (workspace_id, kind, subject, occurrence)
      do update set due_at = excluded.due_at, payload = excluded.payload where ${timers.doneAt} is null`);
}

/**
 * Removes timers of a subject that have not fired: all of these kinds. One that fires at this moment is left: it waits
 * for the facts this transaction holds, and finds them changed.
 */
export async function clearTimers(tx: Tx, subject: string, kinds: readonly string[]): Promise<void> {
  const unfired = tx
    .select({ id: timers.id })
    .from(timers)
    .where(and(eq(timers.subject, subject), inArray(timers.kind, [...kinds]), isNull(timers.doneAt)))
    .for('update', { skipLocked: true });
  await tx.delete(timers).where(inArray(timers.id, unfired));
}

/** Timers of a kind that have not fired, of all subjects that begin with `prefix`. */
export async function pendingTimers(
  tx: Tx,
  kind: string,
  prefix: string,
): Promise<{ id: string; subject: string; occurrence: string; dueAt: DateTime }[]> {
  return tx
    .select({ id: timers.id, subject: timers.subject, occurrence: timers.occurrence, dueAt: timers.dueAt })
    .from(timers)
    .where(and(eq(timers.kind, kind), sql`starts_with(${timers.subject}, ${prefix})`, isNull(timers.doneAt)));
}

/** Removes these timers, unless they fired meanwhile. */
export async function removeTimers(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await tx.delete(timers).where(and(anyOf(timers.id, ids), isNull(timers.doneAt)));
}

/** Removes what has fired of a subject that is looked at again and again: no row is left for each look. */
export async function forgetFired(tx: Tx, subject: string, kind: string): Promise<void> {
  await tx.delete(timers).where(and(eq(timers.subject, subject), eq(timers.kind, kind), isNotNull(timers.doneAt)));
}

/** Timers of a kind of these subjects, fired or not, whose occurrence sorts at or after `from`. */
export async function timersFrom(
  tx: Tx,
  kind: string,
  subjects: readonly string[],
  from: string,
): Promise<{ id: string; subject: string; occurrence: string; dueAt: DateTime; fired: boolean }[]> {
  if (subjects.length === 0) return [];
  const rows = await tx
    .select()
    .from(timers)
    .where(and(eq(timers.kind, kind), anyOf(timers.subject, subjects), gte(timers.occurrence, from)));
  return rows.map(({ id, subject, occurrence, dueAt, doneAt }) => ({
    id,
    subject,
    occurrence,
    dueAt,
    fired: doneAt !== null,
  }));
}

/** When a subject's next timer of this kind falls due. */
export async function nextTimer(tx: Tx, subject: string, kind: string): Promise<DateTime | undefined> {
  const [row] = await tx
    .select({ dueAt: timers.dueAt })
    .from(timers)
    .where(and(eq(timers.subject, subject), eq(timers.kind, kind), isNull(timers.doneAt)))
    .orderBy(asc(timers.dueAt))
    .limit(1);
  return row?.dueAt;
}

/** When the next timer of the whole installation fires, retries included: where a stepped clock goes next. */
export async function earliestDue(db: Database): Promise<DateTime | undefined> {
  const at = sql<string | null>`min(greatest(${timers.dueAt}, ${timers.retryAt}))`;
  const [row] = await db.system((tx) => tx.select({ at }).from(timers).where(isNull(timers.doneAt)));
  return row?.at == null ? undefined : DateTime.fromSQL(row.at, { zone: 'utc' });
}
