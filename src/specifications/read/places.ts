import {
  EVENT_ALIAS,
  EVENT_MAPPING,
  EVENT_POP,
  EVENT_SCALAR,
  EVENT_SEQUENCE,
  type Event,
  getScalarValue,
  SCALAR_STYLE_DOUBLE_QUOTED,
  SCALAR_STYLE_SINGLE_QUOTED,
  type ScalarEvent,
} from 'js-yaml';
import { stepsOf } from '../pointer.ts';

/** Where something stands in a text; both count from 1. */
export interface Place {
  line: number;
  column: number;
}

interface Spot {
  offset: number;
  /** What stands inside: by key or by number. */
  inside: Map<string, Spot> | undefined;
}

/**
 * Where the value at a pointer stands: at its key in an object, at itself in a list. For what is not in the text
 * (a missing field, a merged key) the nearest thing around it.
 */
export function placesOf(text: string, events: readonly Event[]): (pointer: string) => Place {
  const starts = lineStarts(text);
  // Most documents are read for their content; places are asked for when there is something to say.
  let root: Spot | undefined;
  return (pointer) => {
    root ??= spotsOf(text, events);
    let spot = root;
    for (const step of stepsOf(pointer)) {
      const next = spot.inside?.get(step);
      if (next === undefined) break;
      spot = next;
    }
    return placeAt(starts, spot.offset);
  };
}

function spotsOf(text: string, events: readonly Event[]): Spot {
  const top: Spot = { offset: 0, inside: undefined };
  const open: { spot: Spot; isMap: boolean; key: { name: string; offset: number } | undefined }[] = [];

  function add(offset: number, scalar: ScalarEvent | undefined): Spot {
    const frame = open.at(-1);
    if (frame === undefined) {
      top.offset = offset;
      return top;
    }
    const spot: Spot = { offset, inside: undefined };
    frame.spot.inside ??= new Map();
    if (!frame.isMap) frame.spot.inside.set(String(frame.spot.inside.size), spot);
    else if (frame.key === undefined) {
      frame.key = { name: scalar === undefined ? '' : getScalarValue(text, scalar), offset };
    } else {
      spot.offset = frame.key.offset;
      frame.spot.inside.set(frame.key.name, spot);
      frame.key = undefined;
    }
    return spot;
  }

  for (const event of events) {
    if (event.type === EVENT_SCALAR) add(startOf(event) ?? open.at(-1)?.spot.offset ?? 0, event);
    else if (event.type === EVENT_ALIAS) add(event.anchorStart, undefined);
    else if (event.type === EVENT_SEQUENCE || event.type === EVENT_MAPPING) {
      open.push({ spot: add(event.start, undefined), isMap: event.type === EVENT_MAPPING, key: undefined });
    } else if (event.type === EVENT_POP) open.pop();
  }
  return top;
}

/** The first character of a scalar, its quote included; undefined for an empty one, which stands nowhere. */
function startOf({ valueStart, style }: ScalarEvent): number | undefined {
  if (valueStart < 0) return undefined;
  return style === SCALAR_STYLE_SINGLE_QUOTED || style === SCALAR_STYLE_DOUBLE_QUOTED ? valueStart - 1 : valueStart;
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

function placeAt(starts: readonly number[], offset: number): Place {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
}
