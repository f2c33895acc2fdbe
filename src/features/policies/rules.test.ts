import fc from 'fast-check';
import { differencesBetween, differenceText } from './rules.ts';

it('names each field that differs', () => {
  const before = { cadence: { weekdays: [2, 4], time: '09:30' }, gates: [{ name: 'A', quorum: 'all' }, { name: 'B' }] };
  const after = { cadence: { weekdays: [2], time: '09:30' }, gates: [{ name: 'A', quorum: 2 }], tickets: [] };
  expect(differencesBetween(before, after).map(differenceText)).toEqual([
    'cadence.weekdays: [2,4] → [2]',
    'gates[0].quorum: "all" → 2',
    'gates[1]: {"name":"B"} → nothing',
    'tickets: nothing → []',
  ]);
});

it('finds nothing between the same, and something between others', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
      expect(differencesBetween(one, one)).toEqual([]);
      const same = JSON.stringify(one) === JSON.stringify(other);
      if (!same && !sameButOrder(one, other)) expect(differencesBetween(one, other).length).toBeGreaterThan(0);
    }),
  );
});

/** Names of a group may come in another order: then nothing differs. */
function sameButOrder(one: unknown, other: unknown): boolean {
  try {
    expect(one).toEqual(other);
    return true;
  } catch {
    return false;
  }
}
