import type { Block, Button } from '../../../chat/card.ts';
import { mention, type Span, type Text } from '../../../chat/text.ts';
import type { GateView } from '../model.ts';

/** Of a comment, note or reason; the whole stands in the audit. */
export const LONGEST_QUOTE = 400;

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

export function who(view: Pick<GateView, 'people'>, personId: string): Span {
  const person = view.people.get(personId);
  return person === undefined ? 'somebody who left' : mention(person);
}

export function quote(label: string, words: string | null): Block[] {
  return words === null ? [] : [line([`${label}: “${shorten(words, LONGEST_QUOTE)}”`])];
}
