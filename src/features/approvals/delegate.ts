import { InvalidInput, NotAllowed } from '../../core/errors.ts';
import { record } from '../audit/index.ts';
import type { Act } from '../feature.ts';
import { getPerson } from '../people/index.ts';
import { getProgramme, isLead } from '../programme/index.ts';
import { remindNext, withCards } from './gates.ts';
import type { GateView, Seat } from './model.ts';
import { pendingSeats } from './rules.ts';
import { showGate } from './show.ts';
import * as store from './store.ts';
import { type HeldGate, holdGate, signersFor } from './views.ts';

/** Which seat of which content somebody hands over. */
export interface HandOver {
  gate: string;
  hash: string;
  approver: string;
}

/**
 * The seat, when this person may hand it over: its approver, who stands in for them, or a lead of the programme. No
 * seat when the gate is closed or the vote is in. Throws NotAllowed for others.
 */
export async function seatToHandOver(act: Act, which: HandOver): Promise<HeldGate & { seat: Seat | undefined }> {
  const held = await holdGate(act.tx, which.gate);
  const { gate, votes, contract } = held.view;
  const seat =
    gate.state === 'open' && contract.hash === which.hash
      ? pendingSeats(gate, votes).find((one) => one.personId === which.approver)
      : undefined;
  if (seat !== undefined) await requireHolder(act, held, seat);
  return { ...held, seat };
}

/** Hands a seat over to somebody else, who alone signs then; they are asked at once, the gate stays due when it was. Returns it as it stands then. */
export async function handOver(act: Act, which: HandOver, toId: string): Promise<GateView> {
  const { view, dependency, seat } = await seatToHandOver(act, which);
  if (seat === undefined) return view;
  await moveSeat(act, { view, dependency }, seat, toId);
  return showGate(act, view.gate.id, dependency);
}

/** Gives a seat whose vote is out to somebody else; whether the act may do so was checked. Throws InvalidInput. */
export async function moveSeat(act: Act, { view, dependency }: HeldGate, seat: Seat, toId: string): Promise<void> {
  const { gate, votes, contract } = view;
  const to = await getPerson(act.tx, toId);
  if (to.id === contract.submittedById) {
    throw refused(`@${to.handle} submitted v${contract.version} and cannot sign it. Name somebody else.`);
  }
  if (to.id === seat.personId) throw refused(`@${to.handle} is asked already. Name somebody else.`);
  if (gate.approvers.some((one) => one.personId === to.id) || votes.some((vote) => vote.byId === to.id)) {
    throw refused(`@${to.handle} signs this gate already, and nobody signs twice. Name somebody else.`);
  }
  const delegated = { byId: act.by.id, at: act.now.toUTC().toISO() };
  const seats = gate.approvers.map((one) => {
    if (one.personId !== seat.personId) return one;
    const { team: _, ...own } = one;
    return { ...own, personId: to.id, delegated };
  });
  await store.updateGate(act.tx, gate.id, {
    approvers: await withCards(act, gate.id, seats, contract.submittedById),
  });
  await remindNext(act, to);
  await record(act, {
    programmeId: dependency.programmeId,
    byId: act.by.id,
    action: 'approvals.delegated',
    subject: dependency.key,
    before: { version: contract.version, gate: gate.number, approver: seat.personId },
    after: { version: contract.version, gate: gate.number, approver: to.id },
  });
}

async function requireHolder(act: Act, { view, dependency }: HeldGate, seat: Seat): Promise<void> {
  const programme = await getProgramme(act.tx, dependency.programmeId);
  const signer = (await signersFor(act.tx, [seat.personId], view.contract.submittedById, act.now)).get(seat.personId);
  if (act.by.id === seat.personId || act.by.id === signer?.id || isLead(programme, act.by)) return;
  const holder = view.people.get(seat.personId);
  throw new NotAllowed(
    'not-your-signature',
    `You cannot hand this signature over: it is @${holder?.handle}'s. They, who stands in for them, or a lead of ${programme.name} may.`,
  );
}

function refused(message: string): InvalidInput {
  return new InvalidInput('cannot-sign', message, { person: message });
}
