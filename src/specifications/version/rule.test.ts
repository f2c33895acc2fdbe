import fc from 'fast-check';
import { compareVersions, smallestAbove } from '../../core/semver.ts';
import { isHonest, smallestHonest } from './index.ts';

const VERDICTS = ['breaking', 'not-judged', 'additive', 'documentation', 'none'] as const;

it.each<[(typeof VERDICTS)[number], string, string]>([
  ['breaking', '2.1.3', '3.0.0'],
  ['not-judged', '2.1.3', '3.0.0'],
  ['additive', '2.0.9', '2.1.0'],
  ['documentation', '2.1.0', '2.1.1'],
  ['none', '2.1.0', '2.1.1'],
  ['breaking', '0.3.1', '0.4.0'],
  ['not-judged', '0.3.1', '0.4.0'],
  ['additive', '0.3.1', '0.3.2'],
  ['documentation', '0.3.1', '0.3.2'],
  ['breaking', '3.0.0-rc.1', '3.0.0-rc.2'],
  ['additive', '3.0.0-rc.1', '3.0.0-rc.2'],
  ['breaking', '2.1.0-rc.1', '3.0.0'],
  ['additive', '2.1.0-beta', '2.1.0-beta.1'],
  ['additive', '2.1.1-rc.1', '2.2.0'],
  ['documentation', '2.1.1-rc.9', '2.1.1-rc.10'],
  ['breaking', '0.4.0-rc.1', '0.4.0-rc.2'],
  ['breaking', '0.4.1-rc.1', '0.5.0'],
])('asks for a version by the gravest change: %s since v%s → v%s', (verdict, present, smallest) => {
  expect(smallestHonest(present, verdict)).toBe(smallest);
});

it.each<[(typeof VERDICTS)[number], string, string]>([
  ['breaking', '2.0.0', '3.0.0-rc.1'],
  ['breaking', '2.0.0', '4.0.0'],
  ['breaking', '0.3.1', '1.0.0'],
  ['additive', '0.3.1', '0.3.2'],
  ['breaking', '3.0.0-rc.1', '3.0.0'],
  ['breaking', '3.0.0-rc.1', '3.0.0-rc.2'],
  ['none', '2.0.0', '2.0.1'],
])('lets an honest version pass: %s since v%s as v%s', (verdict, present, version) => {
  expect(isHonest(version, present, verdict)).toBe(true);
});

it.each<[(typeof VERDICTS)[number], string, string]>([
  ['breaking', '2.0.0', '2.1.0'],
  ['breaking', '2.0.0', '2.0.0'],
  ['documentation', '2.0.0', '2.0.0'],
  ['additive', '2.0.0', '1.9.0'],
  ['breaking', '2.0.0', '2.1.0-rc.1'],
  ['breaking', '0.3.1', '0.3.2'],
  ['breaking', '3.0.0-rc.2', '3.0.0-rc.1'],
  ['none', '2.0.0', '2.0.0'],
  ['none', '2.0.0', '1.0.0'],
])('refuses a version that hides what changed: %s since v%s as v%s', (verdict, present, version) => {
  expect(isHonest(version, present, verdict)).toBe(false);
});

const part = fc.nat({ max: 30 });
const version = fc
  .tuple(part, part, part, fc.constantFrom('', '', '-rc', '-rc.1', '-beta.2'))
  .map(([major, minor, patch, draft]) => `${major}.${minor}.${patch}${draft}`);

it('accepts the version that it asks for, which is above the present one, and those above it', () => {
  fc.assert(
    fc.property(version, fc.constantFrom(...VERDICTS), (present, verdict) => {
      const smallest = smallestHonest(present, verdict);
      expect(compareVersions(smallest, present)).toBeGreaterThan(0);
      expect(isHonest(smallest, present, verdict)).toBe(true);
      expect(isHonest(smallestAbove(smallest), present, verdict)).toBe(true);
      expect(isHonest(present, present, verdict)).toBe(false);
    }),
  );
});
