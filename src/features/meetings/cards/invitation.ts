import { type Card, note } from '../../../chat/card.ts';
import { code, moment, type Text, text } from '../../../chat/text.ts';
import { enumerate } from '../../../core/enumerate.ts';
import type { Meeting, MeetingView, Seat } from '../model.ts';
import { GRID_MINUTES, POINTS } from '../rules/slots.ts';
import { buttonsOf, NAMES_IN_LINE, namesOf, titleOf, whenBlocks } from './parts.ts';

/** The invitation of one person; `seat` is theirs. */
export function invitationCard(view: MeetingView, seat: Seat): Card {
  const { meeting, programme } = view;
  const { minutes, sequence, reason } = meeting;
  const moved = sequence === 0 ? '' : text`Moved${reason === null ? '' : `: ${reason}`}. `;
  return {
    title: titleOf(meeting, sequence === 0 ? 'is' : 'is now'),
    blocks: [
      { kind: 'text', text: text`${moved}${programme}, ${minutes} min. ${shareText(seat)}` },
      ...whenBlocks(view),
      ...(seat.answer === 'none' ? [] : [{ kind: 'text' as const, text: [ANSWERED[seat.answer]] }]),
      ...buttonsOf(meeting, [seat.personId]),
      {
        kind: 'note',
        text: text`${whyInvited(view, seat)} ${code('/deps sync')} shows the agenda and who carries how much.`,
      },
    ],
  };
}

function whyInvited({ programme, people, meeting }: MeetingView, { personId, can, standsInFor }: Seat): Text {
  const needed = meeting.agenda?.points.filter(({ needs }) => needs.includes(personId)).map(({ key }) => key) ?? [];
  const [first] = needed;
  if (first !== undefined) {
    const said = can ? '' : text` Say it before, and it stands in the minutes: ${code(`/deps note ${first} WHAT`)}.`;
    return text`The agenda needs you for ${enumerate([...new Set(needed)].slice(0, NAMES_IN_LINE))}.${said}`;
  }
  if (standsInFor.length === 0) return [`You are invited to ${programme} as one who leads, owns or stands in.`];
  return [`You stand in for ${namesOf(standsInFor.flatMap((id) => people.get(id) ?? []))}.`];
}

const ANSWERED: Readonly<Record<Exclude<Seat['answer'], 'none'>, string>> = {
  attends: 'You attend.',
  cannot: 'You do not attend: the minutes come to you.',
};

function shareText({ can, points }: Seat): string {
  if (!can) return 'It leaves you out this week: the minutes come to you, and being left out goes round.';
  if (points === 0) return 'It lies within your working hours.';
  return points === POINTS.lunch
    ? 'It takes of your lunch hour.'
    : `It lies ${(points / POINTS.outside) * (GRID_MINUTES / 60)} h outside your working hours; that goes round.`;
}

/** An invitation that counts no more. */
export function overtakenCard({ key, state, startsAt, reason }: Meeting): Card {
  const why = reason === null ? [] : [`Reason: ${reason}`];
  return state === 'cancelled'
    ? note(`${key} is cancelled`, ...why, 'It runs in writing; what needs you follows.')
    : note(text`${key} was moved to ${moment(startsAt)}`, ...why, 'A new invitation follows.');
}
