import { addDays } from '../../core/calendar-date.ts';
import { InvalidInput } from '../../core/errors.ts';
import { setTimer } from '../../timers/timers.ts';
import type { Scope, TimerHandler } from '../feature.ts';
import { interrupt } from '../interruptions/index.ts';
import { lockProgramme, type Programme } from '../programme/index.ts';
import { noSlotCard } from './cards/sync.ts';
import { plannerOf } from './load.ts';
import { closeMeeting, saidIn } from './minutes.ts';
import type { Meeting } from './model.ts';
import { planningOf, weekOf } from './rules/weeks.ts';
import { AGENDA, addAgenda, CLOSE, END, inviteWhoIsNeeded, planMeeting } from './schedule.ts';
import * as store from './store.ts';
import { askToFinish, showAgenda } from './tell.ts';

export const PLAN = 'meetings.plan';

/** Plans the sync of next week when its time has come, and sets itself for the week after. */
const plan: TimerHandler = async (scope, { subject }) => {
  const { tx, now } = scope;
  const programme = await lockProgramme(tx, subject);
  const planner = await plannerOf(tx, programme);
  if (!programme.policy.sync.on || planner === undefined) return;
  const week = addDays(weekOf(now, planner.calendar.zone), 7);
  const at = planningOf(week, planner.calendar);
  if (now < at) {
    await setTimer(tx, { kind: PLAN, subject, occurrence: week, dueAt: at });
    return;
  }
  const after = addDays(week, 7);
  await setTimer(tx, { kind: PLAN, subject, occurrence: after, dueAt: planningOf(after, planner.calendar) });
  if (await hasMeeting(scope, programme.id, week, planner.calendar.zone)) return;
  try {
    await planMeeting(scope, programme.id, { week, byId: null });
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    await tellLeads(scope, programme, week, error.message);
  }
};

/** True where a meeting lies in the week of this Monday: held, to come or cancelled. */
export async function hasMeeting({ tx }: Pick<Scope, 'tx'>, programmeId: string, week: string, zone: string) {
  const near = await store.listMeetings(tx, { programmeId }, MOST_NEAR);
  return near.some(({ startsAt }) => weekOf(startsAt, zone) === week);
}
/** Of a programme's latest meetings, more than two weeks hold. */
const MOST_NEAR = 20;

async function tellLeads(scope: Scope, programme: Programme, week: string, why: string) {
  const { id, name, leadIds } = programme;
  await interrupt(
    scope,
    programme,
    leadIds.map((person) => ({
      key: `meetings:no-slot:${id}:${week}:${person}`,
      to: { person },
      card: noSlotCard(name, why),
      priority: 'prompt' as const,
      by: null,
      wants: [],
    })),
  );
}

/** The meeting of a timer, locked, where it is as it was when the timer was set and its minutes are not posted. */
async function presentMeeting({ tx }: Scope, subject: string, occurrence: string): Promise<Meeting | undefined> {
  const meeting = await store.lockMeeting(tx, subject);
  return meeting?.closedAt === null && String(meeting.sequence) === occurrence ? meeting : undefined;
}

const agenda: TimerHandler = async (scope, { subject, occurrence }) => {
  const meeting = await presentMeeting(scope, subject, occurrence);
  if (meeting?.agenda !== null) return;
  await showAgenda(scope, await inviteWhoIsNeeded(scope, await addAgenda(scope, meeting)), 'channel');
};

const end: TimerHandler = async (scope, { subject, occurrence }) => {
  const meeting = await presentMeeting(scope, subject, occurrence);
  if (meeting !== undefined) await askToFinish(scope, meeting, await saidIn(scope, meeting));
};

const close: TimerHandler = async (scope, { subject, occurrence }) => {
  const meeting = await presentMeeting(scope, subject, occurrence);
  if (meeting !== undefined) await closeMeeting(scope, meeting, null);
};

export const timers = { [PLAN]: plan, [AGENDA]: agenda, [END]: end, [CLOSE]: close };
