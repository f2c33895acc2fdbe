import { fuzzSpecifications } from '../fuzz/specifications.ts';

it('gives a verdict or a message for each of 300 mutated specifications (npm run fuzz:specifications tries 5,000)', async () => {
  const { examined, refused, failures } = await fuzzSpecifications(300, 1, () => undefined);

  expect(failures).toEqual([]);
  expect(examined + refused).toBe(300);
  // Both happen, so that neither the reader nor what comes after it is left out.
  expect(examined).toBeGreaterThan(60);
  expect(refused).toBeGreaterThan(60);
});
