import type { DateTime } from 'luxon';
import { z } from 'zod';
import type { StageName } from '../timeline/model.ts';

/** Characters a text may have. Ours: a commitment is one sentence, and its trace a ticket or an address. */
export const LONGEST = { what: 300, trace: 500, reason: 500 } as const;

/** open: proposed, agreed or locked · kept: its stage was done · withdrawn: given up before it was. */
export const CommitmentState = z.enum(['open', 'kept', 'withdrawn']);
export type CommitmentState = z.infer<typeof CommitmentState>;

/** The seat that signs off obligations; every other seat is a team, by its id. */
export const COMPLIANCE = 'compliance';

/** A promise of a stage of a dependency. */
export interface Commitment {
  id: string;
  programmeId: string;
  dependencyId: string;
  /** COM-4 */
  key: string;
  number: number;
  stage: StageName;
  /** Each needs evidence and the sign-off of compliance. */
  obligations: string[];
  state: CommitmentState;
  /** The number of the terms in force; null before all have signed. */
  lockedTerms: number | null;
  /** The day that was promised first, `YYYY-MM-DD`; null before it was locked. */
  promisedFor: string | null;
  /** The day on which its stage was done, `YYYY-MM-DD`. */
  keptOn: string | null;
  version: number;
}

/** What is promised, by number: a counter or a change makes new ones. */
export interface Terms {
  commitmentId: string;
  number: number;
  /** Who delivers. */
  ownerId: string;
  what: string;
  /** YYYY-MM-DD */
  byDate: string;
  /** A ticket id, a web address or a path in a repository. */
  trace: string;
  /** Why these take the place of the terms before; of the first null. */
  reason: string | null;
  proposedById: string;
  proposedAt: DateTime;
  withdrawnAt: DateTime | null;
}

/** One seat's consent to one number of terms. */
export interface Signature {
  commitmentId: string;
  terms: number;
  /** The id of a team, or COMPLIANCE. */
  seat: string;
  byId: string;
  at: DateTime;
}

/** A commitment with all its terms, the first first, and their signatures. */
export interface Negotiation {
  commitment: Commitment;
  terms: Terms[];
  signatures: Signature[];
}
