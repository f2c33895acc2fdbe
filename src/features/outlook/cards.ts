import { type Block, type Card, note } from '../../chat/card.ts';
import { code, strong, type Text, text } from '../../chat/text.ts';
import { formatDay } from '../../core/format-time.ts';
import type { Picture } from '../../pictures/model.ts';
import { many, titleOf } from '../../pictures/words.ts';
import type { Expiring } from './rules/expiring.ts';

/** Waivers a card names. */
const MOST_WAIVERS = 15;

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

/** What follows from a slip, told by `blocks`; `ended` are waivers that end before the delivery. */
export function whatIfCard(
  { dependency, days }: { dependency: { key: string; title: string }; days: number },
  blocks: readonly Block[],
  ended: readonly Expiring[],
): Card {
  const waivers: Block[] = [
    { kind: 'text', text: [strong(`Waivers that end before the delivery: ${ended.length}`)] },
    {
      kind: 'list',
      items: ended.slice(0, MOST_WAIVERS).map(expiringLine),
      more: Math.max(0, ended.length - MOST_WAIVERS),
    },
  ];
  return {
    title: text`If ${dependency.key} slips ${many(days, 'working day', 'working days')}`,
    blocks: [
      { kind: 'text', text: [dependency.title] },
      ...blocks,
      ...(ended.length === 0 ? [] : waivers),
      { kind: 'note', text: ['Nothing is saved.'] },
    ],
  };
}

function expiringLine({ key, gate, until, days, planned }: Expiring): Text {
  const already = planned > 0 ? `, ${planned} d as planned now` : '';
  return text`Gate ${gate} of ${key} is waived until ${formatDay(until)}: it ends ${days} d before the delivery${already}`;
}
