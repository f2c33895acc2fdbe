import fc from 'fast-check';
import { asksTheSame } from './rules.ts';

it.each([
  ['Which sandbox do we use?', ' which  sandbox do we use'],
  ['When is DEP-4 delivered?', 'When is DEP 4 delivered'],
  ['¿Qué entorno?', 'qué entorno'],
  ['איזו סביבה?', 'איזו סביבה'],
])('“%s” and “%s” ask the same', (one, other) => {
  expect(asksTheSame(one, other)).toBe(true);
});

it.each([
  ['When is DEP-4 delivered?', 'When is DEP-40 delivered?'],
  ['Which sandbox?', 'Which sandboxes?'],
  ['?', '!'],
])('“%s” and “%s” do not', (one, other) => {
  expect(asksTheSame(one, other)).toBe(false);
});

it('does not look at case and what stands around words', () => {
  const word = fc.stringMatching(/^[a-z0-9]{1,8}$/);
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 8 }), (words) => {
      expect(asksTheSame(words.join(' '), `  ${words.join(', ').toUpperCase()}?!`)).toBe(true);
    }),
  );
});
