import type { DateTime } from 'luxon';
import { addWorkingDays, type Calendar, isWorkingDay, NoWorkingTime, nextWorkingMoment } from '../../core/calendar.ts';
import { addDays } from '../../core/calendar-date.ts';
import { instantOf, localDate } from '../../core/local-time.ts';
import type { ActionItem } from './model.ts';

/** When people are reminded, on their own clock. Ours: as approvers are. */
const REMIND_TIME = { hour: 9, minute: 30 };
const MIDNIGHT = { hour: 0, minute: 0 };

/** A morning: the person's own date, and the moment in UTC. */
interface Morning {
  date: string;
  at: DateTime;
}

/** When the owner is reminded: in the morning of the due day, or of their last working day before it. */
export function reminderOf(calendar: Calendar, dueOn: string): Morning {
  const date = orElse(dueOn, () => (isWorkingDay(calendar, dueOn) ? dueOn : addWorkingDays(calendar, dueOn, -1)));
  return morningOf(calendar, date);
}

/** When an action is overdue that its owner has not done by their day `dueOn`. */
export function overdueAt(calendar: Calendar, dueOn: string): DateTime {
  return instantOf(addDays(dueOn, 1), MIDNIGHT, calendar.zone);
}

/** The first morning of a working day that is not before `moment`. */
export function morningAfter(calendar: Calendar, moment: DateTime): Morning {
  const day = localDate(moment, calendar.zone);
  const today = morningOf(calendar, day);
  const next = addDays(day, 1);
  if (today.at >= moment && orElse(true, () => isWorkingDay(calendar, day))) return today;
  return morningOf(
    calendar,
    orElse(next, () => addWorkingDays(calendar, day, 1)),
  );
}

/** `now` when it is working time of this calendar, else the next start of work. */
export function workingMoment(calendar: Calendar, now: DateTime): DateTime {
  return orElse(now, () => nextWorkingMoment(calendar, now));
}

/** The day that lies so many working days ahead. */
export function workingDaysAhead(calendar: Calendar, now: DateTime, days: number): string {
  const today = localDate(now, calendar.zone);
  return orElse(addDays(today, days), () => addWorkingDays(calendar, today, days));
}

/** True while an open action is past its due day, on its owner's calendar. */
export function isOverdue({ state, dueOn }: Pick<ActionItem, 'state' | 'dueOn'>, calendar: Calendar, now: DateTime) {
  return state === 'open' && overdueAt(calendar, dueOn) <= now;
}

function morningOf(calendar: Calendar, date: string): Morning {
  return { date, at: workingMoment(calendar, instantOf(date, REMIND_TIME, calendar.zone)) };
}

/** Who never works by their calendar is told without regard to it: an action must not go unheard for a wrong calendar. */
function orElse<Value>(otherwise: Value, compute: () => Value): Value {
  try {
    return compute();
  } catch (error) {
    if (error instanceof NoWorkingTime) return otherwise;
    throw error;
  }
}
