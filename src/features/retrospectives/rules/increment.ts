import type { DateTime } from 'luxon';
import { addDays } from '../../../core/calendar-date.ts';
import { instantOf } from '../../../core/local-time.ts';
import type { Increment } from '../model.ts';

const MIDNIGHT = { hour: 0, minute: 0 };

/** The increment that ends with a milestone, of all milestones of its programme. */
export function incrementOf(milestone: { name: string; date: string }, all: readonly { date: string }[]): Increment {
  const before = all.map(({ date }) => date).filter((date) => date < milestone.date);
  return { after: before.sort().at(-1) ?? null, until: milestone.date };
}

/** The increment before one; undefined where there is none. */
export function incrementBefore({ after }: Increment, all: readonly { date: string }[]): Increment | undefined {
  return after === null ? undefined : incrementOf({ name: '', date: after }, all);
}

/** Its instants in a zone, the last excluded. */
export function spanOf({ after, until }: Increment, zone: string): { from: DateTime | null; to: DateTime } {
  const dayAfter = (date: string) => instantOf(addDays(date, 1), MIDNIGHT, zone);
  return { from: after === null ? null : dayAfter(after), to: dayAfter(until) };
}
