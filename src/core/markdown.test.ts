import fc from 'fast-check';
import { escaped, link } from './markdown.ts';

it('makes one line without markup of any text', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(escaped(text)).not.toMatch(/[\n\r<>@]|(?<!\\)(?:\\\\)*[|`*_[\]]|:\/\//);
    }),
  );
});

it('leaves words as they are', () => {
  expect(escaped('Orders API, v2.1 - ready.')).toBe('Orders API, v2.1 - ready.');
  expect(escaped('see https://a.example\nor www.b.example')).toBe('see https:\\/\\/a.example or www\\.b.example');
});

it('makes links that their address cannot end', () => {
  expect(link('x](https://evil.example)', 'https://a.example/|>b')).toBe(
    '[x\\](https:\\/\\/evil.example)](<https://a.example/%7C%3Eb>)',
  );
});
