import type { Card } from '../../chat/card.ts';
import type { Clock } from '../../core/clock.ts';
import type { Database } from '../../db/db.ts';
import { changeMessage, findMessage, listMessages, type MessagePage, type StoredMessage } from './store.ts';

/** The messages the console shows, each call in a transaction of its own. */
export interface Messages {
  list(workspace: string, conversation: string, before?: number): Promise<MessagePage>;
  find(workspace: string, conversation: string, id: string): Promise<StoredMessage | undefined>;
  /** Undefined when there is no such message in the conversation. */
  change(workspace: string, conversation: string, id: string, card: Card): Promise<StoredMessage | undefined>;
}

export function messagesOf(db: Database, clock: Clock): Messages {
  return {
    list: (workspace, conversation, before) => db.tx(workspace, (tx) => listMessages(tx, conversation, before)),
    find: (workspace, conversation, id) => db.tx(workspace, (tx) => findMessage(tx, conversation, id)),
    change: (workspace, conversation, id, card) =>
      db.tx(workspace, (tx) => changeMessage(tx, conversation, id, card, clock.now())),
  };
}
