import type { DateTime } from 'luxon';
import { type Calendar, isWorkingDay } from '../../../core/calendar.ts';
import { addDays, weekdayOf } from '../../../core/calendar-date.ts';
import { instantOf, parseWallTime } from '../../../core/local-time.ts';
import type { Facts } from '../model.ts';
import { Unknown, valueAt } from './history.ts';

/** How far back days off in a row are walked; the longest public holidays are two weeks. */
const LONGEST_BREAK_DAYS = 60;

/** A person as they were then. Throws Unknown. */
export function personAt({ people }: Facts, id: string, at: DateTime): Calendar & { delegateId: string | null } {
  const person = people.get(id);
  const found = person && valueAt(person.history, at);
  if (found === undefined) throw new Unknown('somebody it concerns is not in the register');
  return {
    zone: found.zone,
    country: found.country ?? undefined,
    region: found.region ?? undefined,
    weekend: found.weekend ?? undefined,
    workStart: parseWallTime(found.workStart),
    workEnd: parseWallTime(found.workEnd),
    delegateId: found.delegateId,
  };
}

/** True when somebody was away. */
export function isAway({ absences }: Facts, id: string, at: DateTime): boolean {
  return (absences.get(id) ?? []).some((one) => one.startsAt <= at && one.endsAt > at);
}

/** Who acted for somebody: themselves, while away their stand-in, else their delegate, and so on; themselves when all are away. */
export function actingFor(facts: Facts, id: string, at: DateTime): string {
  const seen = new Set<string>();
  for (let current = id; !seen.has(current); ) {
    seen.add(current);
    const covering = (facts.absences.get(current) ?? []).filter((one) => one.startsAt <= at && one.endsAt > at);
    if (covering.length === 0) return current;
    const last = covering.reduce((a, b) => (b.endsAt > a.endsAt ? b : a));
    const next = last.standInId ?? personAt(facts, current, at).delegateId;
    if (next === null) return id;
    current = next;
  }
  return id;
}

/** Somebody, or whoever stood in; undefined when none of them was there. */
export function presentFor(facts: Facts, id: string, at: DateTime): string | undefined {
  const acting = actingFor(facts, id, at);
  return isAway(facts, acting, at) ? undefined : acting;
}

/** When a cadence asks on a local day: not on a day off; on a cadence day, or when one among the days off before moved here. */
export function slotOn(
  cadence: { weekdays: readonly number[]; time: string },
  calendar: Calendar,
  date: string,
): DateTime | undefined {
  if (!isWorkingDay(calendar, date)) return undefined;
  for (let back = 0; back <= LONGEST_BREAK_DAYS; back += 1) {
    const day = addDays(date, -back);
    if (back > 0 && isWorkingDay(calendar, day)) return undefined;
    if (cadence.weekdays.includes(weekdayOf(day))) return instantOf(date, parseWallTime(cadence.time), calendar.zone);
  }
  return undefined;
}
