import { record } from '../audit/index.ts';
import { consumersOf } from '../consumers/index.ts';
import { type Contract, contractOfVersion, findChanges } from '../contracts/index.ts';
import type { Scope } from '../feature.ts';
import type { GatePolicy } from '../programme/model.ts';
import type { Dependency } from '../register/index.ts';
import { type Before, carry } from './carry.ts';
import type { Seat, Vote } from './model.ts';
import * as store from './store.ts';

/** A gate that is about to open. */
interface Opening {
  dependency: Dependency;
  contract: Contract;
  number: number;
  policy: GatePolicy;
}

/** Reads the same gate of the version before and decides whose signature there holds for this version. */
export async function carryOver(
  scope: Scope,
  opening: Opening,
  seats: readonly Seat[],
): Promise<{ seats: Seat[]; votes: Omit<Vote, 'gateId' | 'at'>[] }> {
  const { dependency, contract, number, policy } = opening;
  const before = await gateBefore(scope, opening);
  if (before === undefined) return { seats: [...seats], votes: [] };
  const carried = carry(seats, policy, before, await consumersOf(scope.tx, dependency));
  const votes = carried.flatMap(({ vote }) => vote ?? []);
  if (votes.length > 0) {
    await record(scope, {
      programmeId: dependency.programmeId,
      byId: null,
      action: 'approvals.carried',
      subject: dependency.key,
      before: { version: before.version, gate: number },
      after: { version: contract.version, gate: number, approvers: votes.map((vote) => vote.approverId) },
    });
  }
  return { seats: carried.map(({ seat }) => seat), votes };
}

/** Undefined where the contract was compared with nothing. */
async function gateBefore({ tx }: Scope, { dependency, contract, number }: Opening): Promise<Before | undefined> {
  const version = contract.document?.since?.version;
  const old = version === undefined ? undefined : await contractOfVersion(tx, dependency.id, version);
  const changed = old && (await findChanges(tx, contract.id));
  if (old === undefined || changed === undefined) return undefined;
  const gate = (await store.gatesOf(tx, old.id)).find((one) => one.number === number);
  return {
    version: old.version,
    gate,
    votes: gate === undefined ? [] : await store.votesAt(tx, [gate.id]),
    ...changed,
  };
}
