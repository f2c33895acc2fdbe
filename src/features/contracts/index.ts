import type { Scope } from '../feature.ts';
import type { Contract, Examined, Submission } from './model.ts';
import { assertHigher, readUrl, readVersion } from './rules.ts';
import * as store from './store.ts';

export { isHonest, smallestHonest } from '../../specifications/version/index.ts';
export { examineDocument } from './examine.ts';
export type { Contract, ContractDocument, Examined, Submission } from './model.ts';
export { readUrl, readVersion, smallestAbove } from './rules.ts';
export {
  contractedDependencies,
  contractOfVersion,
  contractsOf,
  currentContract,
  currentContracts,
  findChanges,
  findContract,
  findDocument,
  getContract,
  withdraw,
} from './store.ts';

/**
 * Makes an address the present contract of a dependency, which the caller holds locked. Throws InvalidInput, with
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
  return { contract: await store.replaceByAddress(tx, dependencyId, checked, now), replaced };
}

/** Makes an examined document the present contract of a dependency, which the caller holds locked and has judged. */
export function addDocument(
  { tx, now }: Pick<Scope, 'tx' | 'now'>,
  dependencyId: string,
  document: Examined & { url: string | null; note: string | null; submittedById: string },
): Promise<Contract> {
  return store.replaceByDocument(tx, dependencyId, document, now);
}
