import { InvalidInput } from '../../core/errors.ts';
import { compareVersions, parts } from '../../core/semver.ts';
import type { Class, Comparison } from '../compare/index.ts';

/** What has to rise. */
export type Bump = 'major' | 'minor' | 'patch';

/**
 * By semver 2.0.0. What is not judged counts as breaking until a person has judged it: `judged` is what they found. Before 1.0.0
 * anything may break; here a break raises the minor number and all else the patch, as npm and Cargo read such versions.
 */
export function bumpFor(verdict: Comparison['verdict'], present: string, judged: Class = 'breaking'): Bump | null {
  const found = verdict === 'not-judged' ? judged : verdict;
  if (found === 'none') return null;
  const bump: Bump = found === 'documentation' ? 'patch' : found === 'additive' ? 'minor' : 'major';
  if (parts(present).numbers[0] !== '0') return bump;
  return bump === 'major' ? 'minor' : 'patch';
}

/** The smallest version that is honest about a comparison with the present one; the present one where nothing changed. */
export function smallestVersion(comparison: Comparison, present: string, judged?: Class): string {
  const bump = bumpFor(comparison.verdict, present, judged);
  if (bump === null) return present;
  const { numbers, prerelease } = parts(present);
  // A draft of a version that rises enough already leads to it: its next draft is enough.
  return prerelease.length > 0 && isAtLevel(numbers, bump)
    ? `${numbers.join('.')}-${nextDraft(prerelease)}`
    : raised(numbers, bump);
}

/**
 * Refuses a version that hides what changed: one that is lower than the smallest honest one, and the present one where
 * anything changed. A draft counts by the version that it leads to. Throws InvalidInput, on the field `version`.
 */
export function assertHonest(version: string, present: string, comparison: Comparison, judged?: Class): void {
  const smallest = smallestVersion(comparison, present, judged);
  if (smallest === present && compareVersions(version, present) >= 0) return;
  const { numbers } = parts(version);
  const honest = compareVersions(numbers.join('.'), withoutDraft(smallest)) >= 0;
  if (honest && compareVersions(version, present) > 0) return;
  const message = `v${version} does not fit: ${reason(comparison, present)}. Send v${smallest} or higher.`;
  throw new InvalidInput('version-too-low', message, { version: message.replaceAll('`', '') });
}

function reason({ changes, verdict }: Comparison, present: string): string {
  const grave = changes.filter((change) => change.class === verdict);
  const [first] = grave;
  if (first === undefined) return `it is not above v${present}`;
  const name = {
    breaking: 'breaking',
    'not-judged': 'not judged',
    additive: 'additive',
    documentation: 'documentation',
  }[first.class];
  const place = first.where === '' ? '' : `${first.where}: `;
  const counted = `${grave.length} ${name} change${grave.length === 1 ? '' : 's'} since v${present}`;
  return `${counted} (${grave.length === 1 ? '' : 'first '}${place}${first.message.replace(/[.]$/, '')})`;
}

/** Whether the numbers are those of a version in which this could first appear: 2.0.0 for major, 2.1.0 for minor. */
function isAtLevel([, minor, patch]: readonly string[], bump: Bump): boolean {
  return bump === 'patch' || (patch === '0' && (bump === 'minor' || minor === '0'));
}

function raised([major = '0', minor = '0', patch = '0']: readonly string[], bump: Bump): string {
  if (bump === 'major') return `${BigInt(major) + 1n}.0.0`;
  return bump === 'minor' ? `${major}.${BigInt(minor) + 1n}.0` : `${major}.${minor}.${BigInt(patch) + 1n}`;
}

/** `rc.1` → `rc.2`, `rc` → `rc.1`. */
function nextDraft(prerelease: readonly string[]): string {
  const last = prerelease.at(-1) ?? '';
  return /^\d+$/.test(last)
    ? [...prerelease.slice(0, -1), String(BigInt(last) + 1n)].join('.')
    : [...prerelease, '1'].join('.');
}

function withoutDraft(version: string): string {
  return parts(version).numbers.join('.');
}
