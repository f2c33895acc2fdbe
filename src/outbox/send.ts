import type { DateTime } from 'luxon';
import { mentionedIn } from '../chat/card.ts';
import type { Platform } from '../chat/inbound.ts';
import type { ChatSender, MessageRef, Outgoing, Reader, Target } from '../chat/port.ts';
import type { Clock } from '../core/clock.ts';
import { PermanentFailure, TemporaryFailure } from '../core/errors.ts';
import type { OutboxRow } from './claim.ts';
import type { Address } from './message.ts';
import type { Outcomes, Shown } from './outcome.ts';
import type { Turns } from './pace.ts';
import {
  refusedBy,
  type Silences,
  silentUntil,
  type Tried,
  unansweredBy,
  waysLeft,
  withReason,
  withTried,
} from './tried.ts';

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

export interface SendDeps {
  clock: Clock;
  senders: ReadonlyMap<Platform, ChatSender>;
  routes: FindRoutes;
  turns: Turns;
  outcomes: Outcomes;
  silences: Silences;
}

/** Not sent yet: a card that was just updated, or a limit. */
type Wait = { until: DateTime; scope?: string };

/** It failed, and may work later. */
export interface Unanswered {
  failure: TemporaryFailure;
  /** Attempts so far, from which the wait for the next one grows. */
  times: number;
  /** It may have arrived, which only whoever sees it can tell: the platform offers no look-up. */
  mayReport?: boolean;
  /** From then on another way is taken, where there is one. */
  elsewhereFrom?: DateTime;
}

/** `overheld`: the lease ended first. `arrived`: whoever saw the message told so meanwhile. A PermanentFailure: no way is left. */
export type Sent = MessageRef | Wait | Unanswered | PermanentFailure | 'overheld' | 'arrived';

/**
 * Turns to the ways of a message, best first: where a living card is shown, then as the person prefers. One that refuses gives
 * way to the next at once, one that has been silent for too long with the next attempt. Gives also where it was tried in vain.
 */
export async function send(deps: SendDeps, row: OutboxRow): Promise<{ sent: Sent; tried: Tried[] }> {
  const { clock, senders, outcomes } = deps;
  const known = row.subject === null ? undefined : await outcomes.shownAt(row);
  const to = whereShown(row.address, known);
  const ways = await deps.routes(row.workspaceId, to, mentionedIn(row.card), [...senders.keys()]);
  const { open, silent } = waysLeft(ways, row, clock);
  let { tried } = row;
  let refusal = new PermanentFailure('no-route', 'No configured platform reaches this address.');
  for (const [index, way] of [...open, ...silent].entries()) {
    const { platform } = way;
    const sender = senders.get(platform);
    if (sender === undefined) continue;
    const card = withReason(row.card, ways, platform, tried);
    const sent = await sendBy(deps, sender, way, { ...row, card }, known?.platform === platform ? known : undefined);
    if (sent instanceof PermanentFailure) {
      tried = withTried(tried, refusedBy(platform, sent, clock.now()));
      refusal = sent;
    } else if (sent instanceof TemporaryFailure) {
      const other = open[index + 1] !== undefined;
      return unanswered(deps, way, { ...row, tried }, sent, other);
    } else {
      return { sent, tried };
    }
  }
  return { sent: refusal, tried };
}

/** A living card goes on where it is shown, whatever the person prefers by now. */
function whereShown(to: Address, known: Shown | undefined): Address {
  return known !== undefined && 'person' in to ? { ...to, platform: known.platform } : to;
}

/** One way, tried: failures of the platform are told as values, others are thrown. */
async function sendBy(
  deps: SendDeps,
  sender: ChatSender,
  way: Route,
  row: OutboxRow,
  known: Shown | undefined,
): Promise<MessageRef | Wait | PermanentFailure | TemporaryFailure | 'overheld' | 'arrived'> {
  const { clock, turns, outcomes, silences } = deps;
  const wait = await mustWait(deps, sender, row, known);
  if (wait !== undefined) return wait;
  // A process that was suspended meanwhile: its message is another's by now.
  if (row.leasedUntil !== null && clock.now() >= row.leasedUntil) return 'overheld';
  if (row.attempts > 1 && (await outcomes.hasArrived(row))) return 'arrived';
  const message: Outgoing = {
    id: row.id,
    writtenAt: row.createdAt,
    workspace: way.workspace,
    to: way.target,
    reader: way.reader,
    card: row.card,
  };
  try {
    const ref = await (known === undefined ? post(sender, message, row) : update(sender, message, row, known));
    silences.answered(way.workspace, way.platform);
    return ref;
  } catch (error) {
    if (!(error instanceof PermanentFailure || error instanceof TemporaryFailure)) throw error;
    if (error instanceof TemporaryFailure && error.retryAfterMs !== undefined && sender.paces !== undefined) {
      const until = clock.now().plus(error.retryAfterMs * clock.speed);
      await turns.hold(row.workspaceId, scopeOf(sender, known), until);
    }
    return error;
  }
}

/** A platform that says how long to wait is none that is silent: the message waits for it. */
function unanswered(
  { clock, senders, silences }: SendDeps,
  { workspace, platform }: Route,
  row: OutboxRow,
  failure: TemporaryFailure,
  hasOther: boolean,
): { sent: Unanswered; tried: Tried[] } {
  if (failure.retryAfterMs !== undefined) {
    silences.answered(workspace, platform);
    return { sent: { failure, times: row.attempts }, tried: row.tried };
  }
  const since = silences.unanswered(workspace, platform, clock.now());
  const one = unansweredBy(platform, since, failure, row.tried);
  const mayReport = failure.outcomeUnknown && senders.get(platform)?.find === undefined;
  const sent = { failure, times: one.times, mayReport };
  return {
    sent: hasOther ? { ...sent, elsewhereFrom: silentUntil(one, row.priority, clock) } : sent,
    tried: withTried(row.tried, one),
  };
}

async function mustWait(
  { clock, turns }: SendDeps,
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
