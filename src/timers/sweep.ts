import { and, asc, eq, isNull, lte, or, sql } from 'drizzle-orm';
import type { DateTime } from 'luxon';
import { type Clock, stopwatch } from '../core/clock.ts';
import { anyOf } from '../db/any-of.ts';
import { type Database, enterWorkspace, type Tx } from '../db/db.ts';
import { timers } from './tables.ts';
import type { Timer } from './timers.ts';

/**
 * How long one sweep goes on before it yields, in seconds: as long as from one sweep to the next (jobs.ts), which then
 * follows at once. So a long catch-up leaves no pause, and can be stopped.
 */
const LONGEST_SWEEP_SECONDS = 5;
/**
 * Timers one transaction handles at most. Ours: with 200 check-in prompts the statements that they share are a small part of
 * their cost, and a transaction holds its rows for some 200 ms.
 */
const MOST_TOGETHER = 200;
/** Wait after the n-th failed attempt: doubling from here, at most an hour; a timer is never given up. */
const FIRST_RETRY_SECONDS = 10;
const LONGEST_RETRY_SECONDS = 3600;

/** A timer that fell due. */
export interface DueTimer extends Required<Timer> {
  id: string;
  workspace: string;
}

/** Timers of one kind, workspace and due moment, in the order in which they were set. */
export type Run = readonly [DueTimer, ...DueTimer[]];

/** What a sweep does with timers that fell due. */
export interface Firing {
  /** True when several timers of this kind may be handed over at once. */
  together(kind: string): boolean;
  /** Handles timers in the transaction that marks them as fired. */
  handle(tx: Tx, timers: Run, now: DateTime): Promise<void>;
  /** A timer failed; it comes again later. */
  onError(timer: DueTimer, error: unknown): void;
  /** Timers failed together; each is handled by itself now, so that a bad one spoils no other. */
  onApart(timers: Run, error: unknown): void;
}

/** Takes hold of what to fire; undefined when there is nothing. */
type Claim = (tx: Tx, present: DateTime) => Promise<Run | undefined>;

/**
 * Fires what is due, in due order, until nothing is or its time is over. Any number of processes may sweep at once: a
 * row is held by the transaction that handles it. Returns how many fired, failed ones included.
 */
export async function sweepTimers(db: Database, clock: Clock, firing: Firing): Promise<number> {
  const took = stopwatch();
  const claim: Claim = (tx, present) => claimNext(tx, present, firing.together);
  let fired = 0;
  while (took() < LONGEST_SWEEP_SECONDS) {
    const now = await fire(db, clock, firing, claim);
    if (now === 0) break;
    fired += now;
  }
  return fired;
}

async function fire(db: Database, clock: Clock, firing: Firing, claim: Claim): Promise<number> {
  let claimed: Run | undefined;
  try {
    await db.system(async (tx) => {
      claimed = await claim(tx, clock.now());
      if (claimed === undefined) return;
      const [first] = claimed;
      const now = clock.at(first.dueAt);
      await enterWorkspace(tx, first.workspace);
      await tx
        .update(timers)
        .set({ doneAt: now })
        .where(anyOf(timers.id, idsOf(claimed)));
      await firing.handle(tx, claimed, now);
    });
  } catch (error) {
    if (claimed === undefined) throw error;
    const [first, ...others] = claimed;
    if (others.length === 0) {
      firing.onError(first, error);
      await postpone(db, clock, first, error);
    } else {
      firing.onApart(claimed, error);
      for (const { id } of claimed) await fire(db, clock, firing, (tx, present) => claimOne(tx, present, id));
    }
  }
  return claimed?.length ?? 0;
}

/**
 * The next timer, and where its kind is handled together those that follow it directly, of the same kind, workspace and
 * due moment: what else is due between them keeps its turn.
 */
async function claimNext(tx: Tx, present: DateTime, together: Firing['together']): Promise<Run | undefined> {
  const [first] = await tx
    .select()
    .from(timers)
    .where(isDue(present))
    .orderBy(asc(timers.dueAt), asc(timers.id))
    .limit(1)
    .for('update', { skipLocked: true });
  if (first === undefined) return undefined;
  if (!together(first.kind)) return [toDue(first)];
  const following = await tx
    .select({ id: timers.id, kind: timers.kind, workspaceId: timers.workspaceId })
    .from(timers)
    .where(and(isDue(present), eq(timers.dueAt, first.dueAt), sql`${timers.id} > ${first.id}`))
    .orderBy(asc(timers.id))
    .limit(MOST_TOGETHER - 1);
  const end = following.findIndex((one) => one.kind !== first.kind || one.workspaceId !== first.workspaceId);
  const ids = idsOf(end === -1 ? following : following.slice(0, end));
  if (ids.length === 0) return [toDue(first)];
  const others = await tx
    .select()
    .from(timers)
    .where(and(isDue(present), anyOf(timers.id, ids)))
    .orderBy(asc(timers.id))
    .for('update', { skipLocked: true });
  return [toDue(first), ...others.map(toDue)];
}

/** One timer, unless it has fired or is held by somebody else meanwhile. */
async function claimOne(tx: Tx, present: DateTime, id: string): Promise<Run | undefined> {
  const [row] = await tx
    .select()
    .from(timers)
    .where(and(isDue(present), eq(timers.id, id)))
    .for('update', { skipLocked: true });
  return row && [toDue(row)];
}

function isDue(present: DateTime) {
  return and(
    isNull(timers.doneAt),
    lte(timers.dueAt, present),
    or(isNull(timers.retryAt), lte(timers.retryAt, present)),
  );
}

function toDue(row: typeof timers.$inferSelect): DueTimer {
  return { ...row, workspace: row.workspaceId };
}

function idsOf(rows: readonly { id: string }[]): string[] {
  return rows.map((row) => row.id);
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
