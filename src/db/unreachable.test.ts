import { isNothingThere, isRefusedForNow } from './unreachable.ts';

const withCode = (code: string) => Object.assign(new Error('refused'), { code });

it('knows an address at which nothing answers, also as the cause of another error', () => {
  expect(isNothingThere(withCode('ECONNREFUSED'))).toBe(true);
  expect(isNothingThere(new Error('Failed query: select 1', { cause: withCode('ENOTFOUND') }))).toBe(true);
  expect(isNothingThere(withCode('57P03'))).toBe(false);
});

it('knows a server that lets nobody in at present', () => {
  expect(isRefusedForNow(withCode('57P03'))).toBe(true);
  expect(isRefusedForNow(new Error('Failed query: select 1', { cause: withCode('53300') }))).toBe(true);
});

it('takes nothing else for it: a wrong password stays one', () => {
  for (const error of [withCode('28P01'), new Error('a bug'), 'words', undefined]) {
    expect([isNothingThere(error), isRefusedForNow(error)]).toEqual([false, false]);
  }
});
