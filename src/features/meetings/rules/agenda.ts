import type { Agenda, Point, PointKind } from '../model.ts';

/** Minutes a point of each kind is given, in the order they are talked about. Ours: a decision is argued, an action is read out. */
const POINT_MINUTES: Readonly<Record<PointKind, number>> = {
  decision: 10,
  red: 5,
  overdue: 3,
  shift: 2,
  gate: 2,
  action: 1,
};
/** Kept for reading out what was decided and who does what. Ours. */
export const CLOSING_MINUTES = 5;
/** Points to read that are listed. Ours: a screen. */
const MOST_READING = 15;

const ORDER = Object.keys(POINT_MINUTES) as PointKind[]; // the keys of this object

/**
 * Puts what there is to talk about in order and gives it time. What does not fit into a meeting of so many minutes is for
 * reading: never something more urgent than what is talked about. Of what names one thing twice the more urgent stays.
 */
export function agendaOf(found: readonly Omit<Point, 'minutes'>[], minutes: number): Agenda {
  const sorted = [...found].sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));
  const first = new Map([...sorted].reverse().map((one) => [one.key, one]));
  const all = sorted
    .filter((one) => first.get(one.key) === one)
    .map((one) => ({ ...one, minutes: POINT_MINUTES[one.kind] }));
  let left = minutes - CLOSING_MINUTES;
  const outside = all.findIndex((one) => {
    left -= one.minutes;
    return left < 0;
  });
  const points = outside < 0 ? all : all.slice(0, outside);
  const reading = all.slice(points.length, points.length + MOST_READING);
  return { points, reading, more: all.length - points.length - reading.length };
}
