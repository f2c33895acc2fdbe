import { isGrave } from '../../specifications/use/index.ts';
import type { Consumer } from '../consumers/index.ts';
import type { Contract, ContractDocument } from '../contracts/index.ts';
import type { GatePolicy } from '../programme/model.ts';
import type { CarriedFrom, Gate, HitBy, Seat, Vote } from './model.ts';

/** Changes that hit a consumer which their seat keeps for its card. */
const MOST_SHOWN = 3;

/** The same gate of the version before, and what changed since. */
export interface Before extends Pick<ContractDocument, 'changes' | 'hits'> {
  version: Contract['version'];
  gate: Pick<Gate, 'name' | 'criteria'> | undefined;
  votes: readonly Vote[];
}

/** What becomes of a seat: a signature that holds, or what hits its teams. */
export interface Carried {
  seat: Seat;
  /** Undefined: it is asked. */
  vote: Omit<Vote, 'gateId' | 'at'> | undefined;
}

/**
 * Who signed the same gate of the version before, for consumers alone and in person, need not sign again where no
 * breaking or not judged change hits what their teams use. Everybody else is asked, consumers with what hits them.
 */
export function carry(
  seats: readonly Seat[],
  policy: Pick<GatePolicy, 'name' | 'criteria'>,
  before: Before,
  consumers: readonly Consumer[],
): Carried[] {
  const grave = before.changes.filter(isGrave);
  const isSame = before.gate?.name === policy.name && sameWords(before.gate.criteria, policy.criteria);
  return seats.map((seat): Carried => {
    if (seat.consumers === undefined) return { seat, vote: undefined };
    const hitting = hittingTeams(seat.consumers, grave, before, consumers);
    const signed = before.votes.find((vote) => vote.approverId === seat.personId && vote.byId === seat.personId);
    if (hitting.length > 0 || !isSame || signed?.vote !== 'approve') {
      const hitBy: HitBy = { many: hitting.length, first: hitting.slice(0, MOST_SHOWN) };
      return { seat: hitting.length === 0 ? seat : { ...seat, hitBy }, vote: undefined };
    }
    const carriedFrom: CarriedFrom = {
      version: signed.carriedFrom?.version ?? before.version,
      at: signed.carriedFrom?.at ?? signed.at.toUTC().toISO() ?? '',
      fingerprints: grave.map((change) => change.fingerprint),
    };
    const { personId } = seat;
    return { seat, vote: { approverId: personId, byId: personId, vote: 'approve', comment: null, carriedFrom } };
  });
}

/** The changes that hit one of these teams: all, where a team declared nothing, or only after they were looked up. */
function hittingTeams(
  teamIds: readonly string[],
  grave: Before['changes'],
  { hits }: Before,
  consumers: readonly Consumer[],
): Before['changes'] {
  const uses = teamIds.flatMap((id) => consumers.find((one) => one.teamId === id)?.uses ?? [undefined]);
  const found = uses.map((use) => hits.find((one) => one.use === use)?.fingerprints);
  if (found.some((fingerprints) => fingerprints === undefined)) return grave;
  const all = new Set(found.flatMap((fingerprints) => fingerprints ?? []));
  return grave.filter(({ fingerprint }) => all.has(fingerprint));
}

function sameWords(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((one, index) => one === b[index]);
}
