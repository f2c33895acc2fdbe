import type { DateTime } from 'luxon';
import type { Expectation, Expected, History, Span } from '../model.ts';

/** A change as the audit log tells it: parts of the value before and after; `before` null where it was made. */
export interface Change<Value> {
  at: DateTime;
  before: Partial<Value> | null;
  after: Partial<Value>;
}

/** The history of what is asked for is not known; the message says why. */
export class Unknown extends Error {}

/**
 * The history of a value, from what it is now back through its changes (ascending). Where a change does not lead to what
 * came after it, something else changed it meanwhile: from there back nobody knows.
 */
export function historyOf<Value extends object>(
  present: Value,
  createdAt: DateTime,
  changes: readonly Change<Value>[],
): History<Value> {
  const spans: History<Value>['spans'] = [];
  let value = present;
  for (const change of changes.toReversed()) {
    spans.push({ since: change.at, value });
    if (!agrees(value, change.after)) return { spans: spans.reverse(), before: 'unknown' };
    if (change.before === null) return { spans: spans.reverse(), before: 'absent' };
    value = { ...value, ...change.before };
  }
  spans.push({ since: createdAt, value });
  return { spans: spans.reverse(), before: 'absent' };
}

function agrees<Value extends object>(value: Value, part: Partial<Value>): boolean {
  const whole = JSON.stringify(sorted(value));
  return JSON.stringify(sorted({ ...value, ...part })) === whole;
}

/** Keys in one order: what comes from the database and what the log says are written in different ones. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, one]) => one !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => a.localeCompare(b)).map(([key, one]) => [key, sorted(one)]));
}

/** The value at a moment; undefined when there was none yet. Throws Unknown. */
export function valueAt<Value>(history: History<Value>, at: DateTime): Value | undefined {
  const span = history.spans.findLast((one) => one.since <= at);
  if (span === undefined && history.before === 'unknown') {
    throw new Unknown('it was changed before this without a word in the audit log');
  }
  return span?.value;
}

/** True when what `part` takes of the value changed after `from` and up to `to`; having been made is no change. */
export function changedWithin<Value>(
  { spans, before: first }: History<Value>,
  part: (value: Value) => unknown,
  { from, to }: Span,
): boolean {
  return spans.some(({ since, value }, index) => {
    const before = spans[index - 1];
    if (since <= from || since > to) return false;
    if (before === undefined) return first === 'unknown';
    return JSON.stringify(sorted(part(before.value))) !== JSON.stringify(sorted(part(value)));
  });
}

/** What `sends` finds; what it has to know and cannot is not judged. */
export function judged(about: string, sends: () => Expectation[]): Expected {
  try {
    return { sends: sends(), surplus: [], notJudged: [] };
  } catch (error) {
    if (!(error instanceof Unknown)) throw error;
    return { sends: [], surplus: [], notJudged: [{ about, why: error.message }] };
  }
}

/** True when a moment lies in a span. */
export function isWithin({ from, to }: Span, at: DateTime): boolean {
  return at >= from && at < to;
}
