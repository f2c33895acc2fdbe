import { InvalidInput } from '../../core/errors.ts';

/** Longer versions and addresses are a mistake: they would not fit a card (browsers take about 2,000 characters). */
const LONGEST_VERSION = 40;
const LONGEST_URL = 2_000;

interface Version {
  /** Major, minor, patch. */
  numbers: readonly string[];
  /** Identifiers after the hyphen; none for a release. */
  prerelease: readonly string[];
}

const SEMVER =
  /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-((?:0|[1-9]\d*|\d*[a-z-][\da-z-]*)(?:\.(?:0|[1-9]\d*|\d*[a-z-][\da-z-]*))*))?$/i;

/** A version as typed (`v2.1.0`) without its leading v. Throws InvalidInput, on the field `version`, unless it is semver. */
export function readVersion(typed: string): string {
  const version = typed.trim().replace(/^v/i, '');
  if (version.length <= LONGEST_VERSION && SEMVER.test(version)) return version;
  throw onField(
    'no-version',
    'version',
    `"${typed.trim().slice(0, LONGEST_VERSION)}" is not a version. Send three numbers such as \`v2.1.0\`, or \`v2.1.0-rc.1\` for a draft.`,
  );
}

/** An address as typed. Throws InvalidInput, on the field `url`, unless it is http or https. */
export function readUrl(typed: string): string {
  const url = typed.trim();
  if (url.length <= LONGEST_URL && /^https?:\/\/\S+$/i.test(url) && URL.canParse(url)) return url;
  throw onField(
    'no-address',
    'url',
    `"${url.slice(0, 60)}" is not the address of a contract. Send one that begins with https://, such as \`https://specs.example.com/orders-v2.yaml\`.`,
  );
}

/** Refuses a version that is not above the present one, naming the smallest that is. */
export function assertHigher(version: string, present: string): void {
  if (compareVersions(version, present) > 0) return;
  const reason = version === present ? `v${present} is submitted already` : `v${version} is not above v${present}`;
  throw onField('version-too-low', 'version', `${reason}. Send v${smallestAbove(present)} or higher.`);
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

function parts(version: string): Version {
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

function onField(code: string, field: string, message: string): InvalidInput {
  return new InvalidInput(code, message, { [field]: message.replaceAll('`', '') });
}
