/** A version by semver 2.0.0; build metadata is not used here. */
export interface Version {
  /** Major, minor, patch. */
  numbers: readonly string[];
  /** Identifiers after the hyphen; none for a release. */
  prerelease: readonly string[];
}

const SEMVER =
  /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-((?:0|[1-9]\d*|\d*[a-z-][\da-z-]*)(?:\.(?:0|[1-9]\d*|\d*[a-z-][\da-z-]*))*))?$/i;

export function isVersion(text: string): boolean {
  return SEMVER.test(text);
}

/** By the precedence of semver 2.0.0: below 0 when `a` comes before `b`. */
export function compareVersions(a: string, b: string): number {
  const left = parts(a);
  const right = parts(b);
  return compareNumbers(left.numbers, right.numbers) || comparePrerelease(left.prerelease, right.prerelease);
}

/** The smallest release above a version: the next patch, or the release a draft leads to. */
export function smallestAbove(version: string): string {
  const { numbers, prerelease } = parts(version);
  const [major = '0', minor = '0', patch = '0'] = numbers;
  return `${major}.${minor}.${prerelease.length > 0 ? patch : BigInt(patch) + 1n}`;
}

/** A version taken apart. Throws when it is none: whoever typed it was told before. */
export function parts(version: string): Version {
  const match = SEMVER.exec(version);
  if (match === null) throw new Error(`${version} is not a version.`);
  return { numbers: match.slice(1, 4), prerelease: match[4]?.split('.') ?? [] };
}

function compareNumbers(a: readonly string[], b: readonly string[]): number {
  const different = a.findIndex((one, index) => one !== b[index]);
  return different === -1 ? 0 : compareNumber(a[different] ?? '', b[different] ?? '');
}

function comparePrerelease(a: readonly string[], b: readonly string[]): number {
  // A release comes after all its drafts.
  if (a.length === 0 || b.length === 0) return Math.sign(b.length - a.length);
  for (const [index, left] of a.entries()) {
    const right = b[index];
    if (right === undefined) return 1;
    if (left !== right) return compareIdentifier(left, right);
  }
  return a.length - b.length;
}

function compareIdentifier(a: string, b: string): number {
  const numeric = [a, b].map((one) => /^\d+$/.test(one));
  if (numeric[0] && numeric[1]) return compareNumber(a, b);
  if (numeric[0] !== numeric[1]) return numeric[0] ? -1 : 1;
  return a < b ? -1 : 1;
}

/** Digits without leading zeros, of any length. */
function compareNumber(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}
