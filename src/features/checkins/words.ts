import type { DateTime } from 'luxon';
import type { Colour } from '../../chat/card.ts';
import { normaliseKey } from '../../chat/commands.ts';
import { InvalidInput } from '../../core/errors.ts';
import { parsePlainDate, type Speaker } from '../../core/plain-dates.ts';

/** What somebody said of one dependency. */
export interface Said {
  key: string;
  verdict: Verdict;
  reason: string | null;
  /** YYYY-MM-DD; for a blocker, when it is expected to end. */
  until: string | null;
}

export type Verdict = Colour | 'same' | 'blocked' | 'unblocked' | 'delivered';

export interface Understood {
  said: Said[];
  /** What could not be understood, each with what to write instead; nothing is recorded while there is any. */
  problems: string[];
}

/** The verdicts by their words; the first that fits wins, so the longer ones stand first. */
const VERDICTS: readonly [Verdict, RegExp][] = [
  ['unblocked', /^(?:no longer blocked|not blocked(?: any ?more)?|unblocked|solved|resolved)\b/i],
  ['blocked', /^(?:blocked|stuck)\b/i],
  ['same', /^(?:no change|nothing new|unchanged|same)\b/i],
  ['delivered', /^(?:delivered|done|shipped|finished)\b/i],
  ['red', /^(?:red|off[ -]track)\b/i],
  ['yellow', /^(?:yellow|amber|at risk)\b/i],
  ['green', /^(?:green|on[ -]track|good|ok|okay|fine)\b/i],
];

const ALL = /^(?:all|everything|both)\b[\s:,]*/i;
const COPULA = /^(?:(?:is|are|still|now)\s+|[-–—=]\s*)/i;
/** Words between a verdict and its reason. */
const LINK = /^[\s,:;–-]*(?:(?:because(?: of)?|since|by|due to|as)\s+)?/i;
const UNTIL = /(?:^|[\s,]+)(?:until|till?)\s+(.+)$/is;
/** A second verdict right behind the first: which one is meant? */
const OR = /^\s*(?:\/|,?\s*(?:or|maybe|then)\s|\?)/i;
/** Small talk begins with these as well: alone they are a verdict only where nothing but a reason follows. */
const WEAK = /^(?:good|ok|okay|fine)\b/i;
const WHOLE = /^\w+\s*(?:$|[,:;.–-])/;

/** A key at the beginning: `7`, `DEP-7`, and with the programme's own prefix `dep7`. */
function keyAt(prefix: string): RegExp {
  return new RegExp(`^(${prefix}[- ]?\\d+|[a-z][a-z0-9]*-\\d+|\\d+)(?![\\w])[\\s:,]*`, 'i');
}

/**
 * Reads an answer in plain words: `7 green, staging arrived; 12 blocked by the vendor until Friday`. Parts are separated
 * by semicolons or lines. With one open dependency its key may be left out. Days are in the speaker's zone.
 */
export function readAnswer(
  text: string,
  open: readonly string[],
  speaker: Speaker,
  now: DateTime,
  prefix = 'DEP',
): Understood {
  const parts = text
    .split(/[;\n]+/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const understood: Understood = { said: [], problems: [] };
  for (const part of parts) readPart(part, open, speaker, now, prefix, understood);
  // "12 unblocked; 12 green" are two things: of the blocker, and of the status.
  const things = understood.said.map(({ key, verdict }) => `${key} ${isOfBlocker(verdict) ? 'blocker' : 'status'}`);
  const twice = things.find((thing, index) => things.indexOf(thing) !== index);
  if (twice !== undefined) {
    understood.problems.push(`${twice.split(' ')[0]} stands there twice; say one thing of it.`);
  }
  return understood;
}

/** True when words read like an answer: they name a dependency or begin with a verdict. */
export function looksLikeAnswer(text: string, prefix = 'DEP'): boolean {
  const { keys, left } = readKeys(text.trim(), ['all'], prefix);
  const named = text.trim() !== left && keys.length > 0;
  if (named && keyAt(prefix).test(text.trim())) return true;
  return verdictOf(left, named) !== undefined;
}

function isOfBlocker(verdict: Verdict): boolean {
  return verdict === 'blocked' || verdict === 'unblocked';
}

function verdictOf(left: string, named: boolean): [Verdict, RegExp] | undefined {
  if (!named && WEAK.test(left) && !WHOLE.test(left)) return undefined;
  return VERDICTS.find(([, words]) => words.test(left));
}

function readPart(
  part: string,
  open: readonly string[],
  speaker: Speaker,
  now: DateTime,
  prefix: string,
  into: Understood,
): void {
  const { keys, left } = readKeys(part, open, prefix);
  const [verdict, pattern] = verdictOf(left, left !== part) ?? [];
  if (verdict === undefined || pattern === undefined) {
    into.problems.push(`"${shortened(part)}" has no status. ${example(keys[0] ?? open[0] ?? `${prefix}-4`)}`);
    return;
  }
  if (keys.length === 0) {
    into.problems.push(
      open.length === 0
        ? `Which dependency is ${shortened(left)}? ${example(`${prefix}-4`)}`
        : `Which one is ${shortened(left)}: ${open.join(', ')}? ${example(open[0] ?? '')}`,
    );
    return;
  }
  const rest = left.replace(pattern, '');
  if (OR.test(rest)) {
    into.problems.push(`"${shortened(part)}" leaves open which it is. ${example(keys[0] ?? '')}`);
    return;
  }
  try {
    const { reason, until } = verdict === 'blocked' ? readBlocked(rest, speaker, now) : readReason(rest);
    for (const key of keys) into.said.push({ key, verdict, reason, until });
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    into.problems.push(error.message);
  }
}

function readReason(rest: string): { reason: string | null; until: null } {
  const reason = rest.replace(LINK, '').trim();
  return { reason: reason === '' ? null : reason, until: null };
}

/** What blocks it and until when; throws InvalidInput on a day that is past or none. */
function readBlocked(rest: string, speaker: Speaker, now: DateTime): { reason: string | null; until: string | null } {
  const match = UNTIL.exec(rest);
  const words = match?.[1];
  if (match === null || words === undefined) return readReason(rest);
  const date = parsePlainDate(words, speaker, now);
  const after = words.replace(date.text, '').replace(/^[\s,.]+/, '');
  return { ...readReason(`${rest.slice(0, match.index)} ${after}`), until: date.date };
}

function readKeys(part: string, open: readonly string[], prefix: string): { keys: string[]; left: string } {
  const all = ALL.exec(part);
  if (all !== null) return { keys: [...open], left: part.slice(all[0].length).replace(COPULA, '') };
  const keys: string[] = [];
  let left = part;
  for (let named = keyAt(prefix).exec(left); named?.[1] !== undefined; named = keyAt(prefix).exec(left)) {
    keys.push(normaliseKey(named[1], prefix));
    left = left.slice(named[0].length).replace(/^(?:and|&|\+)\s*/i, '');
  }
  if (keys.length > 0) return { keys, left: left.replace(COPULA, '') };
  return { keys: open.length === 1 ? [...open] : [], left: part.replace(COPULA, '') };
}

function example(key: string): string {
  return `Write for example "${key} green" or "${key} blocked by the vendor until Friday".`;
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
