import type { DateTime } from 'luxon';
import { nextSlot } from '../../core/calendar.ts';
import { addDays } from '../../core/calendar-date.ts';
import { groupBy } from '../../core/group.ts';
import { localDate, parseWallTime } from '../../core/local-time.ts';
import { pendingTimers, removeTimers, setTimers, type Timer, timersFrom } from '../../timers/timers.ts';
import type { Scope, TimerHandler } from '../feature.ts';
import { ALL_PROGRAMMES, getPeople, type Person } from '../people/index.ts';
import { getProgramme, listProgrammes, type Programme } from '../programme/index.ts';
import { ownersOf } from '../register/index.ts';
import { PROMPT, promptSubject } from './model.ts';

/** Owners planned in one statement: a programme may have thousands, and a statement takes 65,535 parameters. */
const OWNERS_AT_ONCE = 500;

/** Plans the next prompt of every owner of a programme, or of all programmes, and forgets those that no longer hold. */
export const planTimer: TimerHandler = async (scope, { subject, dueAt }) => {
  const programmes =
    subject === ALL_PROGRAMMES ? await listProgrammes(scope.tx) : [await getProgramme(scope.tx, subject)];
  for (const programme of programmes) await planProgramme(scope, programme, dueAt);
};

async function planProgramme(scope: Scope, programme: Programme, after: DateTime): Promise<void> {
  const { tx, now } = scope;
  const owners = await getPeople(tx, await ownersOf(tx, programme.id));
  const pending = await pendingTimers(tx, PROMPT, `${programme.id}/`);
  const subjects = new Set([...owners.keys()].map((id) => promptSubject(programme.id, id)));
  const orphaned = pending.filter((timer) => timer.dueAt > now && !subjects.has(timer.subject));
  await removeTimers(
    tx,
    orphaned.map((timer) => timer.id),
  );
  const everybody = [...owners.values()];
  for (let from = 0; from < everybody.length; from += OWNERS_AT_ONCE) {
    await planOwners(scope, programme, everybody.slice(from, from + OWNERS_AT_ONCE), after);
  }
}

/**
 * Sets each owner's next prompt after the moment for which it is planned, not after now: when we are late, a slot between
 * the two has its say as well, and is sent or recorded as dropped. What is due by now stays: it is about to fire.
 */
export async function planOwners(
  { tx, now }: Scope,
  programme: Programme,
  owners: readonly Person[],
  after: DateTime,
): Promise<void> {
  const { weekdays, time } = programme.policy.cadence;
  const cadence = { weekdays, time: parseWallTime(time) };
  const subjectOf = (owner: Person) => promptSubject(programme.id, owner.id);
  // Nowhere is it earlier than yesterday of UTC.
  const from = addDays(localDate(after, 'UTC'), -1);
  const known = groupBy(await timersFrom(tx, PROMPT, owners.map(subjectOf), from), (timer) => timer.subject);
  const outdated: string[] = [];
  const next: Timer[] = [];
  for (const owner of owners) {
    const subject = subjectOf(owner);
    const mine = known.get(subject) ?? [];
    const fired = new Set(mine.filter((timer) => timer.fired).map((timer) => timer.occurrence));
    let slot = nextSlot(cadence, owner.calendar, after);
    // A day on which the owner was asked may come again when the time of day is changed.
    while (fired.has(slot.date)) slot = nextSlot(cadence, owner.calendar, slot.at);
    const { date, at } = slot;
    const moved = mine.filter(
      (one) => !one.fired && one.dueAt > now && isSlot(one.occurrence) && one.occurrence !== date,
    );
    outdated.push(...moved.map((timer) => timer.id));
    const payload = { programme: programme.id, owner: owner.id };
    next.push({ kind: PROMPT, subject, occurrence: date, dueAt: at, payload });
  }
  await removeTimers(tx, outdated);
  await setTimers(tx, next);
}

/** An occurrence of the cadence is a bare date; one that waits for working hours carries who is asked behind it. */
export function isSlot(occurrence: string): boolean {
  return !occurrence.includes('/');
}
