import { setTimeout as pause } from 'node:timers/promises';
import type { DateTime } from 'luxon';
import { mentionedIn } from '../chat/card.ts';
import type { Platform } from '../chat/inbound.ts';
import type { ChatSender, MessageRef, Outgoing, Reader, Target } from '../chat/port.ts';
import type { Clock } from '../core/clock.ts';
import { PermanentFailure, TemporaryFailure } from '../core/errors.ts';
import type { Database } from '../db/db.ts';
import type { OutboxRow } from './claim.ts';
import type { Address } from './message.ts';
import type { Outcomes, Shown } from './outcome.ts';
import type { Turns } from './pace.ts';

/** Waits between attempts: doubling from the first, at most the longest, each plus up to half of itself at random. */
const FIRST_RETRY_SECONDS = 2;
const LONGEST_RETRY_SECONDS = 300;
/** Attempts before a message is parked: with the waits above about two hours of a platform that does not answer. */
const ATTEMPTS_BEFORE_PARKING = 30;

/** After a failure of our own, such as a database that is restarted: it says nothing of the platform, and is no attempt. */
const OWN_FAILURE_RETRY_SECONDS = 10;
/** Between two attempts to write down how a delivery ended: a database that is restarted is away for seconds. */
const WRITE_AGAIN_MS = 500;

/** One way to reach an address: a platform, its names for workspace and target, and who reads there. */
export interface Route {
  platform: Platform;
  workspace: string;
  target: Target;
  reader: Reader;
}

/** Finds the ways to reach an address, best first; the people feature fills it. */
export type FindRoutes = (
  workspace: string,
  to: Address,
  mentioned: readonly string[],
  platforms: readonly Platform[],
) => Promise<Route[]>;

/** `paced`: not tried, because of a limit. `overheld`: the lease ended first, so that another worker may have it. */
export type DeliveryResult = 'delivered' | 'parked' | 'postponed' | 'paced' | 'overheld';

export interface DeliveryDeps {
  db: Database;
  clock: Clock;
  senders: ReadonlyMap<Platform, ChatSender>;
  routes: FindRoutes;
  /** 0 ≤ n < 1; spreads retries. */
  random: () => number;
  /** Told of failures that are not the platform's; the message comes again. */
  onError: (error: unknown) => void;
  /** Told how each attempt ended; of a delivered message also where, and how many seconds after it was written down. */
  observe?: (result: DeliveryResult, platform?: Platform, lateness?: number) => void;
}

/** How one attempt ended, and when the next message may leave because of it. */
interface Ending {
  result: DeliveryResult;
  platform?: Platform;
  again?: DateTime;
}

/** Not sent yet: a card that was just updated, or a limit. */
type Wait = { until: DateTime; scope?: string };

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

type Deps = DeliveryDeps & { turns: Turns; outcomes: Outcomes };

/** How an attempt ended, and how that is written down. */
interface Ended extends Ending {
  write(): Promise<void>;
}

async function attempt(deps: Deps, row: OutboxRow): Promise<Ending> {
  const { write, ...ending } = await send(deps, row).then(
    (sent) => sentAs(deps, row, sent),
    (error: unknown) => failedAs(deps, row, error),
  );
  await insist(deps, row, write);
  return ending;
}

function sentAs({ clock, outcomes, senders }: Deps, row: OutboxRow, sent: MessageRef | Wait | 'overheld'): Ended {
  if (sent === 'overheld') return { result: 'overheld', write: async () => {} };
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

function failedAs({ clock, outcomes, random, onError }: Deps, row: OutboxRow, error: unknown): Ended {
  const now = clock.now();
  if (!(error instanceof PermanentFailure || error instanceof TemporaryFailure)) {
    onError(error);
    const again = now.plus({ seconds: OWN_FAILURE_RETRY_SECONDS * clock.speed });
    return { result: 'postponed', again, write: () => outcomes.putBack(row, { dueAt: again }) };
  }
  const lastError = error.message;
  if (error instanceof PermanentFailure || row.attempts >= ATTEMPTS_BEFORE_PARKING) {
    return { result: 'parked', write: () => outcomes.parked(row, now, lastError) };
  }
  const again = now.plus({ seconds: retryAfterSeconds(error, row.attempts, random()) * clock.speed });
  return { result: 'postponed', again, write: () => outcomes.postponed(row, again, lastError) };
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

async function send(deps: Deps, row: OutboxRow): Promise<MessageRef | Wait | 'overheld'> {
  const routes = await deps.routes(row.workspaceId, row.address, mentionedIn(row.card), [...deps.senders.keys()]);
  const known = row.subject === null ? undefined : await deps.outcomes.shownAt(row);
  let refused: PermanentFailure | undefined;
  for (const route of routes) {
    const sender = deps.senders.get(route.platform);
    if (sender === undefined) continue;
    try {
      return await sendBy(deps, sender, route, row, known?.platform === route.platform ? known : undefined);
    } catch (error) {
      if (!(error instanceof PermanentFailure)) throw error;
      refused = error;
    }
  }
  throw refused ?? new PermanentFailure('no-route', 'No configured platform reaches this address.');
}

async function sendBy(
  deps: Deps,
  sender: ChatSender,
  route: Route,
  row: OutboxRow,
  known: Shown | undefined,
): Promise<MessageRef | Wait | 'overheld'> {
  const wait = await mustWait(deps, sender, row, known);
  if (wait !== undefined) return wait;
  // A process that was suspended meanwhile: its message is another's by now.
  if (row.leasedUntil !== null && deps.clock.now() >= row.leasedUntil) return 'overheld';
  const message: Outgoing = {
    id: row.id,
    writtenAt: row.createdAt,
    workspace: route.workspace,
    to: route.target,
    reader: route.reader,
    card: row.card,
  };
  try {
    return await (known === undefined ? post(sender, message, row) : update(sender, message, row, known));
  } catch (error) {
    if (sender.paces !== undefined && error instanceof TemporaryFailure && error.retryAfterMs !== undefined) {
      const until = deps.clock.now().plus(error.retryAfterMs * deps.clock.speed);
      await deps.turns.hold(row.workspaceId, scopeOf(sender, known), until);
    }
    throw error;
  }
}

async function mustWait(
  { clock, turns }: Deps,
  sender: ChatSender,
  row: OutboxRow,
  known: Shown | undefined,
): Promise<Wait | undefined> {
  const { paces } = sender;
  if (paces === undefined) return undefined;
  if (known === undefined) {
    return turns.take(row.workspaceId, [
      { name: row.conversation, pace: paces.conversation },
      { name: scopeOf(sender, known), pace: paces.post },
    ]);
  }
  const until = known.updatedAt.plus(paces.cardEveryMs * clock.speed);
  if (until > clock.now()) return { until };
  return turns.take(row.workspaceId, [{ name: scopeOf(sender, known), pace: paces.update }]);
}

function scopeOf({ platform }: ChatSender, known: Shown | undefined): string {
  return `${platform}/${known === undefined ? 'post' : 'update'}`;
}

async function update(sender: ChatSender, message: Outgoing, row: OutboxRow, known: Shown): Promise<MessageRef> {
  try {
    await sender.update(known, message);
    return known;
  } catch (error) {
    // The message was deleted on the platform: show the card anew.
    if (!(error instanceof PermanentFailure)) throw error;
    return post(sender, message, row);
  }
}

async function post(sender: ChatSender, message: Outgoing, { attempts }: OutboxRow): Promise<MessageRef> {
  const triedBefore = attempts > 1;
  const found = triedBefore ? await sender.find?.(message) : undefined;
  return found ?? (await sender.post(message));
}

/** Seconds until the next attempt: what the platform asked for, or a growing wait spread by `random` (0 to 1). */
function retryAfterSeconds(error: unknown, attempts: number, random: number): number {
  if (error instanceof TemporaryFailure && error.retryAfterMs !== undefined) return error.retryAfterMs / 1000;
  const wait = Math.min(FIRST_RETRY_SECONDS * 2 ** (attempts - 1), LONGEST_RETRY_SECONDS);
  return wait * (1 + random / 2);
}
