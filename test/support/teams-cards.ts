import { z } from 'zod';

/**
 * Adaptive Cards as Teams sees them: what it refuses, and what a person reads and can press.
 * The schema is that of adaptivecards.io/schemas/1.5.0/adaptive-card.json, as far as Depsync uses it, with Teams' own parts named
 * as such: the file is in no package. The numbers stand here a second time on purpose: a wrong one in the adapter must not
 * pass because both share it.
 */

/** Bots may send more; this is what every way into Teams takes. */
const MOST_BYTES = 28 * 1024;

/** As JSON writes them, and not a backslash that somebody typed. */
const HALF_OR_NUL = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f][\da-f]{2})/i;

const words = z.string().min(1);
const placed = {
  spacing: z.enum(['default', 'none', 'small', 'medium', 'large', 'extraLarge', 'padding']).optional(),
  separator: z.boolean().optional(),
};
const webAddress = z.url({ protocol: /^https?$/ }).max(3_000);

/** `msteams` in the data of a button opens a dialog; of Action.Submit alone. */
const carried = { depsync: z.looseObject({ kind: z.enum(['action', 'open', 'form', 'view']) }) };
const shown = { title: words.max(75), style: z.enum(['default', 'positive', 'destructive']).optional() };
const OpenUrl = z.strictObject({ type: z.literal('Action.OpenUrl'), ...shown, url: webAddress });
const Submit = z.strictObject({
  type: z.literal('Action.Submit'),
  ...shown,
  data: z.strictObject({ ...carried, msteams: z.strictObject({ type: z.literal('task/fetch') }).optional() }),
});
const execute = { type: z.literal('Action.Execute'), verb: words, data: z.strictObject(carried) };
const Execute = z.strictObject({ ...execute, ...shown, fallback: Submit.optional() });
const Action = z.discriminatedUnion('type', [Execute, Submit, OpenUrl]);
export type Action = z.infer<typeof Action>;
/** Teams hides buttons above six of one set. */
const Actions = z.array(Action).min(1).max(6);

const TextRun = z.strictObject({
  type: z.literal('TextRun'),
  text: words,
  color: z.enum(['default', 'dark', 'light', 'accent', 'good', 'warning', 'attention']).optional(),
  fontType: z.enum(['default', 'monospace']).optional(),
  isSubtle: z.boolean().optional(),
  size: z.enum(['default', 'small', 'medium', 'large', 'extraLarge']).optional(),
  weight: z.enum(['default', 'lighter', 'bolder']).optional(),
  selectAction: OpenUrl.omit({ title: true, style: true }).optional(),
});
const RichTextBlock = z.strictObject({ type: z.literal('RichTextBlock'), ...placed, inlines: z.array(TextRun).min(1) });
/** Teams reads Markdown in it: mentions alone may stand there. */
const TextBlock = z.strictObject({
  type: z.literal('TextBlock'),
  ...placed,
  text: z.string().regex(/^<at>[^<>]+<\/at>(?: <at>[^<>]+<\/at>)*$/),
  size: z.enum(['default', 'small', 'medium', 'large', 'extraLarge']).optional(),
  wrap: z.literal(true),
});
const Column = z.strictObject({
  type: z.literal('Column'),
  width: z.number().int().min(1),
  items: z.array(RichTextBlock).min(1),
});
/** Teams fetches it without a sign-in, over https. */
const Image = z.strictObject({
  type: z.literal('Image'),
  ...placed,
  url: z.url({ protocol: /^https$/ }).max(3_000),
  altText: words,
  size: z.enum(['auto', 'stretch', 'small', 'medium', 'large']).optional(),
  msteams: z.strictObject({ allowExpand: z.boolean() }).optional(),
});
const ColumnSet = z.strictObject({ type: z.literal('ColumnSet'), ...placed, columns: z.array(Column).min(1) });
const ActionSet = z.strictObject({ type: z.literal('ActionSet'), ...placed, actions: Actions });

const asked = { ...placed, id: words, label: words, isRequired: z.boolean(), errorMessage: words };
const Choice = z.strictObject({ title: words, value: words });
const Input = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('Input.Text'),
    ...asked,
    isMultiline: z.boolean().optional(),
    maxLength: z.number().int().min(1).optional(),
    placeholder: z.string().optional(),
    value: z.string().optional(),
  }),
  z
    .strictObject({
      type: z.literal('Input.ChoiceSet'),
      ...asked,
      choices: z.array(Choice).max(100),
      isMultiSelect: z.boolean().optional(),
      style: z.enum(['compact', 'expanded', 'filtered']).optional(),
      value: z.string().optional(),
      placeholder: z.string().optional(),
      wrap: z.boolean().optional(),
      /** Teams' own: a search for the tenant's people. */
      'choices.data': z
        .strictObject({ type: z.literal('Data.Query'), dataset: z.literal('graph.microsoft.com/users') })
        .optional(),
    })
    .refine(({ choices, 'choices.data': data }) => data !== undefined || choices.length > 0, 'nothing to choose')
    .refine(
      ({ choices, isMultiSelect }) => !isMultiSelect || choices.every(({ value }) => !value.includes(',')),
      'several answers come in one string, parted by commas',
    ),
  z.strictObject({ type: z.literal('Input.Date'), ...asked, value: z.iso.date().optional() }),
]);
export type Input = z.infer<typeof Input>;

const Element = z.discriminatedUnion('type', [RichTextBlock, TextBlock, Image, ColumnSet, ActionSet, ...Input.options]);
type Element = z.infer<typeof Element>;

const Mention = z.strictObject({
  type: z.literal('mention'),
  text: words,
  mentioned: z.strictObject({ id: words, name: words }),
});

const AdaptiveCard = z.strictObject({
  type: z.literal('AdaptiveCard'),
  $schema: z.literal('http://adaptivecards.io/schemas/adaptive-card.json'),
  version: z.enum(['1.0', '1.1', '1.2', '1.3', '1.4', '1.5']),
  fallbackText: z.string().optional(),
  body: z.array(Element).min(1),
  actions: Actions.optional(),
  refresh: z
    .strictObject({ action: z.strictObject(execute), userIds: z.array(words).min(1).max(60).optional() })
    .optional(),
  /** Teams' own. */
  msteams: z
    .strictObject({ width: z.literal('Full').optional(), entities: z.array(Mention).min(1).optional() })
    .optional(),
});
type AdaptiveCard = z.infer<typeof AdaptiveCard>;

/** What Teams would refuse of a card, or would not show as meant; undefined when it is fine. */
export function refusalOfCard(card: unknown): string | undefined {
  const parsed = AdaptiveCard.safeParse(card);
  if (!parsed.success) return z.prettifyError(parsed.error);
  const bytes = Buffer.byteLength(JSON.stringify(card));
  if (bytes > MOST_BYTES) return `${bytes} bytes are more than ${MOST_BYTES}`;
  if (HALF_OR_NUL.test(JSON.stringify(card))) return 'half a character, or NUL';
  const ids = inputsOf(card).map((input) => input.id);
  if (new Set(ids).size < ids.length) return 'two inputs of one id';
  return refusalOfMentions(parsed.data);
}

/** Teams refuses a card with a mention in its words that has no entity, and the other way round. */
function refusalOfMentions({ body, msteams }: AdaptiveCard): string | undefined {
  const inWords = body.flatMap((one) => (one.type === 'TextBlock' ? (one.text.match(/<at>[^<>]+<\/at>/g) ?? []) : []));
  const entities = msteams?.entities?.map((entity) => entity.text) ?? [];
  return [...inWords].sort().join() === [...entities].sort().join()
    ? undefined
    : `mentions ${inWords.join()} are not ${entities.join()}`;
}

/** A card as a person reads it, line by line: buttons as `[Label]`, questions as `Label: [answer]`. */
export function readCard(card: unknown): string {
  const { body, actions = [] } = AdaptiveCard.parse(card);
  return [...body.map(readElement), ...(actions.length > 0 ? [readActions(actions)] : [])].join('\n');
}

function readElement(element: Element): string {
  switch (element.type) {
    case 'RichTextBlock':
      return visible(element.inlines.map((run) => run.text).join(''));
    case 'TextBlock':
      return element.text.replace(/<at>([^<>]+)<\/at>/g, '@$1');
    case 'Image':
      return element.altText;
    case 'ColumnSet':
      return element.columns.map((column) => column.items.map(readElement).join('\n')).join('  ');
    case 'ActionSet':
      return readActions(element.actions);
    case 'Input.Text':
    case 'Input.Date':
      return `${mark(element)}: [${element.value ?? ''}]`;
    case 'Input.ChoiceSet': {
      const chosen = element.isMultiSelect ? (element.value?.split(',') ?? []) : [element.value];
      const options = element.choices.map(
        (choice) => `${chosen.includes(choice.value) ? '(x)' : '( )'} ${visible(choice.title)}`,
      );
      const found = 'choices.data' in element ? [element.value ?? 'search for a person'] : [];
      return `${mark(element)}: [${[...options, ...found].join(' ')}]`;
    }
  }
}

function mark({ label, isRequired }: Input): string {
  return isRequired ? `${label} *` : label;
}

function readActions(actions: readonly Action[]): string {
  return actions.map((action) => `[${action.title}]`).join(' ');
}

/** Without what nobody sees: spaces of no or a hair's width, and the difference between kinds of space. */
function visible(text: string): string {
  return text.replace(/[\u200A\u200B]/g, '').replaceAll('\u00A0', ' ');
}

/** The buttons of a card, those of its body first. */
export function buttonsOf(card: unknown): { label: string; action: Action }[] {
  const { body, actions = [] } = AdaptiveCard.parse(card);
  const inBody = body.flatMap((element) => (element.type === 'ActionSet' ? element.actions : []));
  return [...inBody, ...actions].map((action) => ({ label: action.title, action }));
}

/** The questions of a card. */
export function inputsOf(card: unknown): Input[] {
  return AdaptiveCard.parse(card).body.filter((element) => element.type.startsWith('Input.')) as Input[]; // by their type
}

/** Entra object ids of the people whom a card notifies. */
export function mentionsOf(card: unknown): string[] {
  return AdaptiveCard.parse(card).msteams?.entities?.map((entity) => entity.mentioned.id) ?? [];
}
