import type { DateTime } from 'luxon';

/** One version of the specification of a dependency. */
export interface Contract {
  id: string;
  dependencyId: string;
  /** Semver without a leading v. */
  version: string;
  /** Where it can be read; http or https. */
  url: string;
  /** SHA-256 of version and address: a vote belongs to exactly this content. */
  hash: string;
  note: string | null;
  submittedById: string;
  submittedAt: DateTime;
}

/** What a person sends of a contract. */
export interface Submission {
  version: string;
  url: string;
  note: string | null;
}
