import type { Block, Card } from '../../../chat/card.ts';
import { code, moment, strong, text } from '../../../chat/text.ts';
import { enumerate } from '../../../core/enumerate.ts';
import type { Meeting, MeetingView } from '../model.ts';
import { CLOSING_MINUTES } from '../rules/agenda.ts';
import { answersOf, NAMES_IN_LINE, whenBlocks } from './parts.ts';

/** The agenda, for the programme's channel: as it was posted, and what became of the meeting. */
export function agendaCard(view: MeetingView): Card {
  const { meeting } = view;
  if (meeting.state === 'cancelled') {
    return {
      title: [`${meeting.key} is cancelled and runs in writing`],
      blocks: [
        ...(meeting.reason === null ? [] : [{ kind: 'text' as const, text: [meeting.reason] }]),
        ...agendaBlocks(view),
        ...closingBlock(meeting, 'Everybody answers what needs them'),
      ],
    };
  }
  return {
    title: text`Agenda of ${meeting.key}, ${moment(meeting.startsAt)}`,
    blocks: [
      ...whenBlocks(view),
      { kind: 'facts', facts: answersOf(view) },
      ...agendaBlocks(view),
      ...closingBlock(meeting, 'Notes and actions count from now on'),
    ],
  };
}

function closingBlock({ closesAt, closedAt }: Meeting, until: string): Block[] {
  if (closedAt !== null) return [{ kind: 'note', text: text`The minutes were posted ${moment(closedAt)}.` }];
  return [
    {
      kind: 'note',
      text: text`${until}: ${code('/deps note DEP-4 WHAT')}, ${code('/deps action @ana WHAT by Fri')}. The minutes are posted ${moment(closesAt)} at the latest.`,
    },
  ];
}

export function agendaBlocks({ meeting, people }: MeetingView): Block[] {
  const { agenda } = meeting;
  if (agenda === null)
    return [{ kind: 'text', text: ['The agenda is posted ahead of it, from the facts of that hour.'] }];
  const { points, reading, more } = agenda;
  if (points.length === 0) {
    return [
      { kind: 'text', text: ['Nothing needs the sync: no decision, red, overdue item, shift, gate or new action.'] },
    ];
  }
  const needs = (ids: readonly string[]) => {
    const named = ids.flatMap((id) => people.get(id)?.name ?? []);
    return named.length === 0 ? '' : ` · needs ${enumerate(named.slice(0, NAMES_IN_LINE))}`;
  };
  return [
    {
      kind: 'text',
      text: text`${strong('Agenda')} · ${points.reduce((sum, one) => sum + one.minutes, CLOSING_MINUTES)} min`,
    },
    {
      kind: 'list',
      items: [
        ...points.map((one) => text`${one.minutes} min · ${one.text}${needs(one.needs)}`),
        text`${CLOSING_MINUTES} min · decisions and actions read out`,
      ],
    },
    ...(reading.length === 0
      ? []
      : [
          { kind: 'text' as const, text: [strong('For reading')] },
          { kind: 'list' as const, items: reading.map((one) => one.text), ...(more > 0 ? { more } : {}) },
        ]),
  ];
}
