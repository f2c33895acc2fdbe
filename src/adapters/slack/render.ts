import type { HomeView, KnownBlock, ModalView, RichTextSection, Button as SlackButton } from '@slack/types';
import { type Block, type Button, type Card, MARK } from '../../chat/card.ts';
import { fitCard } from '../../chat/fit.ts';
import { momentsInWords } from '../../chat/moments.ts';
import { headline, plainText } from '../../chat/plain.ts';
import type { Reader } from '../../chat/port.ts';
import { clean, shorten } from '../../chat/shorten.ts';
import type { Text } from '../../chat/text.ts';
import { LIMITS } from './limits.ts';
import { MESSAGE, VIEW } from './room.ts';
import { isPlain, richText, type Style } from './spans.ts';

/** Between the name of a button's action and its number: ids of one block must differ. */
const ID_SEPARATOR = '#';

export interface SlackMessage {
  /** For notifications and screen readers; escaped. */
  text: string;
  blocks: KnownBlock[];
}

/** A card as a Slack message. Never throws, and never sends what Slack refuses: what is too long is shortened. */
export function renderCard(card: Card, reader: Reader): SlackMessage {
  return { text: notification(card, reader), blocks: renderBlocks(fitCard(card, MESSAGE), reader) };
}

/** A card as the Home tab of its reader. */
export function renderHome(card: Card, reader: Reader): HomeView {
  return { type: 'home', blocks: renderBlocks(fitCard(card, VIEW), reader) };
}

/** A card as a modal: the answer to a form, or to a button where no message can be shown. */
export function renderModal(card: Card, reader: Reader): ModalView {
  return {
    type: 'modal',
    title: { type: 'plain_text', text: 'Depsync' },
    close: { type: 'plain_text', text: 'Close' },
    blocks: renderBlocks(fitCard(card, VIEW), reader),
  };
}

/** The handler that a button of ours names in its `action_id`. */
export function actionName(actionId: string): string {
  return actionId.split(ID_SEPARATOR, 1)[0] ?? '';
}

function renderBlocks(card: Card, reader: Reader): KnownBlock[] {
  const number = counter();
  return [title(card, reader), ...card.blocks.flatMap((block) => renderBlock(block, reader, number))];
}

function title(card: Card, reader: Reader): KnownBlock {
  // A title alone is a message, not a heading.
  const style: Style = card.blocks.length > 0 || card.status !== undefined ? { bold: true } : {};
  const mark: Text = card.status === undefined ? [] : [`${MARK[card.status]}  `];
  return lines([section([...mark, ...card.title], reader, style)]);
}

function renderBlock(block: Block, reader: Reader, number: () => number): KnownBlock[] {
  switch (block.kind) {
    case 'text':
      return [lines([section(block.text, reader)])];
    case 'note':
      return [note(block.text, reader)];
    case 'facts':
      return [
        lines(block.facts.map((fact) => section([{ kind: 'strong', text: `${fact.label}: ` }, ...fact.value], reader))),
      ];
    case 'list':
      return [list(block, reader)];
    case 'code':
      return [code(block.text)];
    case 'image':
      return [image(block, reader)];
    case 'divider':
      return [{ type: 'divider' }];
    case 'buttons':
      return rows(block.buttons.filter((button) => button.kind !== 'page')).map((row) => ({
        type: 'actions',
        elements: row.map((button) => renderButton(button, number())),
      }));
  }
}

function lines(elements: RichTextSection[]): KnownBlock {
  return { type: 'rich_text', elements };
}

function section(text: Text, reader: Reader, style: Style = {}): RichTextSection {
  const elements = richText(text, reader, style);
  return { type: 'rich_text_section', elements: elements.length > 0 ? elements : [{ type: 'text', text: '…' }] };
}

/** Small and grey where words are enough: that block reads links, people and dates from markup only, so those are set in italics. */
function note(text: Text, reader: Reader): KnownBlock {
  if (!isPlain(text, reader)) return lines([section(text, reader, { italic: true })]);
  const words = shorten(plainText(momentsInWords(text, reader)), LIMITS.text);
  return { type: 'context', elements: [{ type: 'plain_text', text: words, emoji: false }] };
}

function list(block: Extract<Block, { kind: 'list' }>, reader: Reader): KnownBlock {
  const items = block.items.filter((item) => item.length > 0).map((item) => section(item, reader));
  const more: RichTextSection[] = block.more ? [section([`and ${block.more} more`], reader)] : [];
  if (items.length === 0) return lines(more);
  return { type: 'rich_text', elements: [{ type: 'rich_text_list', style: 'bullet', elements: items }, ...more] };
}

/** In words where Slack was not given the picture. */
function image({ picture, alt }: Extract<Block, { kind: 'image' }>, reader: Reader): KnownBlock {
  const file = reader.pictures?.get(picture);
  if (file === undefined) return lines([section([alt], reader)]);
  return { type: 'image', slack_file: { id: file }, alt_text: shorten(alt, LIMITS.imageAlt) };
}

/** In as many pieces as it takes; each ends with a line. */
function code(text: string): KnownBlock {
  const pieces: string[] = [];
  for (const line of clean(text).trimEnd().split('\n')) {
    const last = pieces.at(-1);
    if (last !== undefined && last.length + line.length < LIMITS.text) pieces[pieces.length - 1] = `${last}\n${line}`;
    else pieces.push(shorten(line, LIMITS.text));
  }
  return {
    type: 'rich_text',
    elements: pieces.map((piece) => ({
      type: 'rich_text_preformatted',
      elements: [{ type: 'text', text: piece }],
    })),
  };
}

/** Pages of the console are left out by fitCard. */
type ShownButton = Exclude<Button, { kind: 'page' }>;

function rows(buttons: readonly ShownButton[]): ShownButton[][] {
  const result: ShownButton[][] = [];
  for (let start = 0; start < buttons.length; start += LIMITS.buttonsPerRow) {
    result.push(buttons.slice(start, start + LIMITS.buttonsPerRow));
  }
  return result;
}

function renderButton(button: ShownButton, number: number): SlackButton {
  const text = { type: 'plain_text', text: shorten(button.label, LIMITS.buttonLabel), emoji: false } as const;
  switch (button.kind) {
    case 'link':
      return { type: 'button', text, url: button.url, action_id: `link${ID_SEPARATOR}${number}` };
    case 'action':
    case 'form':
      return {
        type: 'button',
        text,
        action_id: `${button.name}${ID_SEPARATOR}${number}`,
        value: JSON.stringify(button.value),
        ...(button.style !== undefined && { style: button.style }),
      };
  }
}

function notification(card: Card, reader: Reader): string {
  const plain = headline({ ...card, title: momentsInWords(card.title, reader) });
  // Each of & < > grows to at most five characters.
  return escapeMarkup(shorten(plain, LIMITS.messageText / '&amp;'.length));
}

/** Slack reads `<…>` and entities in `text`. [docs.slack.dev/messaging/formatting-message-text: escaping] */
function escapeMarkup(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function counter(): () => number {
  let last = 0;
  return () => {
    last += 1;
    return last;
  };
}
