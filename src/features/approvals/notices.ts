import { DateTime } from 'luxon';
import type { Block, Button, Card } from '../../chat/card.ts';
import { code, join, moment, strong, type Text, text } from '../../chat/text.ts';
import { type Consumer, usesLine } from '../consumers/model.ts';
import type { Contract } from '../contracts/model.ts';
import { checklistBlocks } from './cards/checklist.ts';
import { documentBlocks } from './cards/document.ts';
import {
  ballot,
  becameOf,
  buttons,
  changesButton,
  handOverButton,
  headline,
  line,
  list,
  MOMENT,
  place,
  quote,
  readButtons,
  seatAskedOf,
  seatButtons,
  shorten,
  standing,
  voteBlocks,
  waitingFor,
  waiverText,
  who,
} from './cards.ts';
import { GATES, type Gate, type GateProgress, type GateView, type WaitingApproval, type Waiver } from './model.ts';
import { isCarried, pendingSeats } from './rules.ts';

/** Gates one reminder shows with buttons; a Slack message holds 50 blocks and a reader fewer. */
const MOST_WAITING = 5;
/** Missing approvers a lead is offered to replace from one card. */
const MOST_REPLACED = 3;
/** Consumers whose use the gates of a contract show. */
const MOST_CONSUMERS = 10;
/** Lines of the programme's list of gates. */
const MOST_PROGRESS = 20;
const TITLE = 60;

/** To somebody who has not signed: all that waits for them, in one message. Rewritten as they sign. */
export function reminderCard(waiting: readonly WaitingApproval[]): Card {
  const [first] = waiting;
  if (first === undefined) return { title: ['Nothing here waits for your signature any more'], blocks: [] };
  const shown = waiting.slice(0, MOST_WAITING);
  const title =
    waiting.length === 1
      ? text`${headline('Still to be signed: ', { dependency: first, contract: first.contract }, MOMENT)} by ${moment(first.dueAt)}`
      : text`${waiting.length} contracts wait for you, the first by ${moment(first.dueAt)}`;
  const left = waiting.length - shown.length;
  return {
    title,
    blocks: [
      ...shown.flatMap(waitingBlocks),
      ...(left > 0 ? [line([`And ${left} more; sign these and the rest follows.`])] : []),
    ],
  };
}

function waitingBlocks(waiting: WaitingApproval): Block[] {
  const value = { ...ballot(waiting.gateId, waiting.contract.hash), from: 'list' };
  const forWhom = waiting.standsInFor === null ? '' : `for ${waiting.standsInFor} `;
  return [
    line(
      text`${strong(waiting.key)} ${shorten(waiting.title, TITLE)} v${waiting.contract.version} · gate ${waiting.gate} of ${GATES}, ${waiting.name} · by ${moment(waiting.dueAt)} · you sign ${forWhom}as ${waiting.as}`,
    ),
    buttons([
      {
        kind: 'action',
        label: `Approve v${waiting.contract.version}`,
        name: 'approvals.approve',
        value,
        style: 'primary',
      },
      { kind: 'form', label: 'Request changes…', name: 'approvals.changes', value },
      ...readButtons(waiting.contract),
    ]),
  ];
}

/** To leads and owner: who is missing at a gate that is late, and then how it went on. Leads may name somebody else. */
export function lateCard(view: GateView, readerLeads: boolean, now: DateTime): Card {
  const { gate, contract, dependency, votes } = view;
  const head = `Gate ${gate.number} of ${dependency.key}`;
  const about = text`${shorten(dependency.title, TITLE)} v${contract.version} · ${gate.name}`;
  if (gate.state !== 'open') {
    const when = gate.closedAt === null ? [] : [line(text`Since ${moment(gate.closedAt)}`)];
    return { title: [`${head} ${becameOf(view)}`], blocks: [line(about), ...voteBlocks(view), ...when] };
  }
  const missing = pendingSeats(gate, votes);
  if (gate.dueAt > now) {
    return {
      title: text`${head} has until ${moment(gate.dueAt)}`,
      blocks: [line(about), ...voteBlocks(view), line(standing(view)), buttons(readButtons(contract))],
    };
  }
  const seats = readerLeads ? missing.slice(0, MOST_REPLACED) : [];
  const replace = seats.map((seat) =>
    handOverButton(view, seat, `Replace @${view.people.get(seat.personId)?.handle ?? 'them'}…`),
  );
  const waive: Button[] = readerLeads
    ? [{ kind: 'form', label: 'Waive this gate…', name: 'approvals.waiver', value: ballot(gate.id, contract.hash) }]
    : [];
  return {
    title:
      missing.length === 1
        ? text`${head} is late: waits for ${waitingFor(view, missing)}`
        : [`${head} is late: ${missing.length} signatures are missing`],
    blocks: [
      line(about),
      ...voteBlocks(view),
      line(standing(view)),
      buttons([...replace, ...waive, ...readButtons(contract)]),
    ],
  };
}

/** To submitter and owner: changes are requested, and what to send. `smallest` is the lowest version that will do. */
export function changesCard(view: GateView, smallest: string): Card {
  const { contract, dependency } = view;
  return {
    title: [headline('Changes requested: ', view)],
    blocks: [
      line([`${place(view)}, ${view.gate.name}`]),
      ...voteBlocks(view),
      line(
        text`Send v${smallest} or higher: ${code(`/deps submit ${dependency.key} v${smallest} URL`)}. It starts again at gate 1.`,
      ),
      buttons([
        {
          kind: 'form',
          label: 'Send a new version…',
          name: 'approvals.submission',
          value: { dependency: dependency.id },
        },
        ...readButtons(contract),
      ]),
    ],
  };
}

/** To owner, submitter, consumers' leads and the programme: the contract passed its last gate; `waived` are those without signatures. */
export function signedOffCard(view: GateView, waived: readonly Gate[]): Card {
  const { dependency, contract, gate } = view;
  return {
    title: [`${shorten(dependency.title, TITLE - contract.version.length - 16)} v${contract.version} is signed off`],
    blocks: [
      line(text`All ${GATES} gates of ${dependency.key} passed; the last, ${gate.name}:`),
      ...voteBlocks(view),
      ...waived.map((one) => line(text`Gate ${one.number}, ${one.name}: ${waivedUntil(one)}`)),
      line(['Consumers build and test against this version. A new one starts again at gate 1.']),
      buttons(readButtons(contract)),
    ],
  };
}

/** To who submitted it: which gate it waits at. */
export function submittedCard(view: GateView, replaced: Contract | undefined): Card {
  const { contract, gate } = view;
  return {
    title: [headline('Submitted: ', view)],
    blocks: [
      line(text`${place(view)}, ${gate.name} · ${standing(view)}`),
      ...documentBlocks(contract.document),
      ...(replaced === undefined ? [] : [line([`v${replaced.version} is replaced: votes on it no longer count.`])]),
      buttons(readButtons(contract)),
    ],
  };
}

/** To who sent the same content again. */
export function unchangedCard(view: GateView): Card {
  const { contract, gate, dependency } = view;
  const where =
    gate.state === 'open'
      ? text`${place(view)}, ${gate.name} · ${standing(view)}`
      : text`How it stands: ${code(`/deps gates ${dependency.key}`)}`;
  return {
    title: [headline('Submitted already: ', view)],
    blocks: [
      line(
        text`v${contract.version} of ${moment(contract.submittedAt)} holds exactly this content: nothing was changed.`,
      ),
      line(where),
      buttons(readButtons(contract)),
    ],
  };
}

/**
 * The four gates of one contract, the present one among `views`. `names` are those of the programme's policy, for
 * gates not opened yet. A reader who is asked finds the buttons here too,
 * and one whose signature was carried over how to take it back.
 */
export function gatesCard(
  present: GateView,
  views: readonly GateView[],
  names: readonly string[],
  consumers: readonly Consumer[],
  readerId: string,
): Card {
  const { dependency, contract, gate } = present;
  const seat = gate.state === 'open' ? seatAskedOf(present, readerId) : undefined;
  const carried = gate.state === 'open' && present.votes.some((vote) => vote.byId === readerId && isCarried(vote));
  const opened = views.flatMap((view): Block[] => [line(gateLine(view)), ...voteBlocks(view)]);
  const ahead = names
    .slice(views.length)
    .map((name, index) => line([`${views.length + index + 1} ${name}: opens after gate ${views.length + index}`]));
  return {
    title: [headline(`Gates of ${dependency.key}: `, present)],
    blocks: [
      line(text`Submitted by ${who(present, contract.submittedById)}, ${moment(contract.submittedAt)}`),
      ...opened,
      ...ahead,
      ...(gate.state === 'open' ? checklistBlocks(present) : []),
      ...usesBlocks(consumers),
      {
        ...buttons([
          ...(carried ? [changesButton(present)] : []),
          ...(seat === undefined ? readButtons(contract) : seatButtons(present, seat, readerId)),
        ]),
        // In a channel others are asked on cards of their own.
        ...((carried || seat !== undefined) && { only: [readerId] }),
      },
    ],
  };
}

/** What consumers declared that they use, where one did. */
function usesBlocks(consumers: readonly Consumer[]): Block[] {
  if (consumers.every(({ uses }) => uses === undefined)) return [];
  const shown = consumers.slice(0, MOST_CONSUMERS).map((one): Text => [usesLine(one)]);
  return [list(shown, consumers.length)];
}

/** How one gate stands. */
export function gateLine(view: GateView): Text {
  const { gate } = view;
  const head = `${gate.number} ${gate.name}`;
  const closed = gate.closedAt === null ? [] : text` ${moment(gate.closedAt)}`;
  switch (gate.state) {
    case 'open':
      return text`${strong(head)}: ${standing(view)}`;
    case 'passed':
      return gate.waiver === null
        ? text`✓ ${head}: passed${closed}`
        : text`✓ ${head}: ${waiverText(gate.waiver, view)}: “${shorten(gate.waiver.reason, TITLE)}”`;
    case 'changes-requested':
      return text`${strong(head)}: changes requested${closed}`;
    case 'withdrawn':
      return text`${head}: withdrawn${closed}`;
    case 'lapsed':
      return text`${head}: its waiver ended`;
  }
}

/** Every contract of a programme and the gate it has come to. */
export function progressCard(programme: string, progress: readonly GateProgress[]): Card {
  const done = progress.filter((one) => one.state === 'complete').length;
  const open = progress.filter((one) => one.state !== 'complete' || one.waived.length > 0);
  if (progress.length === 0) {
    return {
      title: [`No contract is submitted in ${shorten(programme, 30)}`],
      blocks: [line(text`Send one: ${code('/deps submit DEP-4 v1.0.0 https://specs.example.com/orders.yaml')}`)],
    };
  }
  return {
    title: [`${shorten(programme, 24)}: ${done} of ${progress.length} contracts signed off`],
    blocks: [
      ...(open.length > 0 ? [list(open.slice(0, MOST_PROGRESS).map(progressLine), open.length)] : []),
      { kind: 'note', text: text`One of them with its comments: ${code(`/deps gates ${progress[0]?.key ?? ''}`)}` },
    ],
  };
}

/** One contract: the gate it has come to, and whom it waits for. */
export function progressLine(one: GateProgress): Text {
  const about = text`${strong(one.key)} ${shorten(one.title, TITLE)} v${one.version}`;
  const waived = waivedText(one);
  if (one.state === 'complete') return text`${about} · signed off${waived}`;
  const head = text`${about} · gate ${one.gate} of ${GATES}, ${one.name}`;
  if (one.state === 'changes-requested') return text`${head} · changes requested${waived}`;
  const handles = one.waitsFor.map((handle): Text => [`@${handle}`]);
  return text`${head} · waits for ${join(handles, ', ')} ${one.late ? '· late since' : 'by'} ${moment(one.dueAt)}${waived}`;
}

/** ` · gate 2 by waiver until Fri 18 Dec, 18:00`; nothing without one. */
export function waivedText({ waived }: Pick<GateProgress, 'waived'>): Text {
  return waived.flatMap(({ gate, until }) => text` · gate ${gate} by waiver until ${moment(until)}`);
}

function waivedUntil({ waiver }: Gate): Text {
  return waiver === null ? [] : text`by waiver until ${moment(DateTime.fromISO(waiver.until))}`;
}

/** To owner and leads: the gate that was waived is to be signed, by when. `view` is of the gate opened anew. */
export function waiverEndedCard(view: GateView, waiver: Waiver): Card {
  const { gate, dependency } = view;
  return {
    title: [headline(`Waiver of gate ${gate.number} ended: `, view)],
    blocks: [
      line(text`${place(view)}, ${gate.name} · ${standing(view)}`),
      line(
        text`It was waived until ${moment(DateTime.fromISO(waiver.until))} by ${who(view, waiver.byId)}, and does not count any more.`,
      ),
      ...quote('Reason', waiver.reason),
      line(text`A lead may waive it again: ${code(`/deps waive ${dependency.key} until DATE because REASON`)}`),
      buttons(readButtons(view.contract)),
    ],
  };
}
