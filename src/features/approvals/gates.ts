import type { DateTime } from 'luxon';
import { newId } from '../../core/ids.ts';
import { clearTimers, setTimer } from '../../timers/timers.ts';
import { type Contract, smallestAbove } from '../contracts/index.ts';
import type { Scope } from '../feature.ts';
import { listPeople, listTeams, type Person } from '../people/index.ts';
import { channelsOf, getProgramme } from '../programme/index.ts';
import { clearSignal, type Dependency, setSignal } from '../register/index.ts';
import { carryOver } from './carry-over.ts';
import { endLateness } from './late/escalate.ts';
import { GATES, type Gate, type GateState, type Seat } from './model.ts';
import { changesCard, signedOffCard } from './notices.ts';
import { dueOf, firstReminder, nextReminder, resolveApprovers, unticked } from './rules.ts';
import { showGate, subjectOf, tell } from './show.ts';
import * as store from './store.ts';
import { type HeldGate, signersFor, viewOf } from './views.ts';

/**
 * Opens a gate of the present contract with criteria and approvers as the policy stands now, and asks those whose
 * signature is not carried over. Returns the gate that the contract has come to.
 */
export async function openGate(
  scope: Scope,
  dependency: Dependency,
  contract: Contract,
  number: number,
): Promise<Gate> {
  const { tx, now } = scope;
  const programme = await getProgramme(tx, dependency.programmeId);
  const policy = programme.policy.gates[number - 1];
  if (policy === undefined) throw new Error(`${programme.key} has no gate ${number}.`);
  const people = new Map((await listPeople(tx)).map((person) => [person.id, person]));
  const seats = resolveApprovers(policy.approvers, {
    programme,
    dependency,
    people,
    teams: await listTeams(tx),
    submitterId: contract.submittedById,
  });
  const carried = await carryOver(scope, { dependency, contract, number, policy }, seats);
  const approvers = seats.flatMap((seat) => people.get(seat.personId) ?? []);
  const id = newId();
  const gate = await store.insertGate(tx, {
    id,
    dependencyId: dependency.id,
    contractId: contract.id,
    number,
    name: policy.name,
    criteria: policy.criteria,
    approvers: await withCards(scope, id, carried.seats, contract.submittedById),
    quorum: policy.quorum,
    openedAt: now,
    dueAt: dueOf(
      approvers.map((person) => person.calendar),
      policy.workingDays,
      now,
    ),
  });
  for (const vote of carried.votes) await store.insertVote(tx, { ...vote, gateId: id, at: now });
  const [first] = carried.votes;
  // A signature confirms the checklist, also one that is carried over.
  if (first !== undefined) {
    await store.insertTicks(
      tx,
      unticked(gate, []).map((item) => ({ gateId: id, item, byId: first.byId, at: now })),
    );
  }
  if (carried.votes.length === seats.length) return passUnasked(scope, dependency, gate);
  await setTimer(tx, { kind: 'approvals.due', subject: id, occurrence: 'due', dueAt: gate.dueAt });
  for (const person of approvers) await remindNext(scope, person);
  await showGate(scope, id, dependency);
  return gate;
}

/** All signatures of a gate were carried over: it passes as it opens. Returns the gate that the contract has come to. */
async function passUnasked(scope: Scope, dependency: Dependency, gate: Gate): Promise<Gate> {
  await passGate(scope, { view: await viewOf(scope.tx, gate, dependency), dependency }, null);
  await showGate(scope, gate.id, dependency);
  return (await store.presentGates(scope.tx, [gate.contractId])).get(gate.contractId) ?? gate;
}

/** Notes who gets the card of each seat that nobody was asked for yet: the approver, or who acts for them now. */
export async function withCards(
  { tx, now }: Pick<Scope, 'tx' | 'now'>,
  gateId: string,
  seats: readonly Seat[],
  submitterId: string,
): Promise<Seat[]> {
  const ids = seats.map((seat) => seat.personId);
  const signers = await signersFor(tx, ids, submitterId, now);
  return seats.map((seat) => {
    if (seat.cards.some((card) => card.forId === seat.personId)) return seat;
    const to = signers.get(seat.personId)?.id ?? seat.personId;
    return { ...seat, cards: [...seat.cards, { to, subject: subjectOf(gateId), forId: seat.personId }] };
  });
}

/** Sets an approver's next reminder; there is one a day, whatever waits for them then. */
export function remindNext(scope: Pick<Scope, 'tx' | 'now'>, person: Person): Promise<void> {
  return remindAt(scope, person, nextReminder(person.calendar, scope.now));
}

/** Sets the next reminder of an approver who is asked again after their vote was taken back. */
export function remindAgain(scope: Pick<Scope, 'tx' | 'now'>, person: Person): Promise<void> {
  return remindAt(scope, person, firstReminder(person.calendar, scope.now));
}

async function remindAt(
  { tx }: Pick<Scope, 'tx'>,
  person: Person,
  { date, at }: ReturnType<typeof nextReminder>,
): Promise<void> {
  await setTimer(tx, { kind: 'approvals.remind', subject: person.id, occurrence: date, dueAt: at });
}

/**
 * The gate passed: the next one opens, or the contract is signed off and those concerned are told; not who signed last.
 * While another gate of it is open, whose waiver ended, it goes on when that one passes.
 */
export async function passGate(
  scope: Scope,
  { view, dependency }: HeldGate,
  lastSignerId: string | null,
): Promise<void> {
  const { gate, contract } = view;
  await closeGate(scope, gate, 'passed');
  const all = await store.gatesOf(scope.tx, contract.id);
  if (all.some((one) => one.state !== 'passed')) return;
  if (all.length < GATES) {
    await openGate(scope, dependency, contract, all.length + 1);
    return;
  }
  const programme = await getProgramme(scope.tx, dependency.programmeId);
  const teams = new Map((await listTeams(scope.tx)).map((team) => [team.id, team]));
  const leads = dependency.consumers.map((consumer) => teams.get(consumer.teamId)?.leadId);
  const people = [dependency.ownerId, contract.submittedById, ...leads].filter((id) => id !== lastSignerId);
  const card = signedOffCard(
    await viewOf(scope.tx, gate, dependency),
    all.filter((one) => one.waiver !== null),
  );
  await tell(scope, `signed-off:${gate.id}`, card, people, channelsOf(programme, 'programme'));
}

/** Somebody asked for changes: the contract waits for a new version; submitter and owner are told. */
export async function refuseGate(scope: Scope, { view, dependency }: HeldGate, refuserId: string): Promise<void> {
  const { gate, contract } = view;
  await closeGate(scope, gate, 'changes-requested');
  await signalRefused(scope, gate, scope.now);
  const people = [dependency.ownerId, contract.submittedById].filter((id) => id !== refuserId);
  const card = changesCard(await viewOf(scope.tx, gate, dependency), smallestAbove(contract.version));
  await tell(scope, `changes:${gate.id}`, card, people);
}

/** A fact on the dependency while its present contract waits for a new version. */
export async function signalRefused({ tx }: Pick<Scope, 'tx'>, gate: Gate, since: DateTime): Promise<void> {
  const text = `changes requested at gate ${gate.number} (${gate.name})`;
  await setSignal(tx, gate.dependencyId, { kind: 'gate-refused', subject: gate.id, text, since });
}

/** Another version takes the place of the one this gate is for. Its cards say so once that version's gate is open. */
export async function withdrawGate(scope: Scope, gate: Gate): Promise<void> {
  if (gate.state === 'open') await closeGate(scope, gate, 'withdrawn');
  await clearSignal(scope.tx, gate.dependencyId, 'gate-refused');
}

/** Asks again for the signatures of a gate whose waiver ended. */
export async function lapse(scope: Scope, dependency: Dependency, contract: Contract, gate: Gate): Promise<Gate> {
  await store.updateGate(scope.tx, gate.id, { state: 'lapsed' });
  return openGate(scope, dependency, contract, gate.number);
}

async function closeGate({ tx, now }: Scope, gate: Gate, state: Exclude<GateState, 'open'>): Promise<void> {
  await store.updateGate(tx, gate.id, { state, closedAt: now });
  await clearTimers(tx, gate.id, ['approvals.due']);
  await clearSignal(tx, gate.dependencyId, 'gate-late', gate.id);
  await endLateness({ tx, now }, gate.id);
}
