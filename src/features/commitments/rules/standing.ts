import type { Person } from '../../people/model.ts';
import { COMPLIANCE, type Commitment, type Negotiation, type Signature, type Terms } from '../model.ts';

/** How far a commitment has come. While a change of a locked one is negotiated, the locked terms stay in force. */
export type Standing = 'proposed' | 'agreed' | 'locked' | 'kept' | 'withdrawn';

/** Who has to consent. */
export interface Seat {
  /** The id of a team, or COMPLIANCE. */
  id: string;
  /** What it signs for: the name of the team. */
  as: string;
  /** Any one of them signs; the first is asked first. */
  signers: readonly Person[];
  /** Ids of those who may sign now: the signers, and who stands in for those who are away. */
  may: readonly string[];
}

/** The terms that are negotiated or in force: the newest that were not withdrawn. Throws without any. */
export function latestTerms({ commitment, terms }: Negotiation): Terms {
  const latest = terms.findLast((one) => one.withdrawnAt === null) ?? terms.at(-1);
  if (latest === undefined) throw new Error(`${commitment.key} has no terms.`);
  return latest;
}

/** The terms in force; undefined before all have signed. */
export function termsInForce({ commitment, terms }: Negotiation): Terms | undefined {
  return terms.find(({ number }) => number === commitment.lockedTerms);
}

/** The signatures that the latest terms have. */
export function signaturesOn(negotiation: Negotiation): Signature[] {
  const { number } = latestTerms(negotiation);
  return negotiation.signatures.filter(({ terms }) => terms === number);
}

/** The seats whose signature the latest terms wait for: first those of the teams, then compliance, which signs what they agreed on. */
export function pendingSeats(negotiation: Negotiation, seats: readonly Seat[]): Seat[] {
  const { commitment } = negotiation;
  if (commitment.state !== 'open' || latestTerms(negotiation).number === commitment.lockedTerms) return [];
  const signed = signaturesOn(negotiation).map(({ seat }) => seat);
  const open = seats.filter(({ id }) => !signed.includes(id));
  const teams = open.filter(({ id }) => id !== COMPLIANCE);
  return teams.length > 0 ? teams : open;
}

/** How far it has come. */
export function standingOf(negotiation: Negotiation, seats: readonly Seat[]): Standing {
  const { commitment } = negotiation;
  if (commitment.state !== 'open') return commitment.state;
  if (latestTerms(negotiation).number === commitment.lockedTerms) return 'locked';
  return pendingSeats(negotiation, seats).every(({ id }) => id === COMPLIANCE) ? 'agreed' : 'proposed';
}

/** The seats of teams that somebody belongs to: as a member, or as one who signs. */
export function sidesOf(seats: readonly Seat[], { id, teamId }: Pick<Person, 'id' | 'teamId'>): Seat[] {
  return seats.filter((seat) => seat.id !== COMPLIANCE && (seat.id === teamId || seat.may.includes(id)));
}

/** True for a promise whose day has passed and that is not kept. */
export function isOverdue(negotiation: Negotiation, today: string): boolean {
  const { commitment } = negotiation;
  return commitment.state === 'open' && (termsInForce(negotiation)?.byDate ?? today) < today;
}

/** True while terms that all have signed are in force. */
export function isLocked({ state, lockedTerms }: Commitment): boolean {
  return state === 'open' && lockedTerms !== null;
}

/** Whether it was kept by the day that was promised first; null while that is open, and for what was never locked. */
export function keptInTime({ promisedFor, keptOn }: Commitment, today: string): boolean | null {
  if (promisedFor === null) return null;
  if (keptOn !== null) return keptOn <= promisedFor;
  return promisedFor < today ? false : null;
}
