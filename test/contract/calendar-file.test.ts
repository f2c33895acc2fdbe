import { DateTime } from 'luxon';
import { formatWallTime, instantOf } from '../../src/core/local-time.ts';
import { calendarFile } from '../../src/features/meetings/calendar-file.ts';
import type { Meeting } from '../../src/features/meetings/model.ts';
import { readCalendar } from '../support/calendar.ts';

const at = (iso: string) => DateTime.fromISO(iso, { zone: 'utc' });
const NASTY = 'a;b,c\\n "x":\r\nBEGIN:VEVENT\nשלום 😀 ';
const MEETING: Meeting = {
  id: '01900000-0000-7000-8000-000000000001',
  shareId: '5b1f7f8e-3b0c-4a53-9a59-0f3f7a2f4b11',
  programmeId: 'q1',
  key: 'SYNC-3',
  number: 3,
  startsAt: at('2026-10-28T15:00:00Z'),
  minutes: 45,
  sequence: 0,
  changedAt: at('2026-10-20T09:00:00Z'),
  state: 'planned',
  seats: [],
  uninvited: 0,
  reason: null,
  agenda: null,
  agendaAt: null,
  closesAt: at('2026-10-29T15:45:00Z'),
  closedAt: null,
  version: 1,
};
const WORDS = {
  title: 'Weekly sync',
  details: 'Q1 launch',
  organizer: { name: 'Lena Example', email: 'lena@example.com' },
  guests: [{ name: 'Ana Example', email: 'ana@example.com' }],
};

it.each([
  ['Asia/Kolkata', '2026-10-28', 20, 30],
  ['America/New_York', '2026-10-28', 11, 0],
  // A day on which New York changes its clocks and Berlin has changed them.
  ['America/New_York', '2026-11-01', 9, 30],
  ['Europe/Berlin', '2026-10-25', 3, 0],
  ['Pacific/Auckland', '2026-09-27', 8, 0],
])('means the instant that clocks in %s show on %s at %i:%i', (zone, date, hour, minute) => {
  const startsAt = instantOf(date, { hour, minute }, zone);
  const { event } = readCalendar(calendarFile({ ...MEETING, startsAt }, WORDS));
  const start = DateTime.fromJSDate(event.startDate.toJSDate(), { zone });
  expect(start.toFormat('yyyy-MM-dd HH:mm')).toBe(`${date} ${formatWallTime({ hour, minute })}`);
  expect(event.endDate.toJSDate().getTime() - event.startDate.toJSDate().getTime()).toBe(45 * 60_000);
});

it('keeps its UID when it is moved and when it is cancelled, and counts', () => {
  const files = [
    readCalendar(calendarFile(MEETING, WORDS)),
    readCalendar(calendarFile({ ...MEETING, sequence: 1, startsAt: at('2026-10-29T15:00:00Z') }, WORDS)),
    readCalendar(calendarFile({ ...MEETING, sequence: 2, state: 'cancelled' }, WORDS)),
  ];
  expect(new Set(files.map(({ event }) => event.uid)).size).toBe(1);
  expect(files.map(({ event }) => event.sequence)).toEqual([0, 1, 2]);
  expect(files.map(({ calendar }) => calendar.getFirstPropertyValue('method'))).toEqual([
    'REQUEST',
    'REQUEST',
    'CANCEL',
  ]);
  expect(files.map(({ event }) => event.component.getFirstPropertyValue('status'))).toEqual([
    'CONFIRMED',
    'CONFIRMED',
    'CANCELLED',
  ]);
});

it('holds whatever people type as text, in lines of 75 octets', () => {
  const words = {
    title: NASTY.repeat(5),
    details: NASTY.repeat(20),
    organizer: { name: NASTY, email: 'lena@example.com\r\nX-EVIL:1' },
    guests: [{ name: NASTY, email: 'ana@example.com' }],
  };
  const file = calendarFile(MEETING, words);
  const { event, calendar } = readCalendar(file);
  expect(event.summary).toBe(words.title.replaceAll('\r\n', '\n'));
  expect(event.description).toBe(words.details.replaceAll('\r\n', '\n'));
  expect(event.attendees[0]?.getParameter('cn')).toContain('a;b,c');
  expect(calendar.toString()).not.toContain('\nX-EVIL');
  expect(file.split('\r\n').every((line) => Buffer.byteLength(line) <= 75)).toBe(true);
  expect(file.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
});
