import { Conflict } from '../../core/errors.ts';
import { instantOf } from '../../core/local-time.ts';
import { setTimers, type Timer } from '../../timers/timers.ts';
import { workingDaysAhead, workingMoment } from '../actions/index.ts';
import { record } from '../audit/index.ts';
import type { Scope } from '../feature.ts';
import { getPeople } from '../people/index.ts';
import { lockProgramme } from '../programme/index.ts';
import { listProgrammeMilestones, type ProgrammeMilestone } from '../timeline/index.ts';
import { calendarOf } from './calendar.ts';
import { circleOf } from './circle-store.ts';
import type { Retrospective } from './model.ts';
import { incrementOf, spanOf } from './rules/increment.ts';
import { showProgramme } from './show.ts';
import * as store from './store.ts';

export const ASK = 'retrospectives.ask';
export const REMIND = 'retrospectives.remind';
export const CLOSE = 'retrospectives.close';

/** When a survey closes on its last day. Ours: the end of a lead's day. */
const CLOSES_AT = { hour: 18, minute: 0 };
/** Working days before its end that who has not answered is reminded, once. Ours. */
const REMIND_BEFORE_DAYS = 1;
const REMIND_TIME = { hour: 9, minute: 30 };

/**
 * Begins the retrospective of a milestone: each participant is asked in their own working time. `byId` null: Depsync itself.
 * Throws Conflict where the milestone has one.
 */
export async function startRetrospective(
  scope: Scope,
  programmeId: string,
  milestone: ProgrammeMilestone,
  byId: string | null,
): Promise<Retrospective> {
  const { tx, now } = scope;
  const programme = await lockProgramme(tx, programmeId);
  const { name, date } = milestone;
  const [earlier] = await store.listRetrospectives(tx, { programmeId, milestone: { name, until: date } });
  if (earlier !== undefined) {
    throw new Conflict(
      'begun-already',
      `${earlier.key} is the retrospective of ${name}. \`/deps retro ${earlier.key}\` shows it.`,
    );
  }
  const calendar = await calendarOf(scope, programme);
  const increment = incrementOf(milestone, await listProgrammeMilestones(tx, programmeId));
  const { anonymous, workingDays } = programme.policy.retrospectives;
  const closesAt = instantOf(workingDaysAhead(calendar, now, workingDays), CLOSES_AT, calendar.zone);
  const started = await store.insertRetrospective(tx, {
    ...increment,
    programmeId,
    milestone: name,
    anonymous,
    startedAt: now,
    closesAt,
    closedAt: null,
    results: null,
  });
  const { from } = spanOf(increment, calendar.zone);
  const circle = await circleOf(tx, programmeId, increment, from);
  const people = await getPeople(tx, [...circle, ...programme.leadIds]);
  await store.addParticipants(tx, started.id, [...people.keys()]);
  await record(scope, {
    programmeId,
    byId,
    action: 'retrospectives.started',
    subject: started.key,
    after: { milestone: name, until: date, anonymous, asked: people.size, closesAt: closesAt.toUTC().toISO() },
  });
  const remindOn = workingDaysAhead(calendar, now, workingDays - REMIND_BEFORE_DAYS);
  await setTimers(tx, [
    ...[...people.values()].flatMap((person): Timer[] => {
      const reminder = workingMoment(person.calendar, instantOf(remindOn, REMIND_TIME, person.calendar.zone));
      const once = { subject: `${started.id}/${person.id}`, occurrence: 'once' };
      return [
        { kind: ASK, ...once, dueAt: workingMoment(person.calendar, now) },
        ...(reminder > now && reminder < closesAt ? [{ kind: REMIND, ...once, dueAt: reminder }] : []),
      ];
    }),
    { kind: CLOSE, subject: started.id, occurrence: 'once', dueAt: closesAt },
  ]);
  await showProgramme(scope, started);
  return started;
}
