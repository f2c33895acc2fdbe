import { z } from 'zod';
import { Colour } from '../chat/card.ts';

/** What is drawn in full. Ours: more boxes, or more rows, cannot be read on one screen of a chat. A page scrolls. */
export const MOST = {
  chat: { nodes: 60, rows: 40 },
  page: { nodes: 200, rows: 200 },
  /** Teams of a map by team. */
  teams: 40,
  /** Lines of the axis that have a name. */
  marks: 40,
} as const;

/** Characters of one text in a model. Ours: more is never shown. */
const LONGEST_TEXT = 300;

const words = z.string().max(LONGEST_TEXT);
const Day = z.iso.date();

/** A dependency on a map. */
export const MapNode = z.object({
  key: words,
  title: words,
  /** Who produces it. */
  team: words,
  owner: words.nullable(),
  /** Who waits for it. */
  consumers: z.array(words),
  colour: Colour,
  /** It decides on the programme's end. */
  critical: z.boolean(),
  /** The day it is delivered on if everything goes on as planned. */
  due: Day.nullable(),
});
export type MapNode = z.infer<typeof MapNode>;

/** The second begins its work after the first is delivered. Both by key. */
const MapEdge = z.object({ from: words, to: words, critical: z.boolean() });

export const MapModel = z.object({
  kind: z.literal('map'),
  programme: words,
  /** Which part is shown, in words; null for all of it. */
  filter: words.nullable(),
  today: Day,
  /** The last delivery of the whole programme. */
  end: Day.nullable(),
  /** Keys in their order. */
  path: z.array(words),
  nodes: z.array(MapNode),
  edges: z.array(MapEdge),
});
export type MapModel = z.infer<typeof MapModel>;

const Stage = z.enum(['contract', 'development', 'test', 'release']);

export const GanttBar = z.object({ stage: Stage, start: Day, end: Day, critical: z.boolean() });
export type GanttBar = z.infer<typeof GanttBar>;

export const GanttRow = z.object({
  key: words,
  title: words,
  team: words,
  colour: Colour,
  critical: z.boolean(),
  /** Working days by which it is delivered after the day that was planned. */
  late: z.number().int().min(0),
  /** In their order; the last is the delivery. */
  bars: z.array(GanttBar).min(1),
});
export type GanttRow = z.infer<typeof GanttRow>;

export const GanttModel = z.object({
  kind: z.literal('gantt'),
  programme: words,
  filter: words.nullable(),
  today: Day,
  end: Day.nullable(),
  path: z.array(words),
  cutOff: Day.nullable(),
  milestones: z.array(z.object({ name: words, date: Day })),
  freezes: z.array(z.object({ name: words, start: Day, end: Day })),
  /** ISO weekdays on which its reader does not work. */
  weekend: z.array(z.number().int().min(1).max(7)),
  rows: z.array(GanttRow),
});
export type GanttModel = z.infer<typeof GanttModel>;

/** A figure as a bar, and the one it is compared with as another. */
export const BarRow = z.object({
  label: words,
  value: z.number().min(0).nullable(),
  /** The figure with its unit, and of how many. */
  shown: words,
  /** Null where there is nothing to compare with. */
  before: z.number().min(0).nullable(),
  shownBefore: words,
});
export type BarRow = z.infer<typeof BarRow>;

/** Figures beside those before; each has a scale of its own, since their units differ. */
export const BarsModel = z.object({
  kind: z.literal('bars'),
  programme: words,
  /** What they are the figures of. */
  filter: words.nullable(),
  today: Day,
  /** What stands under the title. */
  caption: words,
  rows: z.array(BarRow),
});
export type BarsModel = z.infer<typeof BarsModel>;

/** Everything a picture shows: it is drawn from this alone. */
export const Picture = z.discriminatedUnion('kind', [MapModel, GanttModel, BarsModel]);
export type Picture = z.infer<typeof Picture>;

/** Cuts a text to what a model may hold. */
export function within(text: string): string {
  return text.length <= LONGEST_TEXT ? text : text.slice(0, LONGEST_TEXT).toWellFormed();
}

export const Theme = z.enum(['light', 'dark']);
export type Theme = z.infer<typeof Theme>;

/** How much is drawn in full. */
export type Room = keyof Pick<typeof MOST, 'chat' | 'page'>;
