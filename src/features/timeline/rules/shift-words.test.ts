import { unplanned } from './plan.ts';
import { type LoggedShift, peopleIn, shiftInWords } from './shift-words.ts';

const NAMES = new Map([
  ['lena', 'Lena Example'],
  ['ben', 'Ben Example'],
  ['part', 'Partner Experience'],
  ['data', 'Data Insights'],
]);
const shift = (before: unknown, after: unknown, facts: Partial<LoggedShift> = {}) =>
  shiftInWords({ subject: 'DEP-4', byId: 'lena', before, after, reason: null, ...facts }, NAMES);
const stage = (facts: object) => ({ ...unplanned('one', 'contract'), ...facts });
const QA = {
  id: 'qa',
  programmeId: 'q1',
  name: 'qa-1',
  state: 'planned',
  ownerId: null,
  fromDate: null,
  untilDate: '2026-12-11',
  capacity: 1,
};

it('tells from when to when a delivery moves, what followed, who did it and why', () => {
  const consequence = { end: { before: '2026-12-11', after: '2026-12-18' } };

  expect(
    shift({ dueDate: '2026-12-11' }, { dueDate: '2026-12-18', consequence }, { reason: 'DEC-1: the vendor is late' }),
  ).toBe(
    'DEP-4 release Fri 11 Dec → Fri 18 Dec (+7 d); last delivery Fri 11 Dec → Fri 18 Dec (+7 d) · by Lena Example · DEC-1: the vendor is late',
  );
});

it.each<[string, unknown, unknown, string]>([
  ['a day that is taken away', { dueDate: '2026-12-11' }, { dueDate: null }, 'release Fri 11 Dec → no date'],
  ['an earlier day', { dueDate: '2026-12-11' }, { dueDate: '2026-12-10' }, 'release Fri 11 Dec → Thu 10 Dec (−1 d)'],
  [
    'the length of the release',
    { dueDate: '2026-12-11', workingDays: null },
    { dueDate: '2026-12-11', workingDays: 3 },
    'release no length → 3 d',
  ],
  [
    'the last day of a stage',
    { contract: stage({ endDate: '2026-12-04' }) },
    { contract: stage({ endDate: '2026-12-08' }) },
    'contract Fri 4 Dec → Tue 8 Dec (+4 d)',
  ],
  [
    'a stage with more than a day',
    { development: stage({ workingDays: 5 }) },
    { development: stage({ workingDays: 10, endDate: '2026-12-18' }) },
    'development 5 d → 10 d by Fri 18 Dec',
  ],
  [
    'a stage that is new',
    { test: null },
    { test: stage({ endDate: '2026-12-08' }) },
    'test window not planned → by Tue 8 Dec',
  ],
  [
    'a stage that is done',
    { contract: stage({ endDate: '2026-12-04' }) },
    { contract: stage({ endDate: '2026-12-04', doneOn: '2026-12-03' }) },
    'contract by Fri 4 Dec → done on Thu 3 Dec',
  ],
  [
    'another environment',
    { test: stage({ endDate: '2026-12-08' }) },
    { test: stage({ endDate: '2026-12-08', environmentId: 'qa' }) },
    'test window Tue 8 Dec → Tue 8 Dec (+0 d), in another environment',
  ],
  [
    'when it is needed',
    {
      consumers: [
        { teamId: 'part', neededBy: '2026-12-07' },
        { teamId: 'data', neededBy: null },
      ],
    },
    {
      consumers: [
        { teamId: 'part', neededBy: '2026-12-09' },
        { teamId: 'data', neededBy: null },
      ],
    },
    'needed by Partner Experience Mon 7 Dec → Wed 9 Dec (+2 d)',
  ],
  ['the owner', { ownerId: 'ben' }, { ownerId: 'lena' }, 'owner Ben Example → Lena Example'],
  ['the state', { state: 'open' }, { state: 'dropped' }, 'open → dropped'],
  ['a need', { needs: { key: 'DEP-7', lag: null } }, { needs: { key: 'DEP-7', lag: 2 } }, 'waits for DEP-7 +2 d'],
  [
    'a need that is gone',
    { needs: { key: 'DEP-7', lag: 2 } },
    { needs: { key: 'DEP-7', lag: null } },
    'does not wait for DEP-7 any more',
  ],
  [
    'a day of the programme',
    { 'Cut-off': '2027-02-12' },
    { 'Cut-off': '2027-02-19' },
    'Cut-off Fri 12 Feb → Fri 19 Feb (+7 d)',
  ],
  [
    'a freeze',
    { freeze: { name: 'Year end', startDate: '2026-12-21', endDate: '2027-01-01' } },
    { freeze: { name: 'Year end', startDate: '2026-12-21', endDate: '2027-01-04' } },
    'freeze Year end Mon 21 Dec – Fri 1 Jan → Mon 21 Dec – Mon 4 Jan',
  ],
  [
    'a freeze that is lifted',
    { freeze: { name: 'Year end', startDate: '2026-12-21', endDate: '2027-01-01' } },
    { freeze: null },
    'freeze Year end Mon 21 Dec – Fri 1 Jan → lifted',
  ],
  [
    'an environment',
    QA,
    { ...QA, state: 'ready', untilDate: '2026-12-18', capacity: 2, ownerId: 'ben' },
    'planned → ready; until Fri 11 Dec → Fri 18 Dec (+7 d); capacity 1 → 2; owner nobody → Ben Example',
  ],
  ['an environment that is new', {}, QA, 'new environment, planned, until Fri 11 Dec'],
  ['an environment that is gone', QA, { environment: null }, 'environment removed'],
])('tells %s', (_, before, after, words) => {
  expect(shift(before, after)).toBe(`DEP-4 ${words} · by Lena Example`);
});

it('stays a line when the log holds what it does not know', () => {
  expect(shift('nonsense', { contract: 7, dueDate: 'soon' }, { byId: null })).toBe(
    'DEP-4 release no date → no date; contract not planned → not planned · by the command line',
  );
  expect(shift(null, null)).toBe('DEP-4 plan changed · by Lena Example');
});

it('names everybody whose name it needs, each once', () => {
  const one = { subject: 'DEP-4', byId: 'lena', before: { ownerId: 'ben' }, after: { ownerId: 'lena' }, reason: null };

  expect(peopleIn([one, { ...one, byId: null }])).toEqual(['lena', 'ben']);
});
