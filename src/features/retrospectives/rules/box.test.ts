import fc from 'fast-check';
import { type Answers, BEST, FEWEST_SHOWN, LONGEST } from '../model.ts';
import { answersIn, emptyBox, meanOf, put, resultsOf } from './box.ts';

const said = fc.record({
  score: fc.integer({ min: 1, max: BEST }),
  words: fc.option(fc.string({ minLength: 1, maxLength: LONGEST.words })),
});
const answers: fc.Arbitrary<Answers> = fc.record({ coordination: said, contracts: said, tooling: said });

it('keeps no trace of the order in which it was filled', () => {
  const shuffled = fc
    .array(answers)
    .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })));
  fc.assert(
    fc.property(shuffled, ([all, other]) => {
      expect(other.reduce(put, emptyBox())).toEqual(all.reduce(put, emptyBox()));
    }),
  );
});

it('keeps no trace of which answers came from one person', () => {
  // The answers to one question go to other people: the box is the same.
  const pairs = fc.array(fc.tuple(answers, answers));
  fc.assert(
    fc.property(pairs, (all) => {
      const straight = all.flat();
      const crossed = all.flatMap(([a, b]) => [
        { ...a, tooling: b.tooling },
        { ...b, tooling: a.tooling },
      ]);
      expect(crossed.reduce(put, emptyBox())).toEqual(straight.reduce(put, emptyBox()));
    }),
  );
});

it('shows nothing of an anonymous survey that fewer than three answered, and all of one with names', () => {
  fc.assert(
    fc.property(fc.array(answers, { maxLength: 6 }), (all) => {
      const box = all.reduce(put, emptyBox());
      const nobody = all.map(() => ({ answers: null }));
      const hidden = resultsOf(true, box, nobody);
      expect(hidden.box === null).toBe(all.length < FEWEST_SHOWN);
      expect(hidden.answered).toBe(all.length);
      expect(
        resultsOf(
          false,
          undefined,
          all.map((one) => ({ answers: one })),
        ).box,
      ).toEqual(box);
    }),
  );
});

it('counts answers and takes their mean', () => {
  const one = (score: number): Answers => ({
    coordination: { score, words: null },
    contracts: { score, words: null },
    tooling: { score, words: null },
  });
  const box = [one(1), one(4), one(4)].reduce(put, emptyBox());
  expect(answersIn(box)).toBe(3);
  expect(meanOf(box.tooling)).toBe(3);
  expect(meanOf(emptyBox().tooling)).toBeNull();
});
