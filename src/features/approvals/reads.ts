import { DateTime } from 'luxon';
import { groupBy } from '../../core/group.ts';
import type { Tx } from '../../db/db.ts';
import { currentContracts } from '../contracts/index.ts';
import { actingFor, getPeople } from '../people/index.ts';
import { listDependencies } from '../register/index.ts';
import { type Gate, type GateProgress, isInScope, type Seat, type WaitingApproval } from './model.ts';
import { pendingSeats, seatToVoteFor } from './rules.ts';
import * as store from './store.ts';

/** Where the contract of each dependency of a programme stands, by number; without a contract or out of scope, not at all. */
export async function gateProgress(tx: Tx, programmeId: string): Promise<GateProgress[]> {
  const dependencies = (await listDependencies(tx, { programmeId })).filter(isInScope);
  const contracts = await currentContracts(tx, idsOf(dependencies));
  const gates = await store.presentGates(tx, idsOf([...contracts.values()]));
  const waived = groupBy(await store.waivedGates(tx, idsOf([...contracts.values()])), (gate) => gate.contractId);
  const votes = await store.votesAt(tx, idsOf([...gates.values()]));
  const approvers = [...gates.values()].flatMap((gate) => gate.approvers.map((seat) => seat.personId));
  const people = await getPeople(tx, approvers);
  return dependencies.flatMap((dependency): GateProgress[] => {
    const contract = contracts.get(dependency.id);
    const gate = gates.get(contract?.id ?? '');
    if (contract === undefined || gate === undefined) return [];
    const own = votes.filter((vote) => vote.gateId === gate.id);
    const open = gate.state === 'open';
    const pending = open ? pendingSeats(gate, own) : [];
    const waitsFor = pending.flatMap((seat) => people.get(seat.personId)?.handle ?? []);
    return [
      {
        dependencyId: dependency.id,
        contractId: contract.id,
        key: dependency.key,
        title: dependency.title,
        version: contract.version,
        gate: gate.number,
        name: gate.name,
        state: open ? 'open' : gate.state === 'passed' ? 'complete' : 'changes-requested',
        dueAt: gate.dueAt,
        waitsFor,
        late: open && dependency.signals.some((one) => one.kind === 'gate-late' && one.subject === gate.id),
        waived: (waived.get(contract.id) ?? []).flatMap(({ number, waiver }) =>
          waiver === null ? [] : { gate: number, until: DateTime.fromISO(waiver.until) },
        ),
      },
    ];
  });
}

/** Gates of the workspace that wait for this person's vote, for themselves or for somebody away; the one due first first. */
export function approvalsFor(tx: Tx, personId: string, now: DateTime): Promise<WaitingApproval[]> {
  return waitingAmong(tx, personId, now, () => true);
}

/** Those of them that this person is asked for by name, not as one of a team. */
export async function askedOf(tx: Tx, personId: string, now: DateTime): Promise<WaitingApproval[]> {
  return (await approvalsFor(tx, personId, now)).filter((one) => !one.ofTeam);
}

/** Those a reminder named that still wait. */
export function approvalsOfReminder(
  tx: Tx,
  personId: string,
  now: DateTime,
  subject: string,
): Promise<WaitingApproval[]> {
  const named = (seat: Seat) => seat.cards.some((card) => card.to === personId && card.subject === subject);
  return waitingAmong(tx, personId, now, (gate) => gate.approvers.some(named));
}

async function waitingAmong(
  tx: Tx,
  personId: string,
  now: DateTime,
  among: (gate: Gate) => boolean,
): Promise<WaitingApproval[]> {
  const gates = (await store.openGates(tx)).filter(among);
  const votes = await store.votesAt(tx, idsOf(gates));
  const dependencyIds = gates.map((gate) => gate.dependencyId);
  const contracts = await currentContracts(tx, dependencyIds);
  const dependencies = new Map(
    (await listDependencies(tx, { ids: dependencyIds })).filter(isInScope).map((one) => [one.id, one]),
  );
  const people = await getPeople(
    tx,
    gates.flatMap((gate) => gate.approvers.map((seat) => seat.personId)),
  );
  const acting = new Map<string, string>();
  for (const person of people.values()) acting.set(person.id, (await actingFor(tx, person, now)).id);
  return gates.flatMap((gate): WaitingApproval[] => {
    const dependency = dependencies.get(gate.dependencyId);
    const contract = contracts.get(gate.dependencyId);
    if (dependency === undefined || contract === undefined) return [];
    const voter = { id: personId, submitterId: contract.submittedById };
    const own = votes.filter((vote) => vote.gateId === gate.id);
    const seat = seatToVoteFor(gate, own, voter, acting);
    if (seat === undefined) return [];
    const holds = seat.personId === personId || acting.get(seat.personId) === personId;
    return [
      {
        gateId: gate.id,
        dependencyId: dependency.id,
        key: dependency.key,
        title: dependency.title,
        contract,
        gate: gate.number,
        name: gate.name,
        dueAt: gate.dueAt,
        approverId: seat.personId,
        as: seat.as,
        ofTeam: !holds,
        standsInFor: seat.personId === personId || !holds ? null : (people.get(seat.personId)?.name ?? null),
      },
    ];
  });
}

function idsOf(rows: readonly { id: string }[]): string[] {
  return rows.map((row) => row.id);
}
