import type { DateTime } from 'luxon';
import type { Tx } from '../../db/db.ts';
import { COMPLIANCE, listCommitments, type Negotiation } from '../commitments/index.ts';
import { filled, type Names, orNothing } from './entries.ts';
import type { CommitmentEntry, RegisterDocument } from './format/index.ts';

export type Records = Pick<RegisterDocument, 'commitments'>;

/** What was promised in a programme, as entries of a register file; kinds of which there is nothing are left out. */
export async function presentRecords(tx: Tx, programmeId: string, names: Names): Promise<Records> {
  const commitments = await listCommitments(tx, { programmeId });
  return filled({ commitments: orNothing(commitments.map((one) => commitmentEntry(one, names))) });
}

function commitmentEntry({ commitment, terms, signatures }: Negotiation, names: Names): CommitmentEntry {
  const { key, dependencyId, stage, state, obligations, lockedTerms, promisedFor, keptOn } = commitment;
  return filled({
    key,
    dependency: names.dependency(dependencyId) ?? dependencyId,
    stage,
    state,
    obligations: orNothing(obligations),
    inForce: lockedTerms,
    promisedFor,
    keptOn,
    terms: terms.map(({ number, ownerId, what, byDate, trace, reason, proposedById, proposedAt, withdrawnAt }) =>
      filled({
        number,
        owner: handleOf(names, ownerId),
        what,
        by: byDate,
        trace,
        reason,
        proposedBy: handleOf(names, proposedById),
        proposedAt: momentText(proposedAt),
        withdrawnAt: momentText(withdrawnAt),
      }),
    ),
    signatures: orNothing(
      signatures.map((one) => ({
        terms: one.terms,
        seat: one.seat === COMPLIANCE ? COMPLIANCE : names.team(one.seat),
        signedBy: handleOf(names, one.byId),
        at: momentText(one.at),
      })),
    ),
  });
}

function handleOf(names: Names, id: string): string {
  return names.person(id) ?? id;
}

function momentText<At extends DateTime | null>(at: At): At extends null ? undefined : string {
  return at?.toUTC().toISO() as At extends null ? undefined : string; // moments of the database are valid
}
