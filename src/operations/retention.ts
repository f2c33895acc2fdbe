import type { DateTime } from 'luxon';
import type { Tx } from '../db/db.ts';
import type { Feature, TimerHandler } from '../features/feature.ts';
import { setTimer } from '../timers/timers.ts';
import * as store from './retention-store.ts';

/**
 * What is kept for how long, in days. Everything that is not named here is kept for ever: audit, decisions, reports,
 * prompts, blockers, votes, the register.
 */
const KEEP_DAYS = {
  /** Acts already taken. Slack delivers again for up to 24 h; a week also covers a weekend of Teams' retries. */
  receipts: 7,
  /** Messages that arrived or were overtaken: a quarter, for questions about who was told what. Parked ones stay. */
  messages: 90,
  /** Timers that fired; a row keeps its occurrence from firing again, so its due date must be as long past as its firing. */
  timers: 90,
  /** Where a living card was posted. One that nothing has changed for a year is posted anew when something does. */
  cards: 365,
  /** What was drawn for a message: as long as the message. An older one is answered with why it is gone. */
  pictures: 90,
  /** What the web console shows. */
  webMessages: 365,
} as const;

/** Rows of one kind that one run removes: some hundred milliseconds, for timers wait meanwhile. */
const BATCH = 2_000;
/** When a run left something, the next comes after this. */
const NEXT_BATCH_MINUTES = 1;
/** Runs are daily at this hour, UTC: night in Europe, before Asia's and after America's prompts. */
const HOUR_UTC = 2;

const PRUNE = 'retention.prune';
const SUBJECT = 'workspace';

/** Plans the next daily run of a workspace, unless it is planned. */
export async function planRetention(tx: Tx, now: DateTime): Promise<void> {
  const today = now.toUTC().startOf('day').set({ hour: HOUR_UTC });
  await plan(tx, today > now ? today : today.plus({ days: 1 }));
}

/** A timer of each workspace: fired by one process, again when it failed, and on the clock that everything follows. */
const prune: TimerHandler = async ({ tx, now }) => {
  const before = (days: number) => now.minus({ days });
  const removed = [
    await store.pruneReceipts(tx, before(KEEP_DAYS.receipts), BATCH),
    await store.pruneShown(tx, before(KEEP_DAYS.cards), BATCH),
    await store.pruneMessages(tx, before(KEEP_DAYS.messages), BATCH),
    await store.pruneTimers(tx, before(KEEP_DAYS.timers), BATCH),
    await store.prunePictures(tx, before(KEEP_DAYS.pictures), BATCH),
    await store.pruneWebMessages(tx, before(KEEP_DAYS.webMessages), BATCH),
  ];
  if (removed.some((count) => count === BATCH)) await plan(tx, now.plus({ minutes: NEXT_BATCH_MINUTES }));
  else await planRetention(tx, now);
};

function plan(tx: Tx, dueAt: DateTime): Promise<void> {
  return setTimer(tx, { kind: PRUNE, subject: SUBJECT, occurrence: dueAt.toUTC().toISO() ?? '', dueAt });
}

export const retention: Feature = { name: 'retention', timers: { [PRUNE]: prune } };
