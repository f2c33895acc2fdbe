import { Conflict } from '../../core/errors.ts';
import type { Tx } from '../../db/db.ts';
import { type Contract, contractsOf, currentContract, getContract } from '../contracts/index.ts';
import { actingFor, getPeople, type Person } from '../people/index.ts';
import { type Dependency, listDependencies, lockDependency } from '../register/index.ts';
import type { Gate, GateView, VersionView } from './model.ts';
import * as store from './store.ts';

/** A gate whose dependency is held until the transaction ends: nobody else votes, delegates or submits meanwhile. */
export interface HeldGate {
  view: GateView;
  dependency: Dependency;
}

/** Holds a gate and reads it. Throws Conflict for a gate that is not there. */
export async function holdGate(tx: Tx, gateId: string): Promise<HeldGate> {
  const found = await store.findGate(tx, gateId);
  if (found === undefined) {
    throw new Conflict(
      'no-such-gate',
      'This gate is not in the register any more. `/deps gates` shows the present ones.',
    );
  }
  const dependency = await lockDependency(tx, found.dependencyId);
  // Read again: it may have changed while we waited.
  return { view: await viewOf(tx, (await store.findGate(tx, gateId)) ?? found, dependency), dependency };
}

/** A gate with all that its cards say. */
export async function viewOf(tx: Tx, gate: Gate, dependency?: Dependency): Promise<GateView> {
  const contract = await getContract(tx, gate.contractId);
  const [view] = await viewsOf(tx, [gate], contract, dependency);
  if (view === undefined) throw new Error('One gate has one view.');
  return view;
}

/** Several gates of one contract. */
export async function viewsOf(
  tx: Tx,
  gates: readonly Gate[],
  contract: Contract,
  dependency?: Dependency,
): Promise<GateView[]> {
  const [of] = dependency === undefined ? await listDependencies(tx, { ids: [contract.dependencyId] }) : [dependency];
  if (of === undefined) throw new Error(`No dependency has the id ${contract.dependencyId}.`);
  const ids = gates.map((gate) => gate.id);
  const votes = await store.votesAt(tx, ids);
  const ticks = await store.ticksAt(tx, ids);
  const views = [];
  for (const gate of gates) {
    const replacedBy = isOver(gate, contract) ? await currentContract(tx, of.id) : undefined;
    const next = await gateAfter(tx, gate, replacedBy);
    const own = votes.filter((vote) => vote.gateId === gate.id);
    const ticked = ticks.filter((tick) => tick.gateId === gate.id);
    const named = [
      contract.submittedById,
      ...(replacedBy === undefined ? [] : [replacedBy.submittedById]),
      ...(contract.withdrawn === null ? [] : [contract.withdrawn.byId]),
      ...(gate.waiver === null ? [] : [gate.waiver.byId]),
      ...own.flatMap((vote) => [vote.byId, vote.approverId]),
      ...ticked.map((tick) => tick.byId),
      ...[...gate.approvers, ...(next?.approvers ?? [])].flatMap((seat) => [
        seat.personId,
        ...(seat.delegated === undefined ? [] : [seat.delegated.byId]),
      ]),
    ];
    views.push({
      gate,
      votes: own,
      ticks: ticked,
      contract,
      dependency: of,
      people: await getPeople(tx, named),
      replacedBy,
      next,
    });
  }
  return views;
}

/** All versions of a dependency's contract with their gates, the newest first. */
export async function versionsOf(tx: Tx, dependency: Dependency): Promise<VersionView[]> {
  const versions: VersionView[] = [];
  for (const contract of await contractsOf(tx, dependency.id)) {
    const gates = await viewsOf(tx, await store.gatesOf(tx, contract.id), contract, dependency);
    versions.push({ contract, gates, people: new Map(gates.flatMap(({ people }) => [...people])) });
  }
  return versions;
}

/** Closed without a decision that counts: another version counts, or another opening of this gate. */
function isOver({ state }: Gate, { withdrawn }: Contract): boolean {
  return state === 'withdrawn' || state === 'lapsed' || (state !== 'passed' && withdrawn !== null);
}

async function gateAfter(tx: Tx, gate: Gate, replacedBy: Contract | undefined): Promise<Gate | undefined> {
  if (replacedBy !== undefined) return (await store.presentGates(tx, [replacedBy.id])).get(replacedBy.id);
  if (gate.state !== 'passed') return undefined;
  const all = await store.gatesOf(tx, gate.contractId);
  return all.find((other) => other.state === 'open') ?? all.find((other) => other.number === gate.number + 1);
}

/**
 * Who acts for each of these people at that moment, by id, in their order. A submitter never signs for somebody else: the person
 * themselves stays asked.
 */
export async function signersFor(
  tx: Tx,
  personIds: readonly string[],
  submitterId: string,
  at: Parameters<typeof actingFor>[2],
): Promise<Map<string, Person>> {
  const signers = new Map<string, Person>();
  const people = await getPeople(tx, personIds);
  for (const id of personIds) {
    const person = people.get(id);
    if (person === undefined) continue;
    const acting = await actingFor(tx, person, at);
    signers.set(id, acting.id === submitterId ? person : acting);
  }
  return signers;
}
