import { DateTime } from 'luxon';
import { z } from 'zod';

/**
 * Block Kit as Slack sees it: what it refuses, and what a person reads and can press.
 * The numbers stand here a second time on purpose: a wrong one in the adapter must not pass because both share it.
 */

const Id = z.string().min(1).max(255);
const text = (most: number) => z.string().min(1).max(most);
const PlainText = (most: number) =>
  z.strictObject({ type: z.literal('plain_text'), text: text(most), emoji: z.boolean().optional() });
const Mrkdwn = (most: number) =>
  z.strictObject({ type: z.literal('mrkdwn'), text: text(most), verbatim: z.boolean().optional() });

const style = z
  .strictObject({
    bold: z.boolean().optional(),
    italic: z.boolean().optional(),
    strike: z.boolean().optional(),
    code: z.boolean().optional(),
  })
  .optional();
const RichElement = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text'), text: text(3000), style }),
  z.strictObject({ type: z.literal('link'), url: z.url().max(3000), text: text(3000).optional(), style }),
  z.strictObject({ type: z.literal('user'), user_id: z.string().regex(/^[UW][A-Z0-9]+$/), style }),
  z.strictObject({ type: z.literal('broadcast'), range: z.enum(['here', 'channel', 'everyone']), style }),
  z.strictObject({
    type: z.literal('date'),
    timestamp: z.number().int(),
    format: text(200),
    fallback: z.string().optional(),
    style,
  }),
]);
type RichElement = z.infer<typeof RichElement>;
const RichSection = z.strictObject({ type: z.literal('rich_text_section'), elements: z.array(RichElement).min(1) });
const RichCode = z.strictObject({
  type: z.literal('rich_text_preformatted'),
  elements: z.array(RichElement).min(1),
});
const RichList = z.strictObject({
  type: z.literal('rich_text_list'),
  style: z.enum(['bullet', 'ordered']),
  elements: z.array(RichSection).min(1),
});

const Button = z.strictObject({
  type: z.literal('button'),
  text: PlainText(75),
  action_id: Id,
  value: z.string().max(2000).optional(),
  url: z.url().max(3000).optional(),
  style: z.enum(['primary', 'danger']).optional(),
});
export type Button = z.infer<typeof Button>;

const Option = z.strictObject({ text: PlainText(75), value: text(75) });
const Options = (most: number) => z.array(Option).min(1).max(most);
const Input = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('plain_text_input'),
    action_id: Id,
    multiline: z.boolean().optional(),
    max_length: z.number().int().min(1).max(3000).optional(),
    initial_value: z.string().max(3000).optional(),
  }),
  z.strictObject({
    type: z.literal('radio_buttons'),
    action_id: Id,
    options: Options(10),
    initial_option: Option.optional(),
  }),
  z.strictObject({
    type: z.literal('static_select'),
    action_id: Id,
    options: Options(100),
    initial_option: Option.optional(),
  }),
  z.strictObject({
    type: z.literal('checkboxes'),
    action_id: Id,
    options: Options(10),
    initial_options: Options(10).optional(),
  }),
  z.strictObject({
    type: z.literal('multi_static_select'),
    action_id: Id,
    options: Options(100),
    initial_options: Options(100).optional(),
  }),
  z.strictObject({
    type: z.literal('users_select'),
    action_id: Id,
    initial_user: z
      .string()
      .regex(/^[UW][A-Z0-9]+$/)
      .optional(),
  }),
  z.strictObject({ type: z.literal('datepicker'), action_id: Id, initial_date: z.iso.date().optional() }),
  z.strictObject({
    type: z.literal('file_input'),
    action_id: Id,
    filetypes: z.array(z.string()).optional(),
    max_files: z.number().int().min(1).max(10).optional(),
  }),
]);
export type Input = z.infer<typeof Input>;

const block_id = Id.optional();
const Block = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('section'), block_id, text: z.union([PlainText(3000), Mrkdwn(3000)]) }),
  z.strictObject({ type: z.literal('header'), block_id, text: PlainText(150) }),
  z.strictObject({
    type: z.literal('context'),
    block_id,
    elements: z
      .array(z.union([PlainText(3000), Mrkdwn(3000)]))
      .min(1)
      .max(10),
  }),
  z.strictObject({
    type: z.literal('image'),
    block_id,
    alt_text: text(2000),
    slack_file: z.strictObject({ id: z.string().regex(/^F[A-Z0-9]{8,}$/) }),
  }),
  z.strictObject({ type: z.literal('divider'), block_id }),
  z.strictObject({
    type: z.literal('actions'),
    block_id,
    elements: z.array(Button).min(1).max(25).refine(distinctIds, 'action_id repeated'),
  }),
  z.strictObject({
    type: z.literal('rich_text'),
    block_id,
    elements: z.array(z.union([RichSection, RichList, RichCode])).min(1),
  }),
  z.strictObject({
    type: z.literal('input'),
    block_id,
    label: PlainText(2000),
    hint: PlainText(2000).optional(),
    optional: z.boolean().optional(),
    element: Input,
  }),
]);
export type Block = z.infer<typeof Block>;

export const View = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('home'), blocks: z.array(Block).max(100) }),
  z
    .strictObject({
      type: z.literal('modal'),
      callback_id: z.string().max(255).optional(),
      private_metadata: z.string().max(3000).optional(),
      title: PlainText(24),
      submit: PlainText(24).optional(),
      close: PlainText(24).optional(),
      blocks: z.array(Block).min(1).max(100).refine(distinctBlocks, 'block_id repeated'),
    })
    .refine(
      (view) => view.submit !== undefined || !view.blocks.some((block) => block.type === 'input'),
      'submit is missing',
    ),
]);
export type View = z.infer<typeof View>;

export const MessageBlocks = z
  .array(Block)
  .max(50)
  .refine(distinctBlocks, 'block_id repeated')
  .refine((blocks) => !blocks.some((block) => block.type === 'input'), 'no inputs in messages');

/** 9,597 characters were accepted by Slack and 11,341 refused. */
const ACCEPTED_CHARACTERS = 9_597;

/** What Slack would say against a message's blocks; undefined when it takes them. */
export function refusalOfBlocks(blocks: unknown): { error: string; messages: string[] } | undefined {
  const parsed = MessageBlocks.safeParse(blocks);
  if (!parsed.success) return { error: 'invalid_blocks', messages: [z.prettifyError(parsed.error)] };
  const characters = textLength(parsed.data);
  return characters > ACCEPTED_CHARACTERS
    ? { error: 'msg_blocks_too_long', messages: [`${characters} characters`] }
    : undefined;
}

function distinctIds(elements: { action_id: string }[]): boolean {
  return new Set(elements.map((element) => element.action_id)).size === elements.length;
}

function distinctBlocks(blocks: { block_id?: string | undefined }[]): boolean {
  const ids = blocks.flatMap((block) => block.block_id ?? []);
  return new Set(ids).size === ids.length;
}

/** All text of blocks, as Slack counts it: every `text` that is words. */
function textLength(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, one) => sum + textLength(one), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce(
    (sum, [key, one]) => sum + (key === 'text' && typeof one === 'string' ? one.length : textLength(one)),
    0,
  );
}

export interface Viewer {
  zone: string;
  nameOf(user: string): string;
}

/** What a person reads, line by line; dates in their zone. Buttons stand in brackets, inputs as `label: `. */
export function readBlocks(blocks: readonly Block[], viewer: Viewer): string {
  return blocks
    .map((block) => readBlock(block, viewer))
    .filter((part) => part !== '')
    .join('\n');
}

function readBlock(block: Block, viewer: Viewer): string {
  switch (block.type) {
    case 'section':
    case 'header':
      return block.text.text;
    case 'context':
      return block.elements.map((element) => element.text).join(' ');
    case 'image':
      return block.alt_text;
    case 'divider':
      return '';
    case 'actions':
      return block.elements.map((button) => `[${button.text.text}]`).join(' ');
    case 'rich_text':
      return block.elements
        .map((part) =>
          part.type === 'rich_text_list'
            ? part.elements.map((item) => `- ${readRich(item.elements, viewer)}`).join('\n')
            : readRich(part.elements, viewer),
        )
        .join('\n');
    case 'input':
      return `${block.label.text}: `;
  }
}

function readRich(elements: readonly RichElement[], viewer: Viewer): string {
  return elements
    .map((element) => {
      switch (element.type) {
        case 'text':
          return element.text;
        case 'link':
          return element.text ?? element.url;
        case 'user':
          return `@${viewer.nameOf(element.user_id)}`;
        case 'broadcast':
          return `@${element.range}`;
        case 'date':
          return DateTime.fromSeconds(element.timestamp, { zone: viewer.zone })
            .setLocale('en-US')
            .toFormat('ccc d LLL, HH:mm');
      }
    })
    .join('');
}

export function buttonsOf(blocks: readonly Block[]): { button: Button; blockId: string }[] {
  return blocks.flatMap((block, index) =>
    block.type === 'actions'
      ? block.elements.map((button) => ({ button, blockId: block.block_id ?? `block-${index}` }))
      : [],
  );
}

export function inputsOf(blocks: readonly Block[]): Extract<Block, { type: 'input' }>[] {
  return blocks.flatMap((block) => (block.type === 'input' ? [block] : []));
}

/** Everybody a message notifies: user ids, `channel`, `here`, `everyone`. Markup counts wherever Slack would read it. */
export function pingsOf(message: { text: string; blocks: readonly Block[] }): string[] {
  const marked = [message.text, ...markupOf(message.blocks)].flatMap((markup) =>
    [...markup.matchAll(/<[@!]([^>|]+)[^>]*>/g)].map((match) => match[1] ?? ''),
  );
  return [...new Set([...marked, ...richPings(message.blocks)])];
}

function markupOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(markupOf);
  if (typeof value !== 'object' || value === null) return [];
  if ('type' in value && value.type === 'mrkdwn' && 'text' in value) return [String(value.text)];
  return Object.values(value).flatMap(markupOf);
}

function richPings(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(richPings);
  if (typeof value !== 'object' || value === null) return [];
  if ('user_id' in value) return [String(value.user_id)];
  if ('range' in value) return [String(value.range)];
  return Object.values(value).flatMap(richPings);
}
