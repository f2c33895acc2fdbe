import { inBatches } from './batches.ts';

/** Answers batches when told to. */
function byHand() {
  const batches: { items: readonly number[]; answer: () => void; fail: (error: Error) => void }[] = [];
  const double = inBatches(
    (items: readonly number[]) =>
      new Promise<number[]>((resolve, reject) => {
        batches.push({ items, answer: () => resolve(items.map((item) => item * 2)), fail: reject });
      }),
    3,
  );
  return { batches, double };
}

it('answers calls that come together by one batch, each with its own result', async () => {
  const { batches, double } = byHand();
  const results = Promise.all([double(1), double(2)]);
  await Promise.resolve();

  batches[0]?.answer();

  expect(await results).toEqual([2, 4]);
  expect(batches.map(({ items }) => items)).toEqual([[1, 2]]);
});

it('gathers what comes while a batch is under way, at most so many at once', async () => {
  const { batches, double } = byHand();
  const first = double(1);
  await Promise.resolve();
  const later = Promise.all([2, 3, 4, 5].map(double));

  batches[0]?.answer();
  await first;
  batches[1]?.answer();
  await Promise.resolve();
  await Promise.resolve();
  batches[2]?.answer();

  expect(await later).toEqual([4, 6, 8, 10]);
  expect(batches.map(({ items }) => items)).toEqual([[1], [2, 3, 4], [5]]);
});

it('fails the calls of a batch that failed, and none after it', async () => {
  const { batches, double } = byHand();
  const failing = Promise.allSettled([double(1), double(2)]);
  await Promise.resolve();
  const next = double(3);

  batches[0]?.fail(new Error('down'));
  expect((await failing).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  batches[1]?.answer();

  expect(await next).toBe(6);
});
