import { nextSlot } from '../../core/calendar.ts';
import { parseWallTime } from '../../core/local-time.ts';
import { hasFired, pendingTimers, removeTimers, setTimer } from '../../timers/timers.ts';
import type { Scope, TimerHandler } from '../feature.ts';
import { ALL_PROGRAMMES, getPeople, type Person } from '../people/index.ts';
import { getProgramme, listProgrammes, type Programme } from '../programme/index.ts';
import { ownersOf } from '../register/index.ts';
import { PROMPT, promptSubject } from './model.ts';

/** Plans the next prompt of every owner of a programme, or of all programmes, and forgets those that no longer hold. */
export const planTimer: TimerHandler = async (scope, { subject }) => {
  const programmes =
    subject === ALL_PROGRAMMES ? await listProgrammes(scope.tx) : [await getProgramme(scope.tx, subject)];
  for (const programme of programmes) await planProgramme(scope, programme);
};

async function planProgramme(scope: Scope, programme: Programme): Promise<void> {
  const { tx, now } = scope;
  const owners = await getPeople(tx, await ownersOf(tx, programme.id));
  const pending = await pendingTimers(tx, PROMPT, `${programme.id}/`);
  const subjects = new Set([...owners.keys()].map((id) => promptSubject(programme.id, id)));
  const orphaned = pending.filter((timer) => timer.dueAt > now && !subjects.has(timer.subject));
  await removeTimers(
    tx,
    orphaned.map((timer) => timer.id),
  );
  for (const owner of owners.values()) await planOwner(scope, programme, owner);
}

/** Sets an owner's next prompt after a moment. What is due by now stays: it is about to fire. */
export async function planOwner(scope: Scope, programme: Programme, owner: Person, after = scope.now): Promise<void> {
  const { tx, now } = scope;
  const { weekdays, time } = programme.policy.cadence;
  const cadence = { weekdays, time: parseWallTime(time) };
  const subject = promptSubject(programme.id, owner.id);
  let slot = nextSlot(cadence, owner.calendar, after);
  // A day on which the owner was asked may come again when the time of day is changed.
  while (await hasFired(tx, { kind: PROMPT, subject, occurrence: slot.date })) {
    slot = nextSlot(cadence, owner.calendar, slot.at);
  }
  const outdated = (await pendingTimers(tx, PROMPT, subject)).filter(
    ({ dueAt, occurrence }) => dueAt > now && isSlot(occurrence) && occurrence !== slot.date,
  );
  await removeTimers(
    tx,
    outdated.map((timer) => timer.id),
  );
  const payload = { programme: programme.id, owner: owner.id };
  await setTimer(tx, { kind: PROMPT, subject, occurrence: slot.date, dueAt: slot.at, payload });
}

/** An occurrence of the cadence is a bare date; one that waits for working hours carries who is asked behind it. */
export function isSlot(occurrence: string): boolean {
  return !occurrence.includes('/');
}
