import { and, asc, eq, gt, isNull, lte, or, type SQL, sql } from 'drizzle-orm';
import { DateTime } from 'luxon';
import type { Card } from '../chat/card.ts';
import type { Platform } from '../chat/inbound.ts';
import type { ChatSender, MessageRef, Outgoing, Reader, Target } from '../chat/port.ts';
import type { Clock } from '../core/clock.ts';
import { PermanentFailure, TemporaryFailure } from '../core/errors.ts';
import type { Database, Tx } from '../db/db.ts';
import { type Address, priorityOf } from './message.ts';
import { enqueue } from './outbox.ts';
import { outbox, shown } from './tables.ts';

/** Rows a relay hands to the queue at once. */
const RELAY_BATCH = 200;
/** A worker that holds a row longer is taken for dead: the senders' time-out is 10 s. */
const LEASE_SECONDS = 60;
/** Waits between attempts: doubling from the first, at most the longest, each plus up to half of itself at random. */
const FIRST_RETRY_SECONDS = 2;
const LONGEST_RETRY_SECONDS = 300;
/** Attempts before a message is parked: with the waits above about two hours of a platform that does not answer. */
const ATTEMPTS_BEFORE_PARKING = 30;

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

export type DeliveryResult = 'delivered' | 'superseded' | 'parked' | 'postponed' | 'not-open';

export interface DeliveryDeps {
  db: Database;
  clock: Clock;
  senders: ReadonlyMap<Platform, ChatSender>;
  routes: FindRoutes;
  /** 0 ≤ n < 1; spreads retries. */
  random: () => number;
  /** Told how each attempt ended; of a delivered message also where, and how many seconds after it was written down. */
  observe?: (result: DeliveryResult, platform?: Platform, lateness?: number) => void;
}

type Row = typeof outbox.$inferSelect;

// `and` of at least one condition is never undefined, which its type does not say.
const open = and(isNull(outbox.deliveredAt), isNull(outbox.parkedAt), isNull(outbox.supersededAt)) as SQL;

/** Ids of messages that may leave now: due, not held by a worker, first of their conversation. */
export function dueMessages(
  db: Database,
  now: DateTime,
): Promise<{ id: string; attempts: number; priority: number }[]> {
  return db.system((tx) =>
    tx
      .select({ id: outbox.id, attempts: outbox.attempts, priority: outbox.priority })
      .from(outbox)
      .where(
        and(
          open,
          lte(outbox.dueAt, now),
          or(isNull(outbox.leasedUntil), lte(outbox.leasedUntil, now)),
          firstOfItsConversation(),
        ),
      )
      .orderBy(asc(outbox.priority), asc(outbox.seq))
      .limit(RELAY_BATCH),
  );
}

function firstOfItsConversation(): SQL {
  return sql`not exists (
    select 1 from ${outbox} earlier
    where earlier.workspace_id = ${outbox.workspaceId} and earlier.conversation = ${outbox.conversation}
      and earlier.delivered_at is null and earlier.parked_at is null and earlier.superseded_at is null
      and (earlier.priority, earlier.seq) < (${outbox.priority}, ${outbox.seq}))`;
}

/** When the next message may leave, leases included; undefined when none is open. */
export async function nextDelivery(db: Database): Promise<DateTime | undefined> {
  const at = sql<string | null>`min(greatest(${outbox.dueAt}, ${outbox.leasedUntil}))`;
  const [row] = await db.system((tx) => tx.select({ at }).from(outbox).where(open));
  return row?.at == null ? undefined : DateTime.fromSQL(row.at, { zone: 'utc' });
}

/**
 * Delivers one message. It is held by a lease meanwhile, so that a second worker leaves it alone; an attempt that
 * ended without a word is looked up on the platform before it is repeated.
 */
export async function deliver(deps: DeliveryDeps, id: string): Promise<DeliveryResult> {
  const row = await claim(deps, id);
  if (row === undefined) return 'not-open';
  const { result, platform } = await attempt(deps, row);
  const lateness = deps.clock.now().diff(row.createdAt).as('seconds') / deps.clock.speed;
  deps.observe?.(result, platform, lateness);
  return result;
}

async function attempt(deps: DeliveryDeps, row: Row): Promise<{ result: DeliveryResult; platform?: Platform }> {
  if (row.subject !== null && (await hasSuccessor(deps.db, row))) {
    await finish(deps, row, { supersededAt: deps.clock.now() });
    return { result: 'superseded' };
  }
  try {
    const ref = await send(deps, row);
    await deps.db.tx(row.workspaceId, async (tx) => {
      await mark(tx, row, {
        deliveredAt: deps.clock.now(),
        platform: ref.platform,
        message: ref.message,
        lastError: null,
      });
      if (row.subject !== null) await rememberShown(tx, row, ref, deps.clock.now());
    });
    return { result: 'delivered', platform: ref.platform };
  } catch (error) {
    return { result: await giveUpOrRetry(deps, row, error) };
  }
}

async function claim({ db, clock }: DeliveryDeps, id: string): Promise<Row | undefined> {
  return db.system(async (tx) => {
    const now = clock.now();
    const [row] = await tx
      .update(outbox)
      .set({ leasedUntil: now.plus({ seconds: LEASE_SECONDS * clock.speed }), attempts: sql`${outbox.attempts} + 1` })
      .where(
        and(
          eq(outbox.id, id),
          open,
          lte(outbox.dueAt, now),
          or(isNull(outbox.leasedUntil), lte(outbox.leasedUntil, now)),
        ),
      )
      .returning();
    return row;
  });
}

async function hasSuccessor(db: Database, row: Row): Promise<boolean> {
  const found = await db.tx(row.workspaceId, (tx) =>
    tx
      .select({ id: outbox.id })
      .from(outbox)
      .where(
        and(
          eq(outbox.subject, row.subject ?? ''),
          eq(outbox.conversation, row.conversation),
          gt(outbox.seq, row.seq),
          open,
        ),
      )
      .limit(1),
  );
  return found.length > 0;
}

async function send(deps: DeliveryDeps, row: Row): Promise<MessageRef> {
  const routes = await deps.routes(row.workspaceId, row.address, mentionedIn(row.card), [...deps.senders.keys()]);
  const known = row.subject === null ? undefined : await deps.db.tx(row.workspaceId, (tx) => shownAt(tx, row));
  let refused: PermanentFailure | undefined;
  for (const route of routes) {
    const sender = deps.senders.get(route.platform);
    if (sender === undefined) continue;
    try {
      return await sendBy(sender, route, row, known?.platform === route.platform ? known : undefined);
    } catch (error) {
      if (!(error instanceof PermanentFailure)) throw error;
      refused = error;
    }
  }
  throw refused ?? new PermanentFailure('no-route', 'No configured platform reaches this address.');
}

async function sendBy(sender: ChatSender, route: Route, row: Row, known: MessageRef | undefined): Promise<MessageRef> {
  const message: Outgoing = {
    id: row.id,
    writtenAt: row.createdAt,
    workspace: route.workspace,
    to: route.target,
    reader: route.reader,
    card: row.card,
  };
  if (known !== undefined) {
    try {
      await sender.update(known, message);
      return known;
    } catch (error) {
      // The message was deleted on the platform: show the card anew.
      if (!(error instanceof PermanentFailure)) throw error;
    }
  }
  const triedBefore = row.attempts > 1;
  const found = triedBefore ? await sender.find?.(message) : undefined;
  return found ?? (await sender.post(message));
}

async function giveUpOrRetry(deps: DeliveryDeps, row: Row, error: unknown): Promise<DeliveryResult> {
  const lastError = error instanceof Error ? error.message : String(error);
  const final = error instanceof PermanentFailure || row.attempts >= ATTEMPTS_BEFORE_PARKING;
  if (!final) {
    const wait = retryAfterSeconds(error, row.attempts, deps.random());
    await finish(deps, row, {
      dueAt: deps.clock.now().plus({ seconds: wait * deps.clock.speed }),
      leasedUntil: null,
      lastError,
    });
    return 'postponed';
  }
  await deps.db.tx(row.workspaceId, async (tx) => {
    await mark(tx, row, { parkedAt: deps.clock.now(), lastError });
    const [next, ...others] = row.fallback;
    if (next !== undefined) {
      const key = `${row.key}/fallback-${others.length}`;
      await enqueue(tx, deps.clock.now(), [
        { key, to: next, fallback: others, card: notReached(row.card), priority: priorityOf(row.priority) },
      ]);
    }
  });
  return 'parked';
}

/** Seconds until the next attempt: what the platform asked for, or a growing wait spread by `random` (0 to 1). */
function retryAfterSeconds(error: unknown, attempts: number, random: number): number {
  if (error instanceof TemporaryFailure && error.retryAfterMs !== undefined) return error.retryAfterMs / 1000;
  const wait = Math.min(FIRST_RETRY_SECONDS * 2 ** (attempts - 1), LONGEST_RETRY_SECONDS);
  return wait * (1 + random / 2);
}

function notReached(card: Card): Card {
  return {
    ...card,
    blocks: [{ kind: 'note', text: ['You get this because the person it is for cannot be reached.'] }, ...card.blocks],
  };
}

/** Depsync ids of the people a card mentions. */
export function mentionedIn(card: Card): string[] {
  const texts = [
    card.title,
    ...card.blocks.flatMap((block) => {
      if (block.kind === 'text' || block.kind === 'note') return [block.text];
      if (block.kind === 'facts') return block.facts.map((fact) => fact.value);
      return block.kind === 'list' ? block.items : [];
    }),
  ];
  return [
    ...new Set(
      texts.flat().flatMap((span) => (typeof span !== 'string' && span.kind === 'mention' ? [span.person] : [])),
    ),
  ];
}

async function shownAt(tx: Tx, row: Row): Promise<MessageRef | undefined> {
  const [found] = await tx
    .select()
    .from(shown)
    .where(and(eq(shown.subject, row.subject ?? ''), eq(shown.conversation, row.conversation)));
  return found && { platform: found.platform, conversation: found.place, message: found.message };
}

async function rememberShown(tx: Tx, row: Row, ref: MessageRef, now: DateTime): Promise<void> {
  const values = { platform: ref.platform, place: ref.conversation, message: ref.message, updatedAt: now };
  await tx
    .insert(shown)
    .values({ subject: row.subject ?? '', conversation: row.conversation, ...values })
    .onConflictDoUpdate({ target: [shown.workspaceId, shown.subject, shown.conversation], set: values });
}

async function finish({ db }: DeliveryDeps, row: Row, changes: Partial<typeof outbox.$inferInsert>): Promise<void> {
  await db.tx(row.workspaceId, (tx) => mark(tx, row, changes));
}

async function mark(tx: Tx, row: Row, changes: Partial<typeof outbox.$inferInsert>): Promise<void> {
  await tx.update(outbox).set(changes).where(eq(outbox.id, row.id));
}
