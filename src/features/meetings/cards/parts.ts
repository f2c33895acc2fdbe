import type { Block, Button } from '../../../chat/card.ts';
import { code, moment, type Text, text } from '../../../chat/text.ts';
import { enumerate } from '../../../core/enumerate.ts';
import { formatMoment } from '../../../core/format-time.ts';
import { groupBy } from '../../../core/group.ts';
import type { Person } from '../../people/model.ts';
import { endOf, type Meeting, type MeetingView, type Seat } from '../model.ts';

/** Names in one line; the others are counted. Ours: what a phone shows on two lines. */
export const NAMES_IN_LINE = 8;
/** Characters of a programme's name in a title. */
export const NAME_IN_TITLE = 30;

export function titleOf({ key, startsAt, state }: Meeting, is: string): Text {
  return state === 'cancelled' ? [`${key} is cancelled`] : text`${key} ${is} ${moment(startsAt)}`;
}

/** The meeting's time by the clock of each zone, with who is there. */
export function whenBlocks({ meeting, people, zoneless }: MeetingView): Block[] {
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

export function namesOf(people: readonly Person[]): string {
  const names = people.slice(0, NAMES_IN_LINE).map(({ name }) => name);
  const more = people.length - names.length;
  return more > 0 ? `${names.join(', ')} and ${more} more` : enumerate(names);
}

export function answersOf({ meeting, people }: MeetingView): { label: string; value: Text }[] {
  const named = (seats: readonly Seat[]) => namesOf(seats.flatMap(({ personId }) => people.get(personId) ?? []));
  const groups = [
    { label: 'Accepted', seats: meeting.seats.filter(({ answer }) => answer === 'attends') },
    { label: 'Declined', seats: meeting.seats.filter(({ answer }) => answer === 'cannot') },
    { label: 'Left out by the hour', seats: meeting.seats.filter(({ answer, can }) => answer === 'none' && !can) },
    { label: 'No answer', seats: meeting.seats.filter(({ answer, can }) => answer === 'none' && can) },
  ];
  return groups.flatMap(({ label, seats }) => (seats.length === 0 ? [] : [{ label, value: [named(seats)] }]));
}

export function buttonsOf(meeting: Meeting, canAnswer: readonly string[]): Block[] {
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

export function fileButton({ shareId }: Meeting): Button {
  return { kind: 'page', label: 'Calendar file', path: calendarPath(shareId), shared: true };
}

/** Where the calendar file is fetched: whoever knows its random id may read it, so that a calendar can, too. */
function calendarPath(shareId: string): string {
  return `/meetings/calendar/${shareId}`;
}
