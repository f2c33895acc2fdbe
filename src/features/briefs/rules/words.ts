import { DateTime } from 'luxon';
import { moment, type Span, type Text } from '../../../chat/text.ts';
import { formatDay, formatSpan } from '../../../core/format-time.ts';
import type { Figure, Sentence } from '../model.ts';

/** Records whose ages are told one by one. */
const MOST_NAMED = 2;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/;

/** A sentence as it is shown: days in words, instants in the reader's zone. */
export function textOf({ parts }: Sentence): Text {
  return parts.map((part) => (typeof part === 'string' ? part : shown(part.value)));
}

function shown(value: Figure['value']): Span {
  if (typeof value === 'number') return String(value);
  if (DAY.test(value)) return formatDay(value);
  return INSTANT.test(value) ? moment(DateTime.fromISO(value, { zone: 'utc' })) : value;
}

/** What a sentence rests on and how old that is at the moment `at` (ISO): `DEP-4 3 h old`, `14 records, 2 h to 5 d old`. */
export function sourcesOf({ records }: Sentence, at: string): string {
  if (records.length === 0) return '';
  const now = DateTime.fromISO(at);
  const age = (one: string) => formatSpan(Math.max(0, now.diff(DateTime.fromISO(one)).as('minutes')));
  if (records.length <= MOST_NAMED) {
    return records.map((one) => `${one.key} ${one.at === null ? 'without evidence' : `${age(one.at)} old`}`).join(', ');
  }
  const known = records.flatMap((one) => one.at ?? []).sort();
  const [oldest, newest] = [known[0], known.at(-1)];
  const none = records.length - known.length;
  const without = none === 0 ? '' : `, ${none} without evidence`;
  if (oldest === undefined || newest === undefined) return `${records.length} records${without}`;
  const span = age(oldest) === age(newest) ? age(oldest) : `${age(newest)} to ${age(oldest)}`;
  return `${records.length} records, ${span} old${without}`;
}

/** The figure of a brief that is about this; undefined where it has none. */
export function figureOf(sentences: readonly Sentence[], of: string): Figure['value'] | undefined {
  const parts = sentences.flatMap((sentence) => sentence.parts);
  const found = parts.find((part): part is Figure => typeof part !== 'string' && part.of === of);
  return found?.value;
}
