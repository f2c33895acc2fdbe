import { DateTime } from 'luxon';
import { noActs } from './acts.ts';
import { compare } from './compare.ts';
import type { Received } from './received.ts';
import { homesOf, ownersOf } from './register.ts';

const START = DateTime.fromISO('2027-01-11T08:00:00Z', { zone: 'utc' });
const [OWNER] = ownersOf({ owners: 1, blockers: 0 }, START, [['teams', 'slack']]);
const WHAT = 'prompt owner1 2027-01-12';
const ENDS = { resolved: new Map(), answered: new Map() };

/** The prompt of the one owner, posted once more with each call. */
function copies(...posts: { on?: 'teams' | 'slack'; untold?: boolean }[]): Received[] {
  return posts.map(({ on = 'teams', untold = false }, minute) => ({
    platform: on,
    conversation:
      OWNER === undefined ? '' : (homesOf(OWNER).find(({ platform }) => platform === on)?.conversation ?? ''),
    what: WHAT,
    once: 'owner1 prompt:1',
    text: 'DEP-1',
    at: START.plus({ minutes: minute }),
    outcomeUnknown: untold,
  }));
}

function judge(received: Received[], takenAway: Received[] = []) {
  const must = [{ what: WHAT, dueAt: START, to: 'owner1' }];
  const outcome = { received, takenAway, ends: ENDS, tooLate: new Set<string>() };
  return compare(OWNER === undefined ? [] : [OWNER], { must, may: [] }, outcome, noActs());
}

test('A second copy in Teams is a fault when Teams had told of the first', () => {
  const { doubled, withinWindow } = judge(copies({}, {}));
  expect(doubled).toEqual([`${WHAT} as owner1 prompt:1: teams; teams`]);
  expect(withinWindow).toEqual([]);
});

test('A second copy in Teams is counted apart when nobody could know of the first', () => {
  const { doubled, withinWindow } = judge(copies({ untold: true }, {}));
  expect(doubled).toEqual([]);
  expect(withinWindow).toEqual([`${WHAT} as owner1 prompt:1: teams, untold; teams`]);
});

test('A third copy is a fault when Teams had told of the second', () => {
  expect(judge(copies({ untold: true }, {}, {})).doubled).toHaveLength(1);
});

test('A copy on the other platform is no fault when nobody could know of the first', () => {
  expect(judge(copies({ untold: true }, { on: 'slack' })).doubled).toEqual([]);
  expect(judge(copies({}, { on: 'slack' })).doubled).toHaveLength(1);
});

test('A second copy in Slack is a fault: its history would have told', () => {
  expect(judge(copies({ on: 'slack', untold: true }, { on: 'slack' })).doubled).toHaveLength(1);
});

test('A copy that was taken away is a double only when another is kept', () => {
  const [first, second] = copies({ untold: true }, {});
  if (first === undefined || second === undefined) throw new Error('Two copies were made.');
  expect(judge([second], [first])).toMatchObject({ healed: 1, lost: [], doubled: [] });
  const { healed, lost } = judge([], [first]);
  expect(healed).toBe(0);
  expect(lost).toEqual([WHAT, `${WHAT} as owner1 prompt:1: teams, untold: taken away, and was no double`]);
});

test('Taking a copy away does not excuse that it was posted', () => {
  const [first, second] = copies({}, {});
  if (first === undefined || second === undefined) throw new Error('Two copies were made.');
  expect(judge([second], [first]).doubled).toHaveLength(1);
});
