import type { VersionView } from '../approvals/model.ts';
import type { ContractDocument } from '../contracts/model.ts';
import type { Dependency } from '../register/model.ts';

/** The contract of one dependency in all its versions. */
export interface Entry {
  dependency: Pick<Dependency, 'key' | 'title'>;
  programme: string;
  producer: string;
  consumers: string[];
  /** The newest first. */
  versions: VersionView[];
}

/** One file of a compendium. */
export interface File {
  /** Below the compendium's folder, with slashes. */
  path: string;
  content: string;
}

/** A version with what was submitted; undefined for an address alone. */
export interface FullVersion extends VersionView {
  document: ContractDocument | undefined;
}
