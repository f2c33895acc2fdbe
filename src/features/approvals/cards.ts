import { DateTime } from 'luxon';
import type { Block, Button, ButtonValue, Card } from '../../chat/card.ts';
import { join, moment, type Text, text } from '../../chat/text.ts';
import type { Contract } from '../contracts/model.ts';
import { carriedWords, hitBlocks } from './cards/carried.ts';
import { checklistBlocks, obligationBlocks } from './cards/checklist.ts';
import { documentBlocks } from './cards/document.ts';
import { buttons, LONGEST_QUOTE, line, list, quote, shorten, who } from './cards/parts.ts';
import { GATES, type GateView, type Seat, type Vote, type Waiver } from './model.ts';
import { isCarried, isOfTeam, ownItems, pendingSeats, signaturesNeeded, voteFor } from './rules.ts';

export { buttons, line, list, quote, shorten, who } from './cards/parts.ts';

/** A first line is complete in a phone's notification. */
const HEADLINE = 60;
/** What " by Thu 10 Dec, 17:00" takes of it. */
export const MOMENT = 21;
/** A title shorter than this would not be recognised. */
const SHORTEST_TITLE = 16;
const MOST_VOTES = 6;
const MOST_NAMES = 4;

/** The card of a gate as one of its readers sees it: a question while their vote is out, then what became of it. */
export function gateCard(view: GateView, readerId: string): Card {
  if (view.contract.withdrawn !== null && view.gate.state !== 'passed') return withdrawnCard(view);
  switch (view.gate.state) {
    case 'open':
      return openCard(view, readerId);
    case 'passed':
      return passedCard(view);
    case 'changes-requested':
      return refusedCard(view);
    case 'withdrawn':
    case 'lapsed':
      return replacedCard(view, readerId);
  }
}

function openCard(view: GateView, readerId: string): Card {
  const seat = seatAskedOf(view, readerId);
  if (seat !== undefined) return questionCard(view, seat, readerId);
  const vote = voteFor(view.gate, view.votes, readerId);
  if (vote === undefined) return handedOverCard(view, readerId);
  return isCarried(vote) ? carriedCard(view, vote) : votedCard(view, vote, readerId);
}

/** The seat a reader may sign for: their own, that of somebody they stand in for, or of their team; none when they signed. */
export function seatAskedOf({ gate, votes, contract }: GateView, readerId: string): Seat | undefined {
  if (votes.some((vote) => vote.byId === readerId || vote.approverId === readerId)) return undefined;
  const pending = pendingSeats(gate, votes);
  return (
    pending.find((seat) => seat.personId === readerId) ??
    pending.find((seat) => seat.cards.some((card) => card.to === readerId && card.forId === seat.personId)) ??
    pending.find((seat) => readerId !== contract.submittedById && isOfTeam(seat, readerId))
  );
}

function questionCard(view: GateView, seat: Seat, readerId: string): Card {
  const { gate, contract } = view;
  const submitted = readerId === contract.submittedById;
  const forWhom = seat.personId === readerId || isOfTeam(seat, readerId) ? [] : text`for ${who(view, seat.personId)} `;
  return {
    title: text`${headline(questionOf(view), view, MOMENT)} by ${moment(gate.dueAt)}`,
    blocks: [
      line(
        text`${place(view)} · submitted by ${who(view, contract.submittedById)} · you sign ${forWhom}as ${seat.as}${handedBy(view, seat)}`,
      ),
      ...quote('Note', contract.note),
      ...documentBlocks(contract.document),
      ...hitBlocks(seat),
      ...checklistBlocks(view),
      ...(seat.compliance ? obligationBlocks(view.dependency) : []),
      ...voteBlocks(view),
      line(standing(view)),
      ...(seat.team === undefined ? [] : [line([`Any one of ${seat.team.name} may sign.`])]),
      ...(submitted ? [line(['You submitted it and cannot sign it: name somebody else.'])] : []),
      buttons(seatButtons(view, seat, readerId)),
    ],
  };
}

/** The first words give way before the date does. */
function questionOf(view: GateView): string {
  const full = `${view.gate.name} needed: `;
  return roomForTitle(full, view, MOMENT) < view.dependency.title.length ? `${view.gate.name}: ` : full;
}

/** What somebody may do with a seat: vote, unless they submitted the contract themselves, and hand it over. */
export function seatButtons(view: GateView, seat: Seat, readerId: string): Button[] {
  const { gate, contract } = view;
  const asked = seat.personId === readerId || seat.cards.some((card) => card.to === readerId);
  const others = [...(asked ? [handOverButton(view, seat, 'Delegate…')] : []), ...readButtons(contract)];
  if (readerId === contract.submittedById) return others;
  const value = ballot(gate.id, contract.hash);
  return [
    {
      kind: 'action',
      label: `Approve v${contract.version}`,
      name: 'approvals.approve',
      value,
      style: 'primary',
    },
    changesButton(view),
    ...(ownItems(view, readerId).open.length === 0
      ? []
      : [{ kind: 'form' as const, label: 'Tick items…', name: 'approvals.checklist', value }]),
    ...others,
  ];
}

function votedCard(view: GateView, vote: Vote, readerId: string): Card {
  const takeBack: Button = {
    kind: 'action',
    label: 'Take back your signature',
    name: 'approvals.take-back',
    value: ballot(view.gate.id, view.contract.hash),
  };
  return {
    title: [headline(vote.byId === readerId ? 'You approved ' : 'Approved for you: ', view)],
    blocks: [
      line(text`${place(view)}, ${view.gate.name} · ${voter(view, vote)}, ${moment(vote.at)}`),
      ...quote('Comment', vote.comment),
      line(standing(view)),
      buttons([...(vote.byId === readerId ? [takeBack] : []), ...readButtons(view.contract)]),
    ],
  };
}

/** A signature that stands without having been asked for. Its holder may take it back by requesting changes. */
function carriedCard(view: GateView, vote: Vote): Card {
  return {
    title: [headline('Signature carried over: ', view)],
    blocks: [
      line(text`${place(view)}, ${view.gate.name} · ${voter(view, vote)}: ${carriedWords(vote)}`),
      ...documentBlocks(view.contract.document),
      line(standing(view)),
      buttons([changesButton(view), ...readButtons(view.contract)]),
    ],
  };
}

/** Who holds a signature that was carried over takes it back by the same. */
export function changesButton({ gate, contract }: GateView): Button {
  const value = ballot(gate.id, contract.hash);
  return { kind: 'form', label: 'Request changes…', name: 'approvals.changes', value };
}

function handedOverCard(view: GateView, readerId: string): Card {
  const seat = view.gate.approvers.find((one) => one.cards.some((card) => card.to === readerId));
  return {
    title: [headline('Nothing for you to sign: ', view)],
    blocks: [
      line(
        seat === undefined
          ? [place(view)]
          : text`${place(view)} · ${who(view, seat.personId)} signs as ${seat.as}${handedBy(view, seat)}`,
      ),
      line(standing(view)),
      buttons(readButtons(view.contract)),
    ],
  };
}

function passedCard(view: GateView): Card {
  const { gate, contract, next } = view;
  return {
    title: [headline(`${gate.name} passed: `, view)],
    blocks: [
      line([place(view)]),
      ...voteBlocks(view),
      ...(gate.waiver === null ? [] : [line(waiverText(gate.waiver, view)), ...quote('Reason', gate.waiver.reason)]),
      line(
        next === undefined
          ? [`All ${GATES} gates passed: v${contract.version} is signed off.`]
          : text`Next: gate ${next.number} of ${GATES}, ${next.name}, waits for ${waitingFor(view, next.approvers)} by ${moment(next.dueAt)}.`,
      ),
      buttons(readButtons(contract)),
    ],
  };
}

function refusedCard(view: GateView): Card {
  return {
    title: [headline('Changes requested: ', view)],
    blocks: [
      line([`${place(view)}, ${view.gate.name}`]),
      ...voteBlocks(view),
      line(['A new version starts again at gate 1.']),
      buttons(readButtons(view.contract)),
    ],
  };
}

function replacedCard(view: GateView, readerId: string): Card {
  const { contract, replacedBy, next, dependency } = view;
  if (replacedBy === undefined) throw new Error(`The gate ${view.gate.id} was closed without another version.`);
  if (replacedBy.id === contract.id) return openedAgainCard(view);
  const wanted = next?.state === 'open' && next.approvers.some((seat) => seat.personId === readerId);
  return {
    title: [`This card is out of date: v${replacedBy.version} replaced v${contract.version}`],
    blocks: [
      line(
        text`${dependency.key} ${shorten(dependency.title, HEADLINE)} · v${contract.version} was replaced by v${replacedBy.version} on ${moment(replacedBy.submittedAt)} by ${who(view, replacedBy.submittedById)}. ${wanted ? 'Your vote is needed there.' : 'Nothing is to be signed here.'}`,
      ),
      presentButton(view),
    ],
  };
}

/** The version was taken back, and which one counts now. */
export function withdrawnCard(view: GateView): Card {
  const { contract, dependency, replacedBy, next } = view;
  if (contract.withdrawn === null) throw new Error(`v${contract.version} of ${dependency.key} was not withdrawn.`);
  const { byId, at, reason } = contract.withdrawn;
  const where = next?.state === 'open' ? `, at gate ${next.number} of ${GATES}` : '';
  return {
    title: [headline('Withdrawn: ', view)],
    blocks: [
      line(text`${place(view)} · by ${who(view, byId)}, ${moment(DateTime.fromISO(at))}`),
      ...quote('Reason', reason),
      line([
        replacedBy === undefined
          ? `Nothing is to be signed: ${dependency.key} has no contract now.`
          : `Nothing is to be signed here: v${replacedBy.version} counts again${where}.`,
      ]),
      ...(replacedBy === undefined ? [] : [presentButton(view)]),
    ],
  };
}

/** The same version was opened again at this gate, with a card of its own. */
function openedAgainCard(view: GateView): Card {
  return {
    title: [headline('This card is out of date: ', view)],
    blocks: [
      line([`${place(view)}, ${view.gate.name} was opened again. Votes count on its new card.`]),
      presentButton(view),
    ],
  };
}

function presentButton({ dependency }: GateView): Block {
  const value = { dependency: dependency.id };
  return buttons([{ kind: 'action', label: 'Open the present card', name: 'approvals.show', value }]);
}

function handedBy(view: GateView, { delegated }: Seat): Text {
  if (delegated === undefined) return [];
  return text` (handed over by ${who(view, delegated.byId)}, ${moment(DateTime.fromISO(delegated.at))})`;
}

/** `By waiver until Fri 18 Dec, 18:00, signed by Lena, Mon 30 Nov, 07:00` */
export function waiverText({ until, byId, at }: Waiver, view: Pick<GateView, 'people'>): Text {
  return text`By waiver until ${moment(DateTime.fromISO(until))}, signed by ${who(view, byId)}, ${moment(DateTime.fromISO(at))}`;
}

/** Who voted what, when, with their comments. */
export function voteBlocks(view: GateView): Block[] {
  if (view.votes.length === 0) return [];
  return [list(voteTexts(view).slice(0, MOST_VOTES), view.votes.length)];
}

/** The same, all of them. */
export function voteTexts(view: GateView): Text[] {
  return view.votes.map((vote) => {
    if (isCarried(vote)) return text`✓ ${voter(view, vote)}: ${carriedWords(vote)}`;
    const did = vote.vote === 'approve' ? '✓ signed by' : 'changes requested by';
    const comment = vote.comment === null ? '' : `: “${shorten(vote.comment, LONGEST_QUOTE)}”`;
    return text`${did} ${voter(view, vote)}, ${moment(vote.at)}${comment}`;
  });
}

/** How an open gate stands: the signatures there are and those missing. */
export function standing(view: GateView): Text {
  const { gate, votes } = view;
  const seats = gate.approvers.length;
  const needed = signaturesNeeded(gate.quorum, seats);
  const base =
    needed < seats
      ? `${needed} needed of ${seats} approvers, ${votes.length} signed`
      : `${votes.length} of ${seats} signed`;
  return text`${base} · waits for ${waitingFor(view, pendingSeats(gate, votes))} by ${moment(gate.dueAt)}`;
}

/** `Gate 2 of 4 for DEP-4`: begins a line. */
export function place({ gate, dependency }: GateView): string {
  return `Gate ${gate.number} of ${GATES} for ${dependency.key}`;
}

/** What became of a gate: completes "Gate 2 of DEP-4 …". */
export function becameOf({ gate, contract, replacedBy }: GateView): string {
  switch (gate.state) {
    case 'open':
      return 'is open';
    case 'passed':
      return gate.waiver === null ? 'passed' : 'passed by waiver';
    case 'lapsed':
      return 'is asked again: its waiver ended';
    case 'changes-requested':
      return 'ended: changes requested';
    case 'withdrawn':
      return contract.withdrawn === null
        ? `ended: v${replacedBy?.version} replaced v${contract.version}`
        : `ended: v${contract.version} was withdrawn`;
  }
}

/** The people of seats, by name; of many the first few and how many more. */
export function waitingFor(view: GateView, seats: readonly Seat[]): Text {
  const named = seats.slice(0, MOST_NAMES).map((seat) => [who(view, seat.personId)]);
  const more = seats.length - named.length;
  return text`${join(named, ', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function voter(view: GateView, vote: Vote): Text {
  return vote.byId === vote.approverId
    ? [who(view, vote.byId)]
    : text`${who(view, vote.byId)} for ${who(view, vote.approverId)}`;
}

/** `before` and what the gate is about, shortened so that the line stays complete with `spare` more characters. */
export function headline(
  before: string,
  { dependency, contract }: { dependency: { title: string }; contract: { version: string } },
  spare = 0,
): string {
  const left = roomForTitle(before, { contract }, spare);
  return `${before}${shorten(dependency.title, Math.max(left, SHORTEST_TITLE))} v${contract.version}`;
}

function roomForTitle(before: string, { contract }: { contract: { version: string } }, spare: number): number {
  return HEADLINE - before.length - ` v${contract.version}`.length - spare;
}

/** What a button for a vote carries. */
export function ballot(gate: string, version: string): ButtonValue {
  return { gate, version };
}

export function handOverButton({ gate, contract }: GateView, seat: Seat, label: string): Button {
  const value = { ...ballot(gate.id, contract.hash), approver: seat.personId };
  return { kind: 'form', label, name: 'approvals.delegate', value };
}

/** Where a contract can be read: at its address, and its document with lint and changes in the console. */
export function readButtons({ id, url, document }: Pick<Contract, 'id' | 'url' | 'document'>): Button[] {
  return [
    ...(url === null ? [] : [{ kind: 'link' as const, label: 'Open contract', url }]),
    ...(document === null
      ? []
      : [{ kind: 'page' as const, label: 'Document, lint and changes', path: `/contracts/${id}` }]),
  ];
}
