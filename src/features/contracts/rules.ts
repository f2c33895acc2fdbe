import { onField } from '../../core/errors.ts';
import { compareVersions, isVersion, smallestAbove } from '../../core/semver.ts';

export { compareVersions, smallestAbove } from '../../core/semver.ts';

/** Longer versions and addresses are a mistake: they would not fit a card (browsers take about 2,000 characters). */
const LONGEST_VERSION = 40;
const LONGEST_URL = 2_000;

/** A version as typed (`v2.1.0`) without its leading v. Throws InvalidInput, on the field `version`, unless it is semver. */
export function readVersion(typed: string): string {
  const version = typed.trim().replace(/^v/i, '');
  if (version.length <= LONGEST_VERSION && isVersion(version)) return version;
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
