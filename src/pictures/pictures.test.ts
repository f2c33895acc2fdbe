import { Graphviz } from '@hpcc-js/wasm-graphviz';
import { Resvg } from '@resvg/resvg-js';
import { drawBars } from './bars/draw.ts';
import { boxOf, type Drawing, type Shape, toSvg } from './drawing.ts';
import { drawGantt } from './gantt/draw.ts';
import { drawMap } from './map/draw.ts';
import { dotOf } from './map/layout.ts';
import { milestoneTable } from './markdown.ts';
import { flowchart, ganttChart } from './mermaid.ts';
import { type BarsModel, type GanttModel, type MapModel, type MapNode, Picture, Theme } from './model.ts';
import { cutTo, inOurFont, widthOf } from './text.ts';
import { PALETTES, type Paint } from './theme.ts';
import { altOf } from './words.ts';
import { openPictureThread } from './worker/index.ts';

const NASTY = [
  '"];evil[',
  String.raw`\N`,
  'two\nlines',
  `it's "quoted"`,
  'x'.repeat(300),
  '🚀 日本語 launch',
  'مرحبا بالعالم',
  '\u202Eoverridden',
  '<script href="https://evil.example">&amp;',
  '#quot;]; click n0 "https://evil.example"',
];
const SIGN_OF_THE_LEGEND = 20;
const COLOURS = ['red', 'yellow', 'green'] as const;

function day(offset: number): string {
  return new Date(Date.UTC(2026, 10, 27 + offset)).toISOString().slice(0, 10);
}

function teamOf(index: number): string {
  return `Team ${index % 7} ${NASTY[(index % 7) % 3]}`;
}

function nodesOf(many: number): MapNode[] {
  return Array.from({ length: many }, (_, index) => ({
    key: `DEP-${index + 1}`,
    title: NASTY[index % NASTY.length] ?? '',
    team: teamOf(index),
    owner: index % 3 === 0 ? null : 'Ana Ferro',
    consumers: [teamOf(index + 1)],
    colour: COLOURS[index % 3] ?? 'green',
    critical: index % 5 === 0,
    due: day(index % 50),
  }));
}

function mapOf(many: number): MapModel {
  const nodes = nodesOf(many);
  const edges = nodes.slice(1).map(({ key, critical }) => ({ from: 'DEP-1', to: key, critical }));
  return {
    kind: 'map',
    programme: 'Q1 launch',
    filter: null,
    today: day(0),
    end: day(60),
    path: ['DEP-1', 'DEP-6'],
    nodes,
    edges,
  };
}

function ganttOf(many: number): GanttModel {
  const rows = nodesOf(many).map(({ owner: _owner, consumers: _consumers, due: _due, ...node }, index) => ({
    ...node,
    late: index % 4 === 0 ? 3 : 0,
    bars: [
      { stage: 'contract' as const, start: day(index % 9), end: day((index % 9) + 4), critical: false },
      {
        stage: 'development' as const,
        start: day((index % 9) + 5),
        end: day((index % 9) + 22),
        critical: node.critical,
      },
      { stage: 'test' as const, start: day((index % 9) + 25), end: day((index % 9) + 30), critical: node.critical },
      { stage: 'release' as const, start: day((index % 9) + 32), end: day((index % 9) + 32), critical: node.critical },
    ],
  }));
  return {
    kind: 'gantt',
    programme: 'Q1 launch',
    filter: null,
    today: day(0),
    end: day(60),
    path: ['DEP-1'],
    cutOff: day(62),
    milestones: [{ name: 'Code complete', date: day(61) }],
    freezes: [{ name: 'Year end', start: day(24), end: day(35) }],
    weekend: [6, 7],
    rows,
  };
}

const texts = (drawing: Drawing) =>
  drawing.shapes.flatMap((shape) => (shape.kind === 'text' && shape.words !== '' ? [shape] : []));

function overlaps(a: ReturnType<typeof boxOf>, b: ReturnType<typeof boxOf>): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

describe('what people typed', () => {
  it('reaches neither Graphviz nor the markup of an SVG', async () => {
    const drawing = drawMap(await Graphviz.load(), mapOf(10), 'chat');

    const svg = toSvg(drawing, { theme: 'light', alt: altOf(mapOf(10)), letters: 'all' });

    expect(svg).toContain('&quot;];evil[');
    expect(svg).toContain('it&#39;s');
    expect(svg).not.toMatch(/<script|<image|<a[ >]|<style|<foreignObject|url\(|\u202E/);
    expect(svg.replace(/>[^<]*</g, '><').replace('xmlns="http://www.w3.org/2000/svg"', '')).not.toMatch(
      /href|https?:|evil/,
    );
    expect(new Resvg(svg).width).toBeGreaterThan(0);
  });

  it('is not in the graph that is laid out', () => {
    const dot = dotOf({ boxes: [{ width: 10, height: 10, group: 0 }], edges: [{ from: 0, to: 0 }] });
    expect(dot).toMatch(/^[\w\s{}[\]=."<>/;-]+$/);
  });

  it('breaks out of no label of Mermaid and no cell of Markdown', () => {
    const map = flowchart(mapOf(10));
    for (const line of map.split('\n').filter((one) => one.includes('["'))) {
      expect(line).toMatch(/^ {2,4}(subgraph )?[nt]\d+\["[^"[\]{}<>\\]*"\]$/);
    }
    const chart = ganttChart(ganttOf(10));
    for (const line of chart.split('\n').filter((one) => one.includes(':'))) {
      expect(line).toMatch(/^ {2}[^:;#]+ :((crit|milestone), )*\d{4}-\d\d-\d\d, (0d|\d{4}-\d\d-\d\d)$/);
    }
    const table = milestoneTable(ganttOf(10)).trim().split('\n');
    expect(table).toHaveLength(12);
    for (const row of table) expect(row.replaceAll(String.raw`\|`, '').split('|')).toHaveLength(12);
  });
});

describe('a timeline', () => {
  it.each([6, 40, 60])('sets no word on another, and none on a bar, with %i rows', (many) => {
    const drawing = drawGantt(ganttOf(many), 'chat');

    const boxes = texts(drawing).map(boxOf);
    const bars = drawing.shapes.filter(
      (shape): shape is Extract<Shape, { kind: 'rect' }> =>
        shape.kind === 'rect' &&
        (['bar', 'critical'].includes(shape.fill ?? '') || ['bar', 'critical'].includes(shape.stroke ?? '')) &&
        shape.width !== SIGN_OF_THE_LEGEND,
    );
    expect(bars.length).toBeGreaterThanOrEqual(Math.min(many, 40) * 3);
    const clashes = boxes.flatMap((box, index) => [
      ...boxes.slice(index + 1).filter((other) => overlaps(box, other)),
      ...bars.filter((bar) => overlaps(box, bar)),
    ]);
    expect(clashes).toEqual([]);
    for (const box of boxes) expect(box.x + box.width).toBeLessThanOrEqual(drawing.width);
  });

  it('says how many rows it leaves out', () => {
    const words = texts(drawGantt(ganttOf(60), 'chat')).map((shape) => shape.words);
    expect(words).toContain('20 more dependencies, those with the most float, are left out.');
  });
});

describe('bars', () => {
  const rows = NASTY.map((label, index) => ({
    label,
    value: index === 0 ? null : index,
    shown: `${index} (${label})`,
    before: index % 2 === 0 ? null : 2 * index,
    shownBefore: index % 2 === 0 ? 'no comparison' : label,
  }));
  const model: BarsModel = {
    kind: 'bars',
    programme: 'Q1 launch',
    filter: 'Beta',
    today: day(0),
    caption: 'after Fri 13 Nov until Fri 4 Dec',
    rows,
  };

  it('set no word on another, and none on a bar', () => {
    const drawing = drawBars(model, 'chat');

    const boxes = texts(drawing).map(boxOf);
    const bars = drawing.shapes.filter(
      (shape): shape is Extract<Shape, { kind: 'rect' }> =>
        shape.kind === 'rect' && ['bar', 'critical'].includes(shape.fill ?? '') && shape.width !== SIGN_OF_THE_LEGEND,
    );
    expect(bars.length).toBe(rows.flatMap(({ value, before }) => [value, before]).filter((one) => one !== null).length);
    const clashes = boxes.flatMap((box, index) => [
      ...boxes.slice(index + 1).filter((other) => overlaps(box, other)),
      ...bars.filter((bar) => overlaps(box, bar)),
    ]);
    expect(clashes).toEqual([]);
    for (const box of boxes) expect(box.x + box.width).toBeLessThanOrEqual(drawing.width);
  });

  it('are told in words with what they are compared with', () => {
    expect(altOf({ ...model, rows: rows.slice(1, 2) })).toMatch(
      /^Figures of Q1 launch, Beta, after Fri 13 Nov until Fri 4 Dec\. .+: 1 \(.+\), .+\.$/,
    );
  });
});

describe('a map', () => {
  it('shows each dependency, up to 60', async () => {
    const words = texts(drawMap(await Graphviz.load(), mapOf(60), 'chat')).map((shape) => shape.words);
    expect(words.filter((one) => /^DEP-\d+$/.test(one))).toHaveLength(60);
  });

  it('spreads out what would stand in one high column', async () => {
    const model = mapOf(60);
    const pairs = model.nodes.flatMap(({ key }, index) => {
      const to = model.nodes.find(({ team }, other) => other > index && team === model.nodes[index]?.team)?.key;
      return index % 4 === 0 && to !== undefined ? [{ from: key, to, critical: false }] : [];
    });
    for (const edges of [[], pairs]) {
      const { width, height } = drawMap(await Graphviz.load(), { ...model, edges }, 'chat');
      expect(height / width).toBeLessThan(2);
    }
  });

  it('shows teams with counts beyond', async () => {
    const words = texts(drawMap(await Graphviz.load(), mapOf(61), 'chat')).map((shape) => shape.words);
    expect(words).toContain('Grouped by team: 61 dependencies are more than 60.');
    expect(words.filter((one) => /^DEP-\d+$/.test(one))).toEqual([]);
    expect(words.filter((one) => one.startsWith('Team '))).toHaveLength(7);
  });
});

it('tells the same in words, within what a chat takes', () => {
  const alt = altOf(ganttOf(200));
  expect(alt).toMatch(/^Timeline of Q1 launch: 200 dependencies of \d+ teams\. ● RED 67: DEP-1, .* and 55 more\./);
  expect(alt).toContain('Critical path: DEP-1. Last delivery Tue 26 Jan.');
  expect(altOf(ganttOf(1))).toContain('Later than planned: DEP-1 +3 d.');
  expect(alt.length).toBeLessThanOrEqual(1_900);
});

it('cuts a text to its width, between characters', () => {
  const font = { size: 12 };
  expect(cutTo('short', 100, font)).toBe('short');
  expect(widthOf(cutTo('W'.repeat(300), 100, font), font)).toBeLessThanOrEqual(100);
  expect(cutTo('👩‍👩‍👧'.repeat(20), 100, font)).toMatch(/^(👩‍👩‍👧)+…$/u);
});

it('shows one box for letters that the font lacks', () => {
  expect(inOurFont('Größe Ελλάδα Київ שלום 日本語 🚀!')).toBe('Größe Ελλάδα Київ שלום □ □!');
});

it.each(Theme.options)('is readable in the %s theme', (theme) => {
  const palette = PALETTES[theme];
  const pairs: [Paint, Paint][] = (['ink', 'muted', 'red', 'yellow', 'green', 'critical'] as const).map((one) => [
    one,
    'paper',
  ]);
  for (const [a, b] of [...pairs, ['ink', 'team'] as const])
    expect(contrast(palette[a], palette[b])).toBeGreaterThanOrEqual(4.5);
});

function contrast(a: string, b: string): number {
  const light = (colour: string) => {
    const [r = 0, g = 0, blue = 0] = [1, 3, 5].map((at) => {
      const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
      return part <= 0.039_28 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * blue;
  };
  const [low = 0, high = 0] = [light(a), light(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

it('draws on a thread: words leave pixels, and no side is longer than asked', async () => {
  const thread = openPictureThread();
  const picture = Picture.parse(ganttOf(2));
  const bare = { ...picture, rows: [] } as Picture; // the same without its rows

  const [png, without] = await Promise.all([
    thread.run('png', { picture, room: 'chat', most: 1_024 }),
    thread.run('png', { picture: bare, room: 'chat', most: 1_024 }),
  ]);
  const svg = await thread.run('svg', { picture, room: 'page', theme: 'dark' });
  await thread.close();

  const head = Buffer.from(png);
  expect(head.subarray(1, 4).toString()).toBe('PNG');
  expect(head.readUInt32BE(16)).toBeLessThanOrEqual(1_024);
  expect(head.readUInt32BE(20)).toBeLessThanOrEqual(1_024);
  expect(png.length).toBeGreaterThan(without.length);
  expect(svg).toContain(PALETTES.dark.paper);
});

it('writes with our fonts alone: a text has dark pixels', async () => {
  const { toPng } = await import('./raster.ts');
  const drawing: Drawing = {
    width: 60,
    height: 20,
    shapes: [{ kind: 'text', x: 2, y: 15, words: 'DEP-4', size: 14, fill: 'ink' }],
  };
  const svg = toSvg(drawing, { theme: 'light', alt: 'x', letters: 'ours' });

  const withText = toPng(svg, drawing, 120);
  const withoutText = toPng(svg.replace(/<text.*<\/text>/, ''), drawing, 120);

  expect(withText.length).toBeGreaterThan(withoutText.length + 200);
});
