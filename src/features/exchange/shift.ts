import { DateTime } from 'luxon';
import { addDays } from '../../core/calendar-date.ts';
import type { RegisterDocument } from './format/index.ts';

/** Fields of a register file that hold a day, and those that hold a moment. */
const DAYS: readonly string[] = [
  'asOf',
  'release',
  'neededBy',
  'due',
  'date',
  'until',
  'from',
  'by',
  'done',
  'promisedFor',
  'keptOn',
];
export const MOMENTS: readonly string[] = [
  'at',
  'raisedAt',
  'proposedAt',
  'withdrawnAt',
  'openedAt',
  'triggeredAt',
  'closedAt',
];
const ISO_DAY = /^\d{4}-\d\d-\d\d$/;
/** A risk's trigger that is a day. */
const ON_DAY = /^(on\s+)(\d{4}-\d\d-\d\d)\b/i;

/** A document with all its days and moments moved by whole weeks, so that each keeps its weekday. */
export function shiftDocument(document: RegisterDocument, weeks: number): RegisterDocument {
  return weeks === 0 ? document : (shifted(document, weeks, '') as RegisterDocument); // only texts within change
}

/** Weeks by which to move a document so that the newest it states lies within the seven days before `now`. */
export function weeksToPresent(document: RegisterDocument, now: DateTime): number {
  const stated = document.dependencies.flatMap(({ status, blocker }) =>
    [status?.at, blocker?.raisedAt].filter((at) => at !== undefined),
  );
  const newest = [document.asOf ?? [], ...stated].flat().map((at) => DateTime.fromISO(at, { zone: 'utc' }));
  return newest.length === 0 ? 0 : Math.floor(now.diff(DateTime.max(...newest) ?? now).as('weeks'));
}

function shifted(value: unknown, weeks: number, field: string): unknown {
  if (Array.isArray(value)) return value.map((item) => shifted(item, weeks, field));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, shifted(inner, weeks, name)]));
  }
  if (typeof value !== 'string') return value;
  if (field === 'trigger') {
    return value.replace(ON_DAY, (_, on: string, day: string) => `${on}${addDays(day, weeks * 7)}`);
  }
  // `by` is who said a status, too.
  if (DAYS.includes(field) && ISO_DAY.test(value)) return addDays(value, weeks * 7);
  return MOMENTS.includes(field) ? DateTime.fromISO(value, { zone: 'utc' }).plus({ weeks }).toISO() : value;
}
