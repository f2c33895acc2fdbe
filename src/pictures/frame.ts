import { type Colour, MARK } from '../chat/card.ts';
import { formatDay } from '../core/format-time.ts';
import { type Drawing, line, px, type Shape } from './drawing.ts';
import type { Picture, Room } from './model.ts';
import { widthOf } from './text.ts';
import type { Paint } from './theme.ts';
import { leftOutOf, titleOf } from './words.ts';

const MARGIN = 20;
const TITLE = { size: 18, bold: true } as const;
const SMALL = { size: 12 } as const;
/** Above and below what is framed. */
const HEADER = 62;
const FOOTER_LINE = 22;
/** The narrowest frame: its title and legend can be read. */
const NARROWEST = 560;
const SIGN = 20;

/** What a legend explains. */
export type Sign =
  | { kind: 'mark'; colour: Colour }
  | { kind: 'line'; words: string; paint: Paint; dashed?: boolean }
  | { kind: 'rect'; words: string; paint: Paint; height: number; stroke?: Paint };

/** A drawing with its title above, its legend and what it leaves out below. */
export function framed(picture: Picture, room: Room, body: Drawing, legend: readonly Sign[]): Drawing {
  const width = Math.max(NARROWEST, body.width + 2 * MARGIN);
  const inner = width - 2 * MARGIN;
  const left = leftOutOf(picture, room);
  const signs = legendOf(legend, inner);
  const y = HEADER + body.height;
  return {
    width,
    height: y + MARGIN + signs.height + (left === undefined ? 0 : FOOTER_LINE) + MARGIN / 2,
    shapes: [
      line(titleOf(picture), { x: MARGIN, y: 28, width: inner, ...TITLE }),
      line(`as of ${formatDay(picture.today)} · ${captionOf(picture)}`, {
        x: MARGIN,
        y: 47,
        width: inner,
        ...SMALL,
        fill: 'muted',
      }),
      ...body.shapes.map((shape) => moved(shape, (width - body.width) / 2, HEADER)),
      ...signs.shapes.map((shape) => moved(shape, MARGIN, y + MARGIN)),
      ...(left === undefined
        ? []
        : [line(left, { x: MARGIN, y: y + MARGIN + signs.height + 12, width: inner, ...SMALL, bold: true })]),
    ],
  };
}

function captionOf(picture: Picture): string {
  if (picture.kind === 'bars') return picture.caption;
  return picture.end === null ? 'nothing is open' : `last delivery ${formatDay(picture.end)}`;
}

/** Signs beside each other, in as many lines as it takes. */
function legendOf(signs: readonly Sign[], width: number): { height: number; shapes: Shape[] } {
  let [x, y] = [0, 0];
  const shapes = signs.flatMap((sign): Shape[] => {
    const words = sign.kind === 'mark' ? MARK[sign.colour].slice(2).toLowerCase() : sign.words;
    const wide = SIGN + 8 + widthOf(words, SMALL) + 22;
    if (x > 0 && x + wide > width) [x, y] = [0, y + FOOTER_LINE];
    const at = x;
    x += wide;
    return [signShape(sign, at, y + 8), line(words, { x: at + SIGN + 8, y: y + 12, width, ...SMALL })];
  });
  return { height: y + FOOTER_LINE, shapes };
}

function signShape(sign: Sign, x: number, y: number): Shape {
  switch (sign.kind) {
    case 'mark':
      return { kind: 'mark', colour: sign.colour, x: x + SIGN / 2, y, size: 11 };
    case 'line': {
      const points = `M${px(x)} ${px(y)}H${px(x + SIGN)}`;
      return { kind: 'path', points, stroke: sign.paint, strokeWidth: 2.5, dashed: sign.dashed ?? false };
    }
    case 'rect': {
      const { paint, height, stroke = paint } = sign;
      return { kind: 'rect', x, y: y - height / 2, width: SIGN, height, fill: paint, stroke };
    }
  }
}

/** A shape elsewhere. Paths are made of absolute pairs of numbers, and H with one. */
function moved(shape: Shape, dx: number, dy: number): Shape {
  if (shape.kind !== 'path') return { ...shape, x: shape.x + dx, y: shape.y + dy };
  const points = shape.points.replace(
    /([MLCHV ])(-?[\d.]+)(?: (-?[\d.]+))?/g,
    (_, letter: string, first: string, second: string | undefined) => {
      if (letter === 'V') return `V${px(Number(first) + dy)}`;
      const x = px(Number(first) + dx);
      return second === undefined ? `${letter}${x}` : `${letter}${x} ${px(Number(second) + dy)}`;
    },
  );
  return { ...shape, points };
}
