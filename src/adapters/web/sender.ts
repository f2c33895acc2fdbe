import type { ChatSender, Target } from '../../chat/port.ts';
import type { Clock } from '../../core/clock.ts';
import { PermanentFailure } from '../../core/errors.ts';
import type { Database } from '../../db/db.ts';
import { channelNamed, inboxOf } from './conversation.ts';
import { changeMessage, postMessage } from './store.ts';

/**
 * The way out to the console: messages are rows that browsers are shown. Posting one outbox id twice is posting it once,
 * so there is nothing to look up after an attempt whose outcome is unknown. A message bears the time of its cause.
 */
export function createWebSender(db: Database, clock: Clock): ChatSender {
  return {
    platform: 'web',
    async post({ id, writtenAt, workspace, to, card }) {
      const conversation = conversationOf(to);
      const message = await db.tx(workspace, (tx) => postMessage(tx, { conversation, outboxId: id, card }, writtenAt));
      return { platform: 'web', conversation, message };
    },
    async update({ conversation, message }, { workspace, card }) {
      const changed = await db.tx(workspace, (tx) => changeMessage(tx, conversation, message, card, clock.now()));
      if (changed === undefined) throw new PermanentFailure('message-gone', `The console has no message ${message}.`);
    },
  };
}

function conversationOf(to: Target): string {
  return 'person' in to ? inboxOf(to.person) : channelNamed(to.channel);
}
