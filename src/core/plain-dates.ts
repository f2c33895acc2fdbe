import * as chrono from 'chrono-node';
import { DateTime, FixedOffsetZone } from 'luxon';
import type { WorkingDays } from './calendar.ts';
import { addDays, utcMidnight, weekdayOf } from './calendar-date.ts';
import { InvalidInput } from './errors.ts';
import { formatDay, formatMoment } from './format-time.ts';
import { instantOf, localDate } from './local-time.ts';
import { END_OF_WORK, nextWeekday, officeParsers } from './plain-date-parsers.ts';

/** Whose words they are. A Calendar with a locale will do: its days off count for "in 3 working days" and EOW. */
export interface Speaker extends WorkingDays {
  /** IANA name. */
  zone: string;
  /** BCP 47; `en-US` puts the month first in 04/03, everything else the day. */
  locale?: string | undefined;
}

/** A date someone wrote. Always show it to them before it counts. */
export interface PlainDate {
  /** In UTC; the end of work (18:00) on the speaker's clock when no time was given. */
  at: DateTime;
  /** The speaker's date, `YYYY-MM-DD`. */
  date: string;
  hasTime: boolean;
  /** The words that were read as the date. */
  text: string;
}

export interface FoundPlainDate extends PlainDate {
  /** Where the words stand in the sentence, in UTF-16 units. */
  index: number;
  length: number;
}

/** A date without a year is one in the past when it was at most so long ago, and otherwise next year's. */
const LATELY_DAYS = 90;
const SAYS_PAST = /\b(?:last|previous|ago|yesterday)\b/i;
const NOT_BARE = /\b(?:last|previous|past|this|next|week)\b/i;

/**
 * Reads a date to come: "Fri" (never today), "11 Dec", "tomorrow 10:00", "2026-12-11", "EOW", "in 3 working days".
 * Throws InvalidInput, saying what to send: `no-date`, `past-date`, `two-dates`, `weekday-mismatch`.
 */
export function parsePlainDate(text: string, speaker: Speaker, now: DateTime): PlainDate {
  const said = `“${text.trim()}”`;
  const examples = examplesFor(localDate(now, speaker.zone));
  const [first, ...others] = readDates(text, speaker, now);
  if (!first) throw new InvalidInput('no-date', `I cannot read ${said} as a date. Send one such as ${examples}.`);
  if (first.range || others.some((other) => other.date !== first.date)) {
    throw new InvalidInput('two-dates', `${said} has more than one date. Send a single one, such as ${examples}.`);
  }
  if (first.mismatch) {
    const day = `${formatDay(first.date, now)}, not the weekday you wrote`;
    throw new InvalidInput(
      'weekday-mismatch',
      `${said} does not fit: it is ${day}. Send ${first.date} if you mean that day.`,
    );
  }
  if (first.past) {
    const day = first.hasTime ? formatMoment(first.at, speaker.zone) : formatDay(first.date, now);
    const reading = first.at <= now ? `${said} is ${day}, which is past` : `${said} is past`;
    throw new InvalidInput('past-date', `${reading}. Send a date to come, such as ${examples}.`);
  }
  return { at: first.at, date: first.date, hasTime: first.hasTime, text: first.text };
}

/**
 * Reads a day that has been: "Mon" (the last one, today included), "1 Nov", "2026-11-01", "yesterday". The day is on the
 * speaker's calendar, `YYYY-MM-DD`. Throws InvalidInput, saying what to send: `no-date`, `two-dates`, `future-date`.
 */
export function parsePastDay(text: string, speaker: Speaker, now: DateTime): Pick<PlainDate, 'date' | 'text'> {
  const said = `“${text.trim()}”`;
  const today = localDate(now, speaker.zone);
  const examples = `“Mon”, “${utcMidnight(addDays(today, -14)).setLocale('en-US').toFormat('d LLL')}” or “${addDays(today, -14)}”`;
  const [first, ...others] = readDates(text, speaker, now);
  if (!first) throw new InvalidInput('no-date', `I cannot read ${said} as a date. Send one such as ${examples}.`);
  if (first.range || others.some((other) => other.date !== first.date)) {
    throw new InvalidInput('two-dates', `${said} has more than one date. Send a single one, such as ${examples}.`);
  }
  if (first.date <= today) return { date: first.date, text: first.text };
  // Dates without a week or a year were read as those to come.
  const before = /\d/.test(first.text)
    ? utcMidnight(first.date).minus({ years: 1 }).toISODate()
    : addDays(first.date, -DAYS_A_WEEK);
  if (before <= today && !SAYS_YEAR.test(first.text)) return { date: before, text: first.text };
  throw new InvalidInput('future-date', `${said} is to come. Send a day that has been, such as ${examples}.`);
}

const DAYS_A_WEEK = 7;
const SAYS_YEAR = /\b\d{4}\b|\b(?:tomorrow|next|in)\b/i;

const INTRODUCED = /\b(?:until|till?|by|before|due|for|to|on|no later than)\s+(?:the\s+)?$/i;
const INTRODUCES_ITSELF = /^(?:until|by|on)\s/i;
const SINCE = /\bsince\s+(?:the\s+)?$/i;
// Short words that are seldom a date unless something leads up to them: "we sat down", "blocked today".
const WEAK = /^(?:sat|sun|wed|[Nn]ow|[Tt]oday|[Tt]onight|[Tt]his (?:morning|afternoon|evening))$/;
// "blocked for 3 days" looks back.
const DURATION = /^for\s/i;

/**
 * Finds the date to come that a sentence speaks of ("blocked by the vendor until Friday"), the one led up to by "until", "by" and
 * the like before any other, and of a range its end. Past dates and contradictory ones are passed over; undefined when none is left.
 */
export function findPlainDate(text: string, speaker: Speaker, now: DateTime): FoundPlainDate | undefined {
  const dates = readDates(text, speaker, now).filter((date) => !date.past && !date.mismatch);
  const lead = (date: ReadDate) => text.slice(0, date.index);
  const found =
    dates.find((date) => INTRODUCED.test(lead(date)) || INTRODUCES_ITSELF.test(date.text)) ??
    dates.find((date) => (date.range || !SINCE.test(lead(date))) && !WEAK.test(date.text) && !DURATION.test(date.text));
  if (!found) return undefined;
  const { at, date, hasTime, index } = found;
  return { at, date, hasTime, text: found.text, index, length: found.text.length };
}

interface ReadDate extends PlainDate {
  index: number;
  past: boolean;
  /** It is the end of a range of several days. */
  range: boolean;
  /** The weekday and the day of the month that were written do not go together. */
  mismatch: boolean;
}

function readDates(text: string, speaker: Speaker, now: DateTime): ReadDate[] {
  const local = now.setZone(speaker.zone);
  const today = localDate(now, speaker.zone);
  const reader = (speaker.locale === 'en-US' ? chrono.en.casual : chrono.en.GB).clone();
  reader.parsers.unshift(...officeParsers(today, speaker));
  return reader
    .parse(text, { instant: now.toJSDate(), timezone: local.offset })
    .filter(({ start }) => start.isCertain('day') || start.isCertain('weekday') || start.isCertain('hour'))
    .map((result) => {
      const { start, end, text: words, index } = result;
      const last = end ?? start;
      const day = dayMeant(last, words, today);
      const weekday = isoWeekday(last);
      const at = instantMeant(last, day, speaker.zone);
      return {
        at,
        date: localDate(at, speaker.zone),
        hasTime: last.isCertain('hour'),
        text: words,
        index,
        past: at <= now || SAYS_PAST.test(words),
        range: day !== dayMeant(start, words, today),
        mismatch: last.isCertain('day') && weekday !== undefined && weekday !== weekdayOf(day),
      };
    });
}

function dayMeant(start: chrono.ParsedComponents, words: string, today: string): string {
  const weekday = isoWeekday(start);
  if (weekday && !start.isCertain('day') && !NOT_BARE.test(words)) return nextWeekday(today, weekday);
  const year = part(start, 'year');
  const month = part(start, 'month');
  const day = part(start, 'day');
  const named = start.isCertain('month') && start.isCertain('day') && !start.isCertain('year');
  return named
    ? nearestYear(month, day, today)
    : DateTime.fromObject({ year, month, day }, { zone: 'utc' }).toISODate();
}

function nearestYear(month: number, day: number, today: string): string {
  const earliest = addDays(today, -LATELY_DAYS);
  const thisYear = utcMidnight(today).year;
  // Eight years on there has been a 29 February, whatever the century.
  for (let year = thisYear - 1; year <= thisYear + 8; year++) {
    const first = DateTime.fromObject({ year, month }, { zone: 'utc' });
    const date = first.plus({ days: day - 1 });
    if (date.month === month && date.toISODate() >= earliest) return date.toISODate();
  }
  throw new Error(`no year has a day ${day} in month ${month}`);
}

function instantMeant(start: chrono.ParsedComponents, day: string, zone: string): DateTime {
  if (!start.isCertain('hour')) return instantOf(day, END_OF_WORK, zone);
  const time = { hour: part(start, 'hour'), minute: start.get('minute') ?? 0 };
  if (!start.isCertain('timezoneOffset')) return instantOf(day, time, zone);
  const offset = FixedOffsetZone.instance(part(start, 'timezoneOffset'));
  return utcMidnight(day).setZone(offset, { keepLocalTime: true }).set(time).toUTC();
}

function isoWeekday(start: chrono.ParsedComponents): number | undefined {
  return start.isCertain('weekday') ? part(start, 'weekday') || 7 : undefined;
}

function part(start: chrono.ParsedComponents, component: chrono.Component): number {
  const value = start.get(component);
  if (value === null) throw new Error(`chrono gave no ${component}`);
  return value;
}

function examplesFor(today: string): string {
  const later = addDays(today, 14);
  return `“Fri”, “${utcMidnight(later).setLocale('en-US').toFormat('d LLL')}”, “${later}” or “in 3 working days”`;
}
