import type { RichTextElement } from '@slack/types';
import { instant, momentInWords, zoneOf } from '../../chat/moments.ts';
import type { Reader } from '../../chat/port.ts';
import { clean } from '../../chat/shorten.ts';
import { isWebAddress, type Span, type Text } from '../../chat/text.ts';

/** Shown by Slack in the zone of whoever looks. [@slack/types: RichTextDate.format] */
const DATE_FORMAT = '{date_long}, {time}';
const SLACK_USER = /^[UW][A-Z0-9]+$/;

export interface Style {
  bold?: true;
  italic?: true;
}

/**
 * Text as elements of rich text. Slack reads no markup in them: `*`, `<!channel>` or a backtick in a person's words
 * stay what they are, which no escaping of mrkdwn can promise. Only a mention of a person the reader's workspace
 * knows notifies.
 */
export function richText(text: Text, reader: Reader, style: Style = {}): RichTextElement[] {
  return text.map((span) => element(span, reader, style)).filter((one) => one.type !== 'text' || one.text !== '');
}

function element(span: Span, reader: Reader, style: Style): RichTextElement {
  if (typeof span === 'string') return words(span, style);
  switch (span.kind) {
    case 'strong':
      return words(span.text, { ...style, bold: true });
    case 'code':
      return words(span.text, { ...style, code: true });
    case 'link':
      if (!isWebAddress(span.url)) return words(`${span.text} (${span.url})`, style);
      return { type: 'link', url: span.url, text: clean(span.text) || span.url, ...styled(style) };
    case 'mention': {
      const user = slackUser(span.person, reader);
      if (user === undefined) return words(`@${span.name}`, style);
      return { type: 'user', user_id: user, ...styled(style) };
    }
    case 'moment': {
      const at = instant(span.at);
      if (at === undefined || zoneOf(reader) !== undefined) return words(momentInWords(span.at, reader), style);
      const timestamp = Math.floor(at.toSeconds());
      return {
        type: 'date',
        timestamp,
        format: DATE_FORMAT,
        fallback: momentInWords(span.at, reader),
        ...styled(style),
      };
    }
  }
}

function words(text: string, style: Style & { code?: true }): RichTextElement {
  return { type: 'text', text: clean(text), ...styled(style) };
}

function styled<S extends object>(style: S): { style?: S } {
  return Object.keys(style).length === 0 ? {} : { style };
}

/** True when words alone say all of it: nothing to click, nobody to notify, no zone left to the reader. */
export function isPlain(text: Text, reader: Reader): boolean {
  return text.every((span) => {
    if (typeof span === 'string') return true;
    switch (span.kind) {
      case 'strong':
      case 'code':
        return true;
      case 'link':
        return !isWebAddress(span.url);
      case 'mention':
        return slackUser(span.person, reader) === undefined;
      case 'moment':
        return zoneOf(reader) !== undefined;
    }
  });
}

/** The Slack id of a person the reader's workspace knows. */
export function slackUser(person: string, reader: Reader): string | undefined {
  const id = reader.mentions.get(person);
  return id !== undefined && SLACK_USER.test(id) ? id : undefined;
}
