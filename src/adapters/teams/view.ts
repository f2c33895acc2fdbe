import type { Card } from '../../chat/card.ts';
import { mentionedIn } from '../../chat/card.ts';
import type { MessageRef } from '../../chat/port.ts';
import { isNotFound } from './errors.ts';
import type { Stage } from './inbound.ts';
import { type Answering, type CardAnswer, card, cardFor, message } from './reply.ts';
import { askingBy, viewersOf } from './sender.ts';

export interface Viewing extends Answering {
  /**
   * Somebody's client shows a message of the outbox: it has arrived. Gives the card as it is now; `double` for one that was posted
   * twice, of which this one is not kept; undefined for one that is not theirs to see.
   */
  arrived(
    message: string,
    at: MessageRef,
    viewer: { entraId: string; direct: boolean },
  ): Promise<Card | 'double' | undefined>;
}

/** Answers a client that asks for its user's view of a message. */
export async function view(deps: Viewing, stage: Stage, id: string): Promise<CardAnswer> {
  const { conversation, message: at, sender, direct } = stage;
  if (at === undefined) return message('');
  const found = await deps.arrived(id, { platform: 'teams', conversation, message: at }, { entraId: sender, direct });
  if (found === undefined) return message('');
  if (found === 'double') {
    deps.keepTrack(remove(deps, stage, at));
    return message('This message was sent twice; the other one is kept.');
  }
  return card(await cardFor(deps, stage, found, { message: id, refreshFor: await viewers(deps, stage, found) }));
}

async function viewers(deps: Viewing, stage: Stage, shown: Card): Promise<string[]> {
  const asking = stage.direct
    ? [stage.sender]
    : viewersOf(shown, await deps.readerOf(stage.sender, mentionedIn(shown)));
  return askingBy(deps.book, asking);
}

async function remove({ connector }: Viewing, { serviceUrl, conversation }: Stage, id: string): Promise<void> {
  try {
    await connector.delete(serviceUrl, conversation, id);
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}
