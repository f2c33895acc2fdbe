import type { Span, Text } from '../../chat/text.ts';

/** What one card may show. A browser copes with more; a reader does not, and a page of fifty such cards must stay quick. */
export const MOST_BLOCKS = 200;
export const MOST_ITEMS = 200;
export const MOST_FACTS = 100;
export const MOST_BUTTONS = 50;
/** Characters of one text. */
export const LONGEST_TEXT = 10_000;
/** Options of one question; also the people offered. */
export const MOST_OPTIONS = 500;
/** Characters of an answer where the form names no limit. */
export const LONGEST_ANSWER = 10_000;

/** Characters of a key in an address. Ours. */
export const LONGEST_KEY = 40;

/** The first of many, and how many are left out. */
export function first<Item>(items: readonly Item[], most: number): { kept: readonly Item[]; left: number } {
  return { kept: items.slice(0, most), left: Math.max(0, items.length - most) };
}

/** Text cut to LONGEST_TEXT, with a word on what is left out. */
export function shorten(text: Text): Text {
  let room = LONGEST_TEXT;
  let left = 0;
  const kept: Span[] = [];
  for (const span of text) {
    const length = lengthOf(span);
    if (length <= room) kept.push(span);
    else if (room > 0) kept.push(cut(span, room));
    left += Math.max(0, length - room);
    room = Math.max(0, room - length);
  }
  return left === 0 ? text : [...kept, ` … and ${left} more characters`];
}

function cut(span: Span, length: number): Span {
  const shorter = (text: string) => text.slice(0, length).toWellFormed();
  if (typeof span === 'string') return shorter(span);
  switch (span.kind) {
    case 'strong':
    case 'code':
    case 'link':
      return { ...span, text: shorter(span.text) };
    case 'mention':
      return { ...span, name: shorter(span.name) };
    case 'moment':
      return span;
  }
}

function lengthOf(span: Span): number {
  if (typeof span === 'string') return span.length;
  switch (span.kind) {
    case 'strong':
    case 'code':
    case 'link':
      return span.text.length;
    case 'mention':
      return span.name.length;
    case 'moment':
      return span.at.length;
  }
}
