import { formatDay } from '../../core/format-time.ts';
import { clearTimers } from '../../timers/timers.ts';
import { listActions } from '../actions/index.ts';
import { record } from '../audit/index.ts';
import { listDecisions } from '../decisions/index.ts';
import type { Scope } from '../feature.ts';
import { getPeople } from '../people/index.ts';
import type { Said } from './cards/minutes.ts';
import type { Meeting } from './model.ts';
import { CLOSE, END } from './schedule.ts';
import * as store from './store.ts';
import { postMinutes, showAgenda } from './tell.ts';

/** Of notes, decisions and actions each, one card shows. Ours: minutes are read on a phone. */
const MOST_SHOWN = 20;
/** Decisions and actions of a meeting that are looked at. Ours: nobody takes more in an hour. */
const MOST_READ = 200;

/** What was said, decided and taken on since the agenda was posted, until the minutes were. */
export async function saidIn({ tx, now }: Pick<Scope, 'tx' | 'now'>, meeting: Meeting): Promise<Said> {
  const { programmeId, agendaAt, closedAt } = meeting;
  if (agendaAt === null) return { notes: [], decisions: [], actions: [], more: { notes: 0, decisions: 0, actions: 0 } };
  const within = { programmeId, from: agendaAt, until: closedAt ?? now };
  const notes = await store.listNotes(tx, meeting.id);
  const decisions = (await listDecisions(tx, within, MOST_READ)).reverse();
  const actions = await listActions(tx, within, MOST_READ);
  const people = await getPeople(tx, [
    ...notes.map(({ byId }) => byId),
    ...decisions.map(({ byId }) => byId),
    ...actions.map(({ ownerId }) => ownerId),
  ]);
  const nameOf = (id: string) => people.get(id)?.name ?? 'somebody';
  const first = <Item>(items: readonly Item[]) => items.slice(0, MOST_SHOWN);
  const left = (items: readonly unknown[]) => Math.max(0, items.length - MOST_SHOWN);
  return {
    notes: first(notes).map(({ byId, text, about }) => ({ by: nameOf(byId), text, about })),
    decisions: first(decisions).map(({ key, choice, byId }) => ({ key, choice, by: nameOf(byId) })),
    actions: first(actions).map(({ key, what, ownerId, dueOn, state }) => ({
      key,
      what,
      owner: nameOf(ownerId),
      due: formatDay(dueOn),
      state,
    })),
    more: { notes: left(notes), decisions: left(decisions), actions: left(actions) },
  };
}

/** Closes a meeting that is locked: what is said from now on belongs to the next. Its minutes are posted. */
export async function closeMeeting(scope: Scope, meeting: Meeting, byId: string | null): Promise<Meeting> {
  const { tx, now } = scope;
  const closed = await store.updateMeeting(tx, meeting, { closedAt: now });
  await clearTimers(tx, meeting.id, [END, CLOSE]);
  await record(scope, { programmeId: meeting.programmeId, byId, action: 'meetings.closed', subject: meeting.key });
  await postMinutes(scope, closed, await saidIn(scope, closed));
  await showAgenda(scope, closed, 'copies');
  return closed;
}
