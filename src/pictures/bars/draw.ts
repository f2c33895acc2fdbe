import { type Drawing, line, type Shape } from '../drawing.ts';
import { framed, type Sign } from '../frame.ts';
import type { BarRow, BarsModel, Room } from '../model.ts';
import type { Paint } from '../theme.ts';

/** Columns: what it is, its bars, and their figures behind them. */
const NAMES = 200;
const CHART = 320;
const FIGURES = 190;
const ROW = 46;
const BAR = 14;
const FONT = { size: 12 } as const;
/** A figure of 0 is seen as well. */
const LEAST = 2;

const LEGEND: readonly Sign[] = [
  { kind: 'rect', words: 'this increment', paint: 'critical', height: BAR },
  { kind: 'rect', words: 'the one before', paint: 'bar', height: BAR },
];

/** Figures as pairs of bars: the present above the one before, each pair on a scale of its own. */
export function drawBars(model: BarsModel, room: Room): Drawing {
  const shapes = model.rows.flatMap((row, index) => rowShapes(row, index * ROW));
  const body = { width: NAMES + CHART + FIGURES, height: model.rows.length * ROW, shapes };
  return framed(model, room, body, LEGEND);
}

function rowShapes({ label, value, shown, before, shownBefore }: BarRow, y: number): Shape[] {
  const most = Math.max(value ?? 0, before ?? 0);
  const length = (figure: number) => Math.max(LEAST, most === 0 ? 0 : (CHART * figure) / most);
  const bar = (figure: number | null, words: string, top: number, fill: Paint, bold: boolean): Shape[] => {
    const width = figure === null ? 0 : length(figure);
    const behind = { x: NAMES + width + 8, y: top + BAR - 3, width: CHART - width + FIGURES - 8 };
    return [
      ...(figure === null ? [] : [{ kind: 'rect' as const, x: NAMES, y: top, width, height: BAR, fill, radius: 2 }]),
      line(words, { ...behind, ...FONT, bold, fill: bold ? 'ink' : 'muted' }),
    ];
  };
  return [
    line(label, { x: 0, y: y + BAR + 4, width: NAMES - 12, ...FONT, bold: true }),
    ...bar(value, shown, y + 4, 'critical', true),
    ...bar(before, shownBefore, y + 4 + BAR + 3, 'bar', false),
  ];
}
