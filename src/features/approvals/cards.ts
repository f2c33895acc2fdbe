import { DateTime } from 'luxon';
import type { Block, Button, ButtonValue, Card } from '../../chat/card.ts';
import { join, mention, moment, type Span, type Text, text } from '../../chat/text.ts';
import type { Contract } from '../contracts/model.ts';
import { carriedWords, hitBlocks } from './cards/carried.ts';
import { documentBlocks } from './cards/document.ts';
import { buttons, line, list, shorten } from './cards/parts.ts';
import { isCarried } from './carry.ts';
import { GATES, type Gate, type GateView, type Seat, type Vote } from './model.ts';
import { pendingSeats, signaturesNeeded } from './rules.ts';

export { buttons, line, list, shorten } from './cards/parts.ts';

/** A first line is complete in a phone's notification. */
const HEADLINE = 60;
/** What " by Thu 10 Dec, 17:00" takes of it. */
export const MOMENT = 21;
/** A title shorter than this would not be recognised. */
const SHORTEST_TITLE = 16;
/** Of a comment or note; the whole stands in the audit. */
const LONGEST_QUOTE = 400;
const LONGEST_CRITERION = 200;
const MOST_CRITERIA = 8;
const MOST_VOTES = 6;
const MOST_NAMES = 4;

/** The card of a gate as one of its readers sees it: a question while their vote is out, then what became of it. */
export function gateCard(view: GateView, readerId: string): Card {
  switch (view.gate.state) {
    case 'open':
      return openCard(view, readerId);
    case 'passed':
      return passedCard(view);
    case 'changes-requested':
      return refusedCard(view);
    case 'withdrawn':
      return replacedCard(view, readerId);
  }
}

function openCard(view: GateView, readerId: string): Card {
  const vote = view.votes.find((one) => one.byId === readerId || one.approverId === readerId);
  if (vote !== undefined) return isCarried(vote) ? carriedCard(view, vote) : votedCard(view, vote, readerId);
  const seat = seatAskedOf(view, readerId);
  return seat === undefined ? handedOverCard(view, readerId) : questionCard(view, seat, readerId);
}

/** The seat a reader was asked to sign for: their own, or that of somebody they stand in for. */
export function seatAskedOf({ gate, votes }: GateView, readerId: string): Seat | undefined {
  const pending = pendingSeats(gate, votes);
  return (
    pending.find((seat) => seat.personId === readerId) ??
    pending.find((seat) => seat.cards.some((card) => card.to === readerId && card.forId === seat.personId))
  );
}

function questionCard(view: GateView, seat: Seat, readerId: string): Card {
  const { gate, contract } = view;
  const submitted = readerId === contract.submittedById;
  const forWhom = seat.personId === readerId ? [] : text`for ${who(view, seat.personId)} `;
  return {
    title: text`${headline(questionOf(view), view, MOMENT)} by ${moment(gate.dueAt)}`,
    blocks: [
      line(
        text`${place(view)} · submitted by ${who(view, contract.submittedById)} · you sign ${forWhom}as ${seat.as}${handedBy(view, seat)}`,
      ),
      ...quote('Note', contract.note),
      ...documentBlocks(contract.document),
      ...hitBlocks(seat),
      ...criteriaBlocks(gate),
      ...voteBlocks(view),
      line(standing(view)),
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
  const others = [handOverButton(view, seat, 'Delegate…'), ...readButtons(contract)];
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
    { kind: 'form', label: 'Request changes…', name: 'approvals.changes', value },
    ...others,
  ];
}

function votedCard(view: GateView, vote: Vote, readerId: string): Card {
  return {
    title: [headline(vote.byId === readerId ? 'You approved ' : 'Approved for you: ', view)],
    blocks: [
      line(text`${place(view)}, ${view.gate.name} · ${voter(view, vote)}, ${moment(vote.at)}`),
      ...quote('Comment', vote.comment),
      line(standing(view)),
      buttons(readButtons(view.contract)),
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
      buttons([takeBackButton(view), ...readButtons(view.contract)]),
    ],
  };
}

/** For who holds a signature that was carried over. */
export function takeBackButton({ gate, contract }: GateView): Button {
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
  if (replacedBy === undefined) throw new Error(`The gate ${view.gate.id} was withdrawn without a new version.`);
  const wanted = next?.state === 'open' && next.approvers.some((seat) => seat.personId === readerId);
  return {
    title: [`This card is out of date: v${replacedBy.version} replaced v${contract.version}`],
    blocks: [
      line(
        text`${dependency.key} ${shorten(dependency.title, HEADLINE)} · v${contract.version} was replaced by v${replacedBy.version} on ${moment(replacedBy.submittedAt)} by ${who(view, replacedBy.submittedById)}. ${wanted ? 'Your vote is needed there.' : 'Nothing is to be signed here.'}`,
      ),
      buttons([
        {
          kind: 'action',
          label: 'Open the present card',
          name: 'approvals.show',
          value: { dependency: dependency.id },
        },
      ]),
    ],
  };
}

function handedBy(view: GateView, { delegated }: Seat): Text {
  if (delegated === undefined) return [];
  return text` (handed over by ${who(view, delegated.byId)}, ${moment(DateTime.fromISO(delegated.at))})`;
}

function criteriaBlocks({ criteria }: Gate): Block[] {
  if (criteria.length === 0) return [];
  const items = criteria.slice(0, MOST_CRITERIA).map((one): Text => [shorten(one, LONGEST_CRITERION)]);
  return [line(['By signing you confirm:']), list(items, criteria.length)];
}

/** Who voted what, when, with their comments. */
export function voteBlocks(view: GateView): Block[] {
  if (view.votes.length === 0) return [];
  const items = view.votes.slice(0, MOST_VOTES).map((vote) => {
    if (isCarried(vote)) return text`✓ ${voter(view, vote)}: ${carriedWords(vote)}`;
    const did = vote.vote === 'approve' ? '✓ signed by' : 'changes requested by';
    const comment = vote.comment === null ? '' : `: “${shorten(vote.comment, LONGEST_QUOTE)}”`;
    return text`${did} ${voter(view, vote)}, ${moment(vote.at)}${comment}`;
  });
  return [list(items, view.votes.length)];
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
      return 'passed';
    case 'changes-requested':
      return 'ended: changes requested';
    case 'withdrawn':
      return `ended: v${replacedBy?.version} replaced v${contract.version}`;
  }
}

/** The people of seats, by name; of many the first few and how many more. */
export function waitingFor(view: GateView, seats: readonly Seat[]): Text {
  const named = seats.slice(0, MOST_NAMES).map((seat) => [who(view, seat.personId)]);
  const more = seats.length - named.length;
  return text`${join(named, ', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

export function who(view: Pick<GateView, 'people'>, personId: string): Span {
  const person = view.people.get(personId);
  return person === undefined ? 'somebody who left' : mention(person);
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

function quote(label: string, words: string | null): Block[] {
  return words === null ? [] : [line([`${label}: “${shorten(words, LONGEST_QUOTE)}”`])];
}
