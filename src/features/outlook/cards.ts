import { type Card, note } from '../../chat/card.ts';
import { code, text } from '../../chat/text.ts';
import type { Picture } from '../../pictures/model.ts';
import { many, titleOf } from '../../pictures/words.ts';

/** A map with what can be asked for next. */
export function mapCard(model: Picture & { kind: 'map' }, picture: string, alt: string): Card {
  return {
    title: [titleOf(model)],
    blocks: [
      { kind: 'text', text: [many(model.nodes.length, 'open dependency', 'open dependencies')] },
      { kind: 'image', picture, alt },
      { kind: 'buttons', buttons: [{ kind: 'page', label: 'Open the map', path: '/map' }] },
      {
        kind: 'note',
        text: text`Less of it: ${code('/deps map path')} · ${code('/deps map red')} · ${code('/deps map TEAM')}`,
      },
    ],
  };
}

/** The answer where a filter leaves nothing. */
export function nothingCard(programme: string, filter: string | null, command: string): Card {
  return filter === null
    ? note(
        `${programme}: nothing is open, so nothing is left to show`,
        text`${code('/deps list all')} shows what there was.`,
      )
    : note(`${programme}: nothing open is ${filter}`, text`${code(`/deps ${command}`)} shows all that is open.`);
}

/** The timeline in words, with its picture above. */
export function withPicture(card: Card, picture: string, alt: string): Card {
  const [first, ...others] = card.blocks;
  return {
    ...card,
    blocks: [
      ...(first === undefined ? [] : [first]),
      { kind: 'image', picture, alt },
      { kind: 'buttons', buttons: [{ kind: 'page', label: 'Open the timeline', path: '/timeline' }] },
      ...others,
    ],
  };
}
