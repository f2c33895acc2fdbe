import type { DateTime } from 'luxon';
import { type Calendar, NoWorkingTime, nextSlot } from '../../core/calendar.ts';
import { addDays } from '../../core/calendar-date.ts';
import { groupBy } from '../../core/group.ts';
import { localDate, parseWallTime } from '../../core/local-time.ts';
import { pendingTimers, removeTimers, setTimers, timersFrom } from '../../timers/timers.ts';
import type { Scope, TimerHandler, TogetherHandler } from '../feature.ts';
import { interrupt } from '../interruptions/index.ts';
import { ALL_PROGRAMMES, getPeople, listPeople } from '../people/index.ts';
import { getProgramme, listProgrammes, type Programme } from '../programme/index.ts';
import { listDependencies } from '../register/index.ts';
import { withheldCard } from './cards.ts';
import { makeBrief, Unassigned } from './make.ts';
import { type Reader, readersOf, send } from './send.ts';

export const PLAN = 'briefs.plan';
export const SEND = 'briefs.send';

/** Weekdays and hours of a channel without a lead. */
const NOBODY: Calendar = { zone: 'UTC', workStart: { hour: 9, minute: 0 }, workEnd: { hour: 17, minute: 0 } };

const subjectOf = (programmeId: string, readerId: string) => `${programmeId}/${readerId}`;

/** Plans the next brief of every reader of a programme, or of all programmes, and forgets those that no longer hold. */
export const planTimer: TimerHandler = async (scope, { subject, dueAt }) => {
  const programmes =
    subject === ALL_PROGRAMMES ? await listProgrammes(scope.tx) : [await getProgramme(scope.tx, subject)];
  for (const programme of programmes) await plan(scope, programme, await readersOf(scope, programme), dueAt);
};

/** Sets each reader's next brief after a moment, on the reader's clock; a day off moves it to the next working day. */
async function plan(scope: Scope, programme: Programme, readers: readonly Reader[], after: DateTime): Promise<void> {
  const { tx, now } = scope;
  const { weekday, time } = programme.policy.brief;
  const cadence = { weekdays: [weekday], time: parseWallTime(time) };
  const calendars = await calendarsOf(scope, programme);
  const subjects = readers.map(({ id }) => subjectOf(programme.id, id));
  // Nowhere is it earlier than yesterday of UTC.
  const known = groupBy(
    await timersFrom(tx, SEND, subjects, addDays(localDate(after, 'UTC'), -1)),
    (one) => one.subject,
  );
  const next = readers.flatMap(({ id }) => {
    const subject = subjectOf(programme.id, id);
    const fired = new Set((known.get(subject) ?? []).filter((one) => one.fired).map((one) => one.occurrence));
    const slot = slotAfter(cadence, calendars(id), after, fired);
    if (slot === undefined) return [];
    return [
      { kind: SEND, subject, occurrence: slot.date, dueAt: slot.at, payload: { programme: programme.id, reader: id } },
    ];
  });
  const wanted = new Set(next.map(({ subject, occurrence }) => `${subject} ${occurrence}`));
  const pending = await pendingTimers(tx, SEND, subjectOf(programme.id, ''));
  const outdated = pending.filter((one) => one.dueAt > now && !wanted.has(`${one.subject} ${one.occurrence}`));
  await removeTimers(
    tx,
    outdated.map(({ id }) => id),
  );
  await setTimers(tx, next);
}

/** The next slot whose day has had none; undefined for a calendar without a working day, whose reader asks for the brief. */
function slotAfter(
  cadence: Parameters<typeof nextSlot>[0],
  calendar: Calendar,
  after: DateTime,
  fired: ReadonlySet<string>,
): ReturnType<typeof nextSlot> | undefined {
  try {
    let slot = nextSlot(cadence, calendar, after);
    while (fired.has(slot.date)) slot = nextSlot(cadence, calendar, slot.at);
    return slot;
  } catch (error) {
    if (error instanceof NoWorkingTime) return undefined;
    throw error;
  }
}

async function calendarsOf({ tx }: Scope, { leadIds }: Programme): Promise<(readerId: string) => Calendar> {
  const people = new Map((await listPeople(tx)).map((person) => [person.id, person.calendar]));
  return (readerId) => people.get(readerId) ?? people.get(leadIds[0] ?? '') ?? NOBODY;
}

/** Readers whose moment is the same get the same brief: it is made once. */
export const sendTimers: TogetherHandler = async (scope, timers) => {
  for (const [programmeId, due] of groupBy(timers, ({ payload }) => payload['programme'] ?? '')) {
    const programme = await getProgramme(scope.tx, programmeId);
    const ids = new Set(due.map(({ payload }) => payload['reader']));
    const readers = await readersOf(scope, programme);
    const [first] = due;
    if (first !== undefined)
      await sendOrSay(
        scope,
        programme,
        readers.filter(({ id }) => ids.has(id)),
        first.occurrence,
      );
    await plan(scope, programme, readers, scope.now);
  }
};

/** Sends it; leads hear why it was not sent where something is missing on a red or yellow. */
async function sendOrSay(scope: Scope, programme: Programme, readers: Reader[], day: string): Promise<void> {
  if (readers.length === 0) return;
  try {
    await send(scope, programme, await makeBrief(scope, programme, day), readers, null);
  } catch (error) {
    if (!(error instanceof Unassigned)) throw error;
    const leads = await getPeople(scope.tx, programme.leadIds);
    const concerned = await listDependencies(scope.tx, { programmeId: programme.id, keys: error.keys });
    await interrupt(
      scope,
      programme,
      [...leads.keys()].map((person) => ({
        // One a day, however many zones the readers are in.
        key: `briefs.withheld:${programme.id}:${day}:${person}`,
        to: { person },
        card: withheldCard(programme.name, error.message),
        priority: 'reply' as const,
        by: null,
        wants: concerned.map(({ id }) => id),
      })),
    );
  }
}
