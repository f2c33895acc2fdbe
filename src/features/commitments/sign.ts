import { InvalidInput, NotAllowed } from '../../core/errors.ts';
import { formatDay } from '../../core/format-time.ts';
import { record } from '../audit/index.ts';
import { recordDecision } from '../decisions/index.ts';
import type { Act } from '../feature.ts';
import { STAGE_LABEL } from '../timeline/model.ts';
import { COMPLIANCE, type Terms } from './model.ts';
import { writeDay } from './plan.ts';
import { type Seat, termsInForce } from './rules/standing.ts';
import { showCommitment } from './show.ts';
import * as store from './store.ts';
import { clearReminders, setDue, setReminders } from './timers.ts';
import {
  type CommitmentView,
  type Held,
  hold,
  lookAt,
  refuseClosed,
  refuseOutdated,
  type Stand,
  signersOf,
  standOf,
} from './view.ts';

/**
 * Signs the present terms for every seat that is theirs and still open; the last signature locks them. Who signs again gets
 * the commitment as it stands. Throws NotAllowed naming who may, Conflict for terms that were replaced, InvalidInput where
 * an obligation has no evidence.
 */
export async function sign(
  act: Act,
  id: string,
  /** The number of the terms that were looked at. */
  seen?: number,
): Promise<CommitmentView> {
  const held = await hold(act.tx, id);
  refuseClosed(held.negotiation);
  await refuseOutdated(act, held.negotiation, seen);
  const view = await standOf(act, held.negotiation, held.dependency);
  if (view.standing === 'locked') return lookAt(act, held.negotiation);
  const mine = view.pending.filter(({ may }) => may.includes(act.by.id));
  if (mine.length === 0 && view.signed.some(({ byId }) => byId === act.by.id)) return lookAt(act, held.negotiation);
  if (mine.length === 0) throw notYours(view);
  if (mine.some(({ id: seat }) => seat === COMPLIANCE)) refuseWithoutEvidence(view);
  await signSeats(act, view, mine);
  return settle(act, held);
}

function notYours({ negotiation: { commitment }, pending }: Stand): NotAllowed {
  const teams = pending.map(({ as }) => as).join(', ');
  return new NotAllowed(
    'not-yours-to-sign',
    `You cannot sign ${commitment.key}. It waits for ${teams}: ${signersOf(pending)} can, and who stands in for them.`,
  );
}

function refuseWithoutEvidence({ evidence, circle, negotiation }: Stand): void {
  const missing = evidence.filter(({ url }) => url === null).map(({ obligation }) => obligation);
  const [first] = missing;
  if (first === undefined) return;
  throw new InvalidInput(
    'no-evidence',
    `${missing.join(', ')} of ${negotiation.commitment.key} has no evidence. Link it by its name first: \`/deps link ${circle.dependency.key} https://docs.example/review ${first}\`.`,
  );
}

/** After new terms were proposed: signs the seats of teams of who did. `retired` are the terms before. */
export async function signOwn(act: Act, held: Held, retired?: Terms): Promise<CommitmentView> {
  const view = await standOf(act, held.negotiation, held.dependency);
  const mine = view.pending.filter(({ id, may }) => id !== COMPLIANCE && may.includes(act.by.id));
  await signSeats(act, view, mine);
  return settle(act, held, retired);
}

async function signSeats(act: Act, { negotiation, terms, evidence }: Stand, seats: readonly Seat[]): Promise<void> {
  const { commitment } = negotiation;
  for (const { id: seat, as } of seats) {
    const signature = { commitmentId: commitment.id, terms: terms.number, seat, byId: act.by.id, at: act.now };
    await store.insertSignature(act.tx, signature);
    await record(act, {
      programmeId: commitment.programmeId,
      byId: act.by.id,
      action: seat === COMPLIANCE ? 'commitments.signed-off' : 'commitments.signed',
      subject: commitment.key,
      after: { for: as, what: terms.what, by: terms.byDate, ...(seat === COMPLIANCE && { evidence }) },
    });
  }
  if (seats.length > 0) await store.updateCommitment(act.tx, commitment.id, {});
}

/** Locks the terms when nobody is missing, else asks who is; brings the cards up to date. */
async function settle(act: Act, { dependency, negotiation }: Held, retired?: Terms): Promise<CommitmentView> {
  const { id } = negotiation.commitment;
  const held = await hold(act.tx, id);
  const view = await standOf(act, held.negotiation, dependency);
  if (view.pending.length === 0) return lock(act, view, retired);
  await setReminders(act, view);
  return showCommitment(act, id, dependency, retired);
}

async function lock(act: Act, view: Stand, retired: Terms | undefined): Promise<CommitmentView> {
  const { negotiation, circle, terms } = view;
  const { commitment } = negotiation;
  const before = termsInForce(negotiation);
  await writeDay(act, circle, commitment, terms);
  await store.updateCommitment(act.tx, commitment.id, {
    lockedTerms: terms.number,
    promisedFor: commitment.promisedFor ?? terms.byDate,
  });
  await record(act, {
    programmeId: commitment.programmeId,
    byId: act.by.id,
    action: 'commitments.locked',
    subject: commitment.key,
    before: before === undefined ? null : { what: before.what, by: before.byDate },
    after: { what: terms.what, by: terms.byDate },
    reason: terms.reason,
  });
  if (before !== undefined) await decide(act, view, before);
  await clearReminders(act, commitment.id);
  await setDue(act, { ...view, terms });
  return showCommitment(act, commitment.id, circle.dependency, retired);
}

/** A change of a locked commitment is a decision of its parties. */
async function decide(act: Act, { negotiation, circle, terms }: Stand, before: Terms): Promise<void> {
  const { commitment } = negotiation;
  const { programme, dependency } = circle;
  const named = ({ what, byDate }: Terms) => `${what} by ${formatDay(byDate)}`;
  await recordDecision(act, {
    programmeId: programme.id,
    question: `What holds for the ${STAGE_LABEL[commitment.stage].toLowerCase()} of ${dependency.key} (${commitment.key})?`,
    options: [before, terms].map((one) => ({
      label: named(one),
      consequence: one === before ? 'as it was' : 'agreed by all',
    })),
    choice: `${commitment.key}: ${named(terms)}, instead of ${named(before)}`,
    reason: terms.reason,
    dependencyId: dependency.id,
    blockerId: null,
    byId: act.by.id,
  });
}
