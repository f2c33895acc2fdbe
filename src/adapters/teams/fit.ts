import type { Block, Button, Card } from '../../chat/card.ts';
import { fitCard, type Room } from '../../chat/fit.ts';
import { isWebAddress } from '../../chat/text.ts';
import type { AdaptiveCard } from './adaptive-card.ts';
import { LIMITS } from './limits.ts';

/** What a card may take: the message without what the sender puts around it. */
export const CARD_BYTES = LIMITS.messageBytes - LIMITS.envelopeBytes;
/** Half of a card is left to words. */
const BUTTON_BYTES = CARD_BYTES / 2;

/** Teams limits bytes, neither blocks nor labels: those give way in `fitted`. */
const ROOM: Room = {
  blocks: Number.POSITIVE_INFINITY,
  characters: CARD_BYTES,
  labels: Number.POSITIVE_INFINITY,
  text: LIMITS.text,
  buttonLabel: LIMITS.buttonLabel,
  buttonsPerRow: LIMITS.buttonsPerSet,
  takes,
};
/** Each step leaves this part of the characters, until they are few; then of the lines. */
const SHRINK = 0.8;
const FEW_CHARACTERS = 2_000;
const MOST_LINES = 200;

/**
 * The largest part of a card whose rendering fits into a message of Teams. Words give way before buttons do, and what is left
 * out is counted.
 */
export function fitted(
  card: Card,
  render: (part: Card) => AdaptiveCard,
  bytesOf: (button: Button) => number,
): AdaptiveCard {
  const buttons = withoutButtonsBeyond(fitCard(card, ROOM), bytesOf);
  let room = ROOM;
  let most = MOST_LINES;
  for (;;) {
    const shown = render(withoutLinesBeyond(fitCard(buttons, room), most));
    if (jsonBytes(shown) <= CARD_BYTES || most === 0) return shown;
    if (room.characters > FEW_CHARACTERS) room = { ...room, characters: Math.floor(room.characters * SHRINK) };
    else most = Math.floor(most * SHRINK);
  }
}

/** The size of JSON as it travels. */
export function jsonBytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}

function takes(button: Button): boolean {
  switch (button.kind) {
    case 'page':
      // The console answers on its own machine alone: nobody in Teams could open it.
      return false;
    case 'link':
      return isWebAddress(button.url) && button.url.length <= LIMITS.buttonUrl;
    case 'action':
    case 'form':
      return JSON.stringify(button.value).length <= LIMITS.buttonValue;
  }
}

/** Buttons from the first on, as many as half a card holds. */
function withoutButtonsBeyond(card: Card, bytesOf: (button: Button) => number): Card {
  let left = BUTTON_BYTES;
  const blocks = card.blocks.flatMap((block): Block[] => {
    if (block.kind !== 'buttons') return [block];
    const kept: Button[] = [];
    for (const button of block.buttons) {
      left -= bytesOf(button);
      if (left < 0) break;
      kept.push(button);
    }
    const cut = block.buttons.length - kept.length;
    if (cut === 0) return [block];
    const more: Block = { kind: 'note', text: [`and ${cut} more buttons that do not fit here`] };
    return kept.length === 0 ? [more] : [{ ...block, buttons: kept }, more];
  });
  return { ...card, blocks };
}

/** At most so many lines, those from the first on: an item or a fact is one, as is a text. The buttons between them stay. */
function withoutLinesBeyond(card: Card, most: number): Card {
  let left = most;
  const shortened = card.blocks.map((block): Block | 'cut' => {
    if (block.kind === 'buttons') return block;
    if (left <= 0 || isEmptied(block)) return 'cut';
    const room = left;
    left -= linesOf(block);
    return left >= 0 ? block : firstLines(block, room);
  });
  const cut = shortened.filter((block) => block === 'cut').length;
  const first = shortened.indexOf('cut');
  const blocks = shortened.flatMap((block, index): Block[] => {
    if (block !== 'cut') return [block];
    return index === first ? [{ kind: 'note', text: [`and ${cut} more that do not fit here`] }] : [];
  });
  return { ...card, blocks };
}

/** A text for which no character was left. */
function isEmptied(block: Block): boolean {
  return (block.kind === 'text' || block.kind === 'note') && block.text.length === 1 && block.text[0] === '…';
}

function linesOf(block: Block): number {
  switch (block.kind) {
    case 'list':
      return block.items.length;
    case 'facts':
      return block.facts.length;
    case 'text':
    case 'note':
    case 'code':
    case 'image':
    case 'divider':
    case 'buttons':
      return 1;
  }
}

function firstLines(block: Block, most: number): Block {
  if (block.kind === 'list') {
    const more = (block.more ?? 0) + block.items.length - most;
    return { kind: 'list', items: block.items.slice(0, most), more };
  }
  if (block.kind === 'facts') {
    const more = { label: '…', value: [`and ${block.facts.length - most} more`] };
    return { kind: 'facts', facts: [...block.facts.slice(0, most), more] };
  }
  return block;
}
