import { setTimeout as pause } from 'node:timers/promises';
import { DateTime } from 'luxon';
import type { Platform } from '../chat/inbound.ts';
import type { Clock } from '../core/clock.ts';
import { PermanentFailure, TemporaryFailure } from '../core/errors.ts';
import type { Database } from '../db/db.ts';
import type { OutboxRow } from './claim.ts';
import { type FindRoutes, type SendDeps, type Sent, send, type Unanswered } from './send.ts';

/** Waits between attempts: doubling from the first, at most the longest, each plus up to half of itself at random. */
const FIRST_RETRY_SECONDS = 2;
const LONGEST_RETRY_SECONDS = 300;
/**
 * Before an attempt is repeated that may have arrived, where the platform offers no look-up: clients that show a message ask for
 * their view of it within seconds, which tells that it has arrived.
 */
const ARRIVAL_REPORT_SECONDS = 10;
/** Attempts before a message is parked: with the waits above about two hours of a platform that does not answer. */
const ATTEMPTS_BEFORE_PARKING = 30;

/** After a failure of our own, such as a database that is restarted: it says nothing of the platform, and is no attempt. */
const OWN_FAILURE_RETRY_SECONDS = 10;
/** Between two attempts to write down how a delivery ended: a database that is restarted is away for seconds. */
const WRITE_AGAIN_MS = 500;

/** `paced`: not tried, because of a limit. `overheld`: the lease ended first, so that another worker may have it. */
export type DeliveryResult = 'delivered' | 'parked' | 'postponed' | 'paced' | 'overheld';

export interface DeliveryDeps {
  db: Database;
  clock: Clock;
  senders: SendDeps['senders'];
  routes: FindRoutes;
  /** 0 ≤ n < 1; spreads retries. */
  random: () => number;
  /** Told of failures that are not the platform's; the message comes again. */
  onError: (error: unknown) => void;
  /** Told how each attempt ended; of a delivered message also where, and how many seconds after it was written down. */
  observe?: (result: DeliveryResult, platform?: Platform, lateness?: number) => void;
}

type Deps = DeliveryDeps & SendDeps;

/** How one attempt ended, and when the next message may leave because of it. */
interface Ending {
  result: DeliveryResult;
  platform?: Platform;
  again?: DateTime;
}

/** How an attempt ended, and how that is written down. */
interface Ended extends Ending {
  write(): Promise<void>;
}

/**
 * Delivers a claimed message. An attempt that ended without a word is looked up on the platform before it is repeated.
 * Returns when it pays to look for messages again, where that is known.
 */
export async function deliver(deps: Deps, row: OutboxRow): Promise<DateTime | undefined> {
  const { result, platform, again } = await attempt(deps, row);
  const lateness = deps.clock.now().diff(row.createdAt).as('seconds') / deps.clock.speed;
  deps.observe?.(result, platform, lateness);
  return again;
}

async function attempt(deps: Deps, row: OutboxRow): Promise<Ending> {
  const { write, ...ending } = await send(deps, row).then(
    ({ sent, tried }) => sentAs(deps, { ...row, tried }, sent),
    (error: unknown) => failedAs(deps, row, error),
  );
  await insist(deps, row, write);
  return ending;
}

function sentAs(deps: Deps, row: OutboxRow, sent: Sent): Ended {
  const { clock, outcomes, senders } = deps;
  if (sent === 'overheld') return { result: 'overheld', write: async () => {} };
  if (sent === 'arrived') return { result: 'delivered', write: async () => {} };
  if (sent instanceof PermanentFailure) return parkedAs(deps, row, sent);
  if ('failure' in sent) return postponedAs(deps, row, sent);
  if ('until' in sent) {
    const wait = sent.scope === undefined ? { dueAt: sent.until } : { waitsFor: sent.scope };
    return { result: 'paced', again: sent.until, write: () => outcomes.putBack(row, wait) };
  }
  const at = clock.now();
  const { platform } = sent;
  const paces = senders.get(platform)?.paces;
  const again = paces && { again: at.plus(paces.conversation.everyMs * clock.speed) };
  return { result: 'delivered', platform, ...again, write: () => outcomes.delivered({ row, ref: sent, at }) };
}

/** What failed before any platform was turned to. */
function failedAs(deps: Deps, row: OutboxRow, error: unknown): Ended {
  if (error instanceof PermanentFailure) return parkedAs(deps, row, error);
  if (error instanceof TemporaryFailure) return postponedAs(deps, row, { failure: error, times: row.attempts });
  deps.onError(error);
  const again = deps.clock.now().plus({ seconds: OWN_FAILURE_RETRY_SECONDS * deps.clock.speed });
  return { result: 'postponed', again, write: () => deps.outcomes.putBack(row, { dueAt: again }) };
}

function parkedAs({ clock, outcomes }: Deps, row: OutboxRow, { message }: Error): Ended {
  const now = clock.now();
  return { result: 'parked', write: () => outcomes.parked(row, now, message) };
}

function postponedAs(deps: Deps, row: OutboxRow, unanswered: Unanswered): Ended {
  const { failure, elsewhereFrom } = unanswered;
  if (inVain(row, unanswered) >= ATTEMPTS_BEFORE_PARKING) return parkedAs(deps, row, failure);
  const { clock, outcomes, random } = deps;
  const now = clock.now();
  const next = now.plus({ seconds: retryAfterSeconds(unanswered, random()) * clock.speed });
  const again = DateTime.max(now, DateTime.min(next, elsewhereFrom ?? next));
  return { result: 'postponed', again, write: () => outcomes.postponed(row, again, failure.message) };
}

/** Attempts that no platform answered; whoever asks to wait has answered. */
function inVain({ tried }: OutboxRow, { failure, times }: Unanswered): number {
  if (failure.retryAfterMs !== undefined) return 0;
  return Math.max(
    times,
    tried.reduce((sum, one) => sum + one.times, 0),
  );
}

/**
 * Writes an outcome down as long as the message is ours, however often that fails: whoever takes the message over does not
 * know it, and on a platform without a look-up would send it again.
 */
async function insist({ clock }: Deps, { leasedUntil }: OutboxRow, write: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      return await write();
    } catch (error) {
      if (leasedUntil === null || clock.now().plus(WRITE_AGAIN_MS * clock.speed) >= leasedUntil) throw error;
      await pause(WRITE_AGAIN_MS);
    }
  }
}

/** Seconds until the next attempt: what the platform asked for, or a growing wait spread by `random` (0 to 1). */
function retryAfterSeconds({ failure, times, mayReport }: Unanswered, random: number): number {
  if (failure.retryAfterMs !== undefined) return failure.retryAfterMs / 1000;
  const wait = Math.min(FIRST_RETRY_SECONDS * 2 ** (times - 1), LONGEST_RETRY_SECONDS) * (1 + random / 2);
  return mayReport ? Math.max(wait, ARRIVAL_REPORT_SECONDS) : wait;
}
