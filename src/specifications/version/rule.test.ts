import fc from 'fast-check';
import { compareVersions, smallestAbove } from '../../core/semver.ts';
import type { Class, Comparison } from '../compare/index.ts';
import { assertHonest, bumpFor, smallestVersion } from './index.ts';

function comparison(verdict: Comparison['verdict']): Comparison {
  if (verdict === 'none') return { verdict, changes: [] };
  const where = 'GET /orders → 200 → total';
  const message = 'Response field `total` is a string now, was a number: consumers that read it break.';
  return { verdict, changes: [{ class: verdict, rule: 'r', path: '', where, message, fingerprint: 'f' }] };
}

it.each<[Comparison['verdict'], string, string]>([
  ['breaking', '2.0.0', '3.0.0'],
  ['not-judged', '2.0.0', '3.0.0'],
  ['additive', '2.0.9', '2.1.0'],
  ['documentation', '2.1.0', '2.1.1'],
  ['none', '2.1.0', '2.1.0'],
  ['breaking', '0.3.1', '0.4.0'],
  ['additive', '0.3.1', '0.3.2'],
  ['documentation', '0.3.1', '0.3.2'],
  ['breaking', '3.0.0-rc.1', '3.0.0-rc.2'],
  ['additive', '3.0.0-rc.1', '3.0.0-rc.2'],
  ['breaking', '2.1.0-rc.1', '3.0.0'],
  ['additive', '2.1.0-beta', '2.1.0-beta.1'],
  ['additive', '2.1.1-rc.1', '2.2.0'],
  ['documentation', '2.1.1-rc.9', '2.1.1-rc.10'],
  ['breaking', '0.4.0-rc.1', '0.4.0-rc.2'],
])('asks for a version by the gravest change: %s since %s → %s', (verdict, present, smallest) => {
  expect(smallestVersion(comparison(verdict), present)).toBe(smallest);
});

it('says which number has to rise', () => {
  expect(bumpFor('additive', '1.4.0')).toBe('minor');
  expect(bumpFor('none', '1.4.0')).toBeNull();
});

it('counts what a person judged as they judged it', () => {
  expect(smallestVersion(comparison('not-judged'), '2.0.0', 'additive')).toBe('2.1.0');
});

it.each<[Comparison['verdict'], string, string]>([
  ['breaking', '2.0.0', '3.0.0-rc.1'],
  ['breaking', '2.0.0', '4.0.0'],
  ['breaking', '0.3.1', '1.0.0'],
  ['breaking', '3.0.0-rc.1', '3.0.0'],
  ['none', '2.0.0', '2.0.0'],
  ['none', '2.0.0', '2.0.1'],
])('lets an honest version pass: %s since %s as %s', (verdict, present, version) => {
  expect(() => assertHonest(version, present, comparison(verdict))).not.toThrow();
});

it.each<[Comparison['verdict'], string, string, string]>([
  ['breaking', '2.0.0', '2.1.0', '3.0.0'],
  ['breaking', '2.0.0', '2.0.0', '3.0.0'],
  ['documentation', '2.0.0', '2.0.0', '2.0.1'],
  ['additive', '2.0.0', '1.9.0', '2.1.0'],
  ['breaking', '2.0.0', '2.1.0-rc.1', '3.0.0'],
  ['breaking', '3.0.0-rc.2', '3.0.0-rc.1', '3.0.0-rc.3'],
  ['none', '2.0.0', '1.0.0', '2.0.0'],
])(
  'refuses a version that hides what changed and names the smallest: %s since %s as %s',
  (verdict, present, version, smallest) => {
    expect(() => assertHonest(version, present, comparison(verdict))).toThrow(`Send v${smallest} or higher.`);
  },
);

it('says in the refusal what changed', () => {
  expect(() => assertHonest('2.1.0', '2.0.0', comparison('breaking'))).toThrow(
    'v2.1.0 does not fit: 1 breaking change since v2.0.0 (GET /orders → 200 → total: Response field `total` is a string now, ' +
      'was a number: consumers that read it break). Send v3.0.0 or higher.',
  );
});

const part = fc.nat({ max: 30 });
const version = fc
  .tuple(part, part, part, fc.constantFrom('', '', '-rc', '-rc.1', '-beta.2'))
  .map(([major, minor, patch, draft]) => `${major}.${minor}.${patch}${draft}`);

it('accepts the version that it asks for, which is above the present one', () => {
  fc.assert(
    fc.property(version, fc.constantFrom<Class>('breaking', 'additive', 'documentation'), (present, verdict) => {
      const smallest = smallestVersion(comparison(verdict), present);
      expect(compareVersions(smallest, present)).toBeGreaterThan(0);
      expect(() => assertHonest(smallest, present, comparison(verdict))).not.toThrow();
      expect(() => assertHonest(smallestAbove(smallest), present, comparison(verdict))).not.toThrow();
    }),
  );
});
