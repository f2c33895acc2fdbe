import { type Block, type Card, note } from '../../../chat/card.ts';
import { shorten } from '../../../chat/shorten.ts';
import { code, moment, strong, text, withCommands } from '../../../chat/text.ts';
import { type MeetingView, MOST_PARTICIPANTS } from '../model.ts';
import { LEFT_OUT, POINTS } from '../rules/slots.ts';
import { agendaBlocks } from './agenda.ts';
import { answersOf, buttonsOf, NAME_IN_TITLE, titleOf, whenBlocks } from './parts.ts';

/** People of a table of burdens. Ours: a screen. */
const MOST_BURDENS = 15;

/** What `/deps sync` shows: when it is for each, what is talked about, who comes, and who carries how much. */
export function syncCard(view: MeetingView, forLead: boolean, canAnswer: readonly string[]): Card {
  const { meeting, programme } = view;
  return {
    title: titleOf(meeting, 'is'),
    blocks: [
      ...whenBlocks(view),
      { kind: 'facts', facts: answersOf(view) },
      ...agendaBlocks(view),
      { kind: 'divider' },
      ...burdenBlocks(view),
      ...buttonsOf(meeting, canAnswer),
      {
        kind: 'note',
        text: forLead
          ? text`Lead: ${code('/deps sync move Thu 15:00 because REASON')} · ${code('/deps sync cancel REASON')} · ${code('/deps sync minutes')}`
          : text`Leads of ${programme} move and cancel it. Notes: ${code('/deps note DEP-4 WHAT')}`,
      },
    ],
  };
}

/** Nothing is planned: what a lead sends. */
export function nothingCard(programme: string, on: boolean, next: Parameters<typeof moment>[0] | undefined): Card {
  if (!on) {
    return note(
      `${shorten(programme, NAME_IN_TITLE)} has no weekly sync yet`,
      text`A lead switches it on: ${code('/deps sync on')}, or with days and minutes: ${code('/deps sync on tue,wed,thu 45')}`,
    );
  }
  const when = next === undefined ? '' : text` The next one is planned ${moment(next)}.`;
  return note(
    `No sync of ${shorten(programme, NAME_IN_TITLE)} is planned`,
    text`A lead plans one: ${code('/deps sync plan')}.${when}`,
  );
}

/** Nobody can attend any hour of a week: a lead has to decide. */
export function noSlotCard(programme: string, why: string): Card {
  return note(
    `No sync fits next week: ${shorten(programme, NAME_IN_TITLE)}`,
    withCommands(why),
    text`You get this as lead of ${programme}.`,
  );
}

function burdenBlocks({ meeting, people, burdens }: MeetingView): Block[] {
  const rows = meeting.seats
    .flatMap((seat) => {
      const person = people.get(seat.personId);
      return person === undefined ? [] : [{ person, points: seat.points, sum: burdens.get(seat.personId) ?? 0 }];
    })
    .sort((a, b) => b.sum - a.sum);
  const more = rows.length - MOST_BURDENS;
  return [
    { kind: 'text', text: [strong('Who carries how much: this time, and in the quarter')] },
    {
      kind: 'list',
      items: rows.slice(0, MOST_BURDENS).map(({ person, points, sum }) => [`${person.name}: ${points}, ${sum}`]),
      ...(more > 0 ? { more } : {}),
    },
    {
      kind: 'note',
      text: [
        meeting.uninvited === 0
          ? POINTS_TEXT
          : `${POINTS_TEXT} ${meeting.uninvited} more are not invited: a sync takes ${MOST_PARTICIPANTS}.`,
      ],
    },
  ];
}

/** What the points mean. */
const POINTS_TEXT = `Points: ${POINTS.outside} for each half hour outside working hours, ${POINTS.lunch} for the lunch hour, ${LEFT_OUT} for whom the hour leaves out.`;
