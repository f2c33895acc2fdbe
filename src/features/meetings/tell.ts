import { newId } from '../../core/ids.ts';
import type { Address } from '../../outbox/message.ts';
import { audienceWith, enqueue, takeBackHeld } from '../../outbox/outbox.ts';
import type { Scope } from '../feature.ts';
import { interrupt } from '../interruptions/index.ts';
import { awayAt } from '../people/index.ts';
import { channelsOf, getProgramme } from '../programme/index.ts';
import { listDependencies } from '../register/index.ts';
import { agendaCard } from './cards/agenda.ts';
import { invitationCard, overtakenCard } from './cards/invitation.ts';
import { finishCard, minutesCard, type Said } from './cards/minutes.ts';
import { asyncCard } from './cards/writing.ts';
import { viewOf } from './load.ts';
import type { Meeting, Point } from './model.ts';

const inviteSubject = ({ id }: Meeting, sequence: number) => `meeting:${id}:invitation:${sequence}`;
const inWritingSubject = ({ id }: Meeting) => `meeting:${id}:in-writing`;
const finishSubject = ({ id, sequence }: Meeting) => `meeting:${id}:finish:${sequence}`;

/** Invites everybody anew: of a move people hear by a message of its own, and the invitation before it says that it counts no more. */
export async function invite(scope: Scope, meeting: Meeting): Promise<void> {
  await overtake(scope, meeting);
  await showInvitations(
    scope,
    meeting,
    meeting.seats.map(({ personId }) => personId),
  );
}

/** Brings the invitations of these people up to date, or sends them; one that is answered wants nothing any more. */
export async function showInvitations(scope: Scope, meeting: Meeting, ids: readonly string[]): Promise<void> {
  const view = await viewOf(scope, meeting);
  const subject = inviteSubject(meeting, meeting.sequence);
  await interrupt(
    scope,
    await getProgramme(scope.tx, meeting.programmeId),
    meeting.seats
      .filter(({ personId }) => ids.includes(personId))
      .map((seat) => ({
        key: `${subject}:${newId()}`,
        to: { person: seat.personId },
        card: invitationCard(view, seat),
        subject,
        priority: 'reply' as const,
        by: meeting.startsAt,
        ...(seat.answer === 'none' && { wants: [] }),
      })),
  );
}

/** Says on the invitation before the present one that it counts no more. */
async function overtake(scope: Scope, meeting: Meeting): Promise<void> {
  if (meeting.sequence > 0)
    await showAgain(scope, inviteSubject(meeting, meeting.sequence - 1), overtakenCard(meeting));
}

/** Posts the agenda in the programme's channel, or brings it up to date where it was posted. */
export async function showAgenda(scope: Scope, meeting: Meeting, to: 'channel' | 'copies'): Promise<void> {
  const programme = await getProgramme(scope.tx, meeting.programmeId);
  const fresh = to === 'channel' ? channelsOf(programme, 'programme') : [];
  await showAgain(scope, `meeting:${meeting.id}`, agendaCard(await viewOf(scope, meeting)), fresh);
}

async function showAgain(
  { tx, now }: Scope,
  subject: string,
  card: ReturnType<typeof agendaCard>,
  fresh: readonly Address[] = [],
) {
  const all = await audienceWith(tx, subject, fresh);
  await enqueue(
    tx,
    now,
    all.map((to) => ({ key: `${subject}:${newId()}`, to, card, subject, priority: 'digest' as const })),
  );
}

/** Asks everybody in writing what the cancelled meeting was to settle: one message each. */
export async function askInWriting(scope: Scope, meeting: Meeting): Promise<void> {
  const view = await viewOf(scope, meeting);
  await overtake(scope, meeting);
  const subject = inWritingSubject(meeting);
  const programme = await getProgramme(scope.tx, meeting.programmeId);
  const asked = meeting.seats.map(({ personId }) => ({ personId, points: pointsFor(meeting, personId) }));
  const keys = asked.flatMap(({ points }) => points.map(({ key }) => key));
  const dependencies = await listDependencies(scope.tx, { programmeId: programme.id, keys });
  await interrupt(
    scope,
    programme,
    asked.map(({ personId, points }) => ({
      key: `${subject}:${personId}`,
      to: { person: personId },
      card: asyncCard(view, points),
      subject,
      priority: 'prompt' as const,
      by: meeting.closesAt,
      wants: dependencies.filter(({ key }) => points.some((point) => point.key === key)).map(({ id }) => id),
    })),
  );
}

/** The points that need somebody, or one for whom they stand in. */
export function pointsFor({ agenda, seats }: Meeting, personId: string): Point[] {
  const standsInFor = seats.find((seat) => seat.personId === personId)?.standsInFor ?? [];
  const all = [...(agenda?.points ?? []), ...(agenda?.reading ?? [])];
  return all.filter(({ needs }) => [personId, ...standsInFor].some((id) => needs.includes(id)));
}

/** Has the leads complete the minutes. */
export async function askToFinish(scope: Scope, meeting: Meeting, said: Said): Promise<void> {
  const programme = await getProgramme(scope.tx, meeting.programmeId);
  const card = finishCard(await viewOf(scope, meeting), said);
  const subject = finishSubject(meeting);
  await interrupt(
    scope,
    programme,
    programme.leadIds.map((lead) => ({
      key: `${subject}:${lead}`,
      to: { person: lead },
      card,
      subject,
      priority: 'prompt' as const,
      by: meeting.closesAt,
      wants: [],
    })),
  );
}

/**
 * Posts the minutes: in the programme's channel, and to those who were invited and not there. What was asked for them, and is not
 * opened, is over.
 */
export async function postMinutes(scope: Scope, meeting: Meeting, said: Said): Promise<void> {
  const { tx, now } = scope;
  const programme = await getProgramme(tx, meeting.programmeId);
  for (const subject of [inviteSubject(meeting, meeting.sequence), inWritingSubject(meeting), finishSubject(meeting)]) {
    await takeBackHeld(tx, subject, now);
  }
  const card = minutesCard(await viewOf(scope, meeting), said);
  const absent: Address[] = (await absentFrom(scope, meeting)).map((person) => ({ person }));
  await enqueue(
    tx,
    now,
    [...channelsOf(programme, 'programme'), ...absent].map((to, index) => ({
      key: `meeting:${meeting.id}:minutes:${'person' in to ? to.person : index}`,
      to,
      card,
      priority: 'digest' as const,
    })),
  );
}

/** Who said that they do not attend, was away, or was left out by the hour; nobody of a meeting in writing. */
async function absentFrom({ tx }: Scope, { seats, startsAt, state }: Meeting): Promise<string[]> {
  if (state === 'cancelled') return [];
  const away = await awayAt(
    tx,
    seats.map(({ personId }) => personId),
    startsAt,
  );
  return seats
    .filter(({ personId, answer, can }) => answer === 'cannot' || away.has(personId) || (answer === 'none' && !can))
    .map(({ personId }) => personId);
}
