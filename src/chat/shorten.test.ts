import fc from 'fast-check';
import { lengthOfText, shorten, shortenText } from './shorten.ts';
import type { Span } from './text.ts';

test('short words stay, long ones end with dots', () => {
  expect(shorten('short', 5)).toBe('short');
  expect(shorten('longer', 5)).toBe('long…');
});

test('no character is cut in two', () => {
  expect(shorten('ab😀cd', 4)).toBe('ab…');
});

test('nothing is shown as dots, for a chat refuses nothing', () => {
  expect(shorten(' \u0000', 10)).toBe('…');
});

test('links, people and moments are whole or not there', () => {
  const link: Span = { kind: 'link', text: 'contract', url: 'https://example.com' };
  expect(shortenText(['see ', link, ' now'], 32)).toEqual(['see ', link, '…']);
  expect(shortenText(['see ', link, ' now'], 20)).toEqual(['see ', '…']);
});

test('a shortened text is never longer than allowed', () => {
  const span = fc.oneof(fc.string(), fc.record({ kind: fc.constant('strong' as const), text: fc.string() }));
  fc.assert(
    fc.property(fc.array(span), fc.integer({ min: 1, max: 60 }), (text, most) => {
      expect(lengthOfText(shortenText(text, most))).toBeLessThanOrEqual(most);
    }),
  );
});
