import type { DateTime } from 'luxon';
import type { Button, Card } from '../chat/card.ts';
import type { Platform } from '../chat/inbound.ts';
import { plainCard } from '../chat/plain.ts';
import type { ChatSender, Outgoing } from '../chat/port.ts';
import type { Clock } from '../core/clock.ts';
import { PermanentFailure } from '../core/errors.ts';

/** A message as a chat shows it now. */
export interface ShownMessage {
  message: string;
  /** `person:ID` or `channel:ID` */
  conversation: string;
  outboxId: string;
  card: Card;
  postedAt: DateTime;
  /** How often it was rewritten. */
  updates: number;
  /** As its reader sees it. */
  text: string;
}

/** A chat in memory that keeps what it is sent. */
export interface RecordingChat extends ChatSender {
  readonly messages: ShownMessage[];
  in(conversation: string): ShownMessage[];
}

export function recordingChat(
  platform: Platform,
  clock: Clock,
  onPost: (message: ShownMessage) => void = () => {},
): RecordingChat {
  const messages: ShownMessage[] = [];
  return {
    platform,
    messages,
    in: (conversation) => messages.filter((one) => one.conversation === conversation),
    async post(outgoing) {
      const shown: ShownMessage = {
        message: String(messages.length + 1),
        conversation: conversationOf(outgoing),
        outboxId: outgoing.id,
        card: outgoing.card,
        postedAt: clock.now(),
        updates: 0,
        text: plainCard(outgoing.card, outgoing.reader.zone),
      };
      messages.push(shown);
      onPost(shown);
      return { platform, conversation: shown.conversation, message: shown.message };
    },
    async update(ref, outgoing) {
      const shown = messages.find((one) => one.message === ref.message);
      if (shown === undefined) throw new PermanentFailure('no-such-message', `There is no message ${ref.message}.`);
      shown.card = outgoing.card;
      shown.text = plainCard(outgoing.card, outgoing.reader.zone);
      shown.updates += 1;
    },
  };
}

function conversationOf({ to }: Outgoing): string {
  return 'person' in to ? `person:${to.person}` : `channel:${to.channel}`;
}

/** The buttons of a card that act or open a form. */
export function buttonsOf(card: Card): Exclude<Button, { kind: 'link' | 'page' }>[] {
  return card.blocks
    .flatMap((block) => (block.kind === 'buttons' ? block.buttons : []))
    .filter((button) => button.kind !== 'link' && button.kind !== 'page');
}
