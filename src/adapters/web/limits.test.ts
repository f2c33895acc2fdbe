import fc from 'fast-check';
import { plainText } from '../../chat/plain.ts';
import type { Span } from '../../chat/text.ts';
import { first, LONGEST_TEXT, shorten } from './limits.ts';

const span: fc.Arbitrary<Span> = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: LONGEST_TEXT }),
  fc.record({ kind: fc.constant('strong' as const), text: fc.string({ maxLength: LONGEST_TEXT }) }),
  fc.record({ kind: fc.constant('mention' as const), person: fc.uuid(), name: fc.string({ maxLength: 60 }) }),
);

it('never shows more than the limit, and loses nothing of a text within it', () => {
  fc.assert(
    fc.property(fc.array(span, { maxLength: 5 }), (text) => {
      const before = text.map((one) =>
        typeof one === 'string' ? one : 'name' in one ? one.name : 'text' in one ? one.text : '',
      );
      const total = before.join('').length;
      const cut = shorten(text);
      if (total <= LONGEST_TEXT) expect(cut).toEqual(text);
      else expect(plainText(cut)).toContain(` … and ${total - LONGEST_TEXT} more characters`);
    }),
    { numRuns: 50 },
  );
});

it('does not cut a character in two', () => {
  const [kept = ''] = shorten([`${'x'.repeat(LONGEST_TEXT - 1)}😀`]);
  expect(String(kept).isWellFormed()).toBe(true);
});

it('takes the first of many and counts the rest', () => {
  expect(first([1, 2, 3], 2)).toEqual({ kept: [1, 2], left: 1 });
  expect(first([1], 2)).toEqual({ kept: [1], left: 0 });
});
