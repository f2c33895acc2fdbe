import fc from 'fast-check';
import { type Consequence, followsMore } from './consequence.ts';

const consequence = (facts: Partial<Consequence> = {}): Consequence => ({
  end: { before: 100, after: 100 },
  moved: [],
  eaten: [],
  path: [],
  pathChanged: false,
  appeared: [],
  gone: 0,
  ...facts,
});

describe('more follows than was asked for', () => {
  it.each<[string, Partial<Consequence>, boolean]>([
    ['nothing is otherwise', {}, false],
    ['its own delivery gets later', { moved: [{ key: 'A', before: 90, after: 95 }] }, false],
    ['another delivery gets later', { moved: [{ key: 'B', before: 90, after: 91 }] }, true],
    ['another delivery gets earlier', { moved: [{ key: 'B', before: 91, after: 90 }] }, false],
    ['the last delivery gets later', { end: { before: 100, after: 101 } }, true],
    ['the last delivery gets earlier', { end: { before: 100, after: 99 } }, false],
    ['there was no delivery before', { end: { before: null, after: 101 } }, false],
    ['float is used up', { eaten: [{ key: 'B', before: 1, after: 0 }] }, true],
    ['some float is left', { eaten: [{ key: 'B', before: 3, after: 1 }] }, false],
    ['there was no float to lose', { eaten: [{ key: 'B', before: 0, after: -2 }] }, false],
    ['a conflict appears', { appeared: [{ kind: 'cycle', keys: ['A', 'B'] }] }, true],
    ['a conflict goes', { gone: 1 }, false],
  ])('when %s: %#', (_, facts, more) => {
    expect(followsMore(consequence(facts), 'A')).toBe(more);
  });

  it('whatever moves, when it is about nothing that is delivered', () => {
    expect(followsMore(consequence({ moved: [{ key: 'A', before: 90, after: 95 }] }))).toBe(true);
  });

  it('never because of what gets earlier', () => {
    const earlier = fc.record({ key: fc.constantFrom('A', 'B', 'C'), before: fc.integer({ min: 50, max: 99 }) });
    fc.assert(
      fc.property(fc.array(earlier), fc.integer({ min: 0, max: 40 }), (some, days) => {
        const moved = some.map((one) => ({ ...one, after: one.before - days }));
        return !followsMore(consequence({ moved, end: { before: 100, after: 100 - days } }), 'A');
      }),
    );
  });
});
