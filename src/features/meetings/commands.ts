import { optional, rest, word } from '../../chat/commands.ts';
import type { Reply } from '../../chat/inbound.ts';
import { addDays } from '../../core/calendar-date.ts';
import { Conflict, InvalidInput, NotFound } from '../../core/errors.ts';
import { formatMoment } from '../../core/format-time.ts';
import { nextTimer } from '../../timers/timers.ts';
import { type Act, command } from '../feature.ts';
import {
  isLead,
  lockProgramme,
  type Programme,
  programmeFor,
  readSync,
  requireLead,
  savePart,
} from '../programme/index.ts';
import { nothingCard, syncCard } from './cards/sync.ts';
import { cancelledCard } from './cards/writing.ts';
import { addNotes, holdMeeting, postNow } from './handlers.ts';
import { plannerOf, viewOf } from './load.ts';
import type { Meeting } from './model.ts';
import { weekOf } from './rules/weeks.ts';
import { readMove, readNote, readReason } from './rules/words.ts';
import { cancelMeeting, moveMeeting, planMeeting } from './schedule.ts';
import * as store from './store.ts';
import { hasMeeting, PLAN } from './timers.ts';

/** Meetings that may be under way or to come at once. Ours: more than two weeks hold. */
const MOST_OPEN = 20;
const SYNC_HELP =
  'Send `/deps sync`, `/deps sync on tue,wed,thu 45`, `/deps sync off`, `/deps sync plan [this week]`, `/deps sync move Thu 15:00 because REASON`, `/deps sync cancel REASON` or `/deps sync minutes`.';

const syncCommand = command({
  name: 'sync',
  summary: 'Show the weekly sync: when for whom, what about, who carries how much; leads plan, move and cancel it',
  usage: 'sync [on [DAYS] [MINUTES] | off | plan [this week] | move WHEN [because REASON] | cancel REASON | minutes]',
  examples: [
    'sync',
    'sync on tue,wed,thu 45',
    'sync plan',
    'sync move Thu 15:00 because Ana is away on Wednesday',
    'sync cancel half of us are at the summit',
    'sync minutes',
  ],
  who: 'everybody sees it; leads of the programme plan, move and cancel it',
  arguments: { verb: optional(word()), words: optional(rest()) },
  async run(act, { verb, words = '' }): Promise<Reply> {
    const programme = await programmeFor(act);
    switch (verb?.toLowerCase()) {
      case undefined:
        return show(act, programme);
      case 'on':
      case 'off':
        return switchSync(act, programme, verb?.toLowerCase() === 'on', words);
      case 'plan':
        return plan(act, programme, words);
      case 'move':
        return move(act, programme, readMove(words, act.speaker));
      case 'cancel':
        return cancel(act, programme, readReason(words));
      case 'minutes':
        return postNow(act, await holdMeeting(act, (await underWay(act, programme, 'has minutes to be posted')).id));
      default:
        throw new InvalidInput('no-such-word', `“${verb?.slice(0, 40)}” is no word of the sync. ${SYNC_HELP}`);
    }
  },
});

/** The meeting to come, or the one whose minutes are still to be posted. */
async function show(act: Act, programme: Programme): Promise<Reply> {
  const meeting = (await openMeetings(act, programme))[0];
  if (meeting !== undefined) return cardOf(act, programme, meeting);
  const next = await nextTimer(act.tx, programme.id, PLAN);
  return { kind: 'card', card: nothingCard(programme.name, programme.policy.sync.on, next) };
}

async function cardOf(act: Act, programme: Programme, meeting: Meeting): Promise<Reply> {
  const mine = meeting.seats.some(({ personId }) => personId === act.by.id) ? [act.by.id] : [];
  return { kind: 'card', card: syncCard(await viewOf(act, meeting), isLead(programme, act.by), mine) };
}

/** Those whose minutes are not posted, the earliest first. */
async function openMeetings({ tx }: Act, { id: programmeId }: Programme): Promise<Meeting[]> {
  const all = await store.listMeetings(tx, { programmeId }, MOST_OPEN);
  return all.filter(({ closedAt }) => closedAt === null).reverse();
}

/** The meeting that notes belong to: its agenda was posted, its minutes were not; of two the one nearer to now. */
async function underWay(act: Act, programme: Programme, what: string): Promise<Meeting> {
  const open = await openMeetings(act, programme);
  const far = ({ startsAt }: Meeting) => Math.abs(startsAt.diff(act.now).toMillis());
  const [found] = open.filter(({ agendaAt }) => agendaAt !== null).sort((a, b) => far(a) - far(b));
  if (found !== undefined) return found;
  const [next] = open;
  const when = next === undefined ? '' : ` ${next.key} begins ${formatMoment(next.startsAt, act.by.calendar.zone)}.`;
  throw new NotFound(
    'no-sync',
    `No sync of ${programme.name} ${what}: notes are taken from when its agenda is posted until its minutes are.${when} \`/deps sync\` shows it.`,
  );
}

async function switchSync(act: Act, { id }: Programme, on: boolean, words: string): Promise<Reply> {
  const programme = await lockProgramme(act.tx, id);
  await requireLead(act, programme, 'switch the weekly sync');
  const said = on ? readSync(words) : {};
  const sync = { ...programme.policy.sync, ...said, on };
  return { kind: 'card', card: await savePart(act, programme, 'sync', { ...programme.policy, sync }) };
}

async function plan(act: Act, { id }: Programme, words: string): Promise<Reply> {
  const programme = await lockProgramme(act.tx, id);
  await requireLead(act, programme, 'plan the sync');
  const which = words.trim().toLowerCase();
  if (which !== '' && which !== 'this week' && which !== 'next week') {
    throw new InvalidInput(
      'no-such-week',
      `“${words.slice(0, 40)}” is no week. Send \`/deps sync plan\` or \`/deps sync plan this week\`.`,
    );
  }
  const zone = ((await plannerOf(act.tx, programme)) ?? act.by).calendar.zone;
  const week = addDays(weekOf(act.now, zone), which === 'this week' ? 0 : 7);
  if (await hasMeeting(act, programme.id, week, zone)) {
    throw new Conflict(
      'planned-already',
      `That week has its sync: \`/deps sync\` shows it. Move it with \`/deps sync move Thu 15:00\`.`,
    );
  }
  return cardOf(act, programme, await planMeeting(act, programme.id, { week, byId: act.by.id }));
}

/** The planned meeting that has not begun, locked, for a lead. */
async function toCome(act: Act, programme: Programme, doing: string): Promise<Meeting> {
  await requireLead(act, programme, doing);
  const found = (await openMeetings(act, programme)).find(
    ({ state, startsAt }) => state === 'planned' && startsAt > act.now,
  );
  if (found === undefined) {
    throw new NotFound('no-sync', `No sync of ${programme.name} is to come. Plan one: \`/deps sync plan\`.`);
  }
  return holdMeeting(act, found.id);
}

async function move(act: Act, programme: Programme, said: ReturnType<typeof readMove>): Promise<Reply> {
  const meeting = await toCome(act, programme, 'move the sync');
  const moved = await moveMeeting(act, meeting, { ...said, byId: act.by.id });
  return cardOf(act, programme, moved);
}

async function cancel(act: Act, programme: Programme, reason: string): Promise<Reply> {
  const meeting = await toCome(act, programme, 'cancel the sync');
  const cancelled = await cancelMeeting(act, meeting, { reason, byId: act.by.id });
  return { kind: 'card', card: cancelledCard(cancelled) };
}

const noteCommand = command({
  name: 'note',
  summary: 'Write something into the minutes of the weekly sync',
  usage: 'note [DEP-4] TEXT',
  examples: ['note DEP-4 the vendor confirmed Friday', 'note staging is shared until March'],
  who: 'everybody',
  arguments: { words: optional(rest()) },
  async run(act, { words = '' }): Promise<Reply> {
    const { id, agenda } = await underWay(act, await programmeFor(act), 'takes notes');
    const keys = [...(agenda?.points ?? []), ...(agenda?.reading ?? [])].map(({ key }) => key);
    return addNotes(act, await holdMeeting(act, id), [readNote(words, keys)]);
  },
});

export const commands = [syncCommand, noteCommand];
