import type { Graphviz } from '@hpcc-js/wasm-graphviz';
import { Colour } from '../../chat/card.ts';
import { formatDay } from '../../core/format-time.ts';
import { type Drawing, line, px, type Shape } from '../drawing.ts';
import { framed } from '../frame.ts';
import { type MapModel, type MapNode, MOST, type Room } from '../model.ts';
import { cutTo, widthOf } from '../text.ts';
import type { Paint } from '../theme.ts';
import { byTeam, type TeamNode } from './group.ts';
import { type Graph, type Layout, layout } from './layout.ts';

const NODE = { width: 236, height: 66 } as const;
const TEAM = { width: 210, height: 58 } as const;
const LABEL = { width: 26, height: 16 } as const;
const GROUP_NAME = { size: 13, bold: true } as const;
const PAD = 10;
const STRIP = 5;
const MARK = 11;
/** Half the width of the head of an arrow. */
const HEAD = 4;

/** A map in full, or by team where a room cannot hold so many. */
export function drawMap(graphviz: Graphviz, model: MapModel, room: Room): Drawing {
  const body = model.nodes.length > MOST[room].nodes ? drawTeams(graphviz, model) : drawNodes(graphviz, model);
  return framed(model, room, body, [
    ...Colour.options.map((colour) => ({ kind: 'mark', colour }) as const),
    { kind: 'line', words: 'critical path', paint: 'critical' },
  ]);
}

function drawNodes(graphviz: Graphviz, { nodes, edges }: MapModel): Drawing {
  const teams = [...new Set(nodes.map(({ team }) => team))];
  const place = new Map(nodes.map(({ key }, index) => [key, index]));
  const shown = edges.flatMap((edge) => {
    const [from, to] = [place.get(edge.from), place.get(edge.to)];
    return from === undefined || to === undefined ? [] : [{ from, to, critical: edge.critical }];
  });
  const graph: Graph = { boxes: nodes.map(({ team }) => ({ ...NODE, group: teams.indexOf(team) })), edges: shown };
  const laid = layout(graphviz, graph);
  const frames = [...laid.groups.values()].flatMap(({ x, y, width, height }): Shape[] => [
    { kind: 'rect', x, y, width, height, fill: 'team', radius: 8 },
  ]);
  const names = [...laid.groups].flatMap(([group, { x, y, width }]): Shape[] => {
    const name = {
      words: cutTo(teams[group] ?? '', width - 2 * PAD, GROUP_NAME),
      x: x + PAD,
      y: y + 19,
      ...GROUP_NAME,
    };
    // On a ground of its own: an arrow may pass behind it.
    const ground = { x: name.x - 2, y: y + 6, width: widthOf(name.words, GROUP_NAME) + 4, height: 17 };
    return [
      { kind: 'rect', ...ground, fill: 'team' },
      { kind: 'text', ...name, fill: 'ink' },
    ];
  });
  const arrows = shown.flatMap(({ critical }, edge) =>
    arrow(laid.edges[edge], critical ? 'critical' : 'line', critical),
  );
  const boxes = nodes.flatMap((node, index) => box(node, laid.boxes[index]));
  return { width: laid.width, height: laid.height, shapes: [...frames, ...arrows, ...names, ...boxes] };
}

function box(node: MapNode, at: Layout['boxes'][number] | undefined): Shape[] {
  if (at === undefined) return [];
  const { key, title, owner, consumers, colour, critical, due } = node;
  const [x, y] = [at.x - NODE.width / 2, at.y - NODE.height / 2];
  const inner = { x: x + STRIP + PAD, width: NODE.width - STRIP - 2 * PAD };
  const waiting = consumers.length === 0 ? '' : ` → ${consumers.join(', ')}`;
  return [
    ...plate({ x, y, ...NODE }, colour, critical),
    { kind: 'mark', colour, x: inner.x + MARK / 2, y: y + 15, size: MARK },
    line(key, { x: inner.x + MARK + 6, y: y + 19, width: 90, size: 13, bold: true }),
    ...(due === null
      ? []
      : [
          line(formatDay(due), {
            x: inner.x + inner.width,
            y: y + 19,
            width: 90,
            size: 12,
            fill: 'muted',
            anchor: 'end',
          }),
        ]),
    line(title, { ...inner, y: y + 37, size: 12 }),
    line(`${owner ?? 'no owner'}${waiting}`, { ...inner, y: y + 55, size: 11, fill: 'muted' }),
  ];
}

function plate(
  { x, y, width, height }: { x: number; y: number; width: number; height: number },
  colour: Colour,
  critical: boolean,
): Shape[] {
  return [
    {
      kind: 'rect',
      x,
      y,
      width,
      height,
      fill: 'paper',
      radius: 4,
      stroke: critical ? 'critical' : 'line',
      strokeWidth: critical ? 3 : 1,
    },
    { kind: 'rect', x: x + 2, y: y + 3, width: STRIP, height: height - 6, fill: colour },
  ];
}

function drawTeams(graphviz: Graphviz, model: MapModel): Drawing {
  const { teams, edges } = byTeam(model);
  const place = new Map(teams.map(({ team }, index) => [team, index]));
  const graph: Graph = {
    boxes: teams.map(() => ({ ...TEAM, group: undefined })),
    edges: edges.map(({ from, to }) => ({ from: place.get(from) ?? 0, to: place.get(to) ?? 0, label: LABEL })),
  };
  const laid = layout(graphviz, graph);
  const arrows = edges.flatMap(({ colour, critical }, edge) =>
    arrow(laid.edges[edge], critical ? 'critical' : colour, critical || colour !== 'green'),
  );
  const labels = edges.flatMap(({ count }, edge): Shape[] => {
    const at = laid.edges[edge]?.label;
    if (at === undefined) return [];
    const { width, height } = LABEL;
    return [
      { kind: 'rect', x: at.x - width / 2, y: at.y - height / 2, width, height, fill: 'paper', radius: 7 },
      line(String(count), { x: at.x, y: at.y + 4, width: width - 2, size: 11, bold: true, anchor: 'middle' }),
    ];
  });
  const boxes = teams.flatMap((team, index) => teamBox(team, laid.boxes[index]));
  return { width: laid.width, height: laid.height, shapes: [...arrows, ...labels, ...boxes] };
}

function teamBox({ team, counts, critical }: TeamNode, at: Layout['boxes'][number] | undefined): Shape[] {
  if (at === undefined) return [];
  const [x, y] = [at.x - TEAM.width / 2, at.y - TEAM.height / 2];
  const worst = Colour.options.find((colour) => counts[colour] > 0) ?? 'green';
  const left = x + STRIP + PAD;
  const room = (TEAM.width - STRIP - 2 * PAD) / Colour.options.length;
  return [
    ...plate({ x, y, ...TEAM }, worst, critical),
    line(team, { x: left, y: y + 22, width: TEAM.width - STRIP - 2 * PAD, size: 13, bold: true }),
    ...Colour.options.flatMap((colour, place): Shape[] => [
      { kind: 'mark', colour, x: left + place * room + MARK / 2, y: y + 41, size: MARK },
      line(String(counts[colour]), { x: left + place * room + MARK + 6, y: y + 45, width: room - MARK - 10, size: 12 }),
    ]),
  ];
}

function arrow(edge: Layout['edges'][number] | undefined, paint: Paint, strong: boolean): Shape[] {
  const [start, ...rest] = edge?.curve ?? [];
  if (edge === undefined || start === undefined) return [];
  const curve = rest.map(({ x, y }) => `${px(x)} ${px(y)}`).join(' ');
  const last = rest.at(-1) ?? start;
  const { tip } = edge;
  const long = Math.hypot(tip.x - last.x, tip.y - last.y) || 1;
  const [across, along] = [((tip.y - last.y) / long) * HEAD, ((tip.x - last.x) / long) * HEAD];
  const head = `M${px(tip.x)} ${px(tip.y)}L${px(last.x - across)} ${px(last.y + along)}L${px(last.x + across)} ${px(last.y - along)}Z`;
  return [
    { kind: 'path', points: `M${px(start.x)} ${px(start.y)}C${curve}`, stroke: paint, strokeWidth: strong ? 2.5 : 1.3 },
    { kind: 'path', points: head, fill: paint },
  ];
}
