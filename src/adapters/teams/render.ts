import { type Block, type Button, type Card, type Colour, MARK } from '../../chat/card.ts';
import { momentsInWords } from '../../chat/moments.ts';
import { headline } from '../../chat/plain.ts';
import type { Reader } from '../../chat/port.ts';
import { shorten } from '../../chat/shorten.ts';
import type { Text } from '../../chat/text.ts';
import { buttonAction, refreshAction } from './actions.ts';
import type { AdaptiveCard, Element, RichTextBlock, TextRun } from './adaptive-card.ts';
import { fitted, jsonBytes } from './fit.ts';
import { LIMITS } from './limits.ts';
import { notifying, preformatted, block as richText, runs, type Style, words } from './spans.ts';

const CARD_TYPE = 'application/vnd.microsoft.card.adaptive';
const COLOUR: Readonly<Record<Colour, 'good' | 'warning' | 'attention'>> = {
  red: 'attention',
  yellow: 'warning',
  green: 'good',
};
/** A fact's name takes one part of the width, what is said of it two. */
const FACT_WIDTHS = [1, 2] as const;

export interface CardOptions {
  /** The client opens dialogs; without them forms are shown in the conversation. */
  dialogs: boolean;
  /** The outbox message this card is, by which the viewers' clients ask for their own view; absent for cards that are answers. */
  message?: string;
  /** Teams ids (`29:…`) of people whose clients ask by themselves, most relevant first; the first 60 are kept. */
  refreshFor?: readonly string[];
  /**
   * Depsync id of whoever looks. Buttons with `only` are shown to those alone; to nobody when absent, in a shared
   * conversation. In a personal chat it is the recipient.
   */
  viewer?: string;
}

/** A message as the Bot Framework takes it. */
export interface TeamsMessage {
  type: 'message';
  /** For notifications. */
  summary: string;
  attachments: [{ contentType: typeof CARD_TYPE; content: AdaptiveCard }];
}

/** A card as a message of Teams. Never throws, and never exceeds what Teams takes: what is too long is shortened. */
export function renderMessage(card: Card, reader: Reader, options: CardOptions): TeamsMessage {
  const content = renderCard(card, reader, options);
  return { type: 'message', summary: headlineOf(card, reader), attachments: [{ contentType: CARD_TYPE, content }] };
}

/** A card as an Adaptive Card. Never throws. */
export function renderCard(card: Card, reader: Reader, options: CardOptions): AdaptiveCard {
  const theirs = { ...card, blocks: card.blocks.filter((block) => maySee(block, options.viewer)) };
  const bytesOf = (button: Button) => (button.kind === 'page' ? 0 : jsonBytes(buttonAction(button, options)));
  return fitted(theirs, (part) => render(part, reader, options), bytesOf);
}

/** The first line of a card in a notification. */
export function headlineOf(card: Card, reader: Reader): string {
  const line = headline({ ...card, title: momentsInWords(card.title, reader) });
  return shorten(line.replace(/\s+/g, ' '), LIMITS.summary);
}

/** An Adaptive Card of these elements. */
export function adaptiveCard(body: Element[], more: Partial<AdaptiveCard> = {}): AdaptiveCard {
  return {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: LIMITS.cardVersion,
    fallbackText: 'Open this message in a newer version of Teams.',
    msteams: { width: 'Full' },
    body,
    ...more,
  };
}

/** `only` grants nothing: the handler checks who may act. */
function maySee(block: Block, viewer: string | undefined): boolean {
  if (block.kind !== 'buttons' || block.only === undefined) return true;
  return viewer !== undefined && block.only.includes(viewer);
}

function render(card: Card, reader: Reader, options: CardOptions): AdaptiveCard {
  const { message, refreshFor = [] } = options;
  const { text, entities } = notifying(isShared(reader) ? textsOf(card) : [], reader, LIMITS.mentions);
  const notified: Element[] = entities.length === 0 ? [] : [{ type: 'TextBlock', text, size: 'small', wrap: true }];
  const body = [title(card, reader), ...separated(card.blocks, (block) => renderBlock(block, reader, options))];
  return adaptiveCard([...body, ...notified], {
    ...(message !== undefined && { refresh: refreshAction(message, refreshFor) }),
    ...(entities.length > 0 && { msteams: { width: 'Full', entities } }),
  });
}

/** Who reads alone is notified by the message itself. */
function isShared(reader: Reader): boolean {
  return reader.zone === undefined;
}

function textsOf(card: Card): Text {
  return [
    ...card.title,
    ...card.blocks.flatMap((block) => {
      switch (block.kind) {
        case 'text':
        case 'note':
          return block.text;
        case 'facts':
          return block.facts.flatMap((fact) => fact.value);
        case 'list':
          return block.items.flat();
        case 'code':
        case 'image':
        case 'divider':
        case 'buttons':
          return [];
      }
    }),
  ];
}

function title(card: Card, reader: Reader): RichTextBlock {
  // A title alone is a message, not a heading.
  const heading = card.blocks.length > 0 || card.status !== undefined;
  const style = heading ? ({ weight: 'bolder', size: 'medium' } as const) : {};
  return richText([...mark(card.status, style), ...runs(card.title, reader, style)]);
}

/** The sign alone is coloured: yellow words are hard to read on white. */
function mark(status: Colour | undefined, style: Style): TextRun[] {
  if (status === undefined) return [];
  const sign = MARK[status].charAt(0);
  return [words(sign, { ...style, color: COLOUR[status] }), words(`${MARK[status].slice(1)}  `, style)];
}

/** A divider is a line above what follows it. */
function separated(blocks: readonly Block[], render: (block: Block) => Element[]): Element[] {
  let line = false;
  return blocks.flatMap((block) => {
    const [first, ...rest] = render(block);
    if (first === undefined) {
      line ||= block.kind === 'divider';
      return [];
    }
    const shown = line
      ? [{ ...first, separator: true as const, spacing: 'medium' as const }, ...rest]
      : [first, ...rest];
    line = false;
    return shown;
  });
}

function renderBlock(block: Block, reader: Reader, options: CardOptions): Element[] {
  switch (block.kind) {
    case 'text':
      return [richText(runs(block.text, reader))];
    case 'note':
      return [{ ...richText(runs(block.text, reader, { size: 'small', isSubtle: true })), spacing: 'small' }];
    case 'facts':
      return block.facts.map((fact): Element => {
        const cells = [runs([fact.label], reader, { weight: 'bolder' }), runs(fact.value, reader)];
        const columns = cells.map((cell, column) => ({
          type: 'Column' as const,
          width: FACT_WIDTHS[column] ?? 1,
          items: [richText(cell)],
        }));
        return { type: 'ColumnSet', spacing: 'small', columns };
      });
    case 'list':
      return list(block, reader);
    case 'code':
      return [richText([preformatted(block.text)])];
    case 'image':
      return [image(block, reader)];
    case 'divider':
      return [];
    case 'buttons':
      return rows(block.buttons).map((row) => ({
        type: 'ActionSet',
        actions: row.map((button) => buttonAction(button, options)),
      }));
  }
}

/** In words where no address can be opened from Teams. */
function image({ picture, alt }: Extract<Block, { kind: 'image' }>, reader: Reader): Element {
  const url = reader.pictures?.get(picture);
  if (url === undefined) return richText(runs([alt], reader));
  return { type: 'Image', url, altText: shorten(alt, LIMITS.text), size: 'stretch', msteams: { allowExpand: true } };
}

function list(block: Extract<Block, { kind: 'list' }>, reader: Reader): Element[] {
  const items = block.items.filter((item) => item.length > 0).map((item) => runs(['• ', ...item], reader));
  const more = block.more ? [runs([`and ${block.more} more`], reader)] : [];
  return [...items, ...more].map((line) => ({ ...richText(line), spacing: 'small' }));
}

type ShownButton = Exclude<Button, { kind: 'page' }>;

/** In sets of as many as Teams shows. */
function rows(buttons: readonly Button[]): ShownButton[][] {
  const shown = buttons.filter((button) => button.kind !== 'page');
  const result: ShownButton[][] = [];
  for (let start = 0; start < shown.length; start += LIMITS.buttonsPerSet) {
    result.push(shown.slice(start, start + LIMITS.buttonsPerSet));
  }
  return result;
}
