import type { Block, Button, Card } from './card.ts';
import { clean, lengthOfText, shortenText } from './shorten.ts';
import type { Text } from './text.ts';

/** Kept free for the mark of the status and the line that says what was left out. */
const RESERVED = 150;

/** A fact's name; longer ones are no names. */
const LABEL = 100;

/** A place that shows cards: what fits into it, by the numbers of its platform. */
export interface Room {
  /** Blocks of a card; each row of buttons is one. */
  blocks: number;
  /** Characters of all texts together. */
  characters: number;
  /** Characters of the labels of all buttons together. */
  labels: number;
  /** Characters of one text. */
  text: number;
  buttonLabel: number;
  buttonsPerRow: number;
  /** True for a button that can be shown there: a platform refuses a whole message for one that it cannot take. */
  takes(button: Button): boolean;
}

/**
 * The part of a card that a room can hold. Words give way before buttons do: a card that asks for a
 * decision keeps its buttons. What is left out is counted ("and 14 more").
 */
export function fitCard(card: Card, room: Room): Card {
  const blocks = withinBlocks(withoutUnusable(card.blocks, room), room);
  let left = room.characters - RESERVED - sum(blocks.map((block) => labels(block, room)));
  const take = (text: Text, most: number = room.text): Text => {
    const short = shortenText(text, Math.max(0, Math.min(most, left)));
    left -= lengthOfText(short);
    return short;
  };
  return { ...card, title: take(card.title), blocks: blocks.map((block) => fitBlock(block, take, () => left)) };
}

function fitBlock(block: Block, take: (text: Text, most?: number) => Text, left: () => number): Block {
  switch (block.kind) {
    case 'text':
    case 'note':
      return { ...block, text: take(block.text) };
    case 'facts': {
      const kept = keep(block.facts, left, (fact) => ({
        label: textOf(take(shortenText([fact.label], LABEL))),
        value: take(fact.value),
      }));
      const cut = block.facts.length - kept.length;
      return { ...block, facts: cut === 0 ? kept : [...kept, { label: '…', value: [`and ${cut} more`] }] };
    }
    case 'list': {
      const items = keep(block.items, left, (item) => take(item));
      const more = (block.more ?? 0) + block.items.length - items.length;
      return { kind: 'list', items, ...(more > 0 && { more }) };
    }
    case 'code':
      // It is rendered in pieces.
      return { kind: 'code', text: textOf(take([block.text], left())) };
    case 'image':
      return { ...block, alt: textOf(take([block.alt])) };
    case 'divider':
    case 'buttons':
      return block;
  }
}

/** Takes one after the other while there is room. */
function keep<Item>(items: readonly Item[], left: () => number, take: (item: Item) => Item): Item[] {
  const kept: Item[] = [];
  for (const item of items) {
    if (left() <= 0) break;
    kept.push(take(item));
  }
  return kept;
}

function textOf(text: Text): string {
  return text.map((span) => (typeof span === 'string' ? span : '')).join('');
}

/** Drops what does not fit from the end; the title and the closing line take a block each. */
function withinBlocks(blocks: readonly Block[], room: Room): Block[] {
  const kept: Block[] = [];
  let used = 2;
  let labelled = 0;
  for (const [index, block] of blocks.entries()) {
    used += block.kind === 'buttons' ? Math.ceil(block.buttons.length / room.buttonsPerRow) : 1;
    labelled += labels(block, room);
    if (used > room.blocks || labelled > room.labels) {
      const cut = blocks.length - index;
      return [...kept, { kind: 'note', text: [`and ${cut} more that do not fit here`] }];
    }
    kept.push(block);
  }
  return kept;
}

function withoutUnusable(blocks: readonly Block[], room: Room): Block[] {
  return blocks
    .map((block) =>
      block.kind === 'buttons' ? { ...block, buttons: block.buttons.filter((button) => room.takes(button)) } : block,
    )
    .filter((block) => !isEmpty(block));
}

function isEmpty(block: Block): boolean {
  switch (block.kind) {
    case 'text':
    case 'note':
      return block.text.length === 0;
    case 'facts':
      return block.facts.length === 0;
    case 'list':
      return block.items.length === 0 && !block.more;
    case 'code':
      return clean(block.text).trim() === '';
    case 'image':
    case 'divider':
      return false;
    case 'buttons':
      return block.buttons.length === 0;
  }
}

function labels(block: Block, room: Room): number {
  if (block.kind !== 'buttons') return 0;
  return sum(block.buttons.map((button) => Math.min(button.label.length, room.buttonLabel)));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
