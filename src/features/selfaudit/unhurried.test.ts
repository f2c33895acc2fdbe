import { stopwatch } from '../../core/clock.ts';
import { unhurried } from './unhurried.ts';

/** Numbers, each of which takes some milliseconds to compute. */
function* slowly(many: number): Generator<number> {
  for (let n = 0; n < many; n += 1) {
    const took = stopwatch();
    while (took() < 0.004);
    yield n;
  }
}

it('gives every item in order, and lets others have their turn in between', async () => {
  let done = false;
  let turns = 0;
  const others = () => {
    turns += 1;
    if (!done) setImmediate(others);
  };
  setImmediate(others);

  const items: number[] = [];
  for await (const item of unhurried(slowly(12))) items.push(item);
  done = true;

  expect(items).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  expect(turns).toBeGreaterThan(1);
});
