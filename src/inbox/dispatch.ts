import { and, asc, eq, isNull, lte, sql } from 'drizzle-orm';
import type { Card } from '../chat/card.ts';
import { note } from '../chat/card.ts';
import type { Inbound, Place, Reply } from '../chat/inbound.ts';
import { withCommands } from '../chat/text.ts';
import type { Clock } from '../core/clock.ts';
import { InvalidInput, NotReady, UserError } from '../core/errors.ts';
import { newId } from '../core/ids.ts';
import type { Database, Tx } from '../db/db.ts';
import type { Address } from '../outbox/message.ts';
import { enqueue } from '../outbox/outbox.ts';
import { receipts } from './tables.ts';

/** A message that was written down but not acted on for this long was left by a process that died. */
const ABANDONED_AFTER_SECONDS = 60;
/** Such messages taken up again by one sweep. */
const RESUME_BATCH = 50;
/** After this many failed attempts a message is left; each failure was logged and answered with an id. */
const MOST_ATTEMPTS = 3;

/** The person behind an act. */
export interface Sender {
  workspace: string;
  personId: string;
  /** How the people are written whom the words mention, by the platform's id. */
  handles: ReadonlyMap<string, string>;
}

export interface DispatchDeps {
  db: Database;
  clock: Clock;
  /** Who it is; a UserError tells strangers how to get in. */
  identify(inbound: Inbound): Promise<Sender>;
  /** Does what takes long, before the transaction; what it gives is handed over below. Words prepare nothing. */
  prepare(inbound: Inbound, sender: Sender): Promise<unknown>;
  /** Runs the handler for it, in a transaction of the person's workspace. */
  handle(tx: Tx, inbound: Inbound, sender: Sender, prepared?: unknown): Promise<Reply>;
  /** A bug: logged with its id. */
  onBug(id: string, error: unknown, inbound: Inbound): void;
  /** Something was committed that may have to leave at once. */
  onCommitted(): void;
}

/**
 * The one way in for what people do. An act and its receipt are one transaction: it takes effect once or not at all.
 * Only words can make it throw: those that could not be written down, for their platform must not be told that we have them.
 */
export function createDispatch(deps: DispatchDeps): {
  dispatch(inbound: Inbound): Promise<Reply>;
  resume(): Promise<number>;
} {
  return {
    async dispatch(inbound) {
      if (inbound.kind === 'message') return takeWords(deps, inbound);
      try {
        const sender = await deps.identify(inbound);
        const prepared = await deps.prepare(inbound, sender);
        const reply = await deps.db.tx(sender.workspace, async (tx): Promise<Reply> => {
          const first = await tx
            .insert(receipts)
            .values({ receipt: inbound.receipt, at: deps.clock.now(), inbound: null, doneAt: deps.clock.now() })
            .onConflictDoNothing()
            .returning({ id: receipts.id });
          if (first.length === 0) return { kind: 'none' };
          const answer = await deps.handle(tx, inbound, sender, prepared);
          // A form that stays open is sent again under the same receipt.
          if (answer.kind === 'errors') await tx.delete(receipts).where(eq(receipts.receipt, inbound.receipt));
          return answer;
        });
        deps.onCommitted();
        return reply;
      } catch (error) {
        return inbound.kind === 'form' && error instanceof InvalidInput
          ? keepForm(error)
          : { kind: 'card', card: explain(deps, inbound, error), refused: true };
      }
    },

    async resume() {
      const abandoned = deps.clock.now().minus({ seconds: ABANDONED_AFTER_SECONDS * deps.clock.speed });
      const left = await deps.db.system((tx) =>
        tx
          .select()
          .from(receipts)
          .where(and(isNull(receipts.doneAt), lte(receipts.at, abandoned)))
          .orderBy(asc(receipts.at))
          .limit(RESUME_BATCH),
      );
      for (const { id, inbound } of left) if (inbound !== null) await takeUp(deps, id, inbound);
      return left.length;
    },
  };
}

async function takeWords(deps: DispatchDeps, inbound: Inbound): Promise<Reply> {
  let sender: Sender;
  try {
    sender = await deps.identify(inbound);
  } catch (error) {
    if (!isFinal(error)) throw error;
    return { kind: 'card', card: explain(deps, inbound, error), refused: true };
  }
  const fresh = await writeDown(deps, inbound, sender);
  return fresh ? answerMessage(deps, inbound, sender) : { kind: 'none' };
}

/** Acts on words that were left. Whoever nobody knows any more gets no answer, and keeps no other waiting. */
async function takeUp(deps: DispatchDeps, id: string, inbound: Inbound): Promise<void> {
  let sender: Sender;
  try {
    sender = await deps.identify(inbound);
  } catch (error) {
    explain(deps, inbound, error);
    const now = deps.clock.now();
    const change = isFinal(error) ? { doneAt: now, inbound: null } : { at: now };
    await deps.db.system((tx) => tx.update(receipts).set(change).where(eq(receipts.id, id)));
    return;
  }
  await answerMessage(deps, inbound, sender);
}

/** A refusal that the same words would meet again. */
function isFinal(error: unknown): boolean {
  return error instanceof UserError && !(error instanceof NotReady);
}

/** What was typed is not lost: the form stays open and says what is wrong; without a field, of the form as a whole. */
function keepForm({ message, fields }: InvalidInput): Reply {
  return { kind: 'errors', fields: Object.keys(fields).length === 0 ? { '': message } : fields };
}

async function writeDown(deps: DispatchDeps, inbound: Inbound, sender: Sender): Promise<boolean> {
  const rows = await deps.db.tx(sender.workspace, (tx) =>
    tx
      .insert(receipts)
      .values({ receipt: inbound.receipt, at: deps.clock.now(), inbound })
      .onConflictDoNothing()
      .returning({ id: receipts.id }),
  );
  return rows.length > 0;
}

/**
 * Acts on words that were written down; the answer leaves by the outbox, so that a crash does not swallow it. A form alone is
 * returned: whoever it did not reach sends the words again.
 */
async function answerMessage(deps: DispatchDeps, inbound: Inbound, sender: Sender): Promise<Reply> {
  const mine = and(eq(receipts.receipt, inbound.receipt), isNull(receipts.doneAt));
  const to = whereToAnswer(inbound.place, sender);
  const answer = (tx: Tx, card: Card) =>
    enqueue(tx, deps.clock.now(), [{ key: `reply:${inbound.receipt}`, to, card, priority: 'reply' }]);
  let form: Reply | undefined;
  try {
    await deps.db.tx(sender.workspace, async (tx) => {
      const [held] = await tx
        .select({ id: receipts.id })
        .from(receipts)
        .where(mine)
        .for('update', { skipLocked: true });
      if (held === undefined) return;
      const reply = await deps.handle(tx, inbound, sender);
      if (reply.kind === 'card' || reply.kind === 'replace') await answer(tx, reply.card);
      form = reply.kind === 'form' ? reply : undefined;
      await tx.update(receipts).set({ doneAt: deps.clock.now(), inbound: null }).where(mine);
    });
  } catch (error) {
    const card = explain(deps, inbound, error);
    await deps.db.tx(sender.workspace, async (tx) => {
      const final = error instanceof UserError;
      const [row] = await tx
        .update(receipts)
        .set({ attempts: sql`${receipts.attempts} + 1`, at: deps.clock.now() })
        .where(mine)
        .returning({ attempts: receipts.attempts });
      if (row === undefined) return;
      if (final || row.attempts >= MOST_ATTEMPTS) {
        await answer(tx, card);
        await tx.update(receipts).set({ doneAt: deps.clock.now(), inbound: null }).where(mine);
      }
    });
  }
  deps.onCommitted();
  return form ?? { kind: 'none' };
}

/** Words in a direct conversation are answered there, others where everybody reads who read them. */
function whereToAnswer({ platform, conversation, direct, thread }: Place, { personId }: Sender): Address {
  return direct ? { person: personId, platform } : { channel: { platform, id: thread ?? conversation } };
}

function explain(deps: DispatchDeps, inbound: Inbound, error: unknown): Card {
  if (error instanceof UserError) return { title: withCommands(error.message), blocks: [] };
  const id = newId().slice(-8);
  deps.onBug(id, error, inbound);
  return note(`That failed inside Depsync and nothing was changed. Tell your administrator this id: ${id}`);
}
