import { type Block, type Button, type Card, note } from '../../chat/card.ts';
import type { Form } from '../../chat/form.ts';
import { shorten } from '../../chat/shorten.ts';
import { code, moment, strong, type Text, text } from '../../chat/text.ts';
import { enumerate } from '../../core/enumerate.ts';
import { formatMoment } from '../../core/format-time.ts';
import { groupBy } from '../../core/group.ts';
import type { Person } from '../people/model.ts';
import { endOf, LONGEST, type Meeting, type MeetingView, MOST_PARTICIPANTS, type Point, type Seat } from './model.ts';
import { CLOSING_MINUTES } from './rules/agenda.ts';
import { GRID_MINUTES, LEFT_OUT, POINTS } from './rules/slots.ts';

/** Names in one line; the others are counted. Ours: what a phone shows on two lines. */
const NAMES_IN_LINE = 8;
/** People of a table of burdens. Ours: a screen. */
const MOST_BURDENS = 15;
/** Points that a form asks about. Ours: what somebody answers in one go. */
export const MOST_ASKED = 6;
/** Characters of a programme's name in a title. */
const NAME_IN_TITLE = 30;
/** Characters of a point in a form's label. */
const POINT_IN_LABEL = 60;

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

function whyInvited({ programme, people }: MeetingView, { standsInFor }: Seat): string {
  if (standsInFor.length === 0) return `You are invited to ${programme} as one who leads, owns or stands in.`;
  const names = standsInFor.slice(0, NAMES_IN_LINE).map((id) => people.get(id)?.name ?? 'somebody');
  const more = standsInFor.length - names.length;
  return `You stand in for ${enumerate(more > 0 ? [...names, `${more} more`] : names)}.`;
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

/** The meeting is over: a lead completes what goes into the minutes. */
export function finishCard(view: MeetingView, said: Said): Card {
  const { meeting, programme } = view;
  return {
    title: [`${meeting.key} is over: complete its minutes`],
    blocks: [
      { kind: 'text', text: text`They are posted ${moment(meeting.closesAt)}, or now by your word.` },
      ...saidBlocks(said),
      {
        kind: 'buttons',
        buttons: [
          {
            kind: 'action',
            label: `Post the minutes of ${meeting.key}`,
            name: 'meetings.post',
            value: { meeting: meeting.id },
            style: 'primary',
          },
          { kind: 'form', label: 'Add a note…', name: 'meetings.note-form', value: { meeting: meeting.id } },
        ],
      },
      { kind: 'note', text: text`You get this as lead of ${programme}.` },
    ],
  };
}

/** What was said, decided and taken on between agenda and minutes. */
export interface Said {
  notes: readonly { by: string; text: string; about: string | null }[];
  decisions: readonly { key: string; choice: string; by: string }[];
  actions: readonly { key: string; what: string; owner: string; due: string; state: string }[];
  /** Further ones of each that are not listed. */
  more: { notes: number; decisions: number; actions: number };
}

/** The minutes; `names` are who was there. */
export function minutesCard(view: MeetingView, said: Said): Card {
  const { meeting, programme } = view;
  const { agenda, state, startsAt, reason } = meeting;
  const about = agenda?.points.map(({ key }) => key) ?? [];
  const held = state === 'planned';
  return {
    title: [`Minutes of ${meeting.key}: ${said.decisions.length} decided, ${said.actions.length} to do`],
    blocks: [
      {
        kind: 'facts',
        facts: [
          { label: 'Programme', value: [programme] },
          {
            label: held ? 'Held' : 'In writing, for',
            value: text`${moment(startsAt)}${held || reason === null ? '' : `; cancelled: ${reason}`}`,
          },
          ...(held ? answersOf(view) : []),
          { label: 'About', value: [about.join(', ') || 'no point was due'] },
        ],
      },
      ...saidBlocks(said),
    ],
  };
}

function saidBlocks({ notes, decisions, actions, more }: Said): Block[] {
  const list = (label: string, items: Text[], left: number): Block[] =>
    items.length === 0
      ? []
      : [
          { kind: 'text', text: [strong(label)] },
          { kind: 'list', items, ...(left > 0 ? { more: left } : {}) },
        ];
  const blocks = [
    ...list(
      'Decided',
      decisions.map(({ key, choice, by }) => text`${strong(key)} ${choice} · ${by}`),
      more.decisions,
    ),
    ...list(
      'To do',
      actions.map(
        ({ key, what, owner, due, state }) =>
          text`${strong(key)} ${what} · ${owner} · by ${due}${state === 'open' ? '' : ` · ${state}`}`,
      ),
      more.actions,
    ),
    ...list(
      'Said',
      notes.map(({ by, text: words, about }) => text`${about === null ? '' : `${about}: `}${words} · ${by}`),
      more.notes,
    ),
  ];
  return blocks.length === 0
    ? [{ kind: 'text', text: ['Nothing was written down: no note, no decision, no action.'] }]
    : blocks;
}

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
    why,
    text`You get this as lead of ${programme}.`,
  );
}

function titleOf({ key, startsAt, state }: Meeting, is: string): Text {
  return state === 'cancelled' ? [`${key} is cancelled`] : text`${key} ${is} ${moment(startsAt)}`;
}

/** The meeting's time by the clock of each zone, with who is there. */
function whenBlocks({ meeting, people, zoneless }: MeetingView): Block[] {
  const all = meeting.seats.flatMap(({ personId }) => people.get(personId) ?? []);
  const known = all.filter(({ id }) => !zoneless.includes(id));
  const zones = [...groupBy(known, ({ calendar }) => calendar.zone)].sort(([a], [b]) => a.localeCompare(b));
  const clock = (zone: string) =>
    `${formatMoment(meeting.startsAt, zone)}–${endOf(meeting).setZone(zone).toFormat('HH:mm')}`;
  return [
    {
      kind: 'facts',
      facts: zones.map(([zone, there]) => ({ label: cityOf(zone), value: [`${clock(zone)} · ${namesOf(there)}`] })),
    },
    ...(zoneless.length === 0
      ? []
      : [{ kind: 'note' as const, text: zonelessText(all.filter(({ id }) => zoneless.includes(id))) }]),
  ];
}

/** Whose zone is not known, and who can say it. */
function zonelessText(people: readonly Person[]): Text {
  const handles = enumerate(people.slice(0, NAMES_IN_LINE).map(({ handle }) => `@${handle}`));
  const more = people.length - NAMES_IN_LINE;
  return text`Nobody has said the zone of ${handles}${more > 0 ? ` and ${more} more` : ''}: the hour is not weighed for them, and shown in UTC. Their chat profile tells it, or a register file: ${code('zone: Europe/Berlin')}`;
}

function cityOf(zone: string): string {
  return (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');
}

function namesOf(people: readonly Person[]): string {
  const names = people.slice(0, NAMES_IN_LINE).map(({ name }) => name);
  const more = people.length - names.length;
  return more > 0 ? `${names.join(', ')} and ${more} more` : enumerate(names);
}

function answersOf({ meeting, people }: MeetingView): { label: string; value: Text }[] {
  const named = (seats: readonly Seat[]) => namesOf(seats.flatMap(({ personId }) => people.get(personId) ?? []));
  const groups = [
    { label: 'Attend', seats: meeting.seats.filter(({ answer }) => answer === 'attends') },
    { label: 'Do not attend', seats: meeting.seats.filter(({ answer }) => answer === 'cannot') },
    { label: 'Left out by the hour', seats: meeting.seats.filter(({ answer, can }) => answer === 'none' && !can) },
    { label: 'No answer yet', seats: meeting.seats.filter(({ answer, can }) => answer === 'none' && can) },
  ];
  return groups.flatMap(({ label, seats }) => (seats.length === 0 ? [] : [{ label, value: [named(seats)] }]));
}

function agendaBlocks({ meeting, people }: MeetingView): Block[] {
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

function buttonsOf(meeting: Meeting, canAnswer: readonly string[]): Block[] {
  const value = { meeting: meeting.id };
  if (meeting.state === 'cancelled' || meeting.closedAt !== null) return [];
  return [
    {
      kind: 'buttons',
      buttons: [
        { kind: 'action', label: 'I attend', name: 'meetings.attend', value, style: 'primary' },
        { kind: 'action', label: 'I cannot', name: 'meetings.cannot', value },
      ],
      only: [...canAnswer],
    },
    { kind: 'buttons', buttons: [fileButton(meeting)] },
  ];
}

function fileButton({ shareId }: Meeting): Button {
  return { kind: 'page', label: 'Calendar file', path: calendarPath(shareId), shared: true };
}

/** Where the calendar file is fetched: whoever knows its random id may read it, so that a calendar can, too. */
function calendarPath(shareId: string): string {
  return `/meetings/calendar/${shareId}`;
}

/** Asks for a note. */
export function noteForm({ id, key }: Meeting): Form {
  return {
    name: 'meetings.note',
    value: { meeting: id },
    title: `Note for ${key}`.slice(0, 24),
    submit: 'Write it down',
    fields: [{ kind: 'long-text', id: 'text', label: 'What goes into the minutes', max: LONGEST.note }],
  };
}

/** Asks somebody about each point that needs them. */
export function answerForm({ id, key }: Meeting, mine: readonly Point[], words: (text: Text) => string): Form {
  return {
    name: 'meetings.answer',
    value: { meeting: id },
    title: `${key} in writing`.slice(0, 24),
    submit: 'Send my answers',
    fields: [
      ...mine.slice(0, MOST_ASKED).map((point) => ({
        kind: 'long-text' as const,
        id: point.key,
        label: shorten(words(point.text), POINT_IN_LABEL),
        optional: true,
        max: LONGEST.note,
      })),
      { kind: 'long-text', id: 'other', label: 'Anything else', optional: true, max: LONGEST.note },
    ],
  };
}

/** A note was written down. */
export function notedCard({ key, closesAt }: Meeting, notes: readonly { text: string; about: string | null }[]): Card {
  return {
    title: [`Noted for ${key}`],
    blocks: [
      { kind: 'list', items: notes.map(({ text: words, about }) => [about === null ? words : `${about}: ${words}`]) },
      { kind: 'note', text: text`It stands in the minutes, posted ${moment(closesAt)} at the latest.` },
    ],
  };
}
