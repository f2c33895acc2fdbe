import { setTimeout as pause } from 'node:timers/promises';
import type { DateTime } from 'luxon';
import type pg from 'pg';

/** Leases of killed workers run out within a minute; between two attempts lie seven and a half at the most. */
const LONGEST_DRAIN_MS = 480_000;
const LOOK_EVERY_MS = 200;

/** Waits until all that was due by `end` has left, or was given up. Returns what is still open: nothing, when all is well. */
export async function drain(database: pg.Client, end: DateTime): Promise<string[]> {
  const until = Date.now() + LONGEST_DRAIN_MS;
  for (;;) {
    const { rows } = await database.query<{ what: string }>(
      `select 'timer ' || kind || ' ' || occurrence as what from timers where done_at is null and due_at <= $1
       union all
       select 'message ' || key from outbox
       where created_at <= $1 and delivered_at is null and parked_at is null and superseded_at is null
       union all
       select 'receipt ' || receipt from receipts where done_at is null and at <= $1`,
      [end.toJSDate()],
    );
    if (rows.length === 0 || Date.now() > until) return rows.map((row) => row.what);
    await pause(LOOK_EVERY_MS);
  }
}

/** Waits until Depsync knows which team of Slack it serves: before that it cannot know anybody. */
export async function connected(database: pg.Client): Promise<void> {
  for (;;) {
    const { rows } = await database.query('select 1 from workspace_links');
    if (rows.length > 0) return;
    await pause(LOOK_EVERY_MS);
  }
}

/** Messages that were given up: none of these faults is a reason. */
export async function parked(database: pg.Client): Promise<string[]> {
  const { rows } = await database.query<{ what: string }>(
    `select key || ': ' || coalesce(last_error, '') as what from outbox where parked_at is not null`,
  );
  return rows.map((row) => row.what);
}
