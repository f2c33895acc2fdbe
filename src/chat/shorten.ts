import type { Span, Text } from './text.ts';

const ELLIPSIS = '…';
/** C0 and C1 control characters but tab and line feed; chats refuse some of them and show none. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to remove.
const CONTROL = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/g;
/** What a moment, a mention or the dots take at most when shown. */
const MOMENT_LENGTH = 40;

/** Text as a chat takes it: no control characters, no half characters. */
export function clean(words: string): string {
  return words.replace(/\r\n?/g, '\n').replace(CONTROL, '').toWellFormed();
}

/** At most `most` characters, cut with `…`, never in the middle of a character. Never empty: chats refuse empty text. */
export function shorten(words: string, most: number): string {
  const whole = clean(words);
  if (whole.trim() === '') return ELLIPSIS;
  if (whole.length <= most) return whole;
  const kept = whole.slice(0, Math.max(0, most - ELLIPSIS.length));
  return `${/[\uD800-\uDBFF]$/.test(kept) ? kept.slice(0, -1) : kept}${ELLIPSIS}`;
}

/** Characters a span takes, at most. */
function lengthOf(span: Span): number {
  if (typeof span === 'string') return span.length;
  switch (span.kind) {
    case 'strong':
    case 'code':
      return span.text.length;
    case 'link':
      return span.text.length + span.url.length;
    case 'mention':
      return span.name.length + 1;
    case 'moment':
      return MOMENT_LENGTH;
  }
}

export function lengthOfText(text: Text): number {
  return text.reduce((sum, span) => sum + lengthOf(span), 0);
}

/** The beginning of a text: at most `most` characters, ending with `…` where something was cut. */
export function shortenText(text: Text, most: number): Text {
  if (lengthOfText(text) <= most) return text;
  const kept: Span[] = [];
  let room = most - ELLIPSIS.length;
  for (const span of text) {
    if (lengthOf(span) > room) {
      const part = beginning(span, room);
      return part === undefined ? [...kept, ELLIPSIS] : [...kept, part];
    }
    kept.push(span);
    room -= lengthOf(span);
  }
  return kept;
}

/** Words can be cut; a link, a person and a moment are whole or not there. */
function beginning(span: Span, room: number): Span | undefined {
  if (room <= 0) return undefined;
  if (typeof span === 'string') return shorten(span, room + ELLIPSIS.length);
  if (span.kind === 'strong' || span.kind === 'code')
    return { ...span, text: shorten(span.text, room + ELLIPSIS.length) };
  return undefined;
}
