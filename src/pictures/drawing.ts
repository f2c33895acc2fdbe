import type { Colour } from '../chat/card.ts';
import type { Theme } from './model.ts';
import { cutTo, escapeXml, type Font, inOurFont, widthOf } from './text.ts';
import { PALETTES, type Paint } from './theme.ts';

/** The browser's own fonts of the same widths stand behind ours. */
const FONTS = 'Arimo, Arial, Liberation Sans, Helvetica, sans-serif';
/** Where letters stand above their line, of the font's size. */
const ASCENT = 0.92;
const LINE = 1.15;

interface Line {
  stroke?: Paint;
  strokeWidth?: number;
  dashed?: boolean;
}

/** What a drawing consists of; pixels from its top left. */
export type Shape =
  | ({ kind: 'rect'; x: number; y: number; width: number; height: number; fill?: Paint; radius?: number } & Line)
  | ({ kind: 'path'; points: string; fill?: Paint } & Line)
  /** `y` is the line that the letters stand on. */
  | ({ kind: 'text'; x: number; y: number; words: string; fill: Paint; anchor?: Anchor } & Font)
  /** A status, by shape and colour: a disc, a triangle, a tick. `x` and `y` are of its middle. */
  | { kind: 'mark'; colour: Colour; x: number; y: number; size: number };
type Anchor = 'start' | 'middle' | 'end';

export interface Drawing {
  width: number;
  height: number;
  shapes: readonly Shape[];
}

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A text that is at most `width` wide. */
export function line(
  words: string,
  at: { x: number; y: number; width: number; fill?: Paint; anchor?: Anchor } & Font,
): Shape {
  const { width, fill = 'ink', ...rest } = at;
  return { kind: 'text', words: cutTo(words, width, at), fill, ...rest };
}

/** The place that a text takes at most. */
export function boxOf({ x, y, words, anchor = 'start', ...font }: Extract<Shape, { kind: 'text' }>): Box {
  const width = widthOf(words, font);
  const left = anchor === 'start' ? x : anchor === 'middle' ? x - width / 2 : x - width;
  return { x: left, y: y - font.size * ASCENT, width, height: font.size * LINE };
}

/**
 * A drawing as SVG: shapes and text alone, no address, no script, no style. `ours` replaces letters that our own font lacks, for
 * pictures that are drawn here; a browser has fonts for them.
 */
export function toSvg(drawing: Drawing, options: { theme: Theme; alt: string; letters: 'ours' | 'all' }): string {
  const { width, height, shapes } = drawing;
  const paint = PALETTES[options.theme];
  const size = `width="${px(width)}" height="${px(height)}" viewBox="0 0 ${px(width)} ${px(height)}"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img" font-family="${FONTS}">`,
    `<title>${escapeXml(options.alt)}</title>`,
    `<rect width="100%" height="100%" fill="${paint.paper}"/>`,
    ...shapes.map((shape) => shapeSvg(shape, paint, options.letters)),
    '</svg>',
    '',
  ].join('\n');
}

function shapeSvg(shape: Shape, paint: Readonly<Record<Paint, string>>, letters: 'ours' | 'all'): string {
  switch (shape.kind) {
    case 'rect': {
      const { x, y, width, height, fill, radius = 0 } = shape;
      const place = `x="${px(x)}" y="${px(y)}" width="${px(width)}" height="${px(height)}"`;
      return `<rect ${place}${radius === 0 ? '' : ` rx="${radius}"`} ${filled(fill, paint)}${stroked(shape, paint)}/>`;
    }
    case 'path':
      return `<path d="${shape.points}" ${filled(shape.fill, paint)}${stroked(shape, paint)}/>`;
    case 'text': {
      const { x, y, size, bold, anchor = 'start', words } = shape;
      const style = `font-size="${size}"${bold ? ' font-weight="700"' : ''}${anchor === 'start' ? '' : ` text-anchor="${anchor}"`}`;
      const shown = escapeXml(letters === 'ours' ? inOurFont(words) : words);
      return `<text x="${px(x)}" y="${px(y)}" ${style} ${filled(shape.fill, paint)}>${shown}</text>`;
    }
    case 'mark':
      return markSvg(shape, paint[shape.colour]);
  }
}

function filled(fill: Paint | undefined, paint: Readonly<Record<Paint, string>>): string {
  return `fill="${fill === undefined ? 'none' : paint[fill]}"`;
}

function stroked({ stroke, strokeWidth = 1, dashed }: Line, paint: Readonly<Record<Paint, string>>): string {
  if (stroke === undefined) return '';
  return ` stroke="${paint[stroke]}" stroke-width="${strokeWidth}"${dashed ? ' stroke-dasharray="5 4"' : ''}`;
}

/** Drawn, not written: a letter that a font lacks changes the font of the whole line. */
function markSvg({ colour, x, y, size }: Extract<Shape, { kind: 'mark' }>, paint: string): string {
  const half = size / 2;
  switch (colour) {
    case 'red':
      return `<circle cx="${px(x)}" cy="${px(y)}" r="${px(half)}" fill="${paint}"/>`;
    case 'yellow':
      return `<path d="M${px(x)} ${px(y - half)}L${px(x + half)} ${px(y + half)}H${px(x - half)}Z" fill="${paint}"/>`;
    case 'green': {
      const tick = `M${px(x - half)} ${px(y)}L${px(x - half / 4)} ${px(y + half * 0.8)}L${px(x + half)} ${px(y - half * 0.8)}`;
      return `<path d="${tick}" fill="none" stroke="${paint}" stroke-width="${px(size / 4)}"/>`;
    }
  }
}

/** A tenth of a pixel is as exact as anybody sees. */
export function px(value: number): string {
  return String(Math.round(value * 10) / 10);
}
