import { readFileSync } from 'node:fs';
import { DateTime } from 'luxon';
import { weekdayOf } from '../../core/calendar-date.ts';
import { readRegister } from './read.ts';
import { shiftDocument, weeksToPresent } from './shift.ts';

const bytes = readFileSync('examples/q1-launch.yaml');
const { document } = readRegister({ name: 'q1.yaml', bytes }, { teams: [], people: [] });

test.each([
  ['2026-11-30T06:00Z', 0],
  ['2026-12-04T09:59Z', 0],
  ['2026-12-04T10:00Z', 1],
  ['2026-11-27T09:00Z', -1],
  ['2028-03-01T12:00Z', 65],
])('at %s the example moves by %p weeks', (now, weeks) => {
  expect(weeksToPresent(document, DateTime.fromISO(now, { zone: 'utc' }))).toBe(weeks);
});

test('every date moves and keeps its weekday', () => {
  const moved = shiftDocument(document, 3);
  expect(moved.asOf).toBe('2026-12-18');
  expect(moved.programme?.release).toBe('2027-03-19');
  expect(moved.dependencies[4]).toMatchObject({
    due: '2026-12-30',
    consumers: [{ team: 'plat', neededBy: '2027-01-04' }],
    dates: [{ date: '2027-02-12' }],
    status: { at: '2026-12-18T10:00:00.000Z' },
    blocker: { raisedAt: '2026-12-18T10:00:00.000Z', until: '2026-12-25' },
  });
  const due = ({ dependencies }: typeof document) => dependencies.map((one) => weekdayOf(one.due ?? ''));
  expect(due(moved)).toEqual(due(document));
  expect(shiftDocument(moved, -3).dependencies.map((one) => one.due)).toEqual(
    document.dependencies.map((one) => one.due),
  );
});

test.each([
  ['on 2026-12-07', 'on 2026-12-28'],
  ['On 2026-12-07.', 'On 2026-12-28.'],
  ['DEP-4 red', 'DEP-4 red'],
  ['on the day 2026-12-07', 'on the day 2026-12-07'],
])('the trigger %s of a risk moves to %s', (trigger, to) => {
  const risk = { key: 'RISK-1', text: 'x', owner: 'ana', mitigation: 'y', trigger };
  const moved = shiftDocument({ ...document, risks: [{ ...risk, openedAt: '2026-11-20T10:00Z' }] }, 3);
  expect(moved.risks).toEqual([{ ...risk, trigger: to, openedAt: '2026-12-11T10:00:00.000Z' }]);
});

test('what is no date stays', () => {
  expect(shiftDocument(document, 3).people).toEqual(document.people);
  expect(shiftDocument(document, 0)).toBe(document);
});
