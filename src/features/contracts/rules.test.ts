import fc from 'fast-check';
import { assertHigher, compareVersions, readUrl, readVersion, smallestAbove } from './rules.ts';

const release = fc.tuple(fc.nat(), fc.nat(), fc.nat()).map((numbers) => numbers.join('.'));
const draft = fc
  .tuple(release, fc.constantFrom('alpha', 'alpha.1', 'beta.2', 'beta.11', 'rc.1', '7'))
  .map((parts) => parts.join('-'));
const version = fc.oneof(release, draft);

it('puts versions in the order semver gives as its example', () => {
  const inOrder = [
    '1.0.0-alpha',
    '1.0.0-alpha.1',
    '1.0.0-alpha.beta',
    '1.0.0-beta',
    '1.0.0-beta.2',
    '1.0.0-beta.11',
    '1.0.0-rc.1',
    '1.0.0',
    '1.0.1',
    '1.2.0',
    '1.10.0',
    '2.0.0',
  ];

  expect([...inOrder].reverse().sort(compareVersions)).toEqual(inOrder);
});

it('compares both ways alike', () => {
  fc.assert(
    fc.property(version, version, (a, b) => {
      expect(Math.sign(compareVersions(a, b)) + Math.sign(compareVersions(b, a))).toBe(0);
    }),
  );
});

it('names a smallest version that is above and would be accepted', () => {
  fc.assert(
    fc.property(version, (present) => {
      const smallest = smallestAbove(present);
      expect(readVersion(`v${smallest}`)).toBe(smallest);
      expect(() => assertHigher(smallest, present)).not.toThrow();
    }),
  );
  expect(smallestAbove('2.0.0')).toBe('2.0.1');
  expect(smallestAbove('2.1.0-rc.1')).toBe('2.1.0');
});

it('refuses what is not above the present version', () => {
  expect(() => assertHigher('3.0.0', '3.0.0')).toThrow('v3.0.0 is submitted already. Send v3.0.1 or higher.');
  expect(() => assertHigher('3.0.0-rc.1', '3.0.0')).toThrow('v3.0.0-rc.1 is not above v3.0.0. Send v3.0.1 or higher.');
});

it.each(['2', '2.1', 'v2.1', '02.1.0', '2.1.0.0', '2.1.0-', 'latest', '', `1.0.0-${'x'.repeat(60)}`])(
  'does not take "%s" for a version',
  (typed) => {
    expect(() => readVersion(typed)).toThrow('is not a version. Send three numbers such as `v2.1.0`');
  },
);

it.each([
  'specs/orders.yaml',
  'ftp://specs.example.com/a',
  'javascript:alert(1)',
  'https://',
  'https://a b',
  `https://${'a'.repeat(2_000)}`,
])('does not take "%s" for an address', (typed) => {
  expect(() => readUrl(typed)).toThrow('is not the address of a contract. Send one that begins with https://');
});

it('takes a version with or without v, and an address as typed', () => {
  expect(readVersion(' V2.1.0-rc.1 ')).toBe('2.1.0-rc.1');
  expect(readUrl(' https://specs.example.com/a?b=c#d ')).toBe('https://specs.example.com/a?b=c#d');
});
