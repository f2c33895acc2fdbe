import fc from 'fast-check';
import { DateTime } from 'luxon';
import { InvalidInput } from './errors.ts';
import { localDate } from './local-time.ts';
import { findPlainDate, parsePlainDate } from './plain-dates.ts';

const berlin = { zone: 'Europe/Berlin' };
/** A Wednesday, 11:00 in Berlin. */
const now = DateTime.fromISO('2026-11-25T10:00Z', { zone: 'utc' });
const local = (at: DateTime, zone = berlin.zone) => at.setZone(zone).toFormat('yyyy-MM-dd HH:mm');

test.each([
  ['Friday', '2026-11-27'],
  ['until Fri', '2026-11-27'],
  ['Wed', '2026-12-02'],
  ['next Friday', '2026-12-04'],
  ['Friday week', '2026-12-04'],
  ['tomorrow', '2026-11-26'],
  ['the day after tomorrow', '2026-11-27'],
  ['11 Dec', '2026-12-11'],
  ['Dec 11', '2026-12-11'],
  ['December 11th, 2026', '2026-12-11'],
  ['Fri Dec 11', '2026-12-11'],
  ['Sat 28 Nov', '2026-11-28'],
  ['3 Mar', '2027-03-03'],
  ['10 Jun', '2027-06-10'],
  ['04/03', '2027-03-04'],
  ['2026-12-11', '2026-12-11'],
  ['11.12.2026', '2026-12-11'],
  ['EOW', '2026-11-27'],
  ['end of next week', '2026-12-04'],
  ['EOM', '2026-11-30'],
  ['end of next month', '2026-12-31'],
  ['in 3 business days', '2026-11-30'],
  ['in a working day', '2026-11-26'],
  ['in 2 weeks', '2026-12-09'],
  ['in a fortnight', '2026-12-09'],
  ['next week', '2026-12-02'],
  ['today', '2026-11-25'],
])('%p is %s, end of work', (text, date) => {
  const read = parsePlainDate(text, berlin, now);
  expect(read).toMatchObject({ date, hasTime: false });
  expect(local(read.at)).toBe(`${date} 18:00`);
});

test.each([
  ['2026-12-11 15:00', '2026-12-11 15:00'],
  ['2026-12-11T15:00Z', '2026-12-11 16:00'],
  ['tomorrow at 10', '2026-11-26 10:00'],
  ['Dec 11 3pm', '2026-12-11 15:00'],
  ['EOD', '2026-11-25 18:00'],
  ['EOD Friday', '2026-11-27 18:00'],
  ['Fri by COB', '2026-11-27 18:00'],
  ['EOW 3pm', '2026-11-27 15:00'],
  ['day after tomorrow at 10', '2026-11-27 10:00'],
  ['5pm EST Friday', '2026-11-27 23:00'],
  ['in 30 hours', '2026-11-26 17:00'],
])('%p is %s', (text, expected) => {
  const read = parsePlainDate(text, berlin, now);
  expect(read.hasTime).toBe(true);
  expect(local(read.at)).toBe(expected);
});

test.each([
  ['last Tuesday', 'past-date', 'Tue 24 Nov'],
  ['last week', 'past-date', 'Wed 18 Nov'],
  ['yesterday', 'past-date', 'Tue 24 Nov'],
  ['3 days ago', 'past-date', 'Sun 22 Nov'],
  ['20 Nov', 'past-date', 'Fri 20 Nov'],
  ['2025-12-11', 'past-date', 'Thu 11 Dec 2025'],
  ['10am', 'past-date', 'Wed 25 Nov, 10:00'],
  ['now', 'past-date', 'Wed 25 Nov, 11:00'],
  ['Tuesday last week', 'past-date', '“Fri”'],
  ['between Monday and Friday', 'two-dates', '“Fri”'],
  ['Mon-Fri', 'two-dates', '“Fri”'],
  ['Fri 28 Nov', 'weekday-mismatch', 'Sat 28 Nov'],
  ['soon', 'no-date', '“Fri”, “9 Dec”, “2026-12-09” or “in 3 working days”'],
  ['', 'no-date', '“Fri”'],
  ['March', 'no-date', '“Fri”'],
  ['next month', 'no-date', '“Fri”'],
  ['2026-02-30', 'no-date', '“Fri”'],
  ['in 0 working days', 'no-date', '“Fri”'],
  ['in 9999 working days', 'no-date', '“Fri”'],
])('%p is refused as %s', (text, code, says) => {
  const attempt = () => parsePlainDate(text, berlin, now);
  expect(attempt).toThrow(InvalidInput);
  expect(attempt).toThrow(expect.objectContaining({ code, message: expect.stringContaining(says) }));
});

test('what the refusal proposes is understood, whenever it is said', () => {
  fc.assert(
    fc.property(fc.nat(2_000), (hours) => {
      const said = now.plus({ hours: hours * 7 });
      let message = '';
      try {
        parsePlainDate('soon', berlin, said);
      } catch (error) {
        message = String(error);
      }
      const examples = [...message.matchAll(/“([^”]+)”/g)].slice(1).map((match) => match[1] ?? '');
      expect(examples).toHaveLength(4);
      for (const example of examples) expect(parsePlainDate(example, berlin, said).at > said).toBe(true);
    }),
    { numRuns: 60 },
  );
});

test('the date is the speaker’s', () => {
  const late = DateTime.fromISO('2026-11-25T23:30Z');
  expect(parsePlainDate('tomorrow', { zone: 'America/Los_Angeles' }, late).date).toBe('2026-11-26');
  expect(parsePlainDate('tomorrow', { zone: 'Pacific/Auckland' }, late).date).toBe('2026-11-27');
  expect(parsePlainDate('04/03', { ...berlin, locale: 'en-US' }, now).date).toBe('2027-04-03');
  expect(parsePlainDate('Dec 11', { ...berlin, locale: 'en-US' }, now).date).toBe('2026-12-11');
});

test('days off are the speaker’s', () => {
  expect(parsePlainDate('EOW', { ...berlin, country: 'SA' }, now).date).toBe('2026-11-26');
  expect(parsePlainDate('EOW', { ...berlin, weekend: [] }, now).date).toBe('2026-11-29');
  expect(parsePlainDate('in 2 working days', { zone: 'America/New_York', country: 'US' }, now).date).toBe('2026-11-30');
});

test('the wall time holds across a change of clocks', () => {
  const before = DateTime.fromISO('2027-03-10T15:00Z');
  const read = parsePlainDate('in 5 days at 09:00', { zone: 'America/New_York' }, before);
  expect(read.at.toISO()).toContain('2027-03-15T');
  expect(local(read.at, 'America/New_York')).toBe('2027-03-15 09:00');
});

test('29 February waits for its year', () => {
  expect(parsePlainDate('29 Feb', berlin, DateTime.fromISO('2028-08-01T10:00Z')).date).toBe('2032-02-29');
});

test('whatever is written in answers or refuses, and answers lie ahead', () => {
  const words = fc.constantFrom(
    'last',
    'next',
    'Fri',
    'Monday',
    'week',
    '11',
    'Dec',
    'EOD',
    'in',
    '3',
    'working',
    'days',
    'at',
    '5pm',
    '-',
    'may',
    '29 Feb',
    '0',
    'EST',
    'until',
  );
  fc.assert(
    fc.property(
      fc.array(words, { maxLength: 6 }),
      fc.constantFrom('Europe/Berlin', 'Asia/Kolkata', 'America/New_York'),
      (list, zone) => {
        const text = list.join(' ');
        const found = findPlainDate(text, { zone }, now);
        if (found) {
          expect(found.at > now).toBe(true);
          expect(localDate(found.at, zone)).toBe(found.date);
          expect(text.slice(found.index, found.index + found.length)).toBe(found.text);
        }
        try {
          expect(parsePlainDate(text, { zone }, now).at > now).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidInput);
        }
      },
    ),
    { numRuns: 300 },
  );
});

test.each([
  ['blocked by the vendor until Friday', 'Friday', '2026-11-27'],
  ['blocked since Monday until 11 Dec, sorry', 'Monday until 11 Dec', '2026-12-11'],
  ['I need it by EOD Friday please', 'by EOD Friday', '2026-11-27'],
  ['Monday was bad, done by Thursday', 'Thursday', '2026-11-26'],
  ['vendor replies Thursday', 'Thursday', '2026-11-26'],
  ['in 3 working days we know', 'in 3 working days', '2026-11-30'],
  ['call at 18:00 on 11 Dec', 'at 18:00 on 11 Dec', '2026-12-11'],
  ['waiting until today', 'today', '2026-11-25'],
  ['closed by sat', 'sat', '2026-11-28'],
])('in %p the date is %p', (text, phrase, date) => {
  const found = findPlainDate(text, berlin, now);
  expect(found).toMatchObject({ text: phrase, date, index: text.indexOf(phrase), length: phrase.length });
});

test.each([
  'waiting for the vendor',
  'we sat down last Tuesday',
  'blocked since Monday',
  'blocked for 3 days',
  'blocked today',
  '2 APIs and v2.1 in 3 steps',
  'March is hard, maybe Q2',
  'due Fri 28 Nov',
])('in %p there is no date to come', (text) => {
  expect(findPlainDate(text, berlin, now)).toBeUndefined();
});
