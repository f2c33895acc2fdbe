import { momentInWords } from '../../chat/moments.ts';
import type { Reader } from '../../chat/port.ts';
import { clean, shorten } from '../../chat/shorten.ts';
import { isWebAddress, type Span, type Text } from '../../chat/text.ts';
import type { MentionEntity, RichTextBlock, TextRun } from './adaptive-card.ts';

/** How a run looks. */
export type Style = Omit<TextRun, 'type' | 'text' | 'selectAction'>;

const ZERO_WIDTH_SPACE = '\u200B';
/** Ours. */
const LONGEST_NAME = 80;
const NO_BREAK_SPACE = '\u00A0';
/** A GUID; the Agents Playground's are a digit longer. */
const ENTRA_ID = /^[\da-z-]{1,64}$/i;

/**
 * Text as runs. Teams reads no Markdown and no mention in them, which it does in TextBlock and FactSet: asterisks and
 * `<at>` in a person's words stay what they are. People are named here, and notified by `notifying`.
 */
export function runs(text: Text, reader: Reader, style: Style = {}): TextRun[] {
  return text.map((span) => run(span, reader, style)).filter((one) => one.text !== '');
}

/** The runs as a block; never without words, since an empty block is refused. */
export function block(runs: TextRun[]): RichTextBlock {
  return { type: 'RichTextBlock', inlines: runs.length > 0 ? runs : [words('…')] };
}

function run(span: Span, reader: Reader, style: Style): TextRun {
  if (typeof span === 'string') return words(span, style);
  switch (span.kind) {
    case 'strong':
      return words(span.text, { ...style, weight: 'bolder' });
    case 'code':
      return words(span.text, { ...style, fontType: 'monospace' });
    case 'link':
      if (!isWebAddress(span.url)) return words(`${span.text} (${span.url})`, style);
      return {
        ...words(clean(span.text) === '' ? span.url : span.text, style),
        selectAction: { type: 'Action.OpenUrl', url: span.url },
      };
    case 'mention':
      return words(`@${span.name}`, style);
    case 'moment':
      return words(momentInWords(span.at, reader), style);
  }
}

/** Words as a run. Some clients also read date functions in runs: a space of no width keeps those words apart. */
export function words(text: string, style: Style = {}): TextRun {
  return { type: 'TextRun', text: clean(text).replace(/\{(?=\{(?:DATE|TIME)\()/g, `{${ZERO_WIDTH_SPACE}`), ...style };
}

/** Lines as they are: clients would draw several spaces as one. */
export function preformatted(text: string): TextRun {
  const kept = clean(text)
    .trimEnd()
    .replace(/\t/g, '    ')
    .replace(/^ +| {2,}/gm, (spaces) => NO_BREAK_SPACE.repeat(spaces.length));
  return words(kept, { fontType: 'monospace' });
}

/**
 * The title of an option. The renderer that Microsoft publishes reads Markdown there, so characters that mean something to it
 * are followed by a hair space, beside which they mean nothing, and the one for which that does not help is replaced.
 */
export function optionTitle(label: string): string {
  return clean(label)
    .replace(/\s+/g, ' ')
    .trim()
    .replaceAll('`', 'ˋ')
    .replace(/[*_~\]<\\]/g, '$&\u200A')
    .replace(/^(?=[#>+-]|\d+[.)])/, ZERO_WIDTH_SPACE);
}

/** What notifies the people whom a text names, as far as Teams knows them: the words for a TextBlock, and their entities. */
export function notifying(text: Text, reader: Reader, most: number): { text: string; entities: MentionEntity[] } {
  const people = new Map<string, string>();
  for (const span of text) {
    if (typeof span === 'string' || span.kind !== 'mention') continue;
    const id = entraId(span.person, reader);
    if (id !== undefined) people.set(id, mentionName(span.name));
  }
  const entities = [...people].slice(0, most).map(([id, name]): MentionEntity => {
    return { type: 'mention', text: `<at>${name}</at>`, mentioned: { id, name } };
  });
  return { text: entities.map((entity) => entity.text).join(' '), entities };
}

/** A name of letters, digits and a few marks that mean nothing to Markdown: only these stand in a TextBlock. */
function mentionName(name: string): string {
  const plain = clean(name)
    .replace(/[^\p{L}\p{M}\p{N} .'’-]/gu, '')
    .replace(/\s+/g, ' ')
    .trim();
  return /\p{L}/u.test(plain) ? shorten(plain, LONGEST_NAME) : 'somebody';
}

/** The Entra object id of a person whom the reader's tenant knows. */
export function entraId(person: string, reader: Reader): string | undefined {
  const id = reader.mentions.get(person);
  return id !== undefined && ENTRA_ID.test(id) ? id : undefined;
}
