import type { DateTime } from 'luxon';
import { formatDay } from '../core/format-time.ts';
import { instantOf } from '../core/local-time.ts';
import { parsePastDay } from '../core/plain-dates.ts';
import { normaliseKey, type Speaker } from './commands.ts';

/** What somebody looks for in a log or a register: `sandbox by @ana since Mon DEP-4`, in any order. */
export interface Search {
  /** A handle. */
  by: string | undefined;
  /** The start of the day that was said, in UTC, and the day in words. */
  since: { at: DateTime; day: string } | undefined;
  /** DEP-4, DEC-3 */
  key: string | undefined;
  /** The words that are left. */
  words: string;
}

const MIDNIGHT = { hour: 0, minute: 0 };
const BY = /(?:^|\s)(?:by\s+)?@([^\s,;:]+)/i;
const KEY = /(?:^|\s)([A-Z][A-Z0-9]*-\d+)(?=\s|$)/;
/** All that was said, when it is nothing but a key: `4`, `dep4`. */
const BARE_KEY = /^(?:\d+|[a-z][a-z0-9]*?[- ]?\d+)$/i;
const SINCE = /(?:^|\s)since\s+(.+)$/i;

/** Reads a search. Throws InvalidInput for a day that cannot be read or is to come. */
export function readSearch(said: string, speaker: Speaker): Search {
  let left = said.trim();
  const take = (pattern: RegExp): string | undefined => {
    const found = pattern.exec(left);
    if (found === null) return undefined;
    left = `${left.slice(0, found.index)} ${left.slice(found.index + found[0].length)}`.trim();
    return found[1];
  };
  if (BARE_KEY.test(left)) return { by: undefined, since: undefined, key: normaliseKey(left), words: '' };
  const by = take(BY);
  const key = take(KEY);
  const days = take(SINCE);
  const since = days === undefined ? undefined : sinceDay(days, speaker);
  const after = days === undefined || since === undefined ? '' : days.replace(since.said, '');
  return { by, since, key: key === undefined ? undefined : normaliseKey(key), words: tidy(`${left} ${after}`) };
}

function sinceDay(words: string, { zone, now }: Speaker) {
  const { date, text } = parsePastDay(words, { zone }, now);
  return { at: instantOf(date, MIDNIGHT, zone).toUTC(), day: formatDay(date, now), said: text };
}

function tidy(words: string): string {
  return words.replace(/\s+/g, ' ').trim();
}

/** A search as the title of a list says it: `with “sandbox”, by Ana Example, since Mon 23 Nov`; empty when nothing was said. */
export function searchText({ words, since }: Pick<Search, 'words' | 'since'>, by: string | undefined): string {
  return [
    ...(words === '' ? [] : [`with “${words.slice(0, LONGEST_ECHO)}”`]),
    ...(by === undefined ? [] : [`by ${by}`]),
    ...(since === undefined ? [] : [`since ${since.day}`]),
  ].join(', ');
}

/** Of what somebody typed, in a title. */
const LONGEST_ECHO = 40;
