import { Colour } from '../../chat/card.ts';
import { formatDay } from '../../core/format-time.ts';
import { groupBy } from '../../core/group.ts';
import { type Drawing, line, px, type Shape } from '../drawing.ts';
import { framed, type Sign } from '../frame.ts';
import { type GanttBar, type GanttModel, type GanttRow, MOST, type Room } from '../model.ts';
import { widthOf } from '../text.ts';
import type { Paint } from '../theme.ts';
import { dayAfter, type Scale, scaleOf, ticksOf, weekendsOf } from './scale.ts';

/** Columns: what it is, when it takes place, when it ends. Words stand in the outer two, bars in the middle. */
const NAMES = 300;
const CHART = 760;
const ENDS = 126;
const ROW = 26;
const TEAM_ROW = 26;
const AXIS = 22;
const LANE = 17;
/** Lines of names above the axis. */
const MOST_LANES = 4;
const NAME = { size: 11 } as const;
const LONGEST_NAME = 150;
const DIAMOND = 6;

const HEIGHTS: Readonly<Record<Exclude<GanttBar['stage'], 'release'>, number>> = {
  contract: 5,
  development: 13,
  test: 13,
};

const LEGEND: readonly Sign[] = [
  ...Colour.options.map((colour) => ({ kind: 'mark', colour }) as const),
  { kind: 'rect', words: 'contract', paint: 'bar', height: HEIGHTS.contract },
  { kind: 'rect', words: 'development', paint: 'bar', height: HEIGHTS.development },
  { kind: 'rect', words: 'test window', paint: 'paper', stroke: 'bar', height: HEIGHTS.test },
  { kind: 'rect', words: 'critical path', paint: 'critical', height: HEIGHTS.development },
  { kind: 'line', words: 'today', paint: 'ink' },
  { kind: 'line', words: 'cut-off', paint: 'red', dashed: true },
  { kind: 'rect', words: 'freeze', paint: 'freeze', height: HEIGHTS.development },
];

/** A timeline: a row for each dependency, grouped by team. */
export function drawGantt(model: GanttModel, room: Room): Drawing {
  const groups = groupBy(shownRows(model, room), ({ team }) => team);
  const scale = scaleOf(model, NAMES, CHART);
  const named = namesAbove(model, scale);
  const top = named.height + AXIS;
  let y = top;
  const rows: Shape[] = [];
  for (const [team, of] of groups) {
    rows.push({
      kind: 'rect',
      x: 0,
      y: y + 3,
      width: NAMES + CHART + ENDS,
      height: TEAM_ROW - 6,
      fill: 'team',
      radius: 4,
    });
    rows.push(line(team, { x: 8, y: y + 18, width: NAMES + CHART, size: 12, bold: true }));
    y += TEAM_ROW;
    for (const row of of) {
      rows.push(...rowShapes(row, scale, y));
      y += ROW;
    }
  }
  const ground = groundOf(model, scale, top, y);
  const body: Drawing = {
    width: NAMES + CHART + ENDS,
    height: y,
    shapes: [...ground, ...rows, ...linesOf(model, scale, top, y), ...named.shapes],
  };
  return framed(model, room, body, LEGEND);
}

/** Those with the least float stand first in a model. */
function shownRows({ rows }: GanttModel, room: Room): readonly GanttRow[] {
  return rows.slice(0, MOST[room].rows);
}

function rowShapes(row: GanttRow, scale: Scale, y: number): Shape[] {
  const middle = y + ROW / 2;
  const keyWidth = widthOf(row.key, { size: 12, bold: true });
  const last = row.bars.at(-1);
  const late = row.late === 0 ? '' : ` +${row.late} d`;
  return [
    { kind: 'mark', colour: row.colour, x: 14, y: middle, size: 10 },
    line(row.key, { x: 26, y: middle + 4, width: 90, size: 12, bold: true }),
    line(row.title, {
      x: 40 + Math.min(90, keyWidth),
      y: middle + 4,
      width: NAMES - 52 - Math.min(90, keyWidth),
      size: 12,
    }),
    ...row.bars.flatMap((bar) => barShapes(bar, scale, middle)),
    ...(last === undefined
      ? []
      : [
          line(`${formatDay(last.end)}${late}`, {
            x: NAMES + CHART + 10,
            y: middle + 4,
            width: ENDS - 14,
            size: 12,
            bold: row.late > 0,
            fill: row.late > 0 ? 'red' : 'muted',
          }),
        ]),
  ];
}

function barShapes({ stage, start, end, critical }: GanttBar, scale: Scale, middle: number): Shape[] {
  const paint: Paint = critical ? 'critical' : 'bar';
  const [from, to] = [scale.x(start), scale.x(dayAfter(end))];
  if (stage === 'release') {
    const x = Math.max(from, to - scale.perDay / 2);
    const points = `M${px(x)} ${px(middle - DIAMOND)}L${px(x + DIAMOND)} ${px(middle)}L${px(x)} ${px(middle + DIAMOND)}L${px(x - DIAMOND)} ${px(middle)}Z`;
    const wait: Shape[] =
      to - from > 2 * DIAMOND
        ? [{ kind: 'path', points: `M${px(from)} ${px(middle)}H${px(x)}`, stroke: paint, strokeWidth: 2 }]
        : [];
    return [...wait, { kind: 'path', points, fill: paint, stroke: 'paper' }];
  }
  const height = HEIGHTS[stage];
  const box = { kind: 'rect' as const, x: from, y: middle - height / 2, width: Math.max(2, to - from - 1), height };
  return [
    stage === 'test' ? { ...box, fill: 'paper', stroke: paint, strokeWidth: 2 } : { ...box, fill: paint, radius: 2 },
  ];
}

function groundOf(model: GanttModel, scale: Scale, top: number, bottom: number): Shape[] {
  const band = (start: string, end: string, fill: Paint): Shape => ({
    kind: 'rect',
    x: scale.x(start),
    y: top,
    width: scale.x(dayAfter(end)) - scale.x(start),
    height: bottom - top,
    fill,
  });
  return [
    ...weekendsOf(scale, model.weekend).map((day) => band(day, day, 'shade')),
    ...model.freezes.slice(0, MOST.marks).map(({ start, end }) => band(start, end, 'freeze')),
    ...ticksOf(scale).flatMap(({ day, name }): Shape[] => {
      const x = scale.x(day);
      const fits = x + widthOf(name, NAME) <= NAMES + CHART;
      return [
        { kind: 'path', points: `M${px(x)} ${px(top)}V${px(bottom)}`, stroke: 'grid' },
        ...(fits ? [line(name, { x, y: top - 7, width: CHART, ...NAME, fill: 'muted' })] : []),
      ];
    }),
  ];
}

interface NamedDay {
  day: string;
  name: string;
  paint: Paint;
  dashed: boolean;
}

/** Today, the cut-off and the milestones. */
function marksOf(model: GanttModel): NamedDay[] {
  const marks: NamedDay[] = [
    { day: model.today, name: 'Today', paint: 'ink', dashed: false },
    ...(model.cutOff === null
      ? []
      : [{ day: model.cutOff, name: `Cut-off ${formatDay(model.cutOff)}`, paint: 'red' as const, dashed: true }]),
    ...model.milestones.map(({ name, date }) => ({ day: date, name, paint: 'muted' as const, dashed: true })),
  ];
  return marks.slice(0, MOST.marks);
}

function linesOf(model: GanttModel, scale: Scale, top: number, bottom: number): Shape[] {
  return marksOf(model).map(({ day, paint, dashed }) => {
    // The cut-off is the end of its day.
    const x = scale.x(dashed ? dayAfter(day) : day);
    return {
      kind: 'path',
      points: `M${px(x)} ${px(top)}V${px(bottom)}`,
      stroke: paint,
      strokeWidth: dashed ? 1.5 : 2,
      dashed,
    };
  });
}

/** Names in lanes above the axis, so that none stands on another; the rest keep their line alone. */
function namesAbove(model: GanttModel, scale: Scale): { height: number; shapes: Shape[] } {
  const lanes: { from: number; to: number }[][] = [];
  const freezes = model.freezes.map(({ name, start }) => ({
    day: start,
    name,
    paint: 'muted' as const,
    dashed: false,
  }));
  const placed = [...marksOf(model), ...freezes].slice(0, MOST.marks).flatMap(({ day, name, paint }) => {
    const label = line(name, { x: 0, y: 0, width: LONGEST_NAME, ...NAME, bold: true, fill: paint });
    if (label.kind !== 'text') return [];
    const width = widthOf(label.words, label) + 8;
    const x = Math.min(scale.x(day), NAMES + CHART + ENDS - width);
    const free = lanes.findIndex((lane) => lane.every(({ from, to }) => x >= to || x + width <= from));
    const lane = free === -1 ? lanes.length : free;
    if (lane >= MOST_LANES) return [];
    lanes[lane] = [...(lanes[lane] ?? []), { from: x, to: x + width }];
    return [{ ...label, x: x + 2, y: lane * LANE + 12 }];
  });
  return { height: lanes.length * LANE, shapes: placed };
}
