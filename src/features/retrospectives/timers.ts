import { addDays } from '../../core/calendar-date.ts';
import { instantOf } from '../../core/local-time.ts';
import { heldAmong } from '../../outbox/held.ts';
import { takeBackHeld } from '../../outbox/outbox.ts';
import { setTimer } from '../../timers/timers.ts';
import { workingMoment } from '../actions/index.ts';
import { record } from '../audit/index.ts';
import type { TimerHandler } from '../feature.ts';
import { interrupt } from '../interruptions/index.ts';
import { getProgramme, listProgrammes } from '../programme/index.ts';
import { listProgrammeMilestones } from '../timeline/index.ts';
import { calendarOf } from './calendar.ts';
import { askCard } from './cards.ts';
import { resultsOf } from './rules/box.ts';
import { showProgramme } from './show.ts';
import { ASK, CLOSE, REMIND, startRetrospective } from './start.ts';
import * as store from './store.ts';

/** Set by the timeline for the end of a milestone's day; the name is its, so that it need not know of retrospectives. */
const MILESTONE = 'retrospectives.milestone';
/** A milestone that passed longer ago when it was written down is history, and nobody is asked about it. Ours. */
const OLDEST_DAYS = 7;
const MORNING = { hour: 9, minute: 30 };

/** The survey as a living card: it is listed every morning until it is opened, or closed. */
const surveySubject = (retroId: string) => `retro-ask:${retroId}`;

/** A milestone's day is over: its retrospective begins in the lead's next working morning. */
const milestoneTimer: TimerHandler = async (scope, { subject, occurrence }) => {
  const { tx, now } = scope;
  const [date = ''] = occurrence.split('/');
  const programmeId = subject.slice(0, subject.indexOf('/'));
  const name = subject.slice(programmeId.length + 1);
  const programme = (await listProgrammes(tx)).find(({ id }) => id === programmeId);
  const milestone = (await listProgrammeMilestones(tx, programmeId)).find((one) => one.name === name);
  if (programme === undefined || milestone?.date !== date) return;
  const calendar = await calendarOf(scope, programme);
  const morning = workingMoment(calendar, instantOf(addDays(date, 1), MORNING, calendar.zone));
  if (now < morning) {
    await setTimer(tx, { kind: MILESTONE, subject, occurrence: `${date}/morning`, dueAt: morning });
    return;
  }
  const [begun] = await store.listRetrospectives(tx, { programmeId, milestone: { name, until: date } });
  if (begun !== undefined || now > morning.plus({ days: OLDEST_DAYS })) return;
  await startRetrospective(scope, programmeId, milestone, null);
};

/** Asks a participant, and reminds them once. Who answered already is left alone, and whose message of the day lists it. */
function askTimer(again: boolean): TimerHandler {
  return async (scope, { subject }) => {
    const { tx } = scope;
    const [retroId = '', personId = ''] = subject.split('/');
    const [retro] = await store.listRetrospectives(tx, { ids: [retroId] });
    const who = (await store.participantsOf(tx, retroId)).find((one) => one.personId === personId);
    if (retro === undefined || retro.closedAt !== null || who === undefined || who.answered === true) return;
    const survey = surveySubject(retroId);
    if (again && (await heldAmong(tx, personId, [survey])).size > 0) return;
    const programme = await getProgramme(tx, retro.programmeId);
    await interrupt(scope, programme, [
      {
        key: `retro-${again ? 'remind' : 'ask'}:${retroId}:${personId}`,
        to: { person: personId },
        card: askCard(retro, programme.name, again),
        ...(!again && { subject: survey }),
        priority: 'digest',
        by: retro.closesAt,
        wants: [],
      },
    ]);
  };
}

/**
 * Ends a survey and shows what it came to. Of an anonymous one it is then forgotten who answered, and answers that are too few to
 * be shown are gone.
 */
const closeTimer: TimerHandler = async (scope, { subject: id }) => {
  const { tx, now } = scope;
  const held = await store.lockRetrospective(tx, id);
  if (held === undefined || held.closedAt !== null) return;
  const results = resultsOf(held.anonymous, await store.getBox(tx, id), await store.participantsOf(tx, id));
  await store.closeRetrospective(tx, id, { closedAt: now, results });
  if (held.anonymous) await store.emptyTheBox(tx, id);
  await takeBackHeld(tx, surveySubject(id), now);
  await record(scope, {
    programmeId: held.programmeId,
    byId: null,
    action: 'retrospectives.closed',
    subject: held.key,
    after: { answered: results.answered, asked: results.asked },
  });
  await showProgramme(scope, { ...held, closedAt: now, results });
};

export const timers = {
  [MILESTONE]: milestoneTimer,
  [ASK]: askTimer(false),
  [REMIND]: askTimer(true),
  [CLOSE]: closeTimer,
};
