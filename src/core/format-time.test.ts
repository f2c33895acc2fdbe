import { DateTime } from 'luxon';
import { formatDay, formatMoment, formatSpan } from './format-time.ts';

const now = DateTime.fromISO('2026-11-22T12:00Z', { zone: 'utc' });

test.each([
  ['2026-12-11', now, 'Fri 11 Dec'],
  ['2026-09-01', now, 'Tue 1 Sep'],
  ['2027-12-11', now, 'Sat 11 Dec 2027'],
  ['2027-12-11', undefined, 'Sat 11 Dec'],
])('formatDay(%p)', (date, from, expected) => {
  expect(formatDay(date, from)).toBe(expected);
});

test.each([
  ['Europe/Berlin', 'Thu 3 Dec, 18:00'],
  ['Asia/Kolkata', 'Thu 3 Dec, 22:30'],
  ['Pacific/Auckland', 'Fri 4 Dec, 06:00'],
])('formatMoment in %s', (zone, expected) => {
  expect(formatMoment(DateTime.fromISO('2026-12-03T17:00Z'), zone)).toBe(expected);
});

test.each([
  [0, '0 min'],
  [45, '45 min'],
  [59.9, '59 min'],
  [60, '1 h'],
  [31 * 60 + 59, '31 h'],
  [72 * 60 - 1, '71 h'],
  [72 * 60, '3 d'],
  [100 * 60, '4 d'],
])('formatSpan(%p) is %p', (minutes, expected) => {
  expect(formatSpan(minutes)).toBe(expected);
});
