import { inArray, sql } from 'drizzle-orm';
import { DateTime } from 'luxon';
import type { Pace } from '../chat/port.ts';
import { inBatches } from '../core/batches.ts';
import type { Clock } from '../core/clock.ts';
import type { Database, Tx } from '../db/db.ts';
import { paces } from './tables.ts';

/** Turns taken in one transaction: as many as one statement reads in a few milliseconds. */
const MOST_AT_ONCE = 100;

/** A limit, and how much it allows. */
export interface Scope {
  name: string;
  pace: Pace;
}

/** Which limit does not let it go yet, and until when. */
export interface Refusal {
  scope: string;
  until: DateTime;
}

/** Turns of the whole installation: processes share them in the database. */
export interface Turns {
  /** Takes a turn in all of these limits, or in none. */
  take(workspace: string, scopes: readonly Scope[]): Promise<Refusal | undefined>;
  /** The platform asked to be left alone: nothing of this limit goes before `until`. */
  hold(workspace: string, scope: string, until: DateTime): Promise<void>;
}

interface Wish {
  workspace: string;
  scopes: readonly Scope[];
}

export function createTurns(db: Database, clock: Clock): Turns {
  const take = inBatches<Wish, Refusal | undefined>(
    (wishes) => db.system((tx) => grant(tx, clock, wishes)),
    MOST_AT_ONCE,
  );
  return {
    take: (workspace, scopes) => take({ workspace, scopes }),
    hold: (workspace, scope, until) =>
      db.tx(workspace, (tx) => save(tx, [{ workspaceId: workspace, scope, freeAt: until }])),
  };
}

/**
 * The moment before which no further one may go, after one went at `now` (the generic cell rate algorithm). `freeAt` is
 * that moment so far; undefined when none ever went. `speed` is the clock's.
 */
export function freeAfter(
  freeAt: DateTime | undefined,
  { everyMs, burst }: Pace,
  now: DateTime,
  speed: number,
): DateTime {
  const every = everyMs * speed;
  const ahead = every * (burst - 1);
  return DateTime.max(freeAt?.plus(ahead) ?? now, now).plus(every - ahead);
}

async function grant(tx: Tx, clock: Clock, wishes: readonly Wish[]): Promise<(Refusal | undefined)[]> {
  const now = clock.now();
  const free = await readLocked(tx, wishes);
  const changed = new Map<string, typeof paces.$inferInsert>();
  const results = wishes.map(({ workspace, scopes }): Refusal | undefined => {
    for (const { name } of scopes) {
      const until = free.get(keyOf(workspace, name));
      if (until !== undefined && until > now) return { scope: name, until };
    }
    for (const { name, pace } of scopes) {
      const key = keyOf(workspace, name);
      const freeAt = freeAfter(free.get(key), pace, now, clock.speed);
      free.set(key, freeAt);
      changed.set(key, { workspaceId: workspace, scope: name, freeAt });
    }
    return undefined;
  });
  await save(tx, [...changed.values()]);
  return results;
}

/** In one order for everybody, so that no two processes wait for each other. */
async function readLocked(tx: Tx, wishes: readonly Wish[]): Promise<Map<string, DateTime>> {
  const rows = await tx
    .select()
    .from(paces)
    .where(inArray(paces.scope, [...new Set(wishes.flatMap(({ scopes }) => scopes.map(({ name }) => name)))]))
    .orderBy(paces.workspaceId, paces.scope)
    .for('update');
  return new Map(rows.map((row) => [keyOf(row.workspaceId, row.scope), row.freeAt]));
}

async function save(tx: Tx, rows: readonly (typeof paces.$inferInsert)[]): Promise<void> {
  if (rows.length === 0) return;
  await tx
    .insert(paces)
    .values([...rows])
    .onConflictDoUpdate({
      target: [paces.workspaceId, paces.scope],
      set: { freeAt: sql`greatest(${paces.freeAt}, excluded.free_at)` },
    });
}

function keyOf(workspace: string, scope: string): string {
  return `${workspace} ${scope}`;
}
