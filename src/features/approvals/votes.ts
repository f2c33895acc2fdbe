import { enumerate } from '../../core/enumerate.ts';
import { Conflict, NotAllowed } from '../../core/errors.ts';
import { formatMoment } from '../../core/format-time.ts';
import { record } from '../audit/index.ts';
import type { Act } from '../feature.ts';
import { evidenceOf } from '../register/model.ts';
import { passGate, refuseGate } from './gates.ts';
import { type Choice, type GateView, isInScope, type Seat, type Vote } from './model.ts';
import { hasPassed, isCarried, pendingSeats, seatToVoteFor, unticked, voteFor } from './rules.ts';
import { showGate } from './show.ts';
import * as store from './store.ts';
import { type HeldGate, holdGate, signersFor } from './views.ts';

/**
 * Votes at a gate, for oneself or for somebody one stands in for, and carries on from there: the gate passes, or the
 * contract waits for a new version. Who signs confirms the whole checklist: what is not ticked yet is ticked by them.
 * Returns the gate as it stands then; a click that comes too late or again changes nothing and gets the same answer.
 * Throws NotAllowed, saying who may, and Conflict for what needs no vote any more or lacks its evidence.
 */
export async function castVote(
  act: Act,
  gateId: string,
  ballot: { hash: string; vote: Choice; comment: string | null },
): Promise<GateView> {
  const held = await holdGate(act.tx, gateId);
  const { vote: choice, comment } = ballot;
  if (!isUndecided(held, act.by.id, ballot.hash, choice)) return held.view;
  const seat = await seatOf(act, held, choice);
  if (seat === undefined) return held.view;
  if (choice === 'approve') requireEvidence(held.view, seat);
  const carried = held.view.votes.find((vote) => vote.approverId === seat.personId);
  const vote: Vote = {
    gateId,
    approverId: seat.personId,
    byId: act.by.id,
    vote: choice,
    comment,
    at: act.now,
    carriedFrom: carried?.carriedFrom ?? null,
  };
  await (carried === undefined ? store.insertVote(act.tx, vote) : store.replaceCarried(act.tx, vote));
  if (choice === 'approve') await tickRest(act, held.view);
  await recordVote(act, held, vote, seat);
  if (choice === 'request-changes') await refuseGate(act, held, act.by.id);
  else if (hasPassed(held.view.gate, [...held.view.votes, vote])) await passGate(act, held, act.by.id);
  else await store.updateGate(act.tx, gateId, {});
  return showGate(act, gateId, held.dependency);
}

/** The gate, when this person may still decide on it, and be it to take back what was carried over; as it stands, when there is nothing left to decide. Throws like castVote. */
export async function openBallot(act: Act, gateId: string, hash: string): Promise<HeldGate & { open: boolean }> {
  const held = await holdGate(act.tx, gateId);
  if (!isUndecided(held, act.by.id, hash, 'request-changes')) return { ...held, open: false };
  return { ...held, open: (await seatOf(act, held, 'request-changes')) !== undefined };
}

async function tickRest({ tx, by, now }: Act, { gate, ticks }: GateView): Promise<void> {
  const left = unticked(gate, ticks).map((item) => ({ gateId: gate.id, item, byId: by.id, at: now }));
  await store.insertTicks(tx, left);
}

/** Throws Conflict while an obligation that this seat signs for lacks its evidence, saying how to give it. */
function requireEvidence({ dependency }: GateView, seat: Seat): void {
  const missing = seat.compliance ? evidenceOf(dependency).find(({ url }) => url === null) : undefined;
  if (missing === undefined) return;
  const { key } = dependency;
  throw new Conflict(
    'no-evidence',
    `${missing.obligation} of ${key} has no evidence yet. Link it under that name, then sign: \`/deps link ${key} https://docs.example.com/review ${missing.obligation}\`.`,
  );
}

/** False when the gate is closed, its version replaced, or this person's vote is in. */
function isUndecided({ view, dependency }: HeldGate, personId: string, hash: string, choice: Choice): boolean {
  if (!isInScope(dependency)) {
    throw new Conflict('out-of-scope', `${dependency.key} was taken out of scope: it needs no signatures any more.`);
  }
  const voted = standingAgainst(view.votes, choice).some(
    (vote) => vote.byId === personId || vote.approverId === personId,
  );
  return view.gate.state === 'open' && view.contract.hash === hash && !voted;
}

/** The votes that are in the way of one more: who requests changes takes back a signature that was carried over. */
function standingAgainst(votes: readonly Vote[], choice: Choice): Vote[] {
  return choice === 'approve' ? [...votes] : votes.filter((vote) => !isCarried(vote));
}

/** The seat this person votes for; undefined when another one of their team did. Throws NotAllowed, saying who may. */
async function seatOf(act: Act, { view, dependency }: HeldGate, choice: Choice): Promise<Seat | undefined> {
  const { gate, contract } = view;
  const votes = standingAgainst(view.votes, choice);
  const pending = pendingSeats(gate, votes);
  const signers = await signersFor(
    act.tx,
    pending.map((seat) => seat.personId),
    contract.submittedById,
    act.now,
  );
  const acting = new Map([...signers].map(([id, signer]) => [id, signer.id]));
  const seat = seatToVoteFor(gate, votes, { id: act.by.id, submitterId: contract.submittedById }, acting);
  if (seat !== undefined || voteFor(gate, votes, act.by.id) !== undefined) return seat;

  const able = new Set([...signers.values()].filter((one) => one.id !== contract.submittedById));
  const teams = pending.flatMap((one) => (one.team === undefined ? [] : `everybody of ${one.team.name}`));
  const handles = [...[...able].map((one) => `@${one.handle}`), ...teams];
  const why =
    act.by.id === contract.submittedById
      ? 'you submitted it'
      : `gate ${gate.number} (${gate.name}) is for others to sign`;
  const asked = `asked on ${formatMoment(gate.openedAt, act.by.calendar.zone)}`;
  const others =
    handles.length === 0
      ? `\`/deps gates ${dependency.key}\` has the button that hands the signature to somebody else.`
      : `${enumerate(handles)} can${handles.length === 1 ? ' and was' : handles.length === 2 ? '; both were' : '; all were'} ${asked}.`;
  throw new NotAllowed('not-an-approver', `You cannot approve ${dependency.key}: ${why}. ${others}`);
}

async function recordVote(act: Act, { view, dependency }: HeldGate, vote: Vote, seat: Seat): Promise<void> {
  const { gate, contract } = view;
  const evidence = seat.compliance ? { evidence: evidenceOf(dependency) } : {};
  await record(act, {
    programmeId: dependency.programmeId,
    byId: vote.byId,
    action: vote.vote === 'approve' ? 'approvals.approved' : 'approvals.changes-requested',
    subject: dependency.key,
    after: {
      version: contract.version,
      hash: contract.hash,
      gate: gate.number,
      approver: vote.approverId,
      ...evidence,
    },
    reason: vote.comment,
  });
}
