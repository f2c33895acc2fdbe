import fc from 'fast-check';
import { clean } from '../../chat/shorten.ts';
import { wordsOf } from './words.ts';

test.each([
  ['block DEP-4 &lt;now&gt; &amp; here', 'block DEP-4 <now> & here'],
  ['assign DEP-4 <@U123|ana>', 'assign DEP-4 <@U123>'],
  ['assign DEP-4 <@U123>', 'assign DEP-4 <@U123>'],
  ['settings channel <#C123|launch>', 'settings channel <#C123>'],
  ['settings channel <#C123|>', 'settings channel <#C123>'],
  ['see <https://example.com/a?b=1&amp;c=2|example.com>', 'see https://example.com/a?b=1&c=2'],
  ['mail <mailto:ana@example.com|ana@example.com>', 'mail ana@example.com'],
  ['ask <!subteam^S1|@leads> and <!here>', 'ask @leads and @here'],
  ['by <!date^1392734382^{date}|Feb 18, 2014>', 'by Feb 18, 2014'],
  ['a\u0000b\uD800c  ', 'ab\uFFFDc'],
  ['5 < 6 is not escaped', '5 < 6 is not escaped'],
])('%j is %j', (escaped, words) => {
  expect(wordsOf(escaped)).toBe(words);
});

test('words without markup come back as they were', () => {
  const typed = fc.string({ unit: 'grapheme' }).filter((one) => clean(one) === one);
  fc.assert(
    fc.property(typed, (one) => {
      const escaped = one.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
      expect(wordsOf(escaped)).toBe(one.trim());
    }),
  );
});
