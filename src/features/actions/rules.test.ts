import fc from 'fast-check';
import { DateTime } from 'luxon';
import { type Calendar, isWorkingDay } from '../../core/calendar.ts';
import { addDays, daysBetween } from '../../core/calendar-date.ts';
import { isOverdue, morningAfter, overdueAt, reminderOf, workingDaysAhead } from './rules.ts';
import { readActionWords } from './words.ts';

const BERLIN: Calendar = {
  zone: 'Europe/Berlin',
  country: 'DE',
  workStart: { hour: 9, minute: 0 },
  workEnd: { hour: 17, minute: 0 },
};
const CAIRO: Calendar = { ...BERLIN, zone: 'Africa/Cairo', country: 'EG' };
const NEVER: Calendar = { ...BERLIN, weekend: [1, 2, 3, 4, 5, 6, 7] };
const utc = (iso: string) => DateTime.fromISO(iso, { zone: 'utc' });

it.each([
  [BERLIN, '2026-12-03', '2026-12-03', '2026-12-03T08:30:00.000Z'],
  [BERLIN, '2026-12-06', '2026-12-04', '2026-12-04T08:30:00.000Z'],
  [CAIRO, '2026-12-05', '2026-12-03', '2026-12-03T07:30:00.000Z'],
  [NEVER, '2026-12-06', '2026-12-06', '2026-12-06T08:30:00.000Z'],
])('reminds of a due day in its morning or the last working one before', (calendar, dueOn, date, at) => {
  const reminder = reminderOf(calendar, dueOn);
  expect({ date: reminder.date, at: reminder.at.toISO() }).toEqual({ date, at });
});

it('never reminds after the due day, nor on a day off', () => {
  fc.assert(
    fc.property(fc.constantFrom(BERLIN, CAIRO), fc.integer({ min: 0, max: 700 }), (calendar, days) => {
      const dueOn = addDays('2026-11-30', days);
      const { date, at } = reminderOf(calendar, dueOn);
      expect(daysBetween(date, dueOn)).toBeGreaterThanOrEqual(0);
      expect(isWorkingDay(calendar, date)).toBe(true);
      expect(at < overdueAt(calendar, dueOn)).toBe(true);
    }),
  );
});

it('is overdue when the owner’s day is over, and a lead hears of it in their next working morning', () => {
  const due = { state: 'open' as const, dueOn: '2026-12-04' };
  expect(isOverdue(due, BERLIN, utc('2026-12-04T22:59:00Z'))).toBe(false);
  expect(isOverdue(due, BERLIN, utc('2026-12-04T23:00:00Z'))).toBe(true);
  expect(morningAfter(BERLIN, overdueAt(BERLIN, due.dueOn)).at.toISO()).toBe('2026-12-07T08:30:00.000Z');
  expect(morningAfter(CAIRO, overdueAt(BERLIN, due.dueOn)).at.toISO()).toBe('2026-12-06T07:30:00.000Z');
});

it('counts working days ahead, and days where there are none', () => {
  expect(workingDaysAhead(BERLIN, utc('2026-12-04T10:00:00Z'), 2)).toBe('2026-12-08');
  expect(workingDaysAhead(NEVER, utc('2026-12-04T10:00:00Z'), 2)).toBe('2026-12-06');
});

describe('the words of an action', () => {
  const read = (words: string) => readActionWords(words, { zone: 'Europe/Berlin', now: utc('2026-11-30T07:00:00Z') });

  it.each([
    ['@ana send it by Fri', { owner: 'ana', what: 'send it', dueOn: '2026-12-04', dependency: undefined }],
    [
      '@ana, agree on the fields by mail by 4 Dec on dep4',
      { owner: 'ana', what: 'agree on the fields by mail', dueOn: '2026-12-04', dependency: 'DEP-4' },
    ],
    ['send it', { owner: undefined, what: 'send it', dueOn: undefined, dependency: undefined }],
    ['', { owner: undefined, what: '', dueOn: undefined, dependency: undefined }],
  ])('%s', (words, read_) => {
    expect(read(words)).toEqual(read_);
  });
});
