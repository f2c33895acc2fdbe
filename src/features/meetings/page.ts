import type { DateTime } from 'luxon';
import type { Card } from '../../chat/card.ts';
import { plainText } from '../../chat/plain.ts';
import { moment, type Text, text } from '../../chat/text.ts';
import type { Tx } from '../../db/db.ts';
import type { Scope } from '../feature.ts';
import { getPeople } from '../people/index.ts';
import { getProgramme, listProgrammes } from '../programme/index.ts';
import { calendarFile } from './calendar-file.ts';
import { minutesCard } from './cards/minutes.ts';
import { syncCard } from './cards/sync.ts';
import { viewOf } from './load.ts';
import { saidIn } from './minutes.ts';
import type { Meeting } from './model.ts';
import { meetingMarkdown } from './pages.ts';
import * as store from './store.ts';

/** Meetings that a page lists of each programme. Ours: two years. */
const MOST_LISTED = 104;

/** The meetings of every programme, the latest first; `left` are older. */
export async function meetingLists(tx: Tx) {
  const lists: { programme: string; meetings: { id: string; text: Text }[]; left: number }[] = [];
  for (const { id: programmeId, name } of await listProgrammes(tx)) {
    const found = await store.listMeetings(tx, { programmeId }, MOST_LISTED);
    const left = (await store.countMeetings(tx, { programmeId })) - found.length;
    lists.push({ programme: name, meetings: found.map((one) => ({ id: one.id, text: lineOf(one) })), left });
  }
  return lists;
}

function lineOf({ key, startsAt, state, closedAt }: Meeting): Text {
  const standing = state === 'cancelled' ? 'in writing' : closedAt === null ? 'planned' : 'held';
  return text`${key} · ${moment(startsAt)} · ${standing}${closedAt === null ? '' : ', minutes posted'}`;
}

/** One meeting as a page shows it, and the same in Markdown; undefined when there is none with this id. */
export async function meetingPage(
  scope: Pick<Scope, 'tx' | 'now'>,
  id: string,
): Promise<{ key: string; cards: Card[]; markdown: string } | undefined> {
  const [meeting] = await store.listMeetings(scope.tx, { ids: [id] }, 1);
  if (meeting === undefined) return undefined;
  const view = await viewOf(scope, meeting);
  const said = await saidIn(scope, meeting);
  const cards = [syncCard(view, false, []), ...(meeting.agendaAt === null ? [] : [minutesCard(view, said)])];
  return { key: meeting.key, cards, markdown: meetingMarkdown(view, said) };
}

/** The calendar file of the meeting with this random id; undefined when there is none. */
export async function calendarFileOf(
  scope: { tx: Tx; now: DateTime },
  shareId: string,
): Promise<{ name: string; text: string } | undefined> {
  const [meeting] = await store.listMeetings(scope.tx, { shareId }, 1);
  if (meeting === undefined) return undefined;
  const { name, leadIds } = await getProgramme(scope.tx, meeting.programmeId);
  const guestsOf = async (ids: readonly string[]) => {
    const people = await getPeople(scope.tx, ids);
    return ids.flatMap((id) => {
      const person = people.get(id);
      return person?.email == null ? [] : [{ name: person.name, email: person.email }];
    });
  };
  const points = meeting.agenda?.points.map((point) => `${point.minutes} min: ${plainText(point.text)}`) ?? [];
  const file = calendarFile(meeting, {
    title: `${name}: weekly sync (${meeting.key})`,
    details: points.join('\n') || 'The agenda is posted ahead of it in the programme’s channel.',
    organizer: (await guestsOf(leadIds))[0] ?? null,
    guests: await guestsOf(meeting.seats.map(({ personId }) => personId)),
  });
  return { name: `${meeting.key.toLowerCase()}.ics`, text: file };
}
