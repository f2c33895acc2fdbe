import type { Scope } from '../feature.ts';
import type { Contract, Submission } from './model.ts';
import { assertHigher, readUrl, readVersion } from './rules.ts';
import * as store from './store.ts';

export type { Contract, Submission } from './model.ts';
export { readVersion, smallestAbove } from './rules.ts';
export { contractOfVersion, currentContract, currentContracts, getContract } from './store.ts';

/**
 * Makes a submission the present contract of a dependency, which the caller holds locked. Throws InvalidInput, with
 * the message also by field, unless it is a semver version above the present one and an http or https address.
 */
export async function addContract(
  { tx, now }: Pick<Scope, 'tx' | 'now'>,
  dependencyId: string,
  submission: Submission & { submittedById: string },
): Promise<{ contract: Contract; replaced: Contract | undefined }> {
  const checked = { ...submission, version: readVersion(submission.version), url: readUrl(submission.url) };
  const replaced = await store.currentContract(tx, dependencyId);
  if (replaced !== undefined) assertHigher(checked.version, replaced.version);
  return { contract: await store.replaceContract(tx, dependencyId, checked, now), replaced };
}
