import { type Button, type Card, note } from '../../../chat/card.ts';
import { code, moment, text } from '../../../chat/text.ts';
import type { Meeting, MeetingView, Point } from '../model.ts';
import { fileButton } from './parts.ts';

/** The meeting is cancelled: what somebody answers in writing. */
export function asyncCard(view: MeetingView, mine: readonly Point[]): Card {
  const { meeting, programme } = view;
  const { key, reason, closesAt, id } = meeting;
  const buttons: Button[] = [
    {
      kind: 'form',
      label: mine.length === 0 ? 'Add a note…' : 'Answer…',
      name: mine.length === 0 ? 'meetings.note-form' : 'meetings.answer-form',
      value: { meeting: id },
      style: 'primary',
    },
    fileButton(meeting),
  ];
  return {
    title:
      mine.length === 0
        ? [`${key} is cancelled: nothing needs you`]
        : text`${key} in writing: ${mine.length} ${mine.length === 1 ? 'point needs' : 'points need'} you by ${moment(closesAt)}`,
    blocks: [
      {
        kind: 'text',
        text: text`The sync of ${programme} is cancelled${reason === null ? '' : `: ${reason}`}. It runs in writing; the minutes are posted ${moment(closesAt)}.`,
      },
      ...(mine.length === 0 ? [] : [{ kind: 'list' as const, items: mine.map(({ text: words }) => words) }]),
      { kind: 'buttons', buttons },
      {
        kind: 'note',
        text: text`In words: ${code(`/deps note ${mine[0]?.key ?? 'DEP-4'} WHAT`)}, ${code('/deps action @ana WHAT by Fri')}`,
      },
    ],
  };
}

/** To who cancelled it: what follows. */
export function cancelledCard({ key, seats, closesAt }: Meeting): Card {
  const told = seats.length === 1 ? '1 person was told' : `${seats.length} people were told`;
  return note(
    `${key} is cancelled and runs in writing`,
    text`${told}, each with the points that need them. The minutes are posted ${moment(closesAt)}.`,
  );
}
