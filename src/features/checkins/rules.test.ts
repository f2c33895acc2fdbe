import fc from 'fast-check';
import { DateTime } from 'luxon';
import { weekdayOf } from '../../core/calendar-date.ts';
import { isTooLate, roundDate, stepAt, unanswered } from './rules.ts';

const berlin = { zone: 'Europe/Berlin', workStart: { hour: 9, minute: 0 }, workEnd: { hour: 18, minute: 0 } };

it.each([
  ['2026-12-01', '2026-12-01'],
  ['2026-12-02', '2026-12-01'],
  ['2026-12-03', '2026-12-03'],
  ['2026-12-07', '2026-12-03'],
])('counts a prompt asked on %s to the round of %s', (askedOn, round) => {
  expect(roundDate([2, 4], askedOn)).toBe(round);
});

it('always names a cadence day of the week before', () => {
  const weekdays = fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 7 });
  const days = fc
    .integer({ min: 0, max: 2_000 })
    .map((n) => DateTime.fromISO('2026-01-01').plus({ days: n }).toISODate());

  fc.assert(
    fc.property(weekdays, days, (cadence, askedOn) => {
      const date = roundDate(cadence, askedOn);
      expect(cadence).toContain(weekdayOf(date));
      expect(date <= askedOn).toBe(true);
    }),
  );
});

it('places a step on the asked person’s own clock, over a change of clocks and a weekend', () => {
  const asked = DateTime.fromISO('2027-03-26T08:30:00Z');

  expect(stepAt({ workingDays: 1, time: '14:00' }, berlin, asked).toISO()).toBe('2027-03-29T12:00:00.000Z');
  expect(stepAt({ workingDays: 0, time: '14:00' }, berlin, asked).toISO()).toBe('2027-03-26T13:00:00.000Z');
});

it('takes a prompt for too late after two hours', () => {
  const due = DateTime.fromISO('2026-12-01T08:30:00Z');

  expect(isTooLate(due, due.plus({ hours: 2 }))).toBe(false);
  expect(isTooLate(due, due.plus({ hours: 2, seconds: 1 }))).toBe(true);
});

it('names what nobody answered', () => {
  const answer = { colour: 'green' as const, byId: 'p', at: '2026-12-01T09:00:00Z' };

  expect(unanswered({ dependencyIds: ['a', 'b'], answers: { a: answer } })).toEqual(['b']);
});
