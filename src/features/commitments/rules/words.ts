import { StageName } from '../../timeline/model.ts';
import { readTrace, type Tracing } from './trace.ts';

/** A proposal as it was said; what is missing is undefined. */
export interface SaidProposal {
  stage: StageName | undefined;
  /** A handle. */
  who: string | undefined;
  what: string;
  /** Words that are a day, when they are one. */
  by: string | undefined;
  trace: string | undefined;
}

/** `[stage] @who WHAT by DATE TRACE`, the trace wherever it stands. */
export function readProposal(words: string, tracing: Tracing, isDay: (words: string) => boolean): SaidProposal {
  const [stageWord = '', ...afterStage] = words.split(/\s+/);
  const stage = StageName.safeParse(stageWord.toLowerCase()).data;
  const left = stage === undefined ? [stageWord, ...afterStage] : afterStage;
  const { who, left: said } = cutWho(left);
  const at = said.findLastIndex((word) => readTrace(word, tracing) !== undefined);
  const trace = at < 0 ? undefined : readTrace(said[at] ?? '', tracing);
  const { what, by } = splitDay(said.filter((_, index) => index !== at).join(' '), isDay);
  return { stage, who, what, by, trace };
}

/** The handle that stands first, and the words after it. */
function cutWho(words: readonly string[]): { who: string | undefined; left: readonly string[] } {
  const [first = '', ...after] = words;
  if (!first.startsWith('@')) return { who: undefined, left: words };
  return { who: first.replace(/^@/, '').replace(/[,.;:]$/, ''), left: after };
}

/** What is said before the day, and the day: what follows the last `by` that a day follows, else the last one. */
function splitDay(words: string, isDay: (words: string) => boolean): { what: string; by: string | undefined } {
  const places = [...words.matchAll(/(?:^|\s)by\s+(?=\S)/gi)];
  const parts = places.map((match) => ({
    what: words.slice(0, match.index).trim(),
    by: words.slice(match.index + match[0].length).trim(),
  }));
  return parts.findLast(({ by }) => isDay(by)) ?? { what: words.trim(), by: undefined };
}

/** A counter as it was said. */
export interface SaidCounter {
  /** A handle. */
  who: string | undefined;
  what: string | undefined;
  by: string | undefined;
  trace: string | undefined;
  reason: string | undefined;
}

/** Words a day takes at most when it stands first: "in 3 working days". */
const MOST_DAY_WORDS = 4;
const BEGINS_AS_DAY =
  /^(?:\d|mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|today|tomorrow|next\s|in\s+\d|eow|eom)/i;

/**
 * `DATE [REASON]`, `WHAT`, `WHAT by DATE`, each with `@who` before, with the trace as its last word, and with `because REASON`;
 * `@who` and the trace alone, too. `dayIn` gives the words that are a day, if any.
 */
export function readCounter(
  words: string,
  tracing: Tracing,
  dayIn: (words: string) => string | undefined,
): SaidCounter {
  const [said = '', ...reasons] = words.split(/\bbecause\b/i);
  const because = reasons.length === 0 ? undefined : reasons.join('because').trim();
  const { who, left } = cutWho(said.trim().split(/\s+/));
  const trace = readTrace(left.at(-1) ?? '', tracing);
  const first = (trace === undefined ? left : left.slice(0, -1)).join(' ').replace(/^by\s+/i, '');
  if (BEGINS_AS_DAY.test(first)) {
    const day = dayIn(first.split(/\s+/).slice(0, MOST_DAY_WORDS).join(' ')) ?? first;
    const rest = first.startsWith(day) ? first.slice(day.length).trim() : '';
    return { who, what: undefined, by: day, trace, reason: because ?? (rest === '' ? undefined : rest) };
  }
  const { what, by } = splitDay(first, (tail) => dayIn(tail) !== undefined);
  return { who, what: what === '' ? undefined : what, by, trace, reason: because };
}
