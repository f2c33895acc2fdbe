import fc from 'fast-check';
import { tentativeIn } from './wording.ts';

it.each([
  ['will try to deliver v2 to staging', 'will try', 'deliver v2 to staging'],
  ['we hope to publish the schema', 'hope to', 'publish the schema'],
  ['should be able to migrate the feed', 'should be able to', 'migrate the feed'],
  ['delivers v2 soon', 'soon', 'delivers v2'],
  ['hopefully delivers v2, maybe with refunds', 'hopefully', 'delivers v2, with refunds'],
])('of “%s” takes “%s” away', (what, words, firm) => {
  expect(tentativeIn(what)).toMatchObject({ first: { words }, firm });
});

it('finds nothing in a firm promise', () => {
  expect(tentativeIn('delivers v2 to staging with a try-catch in May')).toBeUndefined();
});

it('leaves nothing tentative that it took away, for any words', () => {
  const word = fc.constantFrom(
    'we',
    'will',
    'try',
    'to',
    'hope',
    'deliver',
    'v2',
    'soon',
    'maybe',
    'should',
    '🚀',
    '`x`',
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 8 }), (words) => {
      const what = words.join(' ');
      const found = tentativeIn(what);
      expect(found?.firm.length ?? 0).toBeLessThanOrEqual(what.length);
    }),
  );
});
