import { and, asc, eq, inArray, isNotNull, isNull, lte, or, sql } from 'drizzle-orm';
import { DateTime } from 'luxon';
import type { Clock } from '../core/clock.ts';
import { type Database, enterWorkspace, type Tx } from '../db/db.ts';
import { type TimerPayload, timers } from './tables.ts';

/** Timers one sweep fires before it yields to the next, so that a long catch-up shows progress and can be stopped. */
const SWEEP_BATCH = 500;
/** Wait after the n-th failed attempt: doubling from here, at most an hour; a timer is never given up. */
const FIRST_RETRY_SECONDS = 10;
const LONGEST_RETRY_SECONDS = 3600;

export interface Timer {
  kind: string;
  subject: string;
  occurrence: string;
  dueAt: DateTime;
  payload?: TimerPayload;
}

/** A timer that fell due. */
export interface DueTimer extends Required<Timer> {
  id: string;
  workspace: string;
}

/** Sets a timer, or moves it if it has not fired. One that has fired stays fired. */
export async function setTimer(tx: Tx, timer: Timer): Promise<void> {
  const { dueAt, payload = {} } = timer;
  await tx
    .insert(timers)
    .values({ ...timer, payload })
    .onConflictDoUpdate({
      target: [timers.workspaceId, timers.kind, timers.subject, timers.occurrence],
      set: { dueAt, payload },
      setWhere: isNull(timers.doneAt),
    });
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
  if (ids.length > 0) await tx.delete(timers).where(and(inArray(timers.id, [...ids]), isNull(timers.doneAt)));
}

/** True when this occurrence has fired: setting it again would do nothing. */
export async function hasFired(tx: Tx, timer: Pick<Timer, 'kind' | 'subject' | 'occurrence'>): Promise<boolean> {
  const [row] = await tx
    .select({ id: timers.id })
    .from(timers)
    .where(
      and(
        eq(timers.kind, timer.kind),
        eq(timers.subject, timer.subject),
        eq(timers.occurrence, timer.occurrence),
        isNotNull(timers.doneAt),
      ),
    );
  return row !== undefined;
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

/**
 * Fires what is due, in due order, each in a transaction of its own. Any number of processes may sweep at once:
 * a row is held by the one that handles it. Returns how many fired.
 */
export async function sweepTimers(
  db: Database,
  clock: Clock,
  handle: (tx: Tx, timer: DueTimer, now: DateTime) => Promise<void>,
  onError: (timer: DueTimer, error: unknown) => void,
): Promise<number> {
  for (let fired = 0; fired < SWEEP_BATCH; fired += 1) {
    if (!(await fireOne(db, clock, handle, onError))) return fired;
  }
  return SWEEP_BATCH;
}

async function fireOne(
  db: Database,
  clock: Clock,
  handle: (tx: Tx, timer: DueTimer, now: DateTime) => Promise<void>,
  onError: (timer: DueTimer, error: unknown) => void,
): Promise<boolean> {
  let claimed: DueTimer | undefined;
  try {
    return await db.system(async (tx) => {
      const present = clock.now();
      const [row] = await tx
        .select()
        .from(timers)
        .where(
          and(
            isNull(timers.doneAt),
            lte(timers.dueAt, present),
            or(isNull(timers.retryAt), lte(timers.retryAt, present)),
          ),
        )
        .orderBy(asc(timers.dueAt), asc(timers.id))
        .limit(1)
        .for('update', { skipLocked: true });
      if (row === undefined) return false;
      claimed = { ...row, workspace: row.workspaceId };
      const now = clock.at(row.dueAt);
      await enterWorkspace(tx, row.workspaceId);
      await tx.update(timers).set({ doneAt: now }).where(eq(timers.id, row.id));
      await handle(tx, claimed, now);
      return true;
    });
  } catch (error) {
    if (claimed === undefined) throw error;
    onError(claimed, error);
    await postpone(db, clock, claimed, error);
    return true;
  }
}

async function postpone(db: Database, clock: Clock, timer: DueTimer, error: unknown): Promise<void> {
  await db.system(async (tx) => {
    const [row] = await tx
      .select({ attempts: timers.attempts })
      .from(timers)
      .where(eq(timers.id, timer.id))
      .for('update');
    if (row === undefined) return;
    const wait = Math.min(FIRST_RETRY_SECONDS * 2 ** row.attempts, LONGEST_RETRY_SECONDS) * clock.speed;
    await tx
      .update(timers)
      .set({
        attempts: row.attempts + 1,
        retryAt: clock.now().plus({ seconds: wait }),
        lastError: error instanceof Error ? error.message : String(error),
      })
      .where(eq(timers.id, timer.id));
  });
}
