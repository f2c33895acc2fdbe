import type { Block, Button } from '../../../chat/card.ts';
import type { Text } from '../../../chat/text.ts';

export function line(of: Text): Block {
  return { kind: 'text', text: of };
}

export function list(items: Text[], all: number): Block {
  return { kind: 'list', items, ...(all > items.length ? { more: all - items.length } : {}) };
}

export function buttons(of: Button[]): Block {
  return { kind: 'buttons', buttons: of };
}

/** At most `most` characters, the last an ellipsis where some were cut. */
export function shorten(words: string, most: number): string {
  const characters = [...words];
  return characters.length <= most
    ? words
    : `${characters
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`;
}
