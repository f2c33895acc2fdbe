import type { Graphviz } from '@hpcc-js/wasm-graphviz';
import { z } from 'zod';

/** Points of Graphviz are pixels of ours; it takes sizes in inches. */
const PER_INCH = 72;
/** Between boxes beside each other, and from one column to the next, in pixels. */
const GAPS = { boxes: 14, columns: 52 } as const;
/** The room of a group's name above its boxes. */
const GROUP_NAME = 22;
const GROUP_MARGIN = 12;

/** What is laid out: sizes and relations. No words of anybody reach Graphviz. */
export interface Graph {
  boxes: readonly { width: number; height: number; group: number | undefined }[];
  edges: readonly { from: number; to: number; label?: { width: number; height: number } }[];
}

export interface Point {
  x: number;
  y: number;
}

/** Where all of it is, in pixels from the top left. */
export interface Layout {
  width: number;
  height: number;
  /** The middle of each box. */
  boxes: readonly Point[];
  /** Of each group that has boxes: its frame. */
  groups: ReadonlyMap<number, { x: number; y: number; width: number; height: number }>;
  /** In the order of the graph's: Bézier curves from the first point on, the tip, and the middle of the label. */
  edges: readonly { curve: readonly Point[]; tip: Point; label: Point | undefined }[];
}

/** What Graphviz tells, as far as it is used. */
const Laid = z.object({
  bb: z.string(),
  objects: z.array(z.object({ name: z.string(), bb: z.string().optional(), pos: z.string().optional() })).default([]),
  edges: z
    .array(z.object({ id: z.string().optional(), pos: z.string().optional(), lp: z.string().optional() }))
    .default([]),
});

/** A picture that is higher than this many times its width is small where a chat shows it. Ours. */
const MOST_UPRIGHT = 1.2;

/** Lays a graph out from left to right; one that comes out too high is spread out once more. */
export function layout(graphviz: Graphviz, graph: Graph): Layout {
  const laid = layoutIn(graphviz, graph, 1);
  const upright = laid.height / laid.width;
  return upright > MOST_UPRIGHT ? layoutIn(graphviz, graph, Math.sqrt(upright)) : laid;
}

function layoutIn(graphviz: Graphviz, graph: Graph, spread: number): Layout {
  const { bb, objects, edges } = Laid.parse(JSON.parse(graphviz.layout(dotOf(graph, spread), 'json', 'dot')));
  const [left = 0, bottom = 0, right = 0, top = 0] = numbers(bb);
  const point = ([x = 0, y = 0]: readonly number[]): Point => ({ x: x - left, y: top - y });
  const byName = new Map(objects.map((one) => [one.name, one]));
  const byId = new Map(edges.map((one) => [one.id, one]));
  const groups = objects.flatMap(({ name, bb }) => {
    const group = /^cluster_(\d+)$/.exec(name)?.[1];
    if (group === undefined || bb === undefined) return [];
    const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = numbers(bb);
    return [[Number(group), { ...point([x0, y1]), width: x1 - x0, height: y1 - y0 }] as const];
  });
  return {
    width: right - left,
    height: top - bottom,
    boxes: graph.boxes.map((_, box) => point(numbers(byName.get(`b${box}`)?.pos))),
    groups: new Map(groups),
    edges: graph.edges.map((_, edge) => {
      const found = byId.get(`e${edge}`);
      const [end = '', ...curve] = (found?.pos ?? '').split(' ');
      const points = curve.map((one) => point(numbers(one)));
      return {
        curve: points,
        tip: point(numbers(end.replace(/^e,/, ''))),
        label: found?.lp === undefined ? undefined : point(numbers(found.lp)),
      };
    }),
  };
}

function numbers(list: string | undefined): number[] {
  return (list ?? '').split(',').map(Number);
}

/** The graph in DOT: numbers alone. `spread` is how many times as many stand beside each other as would by themselves. */
export function dotOf({ boxes, edges }: Graph, spread = 1): string {
  const parts = partsOf(boxes.length, edges);
  const groups = [...new Set(boxes.map(({ group }) => group))];
  const inGroup = (group: number | undefined) => boxes.flatMap((box, index) => (box.group === group ? [index] : []));
  return [
    'digraph {',
    `rankdir=LR nodesep=${inches(GAPS.boxes)} ranksep=${inches(GAPS.columns)} outputorder=edgesfirst`,
    'node [shape=box fixedsize=true label=""]',
    'edge [arrowsize=0.9]',
    ...groups.flatMap((group) => {
      const lines = inGroup(group).map((box) => boxDot(box, boxes[box]));
      const rows = rowsOf(new Set(inGroup(group)), parts, spread);
      if (group === undefined) return [...lines, ...rows];
      const name = `label=<<TABLE BORDER="0" FIXEDSIZE="TRUE" WIDTH="10" HEIGHT="${GROUP_NAME}"><TR><TD></TD></TR></TABLE>>`;
      return [`subgraph cluster_${group} { margin=${GROUP_MARGIN} ${name}`, ...lines, ...rows, '}'];
    }),
    ...edges.map(({ from, to, label }, edge) => `b${from} -> b${to} [id=e${edge}${labelDot(label)}]`),
    '}',
  ].join('\n');
}

function boxDot(box: number, size: { width: number; height: number } | undefined): string {
  return `b${box} [width=${inches(size?.width ?? 0)} height=${inches(size?.height ?? 0)}]`;
}

function labelDot(label: { width: number; height: number } | undefined): string {
  if (label === undefined) return '';
  return ` label=<<TABLE BORDER="0" FIXEDSIZE="TRUE" WIDTH="${Math.ceil(label.width)}" HEIGHT="${Math.ceil(label.height)}"><TR><TD></TD></TR></TABLE>>`;
}

/** Boxes that are connected, with where they begin and end. */
interface Part {
  boxes: readonly number[];
  first: number;
  last: number;
}

/** The parts of a graph that nothing connects. */
function partsOf(boxes: number, edges: Graph['edges']): Part[] {
  const near: number[][] = Array.from({ length: boxes }, () => []);
  for (const { from, to } of edges) {
    near[from]?.push(to);
    near[to]?.push(from);
  }
  const [begun, ended] = [new Set(edges.map(({ to }) => to)), new Set(edges.map(({ from }) => from))];
  const seen = new Set<number>();
  return near.flatMap((_, start): Part[] => {
    if (seen.has(start)) return [];
    const found = [start];
    seen.add(start);
    for (const box of found) {
      for (const next of near[box] ?? []) {
        if (!seen.has(next)) found.push(next);
        seen.add(next);
      }
    }
    const first = found.find((box) => !begun.has(box)) ?? start;
    return [{ boxes: found, first, last: found.find((box) => !ended.has(box)) ?? start }];
  });
}

/** Parts within one group would all stand below each other: unseen edges set them out in rows. */
function rowsOf(group: ReadonlySet<number>, parts: readonly Part[], spread: number): string[] {
  const own = parts.filter(({ boxes }) => boxes.every((box) => group.has(box)));
  const perRow = Math.max(1, Math.round(Math.sqrt(own.length / 3) * spread));
  return own.flatMap(({ last }, place) => {
    const next = own[place + 1];
    return next === undefined || (place + 1) % perRow === 0 ? [] : [`b${last} -> b${next.first} [style=invis]`];
  });
}

function inches(pixels: number): string {
  return (pixels / PER_INCH).toFixed(3);
}
