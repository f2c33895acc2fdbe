import type { Block, Button, Card } from './card.ts';

/**
 * A card as a chat shows it where this installation is reached at `publicUrl`: what may be opened without signing in becomes a
 * link. Without an address it stays a page of the console, which chats leave out.
 */
export function withSharedLinks(card: Card, publicUrl: string | undefined): Card {
  if (publicUrl === undefined) return card;
  return {
    ...card,
    blocks: card.blocks.map(
      (block): Block =>
        block.kind !== 'buttons'
          ? block
          : {
              ...block,
              buttons: block.buttons.map(
                (button): Button =>
                  button.kind === 'page' && button.shared
                    ? { kind: 'link', label: button.label, url: new URL(button.path, publicUrl).href }
                    : button,
              ),
            },
    ),
  };
}
