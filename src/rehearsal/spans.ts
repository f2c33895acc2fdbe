import { DateTime } from 'luxon';
import { type Calendar, type Interval, weekendOf, workBetween } from '../core/calendar.ts';
import type { Person } from '../features/people/model.ts';
import { presentFor } from './presence.ts';
import type { Register } from './register.ts';

/** Working times over the span of a rehearsal; calendars that are alike are computed once. */
export interface Spans {
  /** When a person works, or whoever stands in for them while they are away. */
  reachable(person: Person): readonly Interval[];
  /** When a person would work if there were neither holidays nor absences. */
  ordinary(person: Person): readonly Interval[];
}

export function spansOf(register: Register, from: DateTime, until: DateTime): Spans {
  const known = new Map<string, readonly Interval[]>();

  function work(calendar: Calendar): readonly Interval[] {
    const key = JSON.stringify(calendar);
    const found = known.get(key) ?? workBetween(calendar, from, until);
    known.set(key, found);
    return found;
  }

  return {
    ordinary: ({ calendar }) =>
      work({ ...calendar, country: undefined, region: undefined, weekend: weekendOf(calendar) }),
    reachable(person) {
      if (!register.absences.has(person.id)) return work(person.calendar);
      const cuts = cutsFor(register, person, from, until);
      return cuts.flatMap((start, index) => {
        const end = cuts[index + 1] ?? until.toMillis();
        const present = presentFor(register, person, DateTime.fromMillis(start, { zone: 'utc' }));
        return present === undefined ? [] : clip(work(present.calendar), start, end);
      });
    },
  };
}

/** The moments at which who stands in for a person may change, `from` first. */
function cutsFor(register: Register, person: Person, from: DateTime, until: DateTime): number[] {
  const chain = new Set<string>([person.id]);
  const cuts = new Set<number>([from.toMillis()]);
  for (const id of chain) {
    const absences = register.absences.get(id) ?? [];
    for (const { startsAt, endsAt, standInId } of absences) {
      for (const at of [startsAt, endsAt]) if (at > from && at < until) cuts.add(at.toMillis());
      const next = standInId ?? register.people.get(id)?.delegateId;
      if (next != null) chain.add(next);
    }
  }
  return [...cuts].sort((a, b) => a - b);
}

/** What of these intervals lies between two moments. */
function clip(intervals: readonly Interval[], start: number, end: number): Interval[] {
  return intervals
    .filter((one) => one.end > start && one.start < end)
    .map((one) => ({ start: Math.max(one.start, start), end: Math.min(one.end, end) }));
}

/** The times between `start` and `end` that none of the intervals covers. */
export function gapsBetween(intervals: readonly Interval[], start: number, end: number): Interval[] {
  const gaps: Interval[] = [];
  let covered = start;
  for (const one of [...intervals].sort((a, b) => a.start - b.start)) {
    if (one.start > covered) gaps.push({ start: covered, end: one.start });
    covered = Math.max(covered, one.end);
  }
  if (covered < end) gaps.push({ start: covered, end });
  return gaps;
}
