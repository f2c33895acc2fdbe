import { z } from 'zod';
import type { Reply } from '../../chat/inbound.ts';
import { plainText } from '../../chat/plain.ts';
import { Conflict, InvalidInput, NotAllowed } from '../../core/errors.ts';
import { formatMoment } from '../../core/format-time.ts';
import { type Act, action } from '../feature.ts';
import { getProgramme, requireLead } from '../programme/index.ts';
import { line } from '../register/index.ts';
import { invitationCard } from './cards/invitation.ts';
import { notedCard, postedCard } from './cards/minutes.ts';
import { answerForm, MOST_ASKED, noteForm } from './forms.ts';
import { viewOf } from './load.ts';
import { closeMeeting } from './minutes.ts';
import { type Answer, LONGEST, type Meeting, MOST_NOTES, type Note } from './model.ts';
import * as store from './store.ts';
import { pointsFor, showInvitations } from './tell.ts';

const Value = z.object({ meeting: z.uuid() });
const Text = line(LONGEST.note, 'Say what to write down.');

/** A meeting on which somebody acts, locked. Throws Conflict when its minutes were posted. */
export async function holdMeeting(act: Act, id: string): Promise<Meeting> {
  const meeting = await store.lockMeeting(act.tx, id);
  if (meeting === undefined)
    throw new Conflict('no-meeting', 'This sync is gone. Send `/deps sync` for the present one.');
  if (meeting.closedAt === null) return meeting;
  const when = formatMoment(meeting.closedAt, act.by.calendar.zone);
  throw new Conflict(
    'closed',
    `The minutes of ${meeting.key} were posted ${when}. Nothing of yours was saved; \`/deps sync\` shows the present one.`,
  );
}

/** Answers an invitation. */
function answers(answer: Answer) {
  return action({
    value: Value,
    async run(act, { meeting: id }): Promise<Reply> {
      const meeting = await holdMeeting(act, id);
      if (!meeting.seats.some(({ personId }) => personId === act.by.id)) {
        throw new NotAllowed(
          'not-invited',
          `You are not invited to ${meeting.key}. The minutes are posted in the channel.`,
        );
      }
      if (meeting.state === 'cancelled') {
        throw new Conflict(
          'cancelled',
          `${meeting.key} is cancelled and runs in writing: \`/deps note\` adds to its minutes.`,
        );
      }
      const seats = meeting.seats.map((seat) => (seat.personId === act.by.id ? { ...seat, answer } : seat));
      const saved = await store.updateMeeting(act.tx, meeting, { seats });
      await showInvitations(act, saved, [act.by.id]);
      const seat = seats.find(({ personId }) => personId === act.by.id);
      if (seat === undefined) throw new Error('A seat that was there is gone.');
      return { kind: 'replace', card: invitationCard(await viewOf(act, saved), seat) };
    },
  });
}

/** Writes notes down for a meeting that is locked, and gives what to answer. */
export async function addNotes(
  act: Act,
  meeting: Meeting,
  said: readonly Pick<Note, 'text' | 'about'>[],
): Promise<Reply> {
  const before = (await store.listNotes(act.tx, meeting.id)).length;
  if (before + said.length > MOST_NOTES) {
    throw new InvalidInput(
      'too-many-notes',
      `${meeting.key} has ${before} notes; ${MOST_NOTES} are the most. Nothing was saved.`,
    );
  }
  const notes = said.map((one) => ({ ...one, byId: act.by.id, at: act.now }));
  await store.insertNotes(act.tx, meeting.id, notes);
  return { kind: 'card', card: notedCard(meeting, notes) };
}

/** Posts the minutes of a meeting that is locked, for a lead. Throws Conflict before it began. */
export async function postNow(act: Act, meeting: Meeting): Promise<Reply> {
  await requireLead(act, await getProgramme(act.tx, meeting.programmeId), 'post the minutes');
  if (meeting.state === 'planned' && meeting.startsAt > act.now) {
    const when = formatMoment(meeting.startsAt, act.by.calendar.zone);
    throw new Conflict(
      'not-held',
      `${meeting.key} begins ${when}. Its minutes are posted after it; \`/deps sync cancel REASON\` runs it in writing.`,
    );
  }
  const closed = await closeMeeting(act, meeting, act.by.id);
  return { kind: 'replace', card: postedCard(closed) };
}

export const actions = {
  'meetings.attend': answers('attends'),
  'meetings.cannot': answers('cannot'),
  'meetings.post': action({
    value: Value,
    run: async (act, { meeting }) => postNow(act, await holdMeeting(act, meeting)),
  }),
  'meetings.note-form': action({
    value: Value,
    run: async (act, { meeting }) => ({ kind: 'form', form: noteForm(await holdMeeting(act, meeting)) }),
  }),
  'meetings.note': action({
    value: Value,
    fields: z.object({ text: Text }),
    run: async (act, { meeting }, { text }) => addNotes(act, await holdMeeting(act, meeting), [{ text, about: null }]),
  }),
  'meetings.answer-form': action({
    value: Value,
    async run(act, { meeting: id }) {
      const meeting = await holdMeeting(act, id);
      const mine = pointsFor(meeting, act.by.id);
      const words = (text: Parameters<typeof plainText>[0]) => plainText(text, act.by.calendar.zone);
      return { kind: 'form', form: mine.length === 0 ? noteForm(meeting) : answerForm(meeting, mine, words) };
    },
  }),
  'meetings.answer': action({
    value: Value,
    fields: z.record(z.string(), z.string().max(LONGEST.note)),
    async run(act, { meeting: id }, fields) {
      const meeting = await holdMeeting(act, id);
      const keys = pointsFor(meeting, act.by.id)
        .slice(0, MOST_ASKED)
        .map(({ key }) => key);
      const said = [
        ...keys.map((key) => ({ about: key, text: fields[key] })),
        { about: null, text: fields['other'] },
      ].flatMap(({ about, text }) => (text === undefined || text.trim() === '' ? [] : [{ about, text: text.trim() }]));
      if (said.length === 0) throw new InvalidInput('no-answer', 'Answer one point at least.');
      return addNotes(act, meeting, said);
    },
  }),
};
