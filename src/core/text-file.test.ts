import { MOST_FILE_BYTES, textOf } from './text-file.ts';

it('reads UTF-8, without its byte order mark', () => {
  expect(textOf(Buffer.from('\ufefftitle: Größe\r\n'))).toBe('title: Größe\r\n');
});

it.each<[string, Uint8Array, string]>([
  ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47]), 'This is not UTF-8 text.'],
  ['UTF-16', Buffer.from('title: x', 'utf16le'), 'This is not UTF-8 text.'],
  ['what is too large', new Uint8Array(MOST_FILE_BYTES + 1), 'This file has more than 5,000,000 bytes.'],
])('refuses %s, saying what to send', (_what, bytes, message) => {
  expect(() => textOf(bytes)).toThrow(message);
});
