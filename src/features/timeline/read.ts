import type { DateTime } from 'luxon';
import { InvalidInput } from '../../core/errors.ts';
import { formatDay } from '../../core/format-time.ts';
import { parsePlainDate } from '../../core/plain-dates.ts';
import type { Act } from '../feature.ts';
import { type Environment, type Milestone, MOST_DAYS } from './model.ts';

/** What words plan of a stage. */
export type Planned = Pick<Milestone, 'startDate' | 'endDate' | 'workingDays'>;

const LENGTH = /^(\d{1,6})\s*(?:d|(?:working\s+)?days?)\b\s*(?:by\b)?\s*/i;
const SPAN = /^(?:from\s+)?(.+?)\s+(?:to|until|till|–|-)\s+(.+)$/i;

/** A day to come in words, not after the cut-off. Throws InvalidInput saying what to send. */
export function readDay(words: string, { by, now }: Pick<Act, 'by' | 'now'>, cutOff: string | null): string {
  const { date } = parsePlainDate(words, by.calendar, now);
  refuseAfterCutOff(date, cutOff, now);
  return date;
}

/** What is wrong with a day after the cut-off, and what to do; undefined up to it. */
export function lateForCutOff(date: string | null, cutOff: string | null, now: DateTime): string | undefined {
  if (date === null || cutOff === null || date <= cutOff) return undefined;
  return `${formatDay(date, now)} is after the cut-off ${formatDay(cutOff, now)}. Send a day up to it; a lead moves it: \`/deps milestones programme Cut-off: DATE\`.`;
}

/** Refuses a day of a plan after which nothing is delivered. */
export function refuseAfterCutOff(date: string, cutOff: string | null, now: DateTime): void {
  const fault = lateForCutOff(date, cutOff, now);
  if (fault !== undefined) throw new InvalidInput('after-cut-off', fault);
}

/** Two days, `7 Dec to 9 Dec`; undefined when the words are no span. */
export function readSpan(
  words: string,
  act: Pick<Act, 'by' | 'now'>,
  cutOff: string | null,
): { startDate: string; endDate: string } | undefined {
  const [, first, last] = SPAN.exec(words.trim()) ?? [];
  if (first === undefined || last === undefined) return undefined;
  const [startDate, endDate] = [readDay(first, act, cutOff), readDay(last, act, cutOff)];
  refuseWrongOrder(startDate, endDate);
  return { startDate, endDate };
}

/** Refuses a span that ends before it begins; days that are not given are in order. */
export function refuseWrongOrder(first: string | null, last: string | null): void {
  if (first === null || last === null || first <= last) return;
  throw new InvalidInput(
    'wrong-order',
    `${formatDay(first)} is after ${formatDay(last)}. Send the first day first, such as “7 Dec to 9 Dec”.`,
  );
}

/** `10d`, `11 Dec`, `10d by 11 Dec` or `7 Dec to 9 Dec`. Throws InvalidInput saying what to send. */
export function readPlanned(words: string, act: Pick<Act, 'by' | 'now'>, cutOff: string | null): Planned {
  const [matched, days] = LENGTH.exec(words) ?? [];
  const workingDays = days === undefined ? null : readDays(days);
  const left = words.slice(matched?.length ?? 0).trim();
  if (left === '' && workingDays !== null) return { startDate: null, endDate: null, workingDays };
  const span = workingDays === null ? readSpan(left, act, cutOff) : undefined;
  return { startDate: null, endDate: span?.endDate ?? readDay(left, act, cutOff), workingDays, ...span };
}

function readDays(words: string): number {
  const days = Number(words);
  if (days >= 1 && days <= MOST_DAYS.stage) return days;
  throw new InvalidInput(
    'bad-length',
    `A stage takes 1 to ${MOST_DAYS.stage} working days, such as 10d; you sent ${days}.`,
  );
}

/** Refuses a window on days on which its environment is not there. */
export function refuseOutsideLife(environment: Environment, { startDate, endDate }: Planned): void {
  const { name, fromDate, untilDate } = environment;
  const first = startDate ?? endDate;
  if (first !== null && fromDate !== null && first < fromDate) {
    throw new InvalidInput(
      'before-life',
      `${name} is there from ${formatDay(fromDate)}: send a window that begins then or later.`,
    );
  }
  if (endDate !== null && untilDate !== null && endDate > untilDate) {
    throw new InvalidInput(
      'after-life',
      `${name} is there until ${formatDay(untilDate)}: send a window that ends then or earlier.`,
    );
  }
}

/** What is wrong with moving a day that a commitment holds, and how it is moved; undefined for a day that is free or stays. */
export function heldBy(
  { committed, endDate }: Pick<Milestone, 'committed' | 'endDate'>,
  after: string | null,
  now: DateTime,
): string | undefined {
  if (committed === null || endDate === after) return undefined;
  const held = endDate === null ? 'its day' : formatDay(endDate, now);
  return `${committed} holds ${held}: it moves when all sides have signed another. Propose it: \`/deps counter ${committed} ${after === null ? '11 Dec' : formatDay(after).slice(4)} because REASON\`.`;
}
