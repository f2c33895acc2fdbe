import { compareVersions, parts } from '../../core/semver.ts';
import type { Comparison } from '../compare/index.ts';

type Verdict = Comparison['verdict'];

/** What has to rise. */
type Bump = 'major' | 'minor' | 'patch';

const BUMPS: Readonly<Record<Verdict, Bump>> = {
  breaking: 'major',
  // Until a person has judged it.
  'not-judged': 'major',
  additive: 'minor',
  documentation: 'patch',
  none: 'patch',
};

/**
 * The smallest version that says honestly what changed since `present`, by semver 2.0.0. Before 1.0.0 anything may break; here
 * a break raises the minor number and all else the patch, as npm and Cargo read such versions.
 */
export function smallestHonest(present: string, verdict: Verdict): string {
  const { numbers, prerelease } = parts(present);
  const bump = bumpFor(verdict, numbers);
  // A draft of a version that rises enough already leads to it: its next draft is enough.
  return prerelease.length > 0 && isAtLevel(numbers, bump)
    ? `${numbers.join('.')}-${nextDraft(prerelease)}`
    : raised(numbers, bump);
}

/** True for a version above `present` that hides nothing of what changed. A draft counts by the version that it leads to. */
export function isHonest(version: string, present: string, verdict: Verdict): boolean {
  const smallest = withoutDraft(smallestHonest(present, verdict));
  return compareVersions(version, present) > 0 && compareVersions(withoutDraft(version), smallest) >= 0;
}

function bumpFor(verdict: Verdict, [major]: readonly string[]): Bump {
  const bump = BUMPS[verdict];
  if (major !== '0') return bump;
  return bump === 'major' ? 'minor' : 'patch';
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
