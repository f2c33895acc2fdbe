/** Widths of the letters from space to tilde in Arimo, in thousandths of the font's size; Arial's are the same. */
const REGULAR = widths(
  '278 278 355 557 557 890 667 191 334 334 390 584 278 334 278 278 557 557 557 557 557 557 557 557 557 557 278 278 584 584 584 557 1016 667 667 723 723 667 611 778 723 278 500 667 557 834 723 778 667 778 723 667 611 723 667 944 667 667 611 278 278 278 470 557 334 557 557 500 557 557 278 557 557 223 223 500 223 834 557 557 557 557 334 500 278 557 500 723 500 500 500 334 260 334 584',
);
const BOLD = widths(
  '278 334 475 557 557 890 723 238 334 334 390 584 278 334 278 278 557 557 557 557 557 557 557 557 557 557 334 334 584 584 584 611 976 723 723 723 723 667 611 778 723 278 557 723 611 834 723 778 667 778 723 667 611 723 667 944 667 667 611 334 278 334 584 557 334 557 611 557 611 557 334 611 611 278 278 557 278 890 611 611 611 611 390 557 334 611 557 778 557 557 500 390 280 390 584',
);
/** Letters beyond ASCII, at most; a full-width sign or an emoji is wider. */
const LETTER = 778;
const WIDE = 1_350;
const ELLIPSIS = '…';
const FIRST = 0x20;
const LAST = 0x7e;
const LAST_LETTER = 0x5ff;

/** What Arimo has: Latin, Greek, Cyrillic, Hebrew, and the punctuation and signs that stand between them. */
const NOT_IN_FONT =
  /[^\u0020-\u007E\u00A0-\u0377\u0384-\u038A\u038C\u038E-\u03A1\u03A3-\u052F\u0591-\u05C7\u05D0-\u05EA\u1E00-\u1EFF\u2010-\u2027\u2030-\u205E\u20A0-\u20BE\u2190-\u2195\u2212\u25A1]+/gu;
/** Shown for a run of letters that the font lacks: their number says nothing, and one is enough to tell that something stood there. */
const MISSING = '□';
/** Control characters, line breaks, and marks that turn the direction of what follows them. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to remove.
const UNSEEN = /[\u0000-\u001F\u007F-\u009F\u061C\u200B\u200E\u200F\u2028-\u202E\u2066-\u2069\uFEFF]+/g;

export interface Font {
  size: number;
  bold?: boolean;
}

function widths(list: string): readonly number[] {
  return list.split(' ').map(Number);
}

/** At most so wide is a text when it is drawn, in pixels. */
export function widthOf(text: string, { size, bold = false }: Font): number {
  const known = bold ? BOLD : REGULAR;
  let sum = 0;
  for (const letter of text) {
    const code = letter.codePointAt(0) ?? FIRST;
    sum += code >= FIRST && code <= LAST ? (known[code - FIRST] ?? LETTER) : code <= LAST_LETTER ? LETTER : WIDE;
  }
  return (sum * size) / 1_000;
}

/** One line: what cannot be seen is left out. */
export function oneLine(text: string): string {
  return text.toWellFormed().replace(UNSEEN, ' ').replace(/\s+/g, ' ').trim();
}

/** The beginning of a text that is at most `width` pixels wide, with `…` where something was cut. */
export function cutTo(text: string, width: number, font: Font): string {
  const line = oneLine(text);
  if (widthOf(line, font) <= width) return line;
  const room = width - widthOf(ELLIPSIS, font);
  let used = 0;
  let kept = '';
  // By what readers take for one character: an emoji of several parts is kept or left out as a whole.
  for (const { segment } of new Intl.Segmenter('en').segment(line)) {
    used += widthOf(segment, font);
    if (used > room) break;
    kept += segment;
  }
  return `${kept.trimEnd()}${ELLIPSIS}`;
}

/** The same text in letters that our font has, so that no letter changes the font of those beside it. */
export function inOurFont(text: string): string {
  return text.replace(NOT_IN_FONT, MISSING);
}

/** Safe between tags and in attributes of XML. */
export function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
