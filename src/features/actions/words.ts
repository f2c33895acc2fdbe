import { normaliseKey, type Speaker } from '../../chat/commands.ts';
import { parsePlainDate } from '../../core/plain-dates.ts';

/** What was understood of an action; what was not said is undefined. */
export interface ActionWords {
  /** A handle. */
  owner: string | undefined;
  what: string;
  /** YYYY-MM-DD */
  dueOn: string | undefined;
  /** DEP-4 */
  dependency: string | undefined;
}

const OWNER = /^@(\S+?)[,.:;]?(?:\s+|$)/;
const ON = /(?:^|\s)on\s+([a-z]+-?\d+)\s*$/i;
const BY = /(?:^|\s)by\s+/gi;

/**
 * Reads `@OWNER WHAT by DATE [on DEP-4]`. The last “by” leads up to the date, so that what is to be done may hold others.
 * Throws InvalidInput for a date that cannot be read or is past.
 */
export function readActionWords(words: string, speaker: Speaker): ActionWords {
  const owner = OWNER.exec(words);
  const said = words.slice(owner?.[0].length ?? 0);
  const by = [...said.matchAll(BY)].at(-1);
  if (by === undefined) return { owner: owner?.[1], what: said.trim(), dueOn: undefined, dependency: undefined };
  const rest = said.slice(by.index + by[0].length);
  const on = ON.exec(rest);
  const date = parsePlainDate(rest.slice(0, on?.index), { zone: speaker.zone }, speaker.now);
  return {
    owner: owner?.[1],
    what: said.slice(0, by.index).trim(),
    dueOn: date.date,
    dependency: on?.[1] === undefined ? undefined : normaliseKey(on[1]),
  };
}
